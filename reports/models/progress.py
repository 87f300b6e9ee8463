"""How far a report is, computed from its words each time: there is no stored flag that could lie."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

from django.db import models

from ..prose import checking
from ..prose.content import AttachmentContent, FigureContent, ReportContent
from ..prose.numbering import number_sections
from .attachment import Attachment
from .content import compose_content
from .figure import Figure
from .report import Report
from .section import Section
from .section_progress import (
    AskedWords,
    SectionProgress,
    SectionState,
    figure_contents,
    said_once,
    stored_figures,
    unwaived,
)
from .statement import PreparedQuery
from .waiver import WaivedWords, Waiver


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
        return _attachments(self.report.pk)

    @cached_property
    def findings(self) -> list[checking.Finding]:
        """Those that belong to no section."""
        cycle = self.report.cycle
        rules = {"min_problems_share": cycle.min_problems_share, "min_problems": cycle.min_problems}
        listed = [one.content for one in self.report.shortcomings.listed()] if cycle.problems_need_measures else None
        return checking.check_whole(self.content, max_characters=cycle.max_characters, shortcomings=listed, **rules)

    @cached_property
    def questions(self) -> list[AskedWords]:
        """What is asked before submitting, the same words in the same section once. Each place is waived by itself."""
        asked = [*self._asked_of_title, *(one for section in self.sections for one in section.asked)]
        return said_once(unwaived(self.report, {one.key: one for one in asked + self._asked_across}.values()))

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
        report = self.report
        title = checking.ask_about(report.title, year=report.cycle.year, is_title=True, words=report.word_list)
        return [AskedWords(None, words) for words in title]

    @cached_property
    def _asked_across(self) -> list[AskedWords]:
        sections = [None, *(one.section for one in self.sections)]
        texts = [f"{self.report.title}\n"]
        texts += [f"{checking.fill_text(one.words.text, self.contents)}\n" for one in sections if one]
        ends = list(accumulate(map(len, texts)))
        given: dict[str, Any] = {"year": self.report.cycle.year, "words": self.report.word_list}
        found = checking.ask_across("".join(texts), annex=checking.list_figures(self.contents.values()), **given)
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


def _waived(asked: AskedWords, waiver: Waiver) -> WaivedWords:
    return WaivedWords(asked.name, asked.words, waiver.reason, waiver.by.name, waiver.at, asked.key)


def waived_in(report: Report) -> list[WaivedWords]:
    """What the words of the report as they stand keep with a reason."""
    return progress_of(report).waived if report.waivers_by_key else []


def progress_of(report: Report) -> ReportProgress:
    """Reads the report's sections and figures: two queries."""
    return _compose(report, _sections(report.pk), stored_figures(report.pk))


def progress_by_report(reports: Sequence[Report]) -> dict[int, ReportProgress]:
    """Two queries for any number of reports."""
    sections: dict[int, list[Section]] = {report.pk: [] for report in reports}
    for section in _sections(*sections):
        sections[section.report_id].append(section)
    figures: dict[int, list[Figure]] = {report.pk: [] for report in reports}
    for figure in stored_figures(*figures):
        figures[figure.report_id].append(figure)
    return {report.pk: _compose(report, sections[report.pk], figures[report.pk]) for report in reports}


def _sections_of(*reports: int) -> models.QuerySet[Section]:
    return Section.objects.filter(report__in=reports).select_related("outline_section", "saved_by").order_by("position")


def _attachments_of(report: int) -> models.QuerySet[Attachment]:
    return Attachment.objects.filter(report=report).order_by("position")


_sections, _attachments = PreparedQuery(_sections_of), PreparedQuery(_attachments_of)


_set_report = Figure._meta.get_field("report").set_cached_value  # it is the report that they were asked by


def _compose(report: Report, sections: list[Section], figures: list[Figure]) -> ReportProgress:
    for section in sections:
        section.report = report
    for figure in figures:
        if figure.is_taken:  # only then anything of the report is asked of it
            _set_report(figure, report)
    contents = figure_contents(figures)
    numerals = number_sections([section.kind for section in sections], report.numbering)
    pairs = zip(sections, numerals, strict=True)
    parts = [SectionProgress(section, numeral, contents) for section, numeral in pairs]
    return ReportProgress(report, parts, figures, contents)
