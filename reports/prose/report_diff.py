"""Two texts of one report, or this year's and last year's, side by side: sections, paragraphs, figures.

Both are read as on paper, with values in their blanks, so that a changed value is a changed word too. The numbers of
sections and the day of submission change by themselves and are no difference.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from operator import attrgetter

from .content import FigureContent, ReportContent, SectionContent
from .diff import DiffSegment, compare
from .figures import FigureKind, print_change, print_value
from .matching import Pair, ParagraphPosition, are_alike, at, interleave, keep_order, pair_paragraphs, pair_sections
from .numbering import print_numeral
from .table_diff import compare_lines, have_same_columns, lines_of, split_cells
from .tables import read_blocks


class Fate(StrEnum):
    """What became of a paragraph or a section. A moved paragraph stands twice: where it was and where it is."""

    SAME = "same"
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"
    MOVED_AWAY = "moved_away"
    MOVED_HERE = "moved_here"


@dataclass(frozen=True, slots=True)
class ParagraphComparison:
    """`number` is shared by the two places of a moved paragraph, `elsewhere` the other place's section, if another."""

    fate: Fate
    pieces: list[DiffSegment]
    number: int = 0
    elsewhere: str = ""

    @property
    def cells(self) -> list[list[DiffSegment]]:
        """Those of a row of a table; a paragraph is one alone."""
        return split_cells(self.pieces)


@dataclass(frozen=True, slots=True)
class TableComparison:
    """Rows of a table in order, those that are gone where they stood."""

    rows: list[ParagraphComparison]

    @property
    def columns(self) -> int:
        """Of the widest row."""
        return max(len(row.cells) for row in self.rows)


@dataclass(frozen=True, slots=True)
class SectionComparison:
    """`old` and `new` are the indices in the reports' sections; None where it is in one of them only."""

    old: int | None
    new: int | None
    numeral: str
    heading: list[DiffSegment]
    paragraphs: list[ParagraphComparison]

    @property
    def printed_numeral(self) -> str:
        return print_numeral(self.numeral)

    @property
    def blocks(self) -> Iterator[ParagraphComparison | TableComparison]:
        """The paragraphs, with rows that follow each other as a table."""
        for is_table, found in groupby(self.paragraphs, key=lambda row: len(row.cells) > 1):
            rows = list(found)
            yield from [TableComparison(rows)] if is_table else rows

    @property
    def fate(self) -> Fate:
        if self.new is None:
            return Fate.REMOVED
        if self.old is None:
            return Fate.ADDED
        is_same = _is_same(self.heading) and all(row.fate == Fate.SAME for row in self.paragraphs)
        return Fate.SAME if is_same else Fate.CHANGED


@dataclass(frozen=True, slots=True)
class FigureComparison:
    """Values as printed, empty where there is none; `change` in per cent or percentage points, where that is honest."""

    label: str
    unit: str
    old: str
    new: str
    change: str

    @property
    def is_same(self) -> bool:
        return self.old == self.new


@dataclass(frozen=True, slots=True)
class ReportComparison:
    """`head` are the lines above the first section that differ."""

    head: list[list[DiffSegment]]
    sections: list[SectionComparison]
    figures: list[FigureComparison]

    @property
    def is_same(self) -> bool:
        sections = all(section.fate == Fate.SAME for section in self.sections)
        return sections and not self.head and not self.changed_figures

    @property
    def changed_figures(self) -> list[FigureComparison]:
        return [figure for figure in self.figures if not figure.is_same]

    @property
    def same_figures(self) -> list[FigureComparison]:
        return [figure for figure in self.figures if figure.is_same]


def compare_reports(
    old: ReportContent, new: ReportContent, old_names: Sequence[str], new_names: Sequence[str]
) -> ReportComparison:
    """`old_names` and `new_names` say what each section is called in lists."""
    head = [_compare_lines(*lines) for lines in zip(_head(old), _head(new), strict=True)]
    pairs = pair_sections(old.sections, new.sections, old_names, new_names)
    sections = _Sections(old, new, old_names, new_names, pairs)
    return ReportComparison(
        [line for line in head if not _is_same(line)], list(sections), list(compare_figures(old, new))
    )


def compare_figures(old: ReportContent, new: ReportContent) -> Iterator[FigureComparison]:
    """Those with a place in either text: in the new report's order, then what only the old one has."""
    olds, news = _figures(old), _figures(new)
    for label in [*news, *(label for label in olds if label not in news)]:
        one, other = olds.get(label), news.get(label)
        known = other or olds[label]
        change = ""
        if one and other and _is_number(one, other):
            change = print_change(known.unit, other.value, one.value, new.rounding)
        yield FigureComparison(label, known.unit, _print(one), _print(other), change)


def _figures(content: ReportContent) -> dict[str, FigureContent]:
    used = {label for section in content.sections for label in section.labels}
    return {figure.label: figure for figure in content.figures if figure.label in used}


def _is_number(one: FigureContent, other: FigureContent) -> bool:
    """Whether both are numbers with the same unit. Only then can a change be told."""
    return one.kind == other.kind == FigureKind.NUMBER and one.unit == other.unit


def _print(figure: FigureContent | None) -> str:
    return print_value(figure.kind, figure.value) if figure else ""


def _head(content: ReportContent) -> list[str]:
    return [content.title, f"{content.unit}{content.post} {content.name}", content.salutation]


def _compare_lines(old: str, new: str) -> list[DiffSegment]:
    """Lines that are not alike are shown whole: the few characters that they share by chance would confuse."""
    if are_alike(old, new):
        return compare(old, new)
    pieces = [DiffSegment("removed", old), DiffSegment("added", new)]
    return [piece for piece in pieces if piece.text]


def _is_same(pieces: Sequence[DiffSegment]) -> bool:
    return all(piece.kind == "same" for piece in pieces)


class _Sections:
    """Iterates over the sections in the order of the new report, a removed one where it stood."""

    def __init__(
        self,
        old: ReportContent,
        new: ReportContent,
        old_names: Sequence[str],
        new_names: Sequence[str],
        pairs: Mapping[int, int],
    ) -> None:
        self._old, self._new = old, new
        self._old_names, self._new_names = old_names, new_names
        self._pairs, self._before = pairs, {b: a for a, b in pairs.items()}
        self._olds, self._news = _paragraphs(old), _paragraphs(new)
        found = sorted(pair_paragraphs(self._olds, self._news, pairs), key=attrgetter("new"))
        self._by_old, self._by_new = {pair.old: pair for pair in found}, {pair.new: pair for pair in found}
        moved = [pair for pair in found if not pair.in_order]
        self._numbers = {pair: number for number, pair in enumerate(moved, start=1)}

    def __iter__(self) -> Iterator[SectionComparison]:
        for old, new in interleave(len(self._olds), len(self._news), keep_order(self._pairs.items())):
            if new is not None:
                yield self._section(self._before.get(new), new)
            elif old not in self._pairs:
                yield self._section(old, None)

    def _section(self, old: int | None, new: int | None) -> SectionComparison:
        one = _NONE if old is None else self._old.sections[old]
        other = _NONE if new is None else self._new.sections[new]
        heading = _compare_lines(self._old.filled(one.heading), self._new.filled(other.heading))
        numeral = one.numeral if new is None else other.numeral
        return SectionComparison(old, new, numeral, heading, list(self._rows(old, new)))

    def _rows(self, old: int | None, new: int | None) -> Iterator[ParagraphComparison]:
        olds, news = _places(self._olds, old), _places(self._news, new)
        kept = [
            (pair.old.row, pair.new.row)
            for pair in self._by_new.values()
            if pair.in_order and (pair.old.section, pair.new.section) == (old, new)
        ]
        for one, other in interleave(len(olds), len(news), kept):
            if other is None:
                yield self._went(olds[one or 0])
            elif one is None:
                yield self._came(news[other])
            elif not have_same_columns(at(self._olds, olds[one]), at(self._news, news[other])):
                yield ParagraphComparison(Fate.REMOVED, [DiffSegment("removed", at(self._olds, olds[one]))])
                yield ParagraphComparison(Fate.ADDED, [DiffSegment("added", at(self._news, news[other]))])
            else:
                pieces = self._compare(olds[one], news[other])
                yield ParagraphComparison(Fate.SAME if _is_same(pieces) else Fate.CHANGED, pieces)

    def _came(self, new: ParagraphPosition) -> ParagraphComparison:
        pair = self._by_new.get(new)
        if pair is None:
            return ParagraphComparison(Fate.ADDED, [DiffSegment("added", at(self._news, new))])
        elsewhere = "" if self._is_home(pair) else self._old_names[pair.old.section]
        pieces = self._compare(pair.old, new)
        if not have_same_columns(at(self._olds, pair.old), at(self._news, new)):
            pieces = [DiffSegment("added", at(self._news, new))]
        return ParagraphComparison(Fate.MOVED_HERE, pieces, self._numbers[pair], elsewhere)

    def _went(self, old: ParagraphPosition) -> ParagraphComparison:
        pair, gone = self._by_old.get(old), [DiffSegment("removed", at(self._olds, old))]
        if pair is None:
            return ParagraphComparison(Fate.REMOVED, gone)
        elsewhere = "" if self._is_home(pair) else self._new_names[pair.new.section]
        return ParagraphComparison(Fate.MOVED_AWAY, gone, self._numbers[pair], elsewhere)

    def _is_home(self, pair: Pair) -> bool:
        return self._pairs.get(pair.old.section) == pair.new.section

    def _compare(self, old: ParagraphPosition, new: ParagraphPosition) -> list[DiffSegment]:
        return compare_lines(at(self._olds, old), at(self._news, new))


_NONE = SectionContent("", "", "", "")


def _paragraphs(content: ReportContent) -> list[list[str]]:
    """The text of each section as on paper."""
    return [
        [line for block in read_blocks(content.filled(section.body)) for line in lines_of(block)]
        for section in content.sections
    ]


def _places(sections: Sequence[Sequence[str]], index: int | None) -> list[ParagraphPosition]:
    return [] if index is None else [ParagraphPosition(index, row) for row in range(len(sections[index]))]
