"""The ledgers that a person keeps or reads, and the rows of one."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import access
from ..actions.ledger import begin_ledger
from ..documents.ledger_paper import AT_ONCE, MOST_ROWS, print_ledger
from ..documents.spreadsheets.writing import SpreadsheetColumn
from ..documents.uploads import make_spreadsheet
from ..forms.ledger import BeginLedgerForm, LedgerFilters
from ..http.being_made import answer_when_made
from ..http.download import note_download
from ..http.listing import WIDTH, answer_long
from ..http.responses import perform, say_errors
from ..http.sign_in import SignedInRequest, signed_in
from ..ledgers.changes import former_columns
from ..models import Unit
from ..pages.ledger import LedgerList, kept_ledgers


@signed_in
@require_http_methods(["GET", "POST"])
def ledgers(request: SignedInRequest) -> HttpResponse:
    """POST begins one, and leads to its first row."""
    if request.method == "POST":
        return _begin(request)
    owners = list(access.ledger_owners(request.user))
    kept = list(kept_ledgers(access.ledgers_to_read(request.user), owners))
    organises = any(isinstance(owner, Unit) for _key, owner in owners)
    return render(request, "ledger/ledgers.html", {"kept": kept, "organises": organises})


def _begin(request: SignedInRequest) -> HttpResponse:
    form = BeginLedgerForm(request.POST)
    if not form.is_valid():
        return say_errors(request, form, then="ledgers")
    owner = access.ledger_owner(request.user, form.cleaned_data["owner"])
    of = {"unit": owner} if isinstance(owner, Unit) else {"person": owner}
    return perform(
        request,
        begin_ledger,
        then=lambda begun: redirect("ledger_row_new", begun.pk),
        slug=access.kind_to_begin(owner, form.cleaned_data["kind"]),
        **of,
    )


@signed_in
@require_safe
def ledger(request: SignedInRequest, ledger_pk: int) -> HttpResponse:
    ledger, may_write = access.ledger_to_read(request.user, ledger_pk)
    shape, *older = ledger.kind.shapes()
    filters = LedgerFilters(request.GET, shape=shape, today=timezone.localdate())
    listed = None
    if filters.is_valid():
        words, deleted = filters.cleaned_data["q"], filters.cleaned_data["deleted"] and may_write
        former = tuple(former_columns(older, shape))
        narrowed = filters.period, filters.conditions, words, deleted
        listed = LedgerList(ledger, shape, *narrowed, former, filters.carried)
        if request.GET.get("format") == "xlsx":
            return _workbook(request, listed, may_write=may_write)
        if request.GET.get("format") == "pdf" and 0 < len(listed.listed) <= MOST_ROWS:
            return _paper(request, listed, may_write=may_write)
    context = {"ledger": ledger, "may_write": may_write, "shape": shape, "filters": filters, "listed": listed}
    is_whole = request.GET.get("format") == "print"
    if is_whole and listed:
        note_download(request, str(ledger), is_shown=True)
    context["page"] = listed.page(request.GET.get("page"), is_whole=is_whole) if listed else None
    context |= {"is_whole": is_whole, "most_rows": MOST_ROWS}
    return render(request, "ledger/ledger.html", context, status=200 if listed else 422)


def _paper(request: SignedInRequest, listed: LedgerList, *, may_write: bool) -> HttpResponse:
    paper, back = listed.paper(), reverse("ledger", args=[listed.ledger.pk])
    name = _("%(ledger)s (%(day)s).pdf") % {"ledger": paper.title, "day": f"{timezone.localdate():%Y%m%d}"}

    def answer(pdf: bytes) -> HttpResponse:
        note_download(request, name)
        disposition = content_disposition_header(as_attachment=True, filename=name)
        return HttpResponse(pdf, "application/pdf", headers={"Content-Disposition": disposition})

    if len(paper.rows) <= AT_ONCE:
        return answer(print_ledger(paper))
    seen, label = (listed.ledger.pk, may_write), str(listed.ledger)
    made = partial(print_ledger, paper)
    return answer_when_made(request, made, answer, seen=seen, back=back, label=label, extension="pdf")


def _workbook(request: SignedInRequest, listed: LedgerList, *, may_write: bool) -> HttpResponse:
    """In the form in which it is imported."""

    def make() -> bytes:
        columns = [SpreadsheetColumn(column.name, WIDTH) for column in listed.columns]
        return make_spreadsheet(listed.ledger.kind.name, columns, listed.texts())

    name = _("%(ledger)s (%(day)s).xlsx") % {"ledger": listed.ledger, "day": f"{timezone.localdate():%Y%m%d}"}
    back = (reverse("ledger", args=[listed.ledger.pk]), str(listed.ledger))
    rows, seen = len(listed.listed), (listed.ledger.pk, may_write)
    return answer_long(request, make, name, rows=rows, seen=seen, back=back)
