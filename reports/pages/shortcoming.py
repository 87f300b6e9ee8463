"""The problems that a report lists as their page shows them, as a passage, and what of the text may be marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.utils.functional import Promise as StrPromise
from django.utils.translation import gettext_lazy as _

from ..models import Report, Section, Shortcoming
from ..prose.checking import SELF_CRITICISM
from ..prose.shortcomings import ShortcomingPart, compose_shortcomings, find_sentences, stands_in

MOST_SENTENCES = 200  # of one page; the next ones are offered once these are marked


class ListedShortcoming(NamedTuple):
    """`number` as it stands in the list; `is_set`: its words stand in the text."""

    number: int
    item: Shortcoming
    is_set: bool


PART_LABELS = {
    ShortcomingPart.PROBLEM: _("Problem"),
    ShortcomingPart.CAUSE: _("Cause"),
    ShortcomingPart.MEASURE: _("Measure"),
}


class PartChoice(NamedTuple):
    part: ShortcomingPart
    is_chosen: bool

    @property
    def label(self) -> StrPromise:
        return PART_LABELS[self.part]


@dataclass(frozen=True)
class ShortcomingList:
    report: Report
    items: Sequence[Shortcoming]

    @cached_property
    def rows(self) -> list[ListedShortcoming]:
        """One query: the words of the report."""
        texts = list(self.report.sections.values_list("body", flat=True)) if self.items else []
        return [ListedShortcoming(n, one, one.stands_in(texts)) for n, one in enumerate(self.items, start=1)]

    @property
    def waiting(self) -> int:
        """How many have no row in the ledger."""
        return sum(1 for one in self.items if one.row_id is None)

    def passage(self, names: Sequence[str]) -> str:
        """As it stands on paper, which is Chinese."""
        chosen = [part for part, is_chosen in self.choices(names) if is_chosen]
        return compose_shortcomings((one.content for one in self.items), chosen)

    def choices(self, names: Sequence[str]) -> list[PartChoice]:
        """Which parts are set: those that are named, or else all."""
        known = [part for part in ShortcomingPart if part.value in names] or list(ShortcomingPart)
        return [PartChoice(part, part in known) for part in ShortcomingPart]


class MarkableSentence(NamedTuple):
    section: Section
    words: str


def markable_sections(report: Report) -> list[Section]:
    """Those about problems, causes and next steps that say something. One query."""
    sections = report.sections.filter(kind__in=SELF_CRITICISM).select_related("report", "outline_section")
    return [one for one in sections.order_by("position") if one.body.strip()]


def markable_sentences(sections: Sequence[Section], items: Sequence[Shortcoming]) -> list[MarkableSentence]:
    """What no item says yet."""
    listed = words_listed(items)
    found = [MarkableSentence(one, words) for one in sections for words in find_sentences(one.body)]
    return [one for one in found if not stands_in(one.words, listed)][:MOST_SENTENCES]


def words_listed(items: Sequence[Shortcoming]) -> list[str]:
    return [getattr(one, part) for one in items for part in ShortcomingPart]
