"""Evidence on a row: put there, handed out, taken away."""

from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import access
from ..actions.evidence import add_evidence, remove_evidence
from ..documents.evidence import CONTENT_TYPES, UnfitEvidence, read_evidence
from ..forms.evidence import EvidenceForm
from ..http.download import note_download
from ..http.responses import perform, say_errors, say_problem
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Evidence, Report


@signed_in
@require_POST
def evidence_add(request: SignedInRequest, ledger_pk: int, row_pk: int) -> HttpResponse:
    row = access.row_to_write(request.user, ledger_pk, row_pk)
    then = resolve_url("ledger_row", ledger_pk, row_pk)
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return say_errors(request, form, then=then)
    return perform(request, add_evidence, done=_("Saved."), then=then, row=row, **form.evidence)


@signed_in
@require_POST
def evidence_remove(request: SignedInRequest, ledger_pk: int, row_pk: int, pk: int) -> HttpResponse:
    evidence = access.evidence_to_remove(request.user, ledger_pk, row_pk, pk)
    then = resolve_url("ledger_row", ledger_pk, row_pk)
    return perform(request, remove_evidence, done=_("The file is taken away."), then=then, evidence=evidence)


@signed_in
@require_safe
def evidence(request: SignedInRequest, ledger_pk: int, row_pk: int, pk: int) -> HttpResponse:
    evidence = access.evidence_to_read(request.user, ledger_pk, row_pk, pk)
    return _hand_out(request, evidence, otherwise=resolve_url("ledger", ledger_pk))


@signed_in
@require_safe
def figure_evidence(request: SignedInRequest, report_pk: int, figure_pk: int, pk: int) -> HttpResponse:
    """For a reader of the report, from the figure's frozen rows."""
    evidence = access.evidence_of_figure(request.user, report_pk, figure_pk, pk)
    report = Report.objects.get(pk=report_pk)
    then = resolve_url("figure_basis", report_pk, figure_pk)
    return _hand_out(request, evidence, otherwise=then, report=report)


def _hand_out(request: SignedInRequest, evidence: Evidence, *, otherwise: str, **of: Report) -> HttpResponse:
    """Never shown in the site's own pages: what it is was found by its content, and nothing in it may run. Bytes that
    are lost are said so on the page `otherwise`.
    """
    try:
        data = read_evidence(evidence.sha256)
    except UnfitEvidence as lost:
        return say_problem(request, lost, then=otherwise)
    note_download(request, evidence.name, **of)
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=evidence.name),
        "Content-Security-Policy": "sandbox; default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(data, CONTENT_TYPES[evidence.ending], headers=headers)
