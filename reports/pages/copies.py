"""What a report has from its author's last years, from colleagues of the round, and from the sample of its outline."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from hashlib import sha256
from heapq import nsmallest
from itertools import chain
from typing import Any

from django.core.cache import caches

from ..models import Cycle, Fingerprint, Report, RevisionText
from ..models.fingerprint import CANDIDATES, LEAST_SHARED, hashes_of
from ..prose.content import ReportContent
from ..prose.copies import CopiedPassage, TextCompared, compare
from ..prose.plain import print_plain

YEARS = 3
KEPT = 1_000  # texts in memory
LEAST_SHARE = 5  # per cent: below it is what all reports have in common


Prepared = tuple[Report, TextCompared]
_WITH_REPORT = RevisionText.objects.defer("text", "pairs", "stated").select_related(
    "revision__report__author", "revision__report__unit", "revision__report__cycle"
)


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
        """The largest share first. Whom to compare with is looked up each time, and the answer kept by the texts
        themselves: it can be of no others. Four queries.
        """
        text = as_compared(content)
        compared = [(CopiedFrom.LAST_YEAR, one) for one in _last_years(report)]
        compared += [(CopiedFrom.COLLEAGUE, one) for one in _colleagues(report, text)]
        hashes = [one.revision.sha256 for _kind, one in compared]
        shared = _kept([*_said(text), self.sample.text, *hashes], lambda: list(self._shares(text, compared)))
        others: list[tuple[CopiedFrom, Report | None, str]] = [(CopiedFrom.SAMPLE, None, self.sample.text)]
        others += [(kind, one.revision.report, _printed(one)) for kind, one in compared]
        return _largest_first(
            Copied(kind, share, passages, other, text.text, words)
            for (kind, other, words), (share, passages) in zip(others, shared, strict=True)
        )

    def _shares(
        self, text: TextCompared, compared: Iterable[tuple[CopiedFrom, RevisionText]]
    ) -> Iterator[tuple[int, list[CopiedPassage]]]:
        yield compare(text, self.sample)
        for _kind, other in compared:
            yield compare(text, _prepare(other)[1], [self.sample])

    def _hold(self, text: TextCompared, own: Iterable[Prepared], others: Iterable[Prepared]) -> list[Copied]:
        found = [_compare(CopiedFrom.SAMPLE, text, self.sample, None, ())]
        for kind, texts in ((CopiedFrom.LAST_YEAR, own), (CopiedFrom.COLLEAGUE, others)):
            found += [_compare(kind, text, other, report, (self.sample,)) for report, other in texts]
        return _largest_first(found)


class RoundSearch(CopySearch):
    """Of all submitted reports of a round, with what a search in each would find. The fingerprints are read once, and
    each text is prepared once, as long as no more than `keep` are held.
    """

    def __init__(self, cycle: Cycle, *, keep: int = KEPT) -> None:
        super().__init__(cycle)
        self._kept = lru_cache(maxsize=keep)(self._prepare)

    def __iter__(self) -> Iterator[tuple[Report, list[Copied]]]:
        for pk in self._readable:
            report, text = self._kept(pk)
            own = _last_years(report) if report.author_id in self._with_past else ()
            yield report, self._hold(text, map(_prepare, own), map(self._kept, self._near(pk, report)))

    def _prepare(self, pk: int) -> Prepared:
        return _prepare(_WITH_REPORT.get(pk=pk))

    @cached_property
    def _readable(self) -> dict[int, int]:
        """The author by text, in the order of the reports."""
        texts = RevisionText.objects.read_by_organisers().filter(revision__report__cycle=self.cycle)
        return dict(texts.order_by("revision__report").values_list("pk", "revision__report__author"))

    @cached_property
    def _with_past(self) -> set[int]:
        before = Report.objects.filter(cycle__year__range=_years_before(self.cycle))
        return set(
            before.filter(author__in=Report.objects.filter(cycle=self.cycle).values("author")).values_list(
                "author", flat=True
            )
        )

    @cached_property
    def _hashes(self) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        """By text, and the texts by hash."""
        of_text: dict[int, list[int]] = defaultdict(list)
        holding: dict[int, list[int]] = defaultdict(list)
        for hashed, text in Fingerprint.objects.filter(cycle=self.cycle).values_list("hashed", "text").iterator(10_000):
            of_text[text].append(hashed)
            holding[hashed].append(text)
        return of_text, holding

    def _near(self, pk: int, report: Report) -> list[int]:
        """As Fingerprint.objects.near and _colleagues, without asking the database."""
        of_text, holding = self._hashes
        shared = Counter(chain.from_iterable(holding[hashed] for hashed in of_text.get(pk, ())))
        others = [(-count, text) for text, count in shared.items() if self._is_other(text, count, report)]
        return [text for _count, text in nsmallest(CANDIDATES, others)]

    def _is_other(self, text: int, count: int, report: Report) -> bool:
        return count >= LEAST_SHARED and self._readable.get(text, report.author_id) != report.author_id


def _compare(
    kind: CopiedFrom, text: TextCompared, other: TextCompared, report: Report | None, exempt: Iterable[TextCompared]
) -> Copied:
    share, passages = compare(text, other, list(exempt))
    return Copied(kind, share, passages, report, text.text, other.text)


def _largest_first(found: Iterable[Copied]) -> list[Copied]:
    return sorted((one for one in found if one.share >= LEAST_SHARE), key=lambda one: -one.share)


def _kept(said: Iterable[str], make: Callable[[], Any]) -> Any:
    """What `make` made of the same words before, while this process remembers it."""
    key = sha256(json.dumps(list(said)).encode()).hexdigest()
    return caches["copies"].get_or_set(key, make)


def _said(text: TextCompared) -> list[str]:
    return [text.text, *text.names]


def as_compared(content: ReportContent) -> TextCompared:
    """The offsets of passages are those of the text as `export_report --format txt` writes it."""
    return TextCompared(print_plain(content), (content.name, content.unit, content.post))


def _printed(text: RevisionText) -> str:
    return print_plain(text.revision.content)


def _prepare(text: RevisionText) -> Prepared:
    return text.revision.report, as_compared(text.revision.content)


def _years_before(cycle: Cycle) -> tuple[int, int]:
    return cycle.year - YEARS, cycle.year - 1


def _last_years(report: Report) -> Iterator[RevisionText]:
    years = _years_before(report.cycle)
    read = RevisionText.objects.read_by_organisers().select_related("revision__report__cycle")
    yield from read.filter(revision__report__author=report.author_id, revision__report__cycle__year__range=years)


def _colleagues(report: Report, text: TextCompared) -> list[RevisionText]:
    """One that is read while a later one can be withdrawn stands for its report; one withdrawn unread never does."""
    hashes = _kept(["hashes", text.text], lambda: hashes_of(text.text))
    near = Fingerprint.objects.near(hashes, report=report)
    read: Any = _WITH_REPORT.all()
    texts = read.read_by_organisers().in_bulk(near)
    return [texts[pk] for pk in near if pk in texts][:CANDIDATES]
