"""How far a report is, computed from its words each time: there is no stored flag that could lie."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..prose import checking
from ..prose.content import AttachmentContent, FigureContent, ReportContent, SectionContent
from ..prose.counting import count_with_punctuation
from ..prose.numbering import number_sections, print_numeral
from ..prose.proofreading import MarkedWords
from .attachment import Attachment
from .content import compose_content
from .figure import Figure
from .report import Report
from .section import Section
from .statement import PreparedQuery
from .waiver import WaivedWords, Waiver


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


def _contents(figures: Iterable[Figure]) -> dict[str, FigureContent]:
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
        return SectionContent(self.section.kind, self.numeral, self.section.heading, self.section.body)

    @cached_property
    def findings(self) -> list[checking.Finding]:
        return checking.check_section(self.section.heading, self.section.body, self.figures, rules_of(self.section))

    @property
    def words(self) -> list[checking.Finding]:
        """What the checks on the words find in heading and text."""
        section = self.section
        return checking.check_words(section.heading, "heading") + checking.check_words(section.body, "body")

    @cached_property
    def asked(self) -> list[AskedWords]:
        """Waived ones too."""
        year = self.section.report.cycle.year
        return self._find(lambda text: checking.ask_about(text, year=year, figures=self.figures))

    @cached_property
    def hinted(self) -> list[AskedWords]:
        """Waived ones too."""
        return self._find(checking.hint_at)

    def _find(self, check: Callable[[str], list[MarkedWords]]) -> list[AskedWords]:
        fields = {"heading": self.section.heading, "body": self.section.body}
        return [AskedWords(self.section, one, place=name) for name, text in fields.items() for one in check(text)]

    @property
    def questions(self) -> list[AskedWords]:
        return _unwaived(self.section.report, self.asked)

    @property
    def hints(self) -> list[AskedWords]:
        """Of each check the first."""
        found = _unwaived(self.section.report, self.hinted)
        counted = Counter(one.words.check for one in found)
        firsts = {one.words.check: one for one in reversed(found)}
        return [replace(one, more=counted[check] - 1) for check, one in sorted(firsts.items())]

    @property
    def state(self) -> SectionState:
        if self.section.return_reason and self.section.report.is_open:
            return SectionState.RETURNED
        if not (self.section.heading or self.section.body):
            return SectionState.NOT_STARTED
        return SectionState.IN_PROGRESS if self.findings else SectionState.COMPLETE

    @cached_property
    def characters(self) -> int:
        return checking.count_section(self.section.heading, self.section.body, self.figures)

    @property
    def characters_with_punctuation(self) -> int:
        """As Word counts."""
        return count_with_punctuation(checking.fill_section(self.section.heading, self.section.body, self.figures))

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
        return replace(self, section=section, figures=_contents(_figures(section.report_id)))


@dataclass(frozen=True)
class ReportProgress:
    report: Report
    sections: list[SectionProgress]
    figures: list[Figure]
    contents: Mapping[str, FigureContent]

    @cached_property
    def content(self) -> ReportContent:
        """The same as `content_today`, without last year's values."""
        return compose_content(
            self.report,
            (section.content for section in self.sections),
            self.contents.values(),
            (AttachmentContent(attachment.title, attachment.body) for attachment in self.attachments),
        )

    @cached_property
    def attachments(self) -> list[Attachment]:
        """In order. One query, when first asked: the pages of sections do not need it."""
        return list(self.report.attachments.order_by("position"))

    @cached_property
    def findings(self) -> list[checking.Finding]:
        """Those that belong to no section."""
        cycle = self.report.cycle
        rules = {"min_problems_share": cycle.min_problems_share, "min_problems": cycle.min_problems}
        return checking.check_whole(self.content, max_characters=cycle.max_characters, **rules)

    @cached_property
    def questions(self) -> list[AskedWords]:
        """What is asked before submitting, the same words in the same section once."""
        asked = [*self._asked_of_title, *(one for section in self.sections for one in section.asked)]
        return _unwaived(self.report, {one.key: one for one in asked + self._asked_across}.values())

    @cached_property
    def asked(self) -> list[AskedWords]:
        """All that may be waived, and what is waived, in the order of the text."""
        sections = [one for section in self.sections for one in section.asked + section.hinted]
        return list({one.key: one for one in self._asked_of_title + sections + self._asked_across}.values())

    @property
    def waived(self) -> list[WaivedWords]:
        waivers = self.report.waivers_by_key
        return [_waived(one, waivers[one.key]) for one in self.asked if one.key in waivers] if waivers else []

    @cached_property
    def _asked_of_title(self) -> list[AskedWords]:
        title = checking.ask_about(self.report.title, year=self.report.cycle.year, is_title=True)
        return [AskedWords(None, words) for words in title]

    @cached_property
    def _asked_across(self) -> list[AskedWords]:
        sections = [None, *(one.section for one in self.sections)]
        texts = [f"{self.report.title}\n"]
        texts += [f"{checking.fill_section(one.heading, one.body, self.contents)}\n" for one in sections if one]
        ends = list(accumulate(map(len, texts)))
        found = checking.ask_across("".join(texts), year=self.report.cycle.year)
        return [AskedWords(sections[bisect_right(ends, words.start)], words) for words in found]

    @property
    def hints(self) -> list[AskedWords]:
        return [hint for section in self.sections for hint in section.hints]

    @property
    def is_ready(self) -> bool:
        return not self.findings and not any(section.findings for section in self.sections)

    @property
    def complete(self) -> int:
        """Sections in which nothing is left to do, those that may stay empty among them."""
        return sum(1 for one in self.sections if not one.findings and one.state != SectionState.RETURNED)

    @property
    def blanks(self) -> int:
        return len({label for section in self.sections for label in section.labels})

    @property
    def filled(self) -> int:
        labels = {label for section in self.sections for label in section.labels}
        return sum(1 for figure in self.figures if figure.label in labels and figure.value.strip())

    @property
    def unfilled(self) -> list[str]:
        """The labels of all blanks that have no value, each once."""
        return list(dict.fromkeys(label for section in self.sections for label in section.unfilled))

    @property
    def stopped_at(self) -> SectionProgress | None:
        """Where writing goes on: what was returned, else what was last saved unfinished, else the first unfinished."""
        open_ones = [section for section in self.sections if section.section.is_open]
        unwritten = [section for section in open_ones if not section.is_written]
        returned = [section for section in unwritten or open_ones if section.state == SectionState.RETURNED]
        begun = [(one.section.saved_at, number) for number, one in enumerate(unwritten) if one.section.saved_at]
        last = unwritten[max(begun)[1]] if begun else None
        return next(iter(returned), last or next(iter(unwritten), None))

    @property
    def characters(self) -> int:
        return sum(section.characters for section in self.sections)

    @property
    def problems_share(self) -> int:
        return checking.problems_share((section.section.kind, section.characters) for section in self.sections)


def _unwaived(report: Report, asked: Iterable[AskedWords]) -> list[AskedWords]:
    """Asks the database once a report, and only where something is asked."""
    return [one for one in asked if one.key not in report.waivers_by_key]


def _waived(asked: AskedWords, waiver: Waiver) -> WaivedWords:
    return WaivedWords(asked.name, asked.words, waiver.reason, waiver.by.name, waiver.at, asked.key)


def waived_in(report: Report) -> list[WaivedWords]:
    """What the words of the report as they stand keep with a reason."""
    return progress_of(report).waived if report.waivers_by_key else []


def progress_of(report: Report) -> ReportProgress:
    """Reads the report's sections and figures: two queries."""
    return _compose(report, _sections(report.pk), _figures(report.pk))


def progress_by_report(reports: Sequence[Report]) -> dict[int, ReportProgress]:
    """Two queries for any number of reports."""
    sections: dict[int, list[Section]] = {report.pk: [] for report in reports}
    for section in _sections_of(*sections):
        sections[section.report_id].append(section)
    figures: dict[int, list[Figure]] = {report.pk: [] for report in reports}
    for figure in _figures_of(*figures):
        figures[figure.report_id].append(figure)
    return {report.pk: _compose(report, sections[report.pk], figures[report.pk]) for report in reports}


def _sections_of(*reports: int) -> models.QuerySet[Section]:
    return Section.objects.filter(report__in=reports).select_related("outline_section", "saved_by").order_by("position")


def _figures_of(*reports: int) -> models.QuerySet[Figure]:
    return Figure.objects.filter(report__in=reports).order_by("pk")


_sections, _figures = PreparedQuery(_sections_of), PreparedQuery(_figures_of)


def _compose(report: Report, sections: list[Section], figures: list[Figure]) -> ReportProgress:
    for section in sections:
        section.report = report
    contents = _contents(figures)
    numerals = number_sections([section.kind for section in sections], report.numbering)
    pairs = zip(sections, numerals, strict=True)
    parts = [SectionProgress(section, numeral, contents) for section, numeral in pairs]
    return ReportProgress(report, parts, figures, contents)
