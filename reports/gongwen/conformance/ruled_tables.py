"""Tables told by their rules: a full grid of thin lines, and what stands in its cells."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from .drawing import Box
from .extraction import ExtractedLine, ExtractedPage
from .glyphs import Glyph

_ALIKE = 0.5  # points by which places that are meant to be one may differ
_JOINED = 1.5  # between two pieces of one rule: each ends with half a stroke, and PDFium adds another
_LEAST_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class _Rule:
    """At `place` across, from `start` to `end` along."""

    place: float
    start: float
    end: float


@dataclass(frozen=True)
class RuledTable:
    """`across` are the places of its upright rules, `down` those of the others, both from end to end; `lines` what
    stands between them.
    """

    page: int
    across: tuple[float, ...]
    down: tuple[float, ...]
    lines: tuple[ExtractedLine, ...] = ()

    @property
    def top(self) -> float:
        return self.down[0]

    @property
    def bottom(self) -> float:
        return self.down[-1]

    @cached_property
    def cells(self) -> list[list[list[Glyph]]]:
        """The glyphs of each cell, line by line, row by row."""
        rows: list[list[list[Glyph]]] = [[[] for _ in pairwise(self.across)] for _ in pairwise(self.down)]
        for line in self.lines:
            for glyph in line.glyphs:
                row, column = _band(self.down, glyph.baseline), _band(self.across, glyph.left)
                rows[row][column].append(glyph)
        return rows

    @cached_property
    def texts(self) -> list[list[str]]:
        return [["".join(glyph.text for glyph in cell) for cell in row] for row in self.cells]

    def holds(self, glyph: Glyph) -> bool:
        return self.across[0] < glyph.left < self.across[-1] and self.top < glyph.baseline < self.bottom

    def continues(self, other: "RuledTable") -> bool:
        """Whether it may be the same table on a later page."""
        return len(self.across) == len(other.across) and all(
            abs(one - another) <= _ALIKE for one, another in zip(self.across, other.across, strict=True)
        )


def _band(places: tuple[float, ...], place: float) -> int:
    return min(max(bisect_right(places, place) - 1, 0), len(places) - 2)


def find_tables(page: ExtractedPage) -> tuple[list[RuledTable], list[Box]]:
    """The tables of a page from top to bottom, and the rules that are of none."""
    level = _join([box for box in page.drawing.rules if _is_level(box)], level=True)
    upright = _join([box for box in page.drawing.rules if not _is_level(box)], level=False)
    tables: list[RuledTable] = []
    for group in _alike(upright):
        found = _grid(page.number, group, level)
        if found and not any(_overlap(found, other) for other in tables):
            tables.append(found)
    used = {id(rule) for table in tables for rule in (*_level_of(table, level), *_upright_of(table, upright))}
    spare = [
        _box(rule, level=is_level)
        for rules, is_level in ((level, True), (upright, False))
        for rule in rules
        if id(rule) not in used
    ]
    filled = [RuledTable(table.page, table.across, table.down, tuple(_lines_in(table, page))) for table in tables]
    return sorted(filled, key=lambda table: table.top), spare


def _lines_in(table: RuledTable, page: ExtractedPage) -> Iterator[ExtractedLine]:
    return (line for line in page.lines if all(map(table.holds, line.glyphs)))


def _is_level(box: Box) -> bool:
    left, top, right, bottom = box
    return right - left >= bottom - top


def _join(boxes: Iterable[Box], *, level: bool) -> list[_Rule]:
    """Pieces that follow each other at one place are one rule."""
    pieces = sorted(_piece(box, level=level) for box in boxes)
    rows: list[list[tuple[float, float, float]]] = []
    for piece in pieces:
        if rows and piece[0] - rows[-1][0][0] <= _ALIKE:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [rule for row in rows for rule in _join_row(row)]


def _piece(box: Box, *, level: bool) -> tuple[float, float, float]:
    left, top, right, bottom = box
    return ((top + bottom) / 2, left, right) if level else ((left + right) / 2, top, bottom)


def _join_row(row: list[tuple[float, float, float]]) -> Iterator[_Rule]:
    place = row[0][0]
    start, end = None, 0.0
    for _place, begins, ends in sorted(row, key=lambda piece: piece[1]):
        if start is None:
            start, end = begins, ends
        elif begins <= end + _ALIKE:
            end = max(end, ends)
        else:
            yield _Rule(place, start, end)
            start, end = begins, ends
    if start is not None:
        yield _Rule(place, start, end)


def _alike(rules: list[_Rule]) -> list[list[_Rule]]:
    """Rules that begin and end together, the longest first."""
    groups: list[list[_Rule]] = []
    for rule in sorted(rules, key=lambda rule: (rule.start - rule.end, rule.start)):
        for group in groups:
            if abs(group[0].start - rule.start) <= _JOINED and abs(group[0].end - rule.end) <= _JOINED:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return groups


def _grid(page: int, upright: list[_Rule], level: list[_Rule]) -> RuledTable | None:
    across = tuple(sorted(rule.place for rule in upright))
    table = RuledTable(page, across, (upright[0].start, upright[0].end))
    rows = _level_of(table, level)
    down = tuple(sorted(rule.place for rule in rows))
    if len(across) <= _LEAST_COLUMNS or len(down) < 2:
        return None
    is_closed = abs(down[0] - upright[0].start) <= _JOINED and abs(down[-1] - upright[0].end) <= _JOINED
    return RuledTable(page, across, down) if is_closed else None


def _level_of(table: RuledTable, level: list[_Rule]) -> list[_Rule]:
    left, right = table.across[0], table.across[-1]
    return [
        rule
        for rule in level
        if abs(rule.start - left) <= _JOINED
        and abs(rule.end - right) <= _JOINED
        and table.top - _JOINED <= rule.place <= table.bottom + _JOINED
    ]


def _upright_of(table: RuledTable, upright: list[_Rule]) -> list[_Rule]:
    return [
        rule
        for rule in upright
        if rule.place in table.across
        and abs(rule.start - table.top) <= _JOINED
        and abs(rule.end - table.bottom) <= _JOINED
    ]


def _overlap(one: RuledTable, other: RuledTable) -> bool:
    beside = one.across[-1] <= other.across[0] or other.across[-1] <= one.across[0]
    apart = one.bottom <= other.top or other.bottom <= one.top
    return not beside and not apart


def _box(rule: _Rule, *, level: bool) -> Box:
    if level:
        return rule.start, rule.place, rule.end, rule.place
    return rule.place, rule.start, rule.place, rule.end
