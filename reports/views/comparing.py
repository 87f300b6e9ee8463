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
from ..access import Standing
from ..forms.comparing import CompareForm
from ..models import Comment, Report, ReturnReason
from ..models.reading import SinceLastReading, since_last_reading
from ..text.comparing_reports import ReportComparison, SectionComparison, compare_reports
from .looking import note_look, opened_first, require_opened
from .signing_in import SignedInRequest, signed_in
from .texts import Text, texts_to_read


@dataclass(frozen=True, slots=True)
class Part:
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
def compare(request: SignedInRequest, report: int) -> HttpResponse:
    """Asked for two texts by GET; unasked, the last one and the one before it."""
    found, standing = access.report_to_read(request.user, report)
    texts = list(texts_to_read(request.user, found, standing))
    context: dict[str, Any] = {"report": found, "standing": standing}
    if len(texts) < 2:
        return render(request, "comparing/compare.html", context)
    form = CompareForm(request.GET, choices=[(text.key, text.label) for text in texts])
    context["form"] = form
    if not form.is_valid():
        return render(request, "comparing/compare.html", context, status=422)
    old, new = (next(text for text in texts if text.key == key) for key in form.chosen)
    context["since"] = since_reading(request, found, standing)  # before this look is noted
    _look(request, old, new)
    comparison = compare_reports(old.content, new.content, old.names, new.names)
    parts = list(_parts(comparison, old, new))
    context |= {"old": old, "new": new, "comparison": comparison, "parts": parts}
    context["has_reasons"] = any(part.reasons for part in parts)
    return render(request, "comparing/compare.html", context)


def since_reading(request: SignedInRequest, report: Report, standing: Standing) -> SinceLastReading | None:
    """What a reviewer has missed; who writes the report reads it as it stands."""
    reviews = standing.is_reviewer and not standing.may_write
    return since_last_reading(report, request.user) if reviews else None


def _look(request: SignedInRequest, *texts: Text) -> None:
    for report, standing in {(text.report, text.standing) for text in texts}:
        require_opened(request, report, standing)
    note_look(request, [text.revision for text in texts if text.revision])


def _parts(comparison: ReportComparison, old: Text, new: Text) -> Iterator[Part]:
    """Last year's report has nothing to do with what was said of this one."""
    is_one_report = not old.is_last_years
    comments = _comments(new) if is_one_report else {}
    reasons = _reasons(old, new) if is_one_report and new.standing.may_comment else {}
    for section in comparison.sections:
        if section.new is None:
            yield Part(section, old.names[section.old or 0], [], [])
            continue
        pk = new.sections[section.new].pk
        yield Part(section, new.names[section.new], comments.get(pk, []), reasons.get(pk, []))


def _reasons(old: Text, new: Text) -> dict[int, list[ReturnReason]]:
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


def _comments(text: Text) -> dict[int, list[Comment]]:
    """By section; of a version, those that had been made when it was the newest."""
    comments = access.comments_to_read(text.report, text.standing).for_reading()
    if text.revision:
        comments = comments.filter(made_on__number__lte=text.revision.number)
    found = defaultdict(list)
    for comment in comments:
        found[comment.section_id].append(comment)
    return found
