"""One row of a ledger: entered, changed, deleted, taken back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from .. import access
from ..actions.ledger_row import StaleRow, add_row, delete_row, restore_row, save_row
from ..forms.evidence import EvidenceForm
from ..forms.ledger_row import LedgerRowForm
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Evidence, Ledger, LedgerRow
from ..pages.ledger import LedgerList, recent_values


@signed_in
@require_http_methods(["GET", "POST"])
def ledger_row_new(request: SignedInRequest, ledger_pk: int) -> HttpResponse:
    """?like=<row> begins with what that row says, and today's day."""
    ledger, today = access.ledger_to_write(request.user, ledger_pk), timezone.localdate()
    shape = ledger.kind.newest.shape
    begun = {**_like(request, ledger), shape.dated_by: today.isoformat()}
    sent = request.POST if request.method == "POST" else None
    form = LedgerRowForm(sent, shape=shape, year=today.year, cells=begun, recent=recent_values(ledger))
    if not form.is_valid():
        return _show(request, ledger, form)
    row = add_row(ledger=ledger, edit=form.edit(), by=request.user, at=timezone.now())
    return _saved(request, row)


def _like(request: SignedInRequest, ledger: Ledger) -> dict[str, str]:
    pk = request.GET.get("like", "")
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 10):
        return {}
    row = ledger.rows.current().filter(pk=int(pk)).first()
    return row.cells if row else {}


@signed_in
@require_http_methods(["GET", "POST"])
def ledger_row(request: SignedInRequest, ledger_pk: int, row_pk: int) -> HttpResponse:
    row = access.row_to_write(request.user, ledger_pk, row_pk)
    form = LedgerRowForm(
        request.POST if request.method == "POST" else None,
        shape=row.shape,
        year=row.day.year,
        version=row.version,
        cells=row.cells,
        recent=recent_values(row.ledger),
    )
    if not form.is_valid():
        return _show(request, row.ledger, form, row=row)
    try:
        saved = save_row(row=row, edit=form.edit(), by=request.user, at=timezone.now())
    except StaleRow as stale:
        return _conflict(request, form, stale.stored)
    return _saved(request, saved)


def _conflict(request: SignedInRequest, form: LedgerRowForm, stored: LedgerRow) -> HttpResponse:
    """What was typed stays in the form, which now is over what is stored; what differs is shown beside it."""
    differs = [
        (column.name, stored.cells.get(column.name, ""))
        for column in form.shape.columns
        if stored.cells.get(column.name, "") != form.cells.get(column.name, "")
    ]
    over = LedgerRowForm(
        {**request.POST.dict(), "version": stored.version}, shape=form.shape, year=form.year, recent={}
    )
    return _show(request, stored.ledger, over, row=stored, differs=differs, status=409)


def _show(request: SignedInRequest, ledger: Ledger, form: LedgerRowForm, **more: Any) -> HttpResponse:
    status = more.pop("status", 422 if form.errors else 200)
    today = timezone.localdate()
    year = today.replace(month=1, day=1), today.replace(month=12, day=31)
    context = {"ledger": ledger, "form": form, "year": LedgerList(ledger, form.shape, year), **more}
    if row := more.get("row"):
        context |= {"evidence": Evidence.objects.current().filter(row=row), "evidence_form": EvidenceForm()}
    return render(request, "ledger_row/ledger_row.html", context, status=status)


def _saved(request: SignedInRequest, row: LedgerRow) -> HttpResponse:
    messages.success(request, _("Saved."))
    if "another" in request.POST:
        return redirect(f"{reverse('ledger_row_new', args=[row.ledger_id])}?like={row.pk}")
    return redirect("ledger", row.ledger_id)


@signed_in
@require_POST
def ledger_row_delete(request: SignedInRequest, ledger_pk: int, row_pk: int) -> HttpResponse:
    """It can be taken back from the list of deleted rows."""
    row = access.row_to_write(request.user, ledger_pk, row_pk)
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 10 else 0
    return perform(
        request,
        delete_row,
        done=_("The row is deleted. You find it among the deleted rows and can take it back."),
        then=resolve_url("ledger", ledger_pk),
        refused=resolve_url("ledger_row", ledger_pk, row_pk),
        row=row,
        version=version,
    )


@signed_in
@require_POST
def ledger_row_restore(request: SignedInRequest, ledger_pk: int, row_pk: int) -> HttpResponse:
    row = access.row_to_write(request.user, ledger_pk, row_pk)
    return perform(request, restore_row, done=_("The row is back."), then=resolve_url("ledger", ledger_pk), row=row)
