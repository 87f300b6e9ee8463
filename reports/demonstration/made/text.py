"""The words of made reports: each section from another report of the demonstration, shortened."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ...models import Cycle, OutlineSection, Revision, RevisionText
from ...models.revision_text import text_of
from ...prose.blanks import find_labels
from ...prose.content import FigureContent, ReportContent, SectionContent
from ...prose.figures import FigureKind
from ...prose.numbering import number_sections
from ..files import read_reports

VARIANTS = 97  # a prime: neighbours in an office, a department, a town write different ones
_LEAST = 70  # characters of a section
_STEP = 7


@dataclass(frozen=True)
class MadeText:
    """What one variant says; unit, post and name of whoever hands it in are still to be put before it."""

    asked: tuple[OutlineSection, ...]
    numbering: str
    words: tuple[tuple[str, str], ...]
    figures: tuple[FigureContent, ...]

    @cached_property
    def sections(self) -> tuple[SectionContent, ...]:
        kinds = [section.kind for section in self.asked]
        numerals = number_sections(kinds, self.numbering)
        return tuple(
            SectionContent(kind, numeral, *words)
            for kind, numeral, words in zip(kinds, numerals, self.words, strict=True)
        )

    @cached_property
    def searched(self) -> RevisionText:
        """As it is found by its words; not stored."""
        content = ReportContent("述职报告", "", "", "", sections=self.sections, figures=self.figures)
        return text_of(Revision(data=content.to_dict()))


def texts_of(cycle: Cycle) -> list[MadeText]:
    asked = tuple(cycle.outline.sections.order_by("position"))
    files = [data for data in read_reports("this_year", cycle.year) if len(data["sections"]) >= len(asked) - 1]
    return [_compose(variant, asked, files, cycle.outline.numbering) for variant in range(VARIANTS)]


def _compose(variant: int, asked: tuple[OutlineSection, ...], files: list[dict[str, Any]], numbering: str) -> MadeText:
    words: list[tuple[str, str]] = []
    figures: dict[str, FigureContent] = {}
    for place, section in enumerate(asked):
        file = files[(variant + place * (1 + variant // len(files))) % len(files)]
        part = file["sections"].get(section.title, {"body": ""})
        words.append((part.get("heading", ""), _shorten(part["body"].strip())))
        figures |= dict(_figures("".join(words[-1]), file["figures"], variant))
    return MadeText(asked, numbering, tuple(words), tuple(figures.values()))


def _shorten(body: str) -> str:
    """Whole sentences."""
    kept = ""
    for sentence in body.replace("\n", "").split("。"):
        if len(kept) < _LEAST and sentence:
            kept += f"{sentence}。"
    return kept


def _figures(words: str, rows: Mapping[str, Any], variant: int) -> Iterator[tuple[str, FigureContent]]:
    for label in find_labels(words):
        row = rows[label]
        kind = row.get("kind", FigureKind.NUMBER.value)
        yield label, FigureContent(label, kind, row.get("unit", ""), _vary(row["value"], variant), row["source"])


def _vary(value: str, variant: int) -> str:
    return str(int(value) + variant % _STEP) if value.isdecimal() else value
