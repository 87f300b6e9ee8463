"""How far a section is, and what its words ask, computed from them each time."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..prose import checking
from ..prose.content import FigureContent, SectionContent
from ..prose.counting import count_with_punctuation
from ..prose.numbering import print_numeral
from ..prose.parsing.numbers import find_numbers
from ..prose.proofreading import MarkedWords
from ..prose.tables import Table, tables_in
from .figure import Figure
from .report import Report
from .section import Section
from .statement import PreparedQuery

_DIGIT = re.compile(r"\d")
_QUOTED = re.compile(r"《|\d{4}[〕\]］】）)]")


class SectionState(models.TextChoices):
    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    COMPLETE = "complete", _("Complete")
    RETURNED = "returned", pgettext_lazy("state of a section", "Returned")


def rules_of(section: Section) -> checking.SectionRules:
    """What the outline asks of this section. A section without one must only be numbered rightly."""
    needs_heading = checking.needs_heading(section.kind, section.report.numbering)
    phrases = section.report.cycle.phrases if section.kind in checking.SELF_CRITICISM else ()
    asked = section.outline_section
    if asked is None:
        return checking.SectionRules(needs_heading=needs_heading, stock_phrases=phrases)
    labels = tuple(figure["label"] for figure in asked.figures)
    limits = asked.min_characters, asked.max_characters
    return checking.SectionRules(asked.is_required, needs_heading, *limits, labels, phrases)


def figure_contents(figures: Iterable[Figure]) -> dict[str, FigureContent]:
    return {f.label: FigureContent(f.label, f.kind, f.unit, f.value, f.source, f.previous) for f in figures}


@dataclass(frozen=True, slots=True)
class AskedWords:
    """What may be meant: `section` is None for the title. `more` like it stand in the same section.

    `place` is heading or body, where the words' offsets are those of that field; empty where they are of a text with
    its values filled in.
    """

    section: Section | None
    words: MarkedWords
    more: int = 0
    place: str = ""

    @property
    def key(self) -> str:
        """The same words in the same place are the same question, wherever in the text they have moved."""
        return f"{self.section.pk if self.section else 0}:{self.words.known_by}"

    @property
    def said(self) -> tuple[int, str, str]:
        """Questions for which this is the same are one sentence to a reader."""
        return self.section.pk if self.section else 0, self.words.check, self.words.text

    @property
    def name(self) -> str:
        return self.section.name if self.section else str(_("Title"))

    @property
    def name_in_log(self) -> str:
        return self.section.name_in_log if self.section else str(_("Title"))


@dataclass(frozen=True)
class SectionProgress:
    section: Section
    numeral: str
    figures: Mapping[str, FigureContent]

    @property
    def content(self) -> SectionContent:
        return SectionContent(self.section.kind, self.numeral, *self.section.words)

    @property
    def tables(self) -> list[Table]:
        """Those of its text, as stored."""
        return tables_in(self.section.body) if "\t" in self.section.body else []

    @cached_property
    def findings(self) -> list[checking.Finding]:
        return checking.check_section(self.section.words, self.figures, rules_of(self.section))

    @cached_property
    def words(self) -> list[checking.Finding]:
        """What the checks on the words find."""
        return checking.check_fields(self.section.words)

    @cached_property
    def asked(self) -> list[AskedWords]:
        """Waived ones too."""
        report, before = self.section.report, self._last_years_words
        given: dict[str, Any] = {"figures": self.figures, "last_years": before, "words": report.word_list}
        return self._find(lambda text: checking.ask_about(text, year=report.cycle.year, **given))

    @property
    def _last_years_words(self) -> str:
        """None where no number is typed that could be held against them: then the database is not asked."""
        text = self.section.words.text
        return self.section.report.last_years_words if _DIGIT.search(text) and find_numbers(text) else ""

    @cached_property
    def hinted(self) -> list[AskedWords]:
        """Waived ones too."""
        report = self.section.report
        given: dict[str, Any] = {"longest_sentence": report.cycle.longest_sentence, "words": report.word_list}
        given["documents"] = report.documents if _QUOTED.search(self.section.words.text) else ()
        return self._find(lambda text: checking.hint_at(text, **given))

    def _find(self, check: Callable[[str], list[MarkedWords]]) -> list[AskedWords]:
        fields = self.section.words._asdict().items()
        return [AskedWords(self.section, one, place=name) for name, text in fields for one in check(text)]

    @property
    def questions(self) -> list[AskedWords]:
        return said_once(unwaived(self.section.report, self.asked))

    @property
    def hints(self) -> list[AskedWords]:
        """Of each check the first."""
        found = unwaived(self.section.report, self.hinted)
        counted = Counter(one.words.check for one in found)
        firsts = {one.words.check: one for one in reversed(found)}
        return [replace(one, more=counted[check] - 1) for check, one in sorted(firsts.items())]

    @cached_property
    def state(self) -> SectionState:
        if self.section.return_reason and self.section.report.is_open:
            return SectionState.RETURNED
        if not any(self.section.words):
            return SectionState.NOT_STARTED
        return SectionState.IN_PROGRESS if self.findings else SectionState.COMPLETE

    @cached_property
    def characters(self) -> int:
        return checking.count_text(self.section.words.text, self.figures)

    @property
    def characters_with_punctuation(self) -> int:
        """As Word counts."""
        return count_with_punctuation(checking.fill_text(self.section.words.text, self.figures))

    @property
    def max_characters(self) -> int:
        return self.section.outline_section.max_characters if self.section.outline_section else 0

    @property
    def over(self) -> int:
        """By how many characters it is too long."""
        return max(self.characters - self.max_characters, 0) if self.max_characters else 0

    @cached_property
    def labels(self) -> list[str]:
        return self.section.labels

    @property
    def filled(self) -> int:
        return sum(1 for label in self.labels if label in self.figures and self.figures[label].value.strip())

    @property
    def unfilled(self) -> list[str]:
        """The labels of its blanks that have no value."""
        return [finding.place for finding in self.findings if finding.code == checking.Code.BLANK_UNFILLED]

    @property
    def findings_apart(self) -> list[checking.Finding]:
        """Without those of several blanks that have no value: they are one thing to do."""
        if len(self.unfilled) < 2:
            return self.findings
        return [finding for finding in self.findings if finding.code != checking.Code.BLANK_UNFILLED]

    @property
    def has_open_figures(self) -> bool:
        """Whether a value is missing or wrong."""
        return any(finding.is_figure for finding in self.findings)

    @property
    def is_written(self) -> bool:
        """Whether only blanks are left to be filled."""
        return len(self.findings) == len(self.unfilled)

    @property
    def printed_numeral(self) -> str:
        return print_numeral(self.numeral)

    def after_saving(self, section: Section) -> Self:
        """The same section with its words as saved, and its figures as stored. One query."""
        section.report, section.outline_section = self.section.report, self.section.outline_section
        return replace(self, section=section, figures=figure_contents(stored_figures(section.report_id)))


def said_once(asked: Sequence[AskedWords]) -> list[AskedWords]:
    """Of the same words that one check asks about in one section the first, with how many more there are."""
    counted = Counter(one.said for one in asked)
    firsts = {one.said: one for one in reversed(asked)}
    return [replace(one, more=counted[one.said] - 1) for one in asked if firsts[one.said] is one]


def unwaived(report: Report, asked: Iterable[AskedWords]) -> list[AskedWords]:
    """Asks the database once a report, and only where something is asked."""
    return [one for one in asked if one.key not in report.waivers_by_key]


def figures_of(*reports: int) -> models.QuerySet[Figure]:
    return Figure.objects.filter(report__in=reports).order_by("pk")


stored_figures = PreparedQuery(figures_of)
