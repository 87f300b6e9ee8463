"""Two texts of one report side by side, with what was said of the sections that changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
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
from ..models import Comment, Report, Revision
from ..models.reading import SinceLastReading, since_last_reading
from ..text.comparing_reports import ReportComparison, SectionComparison, compare_reports
from .looking import note_look, opened_first, require_opened
from .signing_in import SignedInRequest, signed_in
from .texts import Text, texts_to_read


@dataclass(frozen=True, slots=True)
class Part:
    """A section of either text; `reason` is why it was returned before the later one was written."""

    section: SectionComparison
    name: str
    comments: list[Comment]
    reason: str


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
    parts = list(_parts(comparison, old, new, _last_return(texts)))
    context |= {"old": old, "new": new, "comparison": comparison, "parts": parts}
    return render(request, "comparing/compare.html", context)


def since_reading(request: SignedInRequest, report: Report, standing: Standing) -> SinceLastReading | None:
    """What a reviewer has missed; who writes the report reads it as it stands."""
    reviews = standing.is_reviewer and not standing.may_write
    return since_last_reading(report, request.user) if reviews else None


def _look(request: SignedInRequest, *texts: Text) -> None:
    for report, standing in {(text.report, text.standing) for text in texts}:
        require_opened(request, report, standing)
    note_look(request, [text.revision for text in texts if text.revision])


def _last_return(texts: Iterable[Text]) -> int:
    """The number of the version that was returned last; 0 for none."""
    versions = [text.revision for text in texts if text.revision and not text.is_last_years]
    return max((v.number for v in versions if v.milestone == Revision.Milestone.RETURNED), default=0)


def _parts(comparison: ReportComparison, old: Text, new: Text, last_return: int) -> Iterator[Part]:
    """Last year's report has nothing to do with what was said of this one."""
    is_one_report = not old.is_last_years
    comments = _comments(new) if is_one_report else {}
    is_after_return = new.revision is None or new.revision.number > last_return
    tells_reasons = is_one_report and is_after_return and new.standing.may_comment
    for section in comparison.sections:
        if section.new is None:
            yield Part(section, old.names[section.old or 0], [], "")
            continue
        stored = new.sections[section.new]
        reason = stored.return_reason if tells_reasons else ""
        yield Part(section, new.names[section.new], comments.get(stored.pk, []), reason)


def _comments(text: Text) -> dict[int, list[Comment]]:
    """By section; of a version, those that had been made when it was the newest."""
    comments = access.comments_to_read(text.report, text.standing).for_reading()
    if text.revision:
        comments = comments.filter(made_on__number__lte=text.revision.number)
    found = defaultdict(list)
    for comment in comments:
        found[comment.section_id].append(comment)
    return found
