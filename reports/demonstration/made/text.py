"""The words of made reports: each section from another report of the demonstration, shortened."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Any

from ...models import Cycle, OutlineSection, Revision, RevisionText, Section
from ...models.revision_text import text_of
from ...prose.anchoring.anchor import Anchor, describe
from ...prose.blanks import find_labels
from ...prose.content import FigureContent, ReportContent, SectionContent
from ...prose.figures import FigureKind
from ...prose.numbering import number_sections
from ...prose.pairs import fold
from ...prose.plain import print_plain
from ...prose.rounding import Rounding
from ..files import read_reports
from .stencil import DAY, NAME, POST, UNIT, Stencil

LAST_DUTY = 5  # its place in the report
VARIANTS = 97  # a prime: neighbours in an office, a department, a town write different ones
_LEAST = 70  # characters of a section
_STEP = 7


@dataclass(frozen=True)
class MadeText:
    """What one variant says in a round; unit, post and name of whoever hands it in, and the day, have places in it."""

    title: str
    asked: tuple[OutlineSection, ...]
    numbering: str
    rounding: Rounding
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
    def names_in_log(self) -> tuple[str, ...]:
        """Of the sections."""
        return tuple(Section(outline_section=asked, kind=asked.kind).name_in_log for asked in self.asked)

    @cached_property
    def canonical(self) -> Stencil:
        return Stencil(self._content.canonical)

    @cached_property
    def plain(self) -> Stencil:
        """As it is searched."""
        return Stencil(fold(print_plain(self._content)))

    @cached_property
    def searched(self) -> RevisionText:
        """What is kept of it beside that; not stored."""
        return text_of(Revision(data=replace(self._content, unit="", post="", name="", date="").to_dict()))

    @cached_property
    def stated(self) -> str:
        return json.dumps(self.searched.stated)

    @property
    def _content(self) -> ReportContent:
        return ReportContent(
            self.title, UNIT, POST, NAME, DAY,
            numbering=self.numbering, sections=self.sections, figures=self.figures, rounding=self.rounding,
        )  # fmt: skip

    def figures_in(self, written: int) -> tuple[FigureContent, ...]:
        """Of so many sections."""
        return self._figures_by_number[written]

    @cached_property
    def _figures_by_number(self) -> list[tuple[FigureContent, ...]]:
        labels = [set(find_labels("\n".join(chain(*self.words[:number])))) for number in range(len(self.words) + 1)]
        return [tuple(figure for figure in self.figures if figure.label in some) for some in labels]

    @cached_property
    def remarked(self) -> Anchor:
        """The first sentence of the last duty."""
        _heading, body = self.words[LAST_DUTY]
        return describe(body, 0, body.index("。"))


def texts_of(cycle: Cycle) -> list[MadeText]:
    asked = tuple(cycle.outline.sections.order_by("position"))
    files = [data for data in read_reports("this_year", cycle.year) if len(data["sections"]) >= len(asked) - 1]
    return [_compose(variant, cycle, asked, files) for variant in range(VARIANTS)]


def _compose(variant: int, cycle: Cycle, asked: tuple[OutlineSection, ...], files: list[dict[str, Any]]) -> MadeText:
    words: list[tuple[str, str]] = []
    figures: dict[str, FigureContent] = {}
    for place, section in enumerate(asked):
        file = files[(variant + place * (1 + variant // len(files))) % len(files)]
        part = file["sections"].get(section.title, {"body": ""})
        words.append((part.get("heading", ""), _shorten(part["body"].strip())))
        figures |= dict(_figures("".join(words[-1]), file["figures"], variant))
    told = (cycle.report_title, asked, cycle.outline.numbering, cycle.rounding)
    return MadeText(*told, tuple(words), tuple(figures.values()))


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
