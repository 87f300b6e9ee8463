"""Two texts side by side, with what was said of the sections that changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from ..models import Comment, Report, ReturnReason
from ..models.comment import CommentQuerySet
from ..prose.report_diff import ReportComparison, SectionComparison
from .text_version import TextVersion


def compare_address(report: Report, old: int, new: int) -> str:
    return f"{reverse('compare', args=[report.pk])}?{urlencode({'from': old, 'to': new})}"


@dataclass(frozen=True, slots=True)
class ComparedSection:
    """`reasons` are those of returns between the two texts."""

    section: SectionComparison
    name: str
    comments: list[Comment]
    reasons: list[ReturnReason]


def compared_sections(
    comparison: ReportComparison,
    old: TextVersion,
    new: TextVersion,
    *,
    comments: CommentQuerySet,
    reasons: QuerySet[ReturnReason],
) -> Iterator[ComparedSection]:
    """Sections with the comments and reasons that belong to the two texts.

    Comparing with last year's report shows no comments: they are about this year's.
    """
    said = {} if old.is_last_years else _by_section(_comments(comments, new))
    returned = {} if old.is_last_years else _by_section(_reasons(reasons, old, new))
    for section in comparison.sections:
        if section.new is None:
            yield ComparedSection(section, old.names[section.old or 0], [], [])
            continue
        pk = new.sections[section.new].pk
        yield ComparedSection(section, new.names[section.new], said.get(pk, []), returned.get(pk, []))


def _reasons(reasons: QuerySet[ReturnReason], old: TextVersion, new: TextVersion) -> QuerySet[ReturnReason]:
    """Of the returns made after the earlier text and before the later one."""
    # A return freezes the version once more.
    if old.revision:
        reasons = reasons.filter(revision__number__gte=old.revision.number - 1)
    if new.revision:
        reasons = reasons.filter(revision__number__lt=new.revision.number - 1)
    return reasons


def _comments(comments: CommentQuerySet, text: TextVersion) -> CommentQuerySet:
    """Of a version, those made on it or on an earlier one."""
    read = comments.for_reading()
    return read.filter(made_on__number__lte=text.revision.number) if text.revision else read


Said = TypeVar("Said", Comment, ReturnReason)


def _by_section(said: Iterable[Said]) -> dict[int, list[Said]]:
    sorted_out = defaultdict(list)
    for one in said:
        sorted_out[one.section_id].append(one)
    return sorted_out
