"""The kinds of ledgers, for organisers: what each records, with the form in which a row is entered."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import access
from ..actions.errors import Refused
from ..actions.ledger import change_kind, make_kind
from ..forms.ledger_kind import LedgerKindForm
from ..forms.ledger_row import LedgerRowForm
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..ledgers.columns import LedgerShape
from ..models import LedgerKind
from ..pages.ledger_kind import kind_history, list_kinds


@signed_in
@require_safe
def ledger_kinds(request: SignedInRequest) -> HttpResponse:
    kinds = list_kinds(access.ledger_kinds_to_organise(request.user))
    return render(request, "ledger_kind/ledger_kinds.html", {"kinds": kinds})


@signed_in
@require_http_methods(["GET", "POST"])
def ledger_kind_new(request: SignedInRequest) -> HttpResponse:
    """?like=<kind> begins with the columns of that kind."""
    units = list(access.units_for_kinds(request.user))
    shape = None
    if slug := request.GET.get("like", ""):
        shape = access.ledger_kind_to_organise(request.user, slug)[0].shapes()[0]
    form = LedgerKindForm(request.POST or None, shape=shape, units=units)
    if form.is_valid() and "save" in request.POST:
        unit = next(unit for unit in units if str(unit.pk) == form.cleaned_data["unit"])
        return perform(
            request,
            make_kind,
            done=_("The kind of ledger is there: it is offered to all of this unit."),
            then=lambda kind: redirect("ledger_kind", kind.slug),
            refused=lambda problem: _show(request, form, problem=problem),
            name=form.cleaned_data["name"],
            unit=unit,
            shape=form.shape,
        )
    if form.is_valid():
        return _show(request, LedgerKindForm(shape=form.shape, units=units, initial=form.cleaned_data), form.shape)
    return _show(request, form, shape)


@signed_in
@require_http_methods(["GET", "POST"])
def ledger_kind(request: SignedInRequest, slug: str) -> HttpResponse:
    """POST: shows the form that would be, or changes the kind by a number."""
    if request.method == "POST":
        return _change(request, access.ledger_kind_to_change(request.user, slug))
    kind, may_change = access.ledger_kind_to_organise(request.user, slug)
    history = kind_history(kind)
    form = LedgerKindForm(shape=history[0].shape, base=history[0].number) if may_change else None
    return _show(request, form, history[0].shape, kind=kind, history=history)


def _change(request: SignedInRequest, kind: LedgerKind) -> HttpResponse:
    history = kind_history(kind)
    more: dict[str, Any] = {"kind": kind, "history": history}
    form = LedgerKindForm(request.POST, shape=history[0].shape)
    if not form.is_valid():
        return _show(request, form, **more)
    if "save" not in request.POST:
        data = form.cleaned_data
        again = LedgerKindForm(shape=form.shape, base=data["base"], initial=data)
        return _show(request, again, form.shape, **more)
    return perform(
        request,
        change_kind,
        done=_("Saved. Rows are entered like this from now on."),
        then=request.path,
        refused=lambda problem: _show(request, form, problem=problem, **more),
        kind=kind,
        shape=form.shape,
        reason=form.cleaned_data["reason"],
        base=form.cleaned_data["base"],
    )


def _show(
    request: SignedInRequest,
    form: LedgerKindForm | None,
    shape: LedgerShape | None = None,
    problem: Refused | None = None,
    **more: Any,
) -> HttpResponse:
    """`shape` is shown as the form of a row."""
    status = 409 if problem else 422 if form and form.errors else 200
    year = timezone.localdate().year
    preview = LedgerRowForm(shape=shape, year=year) if shape else None
    context = {"form": form, "preview": preview, "problem": problem, **more}
    return render(request, "ledger_kind/ledger_kind.html", context, status=status)
