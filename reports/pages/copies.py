"""What a report has from its author's last years, from colleagues of the round, and from the sample of its outline."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from ..models import Cycle, Fingerprint, Report, RevisionText
from ..models.fingerprint import CANDIDATES, hashes_of
from ..prose.content import ReportContent
from ..prose.copies import CopiedPassage, TextCompared, compare
from ..prose.plain import print_plain

YEARS = 3
LEAST_SHARE = 5  # per cent: below it is what all reports have in common


class CopiedFrom(StrEnum):
    LAST_YEAR = "last_year"
    COLLEAGUE = "colleague"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class Copied:
    """`share` is per cent of the report's sentences; `other` the report it is from, None for the sample."""

    kind: CopiedFrom
    share: int
    passages: list[CopiedPassage]
    other: Report | None
    text: str
    other_text: str


class CopySearch:
    """Of the reports of one round: the sample is read once. Only submitted texts are held against a report."""

    def __init__(self, cycle: Cycle) -> None:
        self.cycle = cycle

    @cached_property
    def sample(self) -> TextCompared:
        return TextCompared("\n".join(self.cycle.outline.sections.values_list("sample", flat=True)))

    def find(self, report: Report, content: ReportContent) -> list[Copied]:
        """The largest share first. Three queries."""
        text = as_compared(content)
        found = [_compare(CopiedFrom.SAMPLE, text, self.sample, None, ())]
        found += [self._compare(CopiedFrom.LAST_YEAR, text, other) for other in _last_years(report)]
        found += [self._compare(CopiedFrom.COLLEAGUE, text, other) for other in _colleagues(report, text.text)]
        return sorted((one for one in found if one.share >= LEAST_SHARE), key=lambda one: -one.share)

    def _compare(self, kind: CopiedFrom, text: TextCompared, other: RevisionText) -> Copied:
        compared = as_compared(other.revision.content)
        return _compare(kind, text, compared, other.revision.report, (self.sample,))


def _compare(
    kind: CopiedFrom, text: TextCompared, other: TextCompared, report: Report | None, exempt: Iterable[TextCompared]
) -> Copied:
    share, passages = compare(text, other, list(exempt))
    return Copied(kind, share, passages, report, text.text, other.text)


def as_compared(content: ReportContent) -> TextCompared:
    """The offsets of passages are those of the text as `export_report --format txt` writes it."""
    return TextCompared(print_plain(content), (content.name, content.unit, content.post))


def _last_years(report: Report) -> Iterator[RevisionText]:
    years = (report.cycle.year - YEARS, report.cycle.year - 1)
    read = RevisionText.objects.read_by_organisers().select_related("revision__report__cycle")
    yield from read.filter(revision__report__author=report.author_id, revision__report__cycle__year__range=years)


def _colleagues(report: Report, text: str) -> list[RevisionText]:
    """One that is read while a later one can be withdrawn stands for its report; one withdrawn unread never does."""
    near = Fingerprint.objects.near(hashes_of(text), report=report)
    read = RevisionText.objects.read_by_organisers().select_related(
        "revision__report__author", "revision__report__unit", "revision__report__cycle"
    )
    texts = read.in_bulk(near)
    return [texts[pk] for pk in near if pk in texts][:CANDIDATES]
