"""Two texts of one report side by side, with what was said of the sections that changed."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import access
from ..access import ReportPermissions
from ..forms.comparison import CompareForm
from ..http.read_receipt import opened_first, record_read, require_opened
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Report, ReturnReason
from ..pages.comparison import compared_sections
from ..pages.text_version import TextVersion, last_years_text, texts_in_order
from ..prose.report_diff import compare_reports


@signed_in
@require_safe
@opened_first
def compare(request: SignedInRequest, report_pk: int) -> HttpResponse:
    """Without a query it compares the last text with the one before it."""
    report, permissions = access.report_to_read(request.user, report_pk)
    last_year = access.last_year_to_read(request.user, report)
    texts = _texts(report, permissions, last_year)
    context: dict[str, Any] = {"report": report, "permissions": permissions}
    if len(texts) < 2:
        return render(request, "comparison/compare.html", context)
    form = CompareForm(request.GET, choices=[(text.key, text.label) for text in texts])
    context["form"] = form
    if not form.is_valid():
        return render(request, "comparison/compare.html", context, status=422)
    old, new = (next(text for text in texts if text.key == key) for key in form.chosen)
    context["since"] = access.changes_since_read(request.user, report, permissions)  # before this look is noted
    _look(request, dict([(report, permissions), *([last_year] if last_year else [])]), old, new)
    comparison = compare_reports(old.content, new.content, old.names, new.names)
    reasons = access.return_reasons_to_read(report) if permissions.may_comment else ReturnReason.objects.none()
    comments = access.comments_to_read(report, permissions)
    parts = list(compared_sections(comparison, old, new, comments=comments, reasons=reasons))
    context |= {"old": old, "new": new, "comparison": comparison, "parts": parts}
    context["has_reasons"] = any(part.reasons for part in parts)
    return render(request, "comparison/compare.html", context)


def _texts(
    report: Report, permissions: ReportPermissions, last_year: tuple[Report, ReportPermissions] | None
) -> list[TextVersion]:
    before = last_years_text(last_year[0], last_year[1].revision) if last_year else None
    has_today = permissions.may_write and report.is_open  # else the last version says the same
    revisions = access.revisions_to_read(report, permissions)
    return list(texts_in_order(report, revisions, last_year=before, has_today=has_today))


def _look(request: SignedInRequest, may: Mapping[Report, ReportPermissions], *texts: TextVersion) -> None:
    for report in {text.report for text in texts}:
        require_opened(request, report, may[report])
    record_read(request, [text.revision for text in texts if text.revision])
