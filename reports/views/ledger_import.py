"""Rows of a ledger from a list: choose a file, say what its columns are, look at the effect, confirm."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import access
from ..actions.ledger_import import (
    StoredLedgerPlan,
    choose_ledger_columns,
    import_uploaded,
    match_heads_of,
    upload_rows,
)
from ..actions.ledger_plan import LedgerPlan, known_heads
from ..actions.stored_plan import table_of
from ..forms.ledger_import import LedgerColumnsForm, LedgerListForm
from ..http.listing import answer_refused
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..models import LedgerImport
from ..pages.uploaded_list import ListPreview, unread_heads

PAGE = 100


@signed_in
@require_http_methods(["GET", "POST"])
def ledger_import(request: SignedInRequest, ledger_pk: int) -> HttpResponse:
    ledger = access.ledger_to_write(request.user, ledger_pk)
    shape = ledger.kind.newest.shape
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LedgerListForm(*sent, known=known_heads(shape))
    if form.is_valid():
        return perform(
            request,
            upload_rows,
            then=_look,
            refused=request.path,
            ledger=ledger,
            name=form.file_name,
            table=form.cleaned_data["file"],
            year=form.cleaned_data["year"],
        )
    done = access.ledger_imports_of(request.user, ledger)[:5]
    context = {"ledger": ledger, "form": form, "done": done, "shape": shape}
    return render(request, "ledger_import/ledger_import.html", context, status=422 if form.errors else 200)


def _look(uploaded: LedgerImport) -> HttpResponse:
    name = "ledger_import_columns" if uploaded.columns is None else "ledger_import_preview"
    return redirect(name, uploaded.ledger_id, uploaded.pk)


@signed_in
@require_http_methods(["GET", "POST"])
def ledger_import_columns(request: SignedInRequest, ledger_pk: int, pk: int) -> HttpResponse:
    """What the columns are, where that is doubtful or was recognised wrongly."""
    uploaded = access.ledger_import_of(request.user, ledger_pk, pk)
    if uploaded.imported_at:
        return redirect("ledger_import_preview", ledger_pk, pk)
    table, shape = table_of(uploaded), uploaded.ledger.kind.newest.shape
    matched = match_heads_of(uploaded.ledger, table)
    form = LedgerColumnsForm(request.POST or None, table=table, shape=shape, matched=matched)
    if request.method == "POST" and form.is_valid():
        return perform(
            request,
            choose_ledger_columns,
            then=resolve_url("ledger_import_preview", ledger_pk, pk),
            refused=request.path,
            ledger_import=uploaded,
            chosen=form.chosen,
        )
    context = {"ledger": uploaded.ledger, "ledger_import": uploaded, "form": form, "doubtful": len(matched.doubtful)}
    context |= {"known": matched.columns, "head_row": table.head_row, "shape": shape}
    return render(request, "ledger_import/columns.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def ledger_import_preview(request: SignedInRequest, ledger_pk: int, pk: int) -> HttpResponse:
    """Row by row what would be done. POST: do it."""
    uploaded = access.ledger_import_of(request.user, ledger_pk, pk)
    if uploaded.imported_at:
        context = {"ledger": uploaded.ledger, "ledger_import": uploaded}
        return render(request, "ledger_import/done.html", context)
    if uploaded.planned is None:
        return redirect("ledger_import_columns", ledger_pk, pk)
    if request.method == "POST":
        return perform(
            request,
            import_uploaded,
            then=request.path,
            done=_say_done,
            ledger_import=uploaded,
            digest=request.POST.get("digest", ""),
        )
    return render(request, "ledger_import/preview.html", _preview(request, uploaded))


def _preview(request: SignedInRequest, uploaded: LedgerImport) -> dict[str, Any]:
    plan = StoredLedgerPlan(bytes(uploaded.planned or b""))
    preview = ListPreview(plan, request.GET.get("show", ""))
    return {
        "ledger": uploaded.ledger,
        "ledger_import": uploaded,
        "table": plan.table,
        "plan": plan,
        "preview": preview,
        "not_read": unread_heads(uploaded, plan),
        "page": Paginator(preview.rows, PAGE).get_page(request.GET.get("page")),
    }


def _say_done(plan: LedgerPlan) -> str:
    return _("Done: %(created)s new rows, %(changed)s changed, %(unchanged)s unchanged.") % plan.counts


@signed_in
@require_safe
def ledger_import_refused(request: SignedInRequest, ledger_pk: int, pk: int) -> HttpResponse:
    """The refused rows as they are in the file, with the reasons, to be corrected and imported again."""
    uploaded = access.ledger_import_of(request.user, ledger_pk, pk)
    if uploaded.planned is None and not uploaded.imported_at:
        return redirect("ledger_import_columns", ledger_pk, pk)
    plan = None if uploaded.imported_at else StoredLedgerPlan(bytes(uploaded.planned or b""))
    name = _("Refused rows (%s).xlsx") % uploaded.ledger
    return answer_refused(request, uploaded, plan, name, back=reverse("ledger_import_preview", args=[ledger_pk, pk]))
