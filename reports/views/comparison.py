"""Two texts of one report side by side, with what was said of the sections that changed."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from .. import access
from ..access import ReportPermissions
from ..forms.comparison import CompareForm
from ..http.read_receipt import opened_first, record_read, require_opened
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Comment, Report, ReturnReason
from ..models.read_receipt import SinceLastRead, since_last_read
from ..prose.report_diff import ReportComparison, SectionComparison, compare_reports
from .text_version import TextVersion, texts_to_read


@dataclass(frozen=True, slots=True)
class ComparedSection:
    """A section of either text; `reasons` are why it was returned between the two."""

    section: SectionComparison
    name: str
    comments: list[Comment]
    reasons: list[ReturnReason]


def compare_address(report: Report, old: int, new: int) -> str:
    """Where two versions are compared."""
    return f"{reverse('compare', args=[report.pk])}?{urlencode({'from': old, 'to': new})}"


@signed_in
@require_safe
@opened_first
def compare(request: SignedInRequest, report_pk: int) -> HttpResponse:
    """Asked for two texts by GET; unasked, the last one and the one before it."""
    report, permissions = access.report_to_read(request.user, report_pk)
    texts = list(texts_to_read(request.user, report, permissions))
    context: dict[str, Any] = {"report": report, "permissions": permissions}
    if len(texts) < 2:
        return render(request, "comparison/compare.html", context)
    form = CompareForm(request.GET, choices=[(text.key, text.label) for text in texts])
    context["form"] = form
    if not form.is_valid():
        return render(request, "comparison/compare.html", context, status=422)
    old, new = (next(text for text in texts if text.key == key) for key in form.chosen)
    context["since"] = changes_since_read(request, report, permissions)  # before this look is noted
    _look(request, old, new)
    comparison = compare_reports(old.content, new.content, old.names, new.names)
    parts = list(_parts(comparison, old, new))
    context |= {"old": old, "new": new, "comparison": comparison, "parts": parts}
    context["has_reasons"] = any(part.reasons for part in parts)
    return render(request, "comparison/compare.html", context)


def changes_since_read(
    request: SignedInRequest, report: Report, permissions: ReportPermissions
) -> SinceLastRead | None:
    """What a reviewer has missed; who writes the report reads it as it stands."""
    reviews = permissions.is_reviewer and not permissions.may_write
    return since_last_read(report, request.user) if reviews else None


def _look(request: SignedInRequest, *texts: TextVersion) -> None:
    for report, permissions in {(text.report, text.permissions) for text in texts}:
        require_opened(request, report, permissions)
    record_read(request, [text.revision for text in texts if text.revision])


def _parts(comparison: ReportComparison, old: TextVersion, new: TextVersion) -> Iterator[ComparedSection]:
    """Last year's report has nothing to do with what was said of this one."""
    is_one_report = not old.is_last_years
    comments = _comments(new) if is_one_report else {}
    reasons = _reasons(old, new) if is_one_report and new.permissions.may_comment else {}
    for section in comparison.sections:
        if section.new is None:
            yield ComparedSection(section, old.names[section.old or 0], [], [])
            continue
        pk = new.sections[section.new].pk
        yield ComparedSection(section, new.names[section.new], comments.get(pk, []), reasons.get(pk, []))


def _reasons(old: TextVersion, new: TextVersion) -> dict[int, list[ReturnReason]]:
    """By section, of the returns after which the later text was written and of which the earlier one knew nothing."""
    reasons = access.return_reasons_to_read(new.report)
    if old.revision:
        reasons = reasons.filter(
            revision__number__gte=old.revision.number - 1
        )  # a return freezes the version once more
    if new.revision:
        reasons = reasons.filter(revision__number__lt=new.revision.number - 1)
    found = defaultdict(list)
    for reason in reasons:
        found[reason.section_id].append(reason)
    return found


def _comments(text: TextVersion) -> dict[int, list[Comment]]:
    """By section; of a version, those that had been made when it was the newest."""
    comments = access.comments_to_read(text.report, text.permissions).for_reading()
    if text.revision:
        comments = comments.filter(made_on__number__lte=text.revision.number)
    found = defaultdict(list)
    for comment in comments:
        found[comment.section_id].append(comment)
    return found
