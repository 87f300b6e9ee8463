"""What the checks ask about a version's words, kept with it: neither the words nor what was known of them change."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import fields
from typing import Any

from ..prose.content import ReportContent, SectionContent
from ..prose.proofreading import MarkedWords, Severity
from .progress import ReportProgress
from .report import Report
from .section import Section
from .section_progress import AskedWords, SectionProgress

Numbered = tuple[int, AskedWords]


def find_asked(report: Report, sections: Sequence[Section], content: ReportContent) -> list[Numbered]:
    """With the number of its section, 0 for the title; `sections` in order. Waived ones too. One query."""
    figures = {figure.label: figure for figure in content.figures}
    report = _titled(report, content.title)
    pairs = zip(sections, content.sections, strict=True)
    parts = [SectionProgress(_as_read(report, *pair), pair[1].numeral, figures) for pair in pairs]
    asked = ReportProgress(report, parts, [], figures).asked
    numbers = {section.pk: number for number, section in enumerate(sections, start=1)}
    shown = [one for one in asked if one.words.severity == Severity.SHOULD]
    return [(numbers[one.section.pk] if one.section else 0, one) for one in shown]


def _titled(report: Report, title: str) -> Report:
    read = copy(report)
    read.title = title
    return read


def _as_read(report: Report, section: Section, words: SectionContent) -> Section:
    read = copy(section)
    read.report = report
    for name, text in zip(Section.word_fields, words.words, strict=True):
        setattr(read, name, text)
    return read


def keep_asked(report: Report, content: ReportContent) -> dict[str, Any]:
    """As JSON, with the version of the organisation's word list that was asked."""
    sections = list(report.sections.order_by("position"))
    found = [_keep(number, one) for number, one in find_asked(report, sections, content)]
    return {"words": report.word_list.version, "found": found}


def _keep(number: int, asked: AskedWords) -> dict[str, Any]:
    words = {field.name: getattr(asked.words, field.name) for field in fields(asked.words)}
    return {"number": number, "place": asked.place, "words": words | {"details": dict(asked.words.details)}}


def read_asked(kept: Mapping[str, Any], sections: Sequence[Section]) -> list[Numbered]:
    """`keep_asked` read back."""
    return [(one["number"], _read(one, sections)) for one in kept["found"]]


def _read(one: Mapping[str, Any], sections: Sequence[Section]) -> AskedWords:
    section = sections[one["number"] - 1] if one["number"] else None
    words = MarkedWords(**{**one["words"], "severity": Severity(one["words"]["severity"])})
    return AskedWords(section, words, place=one["place"])
