"""Copies, for those who read the report: the share of each, and the passages of those that they may read too."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..models import Report, Review, User
from ..pages.copies import Copied, CopySearch
from .permissions import ReportPermissions


@dataclass(frozen=True, slots=True)
class ShownCopy:
    """`is_shown`: the person may read the other text; else no more than the share is told, not even whose it is.
    `count` are the texts that are said in one line: those that are not shown, of which `copied` shares most.
    """

    copied: Copied
    is_shown: bool
    count: int = 1

    @property
    def passages(self) -> list[tuple[str, str]]:
        """The words of both texts, in the order of the report. Raises ValueError where they are not for the person."""
        if not self.is_shown:
            raise ValueError
        text, other = self.copied.text, self.copied.other_text
        return [(text[one.start : one.end], other[one.other_start : one.other_end]) for one in self.copied.passages]


def copies_to_read(user: User, report: Report, permissions: ReportPermissions) -> list[ShownCopy]:
    """Of the version that the person reads, the largest share first."""
    copies = CopySearch(report.cycle).find(report, permissions.content)
    readable = _readable(user, [copied.other for copied in copies if copied.other])
    hidden = [copied for copied in copies if copied.other and copied.other.pk not in readable]
    shown = [copied for copied in copies if copied.other is None or copied.other.pk in readable]
    told = [ShownCopy(copied, is_shown=True) for copied in shown]
    told += [ShownCopy(hidden[0], is_shown=False, count=len(hidden))] if hidden else []
    return sorted(told, key=lambda one: -one.copied.share)


def copies_to_mend(user: User, report: Report) -> list[ShownCopy]:
    """Of the words as they stand, for those who write them: before anybody else learns of it."""
    return copies_to_read(user, report, ReportPermissions(user, report))


def _readable(user: User, reports: Iterable[Report]) -> set[int]:
    """A reviewer opens a report before its first words: until then a passage of it is not shown either."""
    read = Report.objects.read_by(user).filter(pk__in=[report.pk for report in reports])
    unopened = Review.objects.filter(reviewer=user).unopened().values("report")
    return {*read.exclude(pk__in=unopened).values_list("pk", flat=True)}
