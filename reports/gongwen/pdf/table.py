"""A table of the text set on the grid: each row is as high as a whole number of the page's lines.

So what stands below a table is on the grid again, and every place of a rule is known before anything is laid out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

from reports.gongwen.fonts import FontRole
from reports.gongwen.lines import SetLine

from . import page
from .columns import SetColumn, align_column, break_cell, fit_columns
from .typesetting import Typesetter

UNIT = 3  # lines of the page, which five lines of 小四 or six of 五号 fill best
_PITCHES = {12.0: 16.0, 10.5: 14.0}
_AIR = 3.0  # points above and below the lines of a cell, together with what their own pitch leaves
_TALLEST_HEAD = 7  # lines of the page: a taller one is not repeated
_WHOLE = page.LINES - 1  # lines of the page that rows may take; one is the blank around the table


@dataclass(frozen=True, slots=True)
class SetRow:
    """`slots` are the lines of the page that it takes. If it is `torn`, it may be divided after each `UNIT` of them."""

    cells: tuple[tuple[SetLine, ...], ...]
    slots: int
    torn: bool = False


@dataclass(frozen=True, slots=True)
class SetTable:
    """A table, or what stands of it on one page. `heads` is 1 where its first row is its head. `goes_on` says that
    another page has its beginning, `tops_page` that nothing stands above it. `blanks` are the lines that its neighbours
    leave blank above and below it: margins of HTML do not add up, so the table has them all.
    """

    columns: tuple[SetColumn, ...]
    rows: tuple[SetRow, ...]
    size: float
    heads: int = 1
    goes_on: bool = False
    tops_page: bool = False
    blanks: tuple[int, int] = (0, 0)

    @property
    def pitch(self) -> float:
        return _PITCHES[self.size]

    @property
    def repeated(self) -> int:
        """Lines of the page that its head and the blank around it take on each further page."""
        return 1 + sum(row.slots for row in self.rows[: self.heads])

    @property
    def above(self) -> float:
        """Points from the lower edge of the line above to the middle of the first rule: half a line, and none at the
        head of a page, where it stands as high as the characters of a first line.
        """
        return page.LEADING if self.tops_page else page.PITCH / 2

    @property
    def below(self) -> float:
        """Points from the middle of the last rule to the upper edge of the line below."""
        return page.PITCH - self.above

    def part(self, rows: Sequence[SetRow], *, goes_on: bool, tops_page: bool, is_last: bool) -> "SetTable":
        """`rows` with the head above them."""
        head = self.rows[: self.heads] if goes_on else ()
        blanks = 0 if tops_page else self.blanks[0], self.blanks[1] if is_last else 0
        return replace(self, rows=(*head, *rows), goes_on=goes_on, tops_page=tops_page, blanks=blanks)


def set_table(rows: Sequence[Sequence[str]], typesetter: Typesetter) -> SetTable:
    """The cells broken into lines, the columns as wide as their words want."""
    runs = [
        [typesetter.runs(cell, FontRole.BODY if number else FontRole.HEADING) for cell in row]
        for number, row in enumerate(rows)
    ]
    size, widths = fit_columns(runs, typesetter.extent)
    lines = [
        [break_cell(cell, typesetter.extent, width, size) for cell, width in zip(row, widths, strict=True)]
        for row in runs
    ]
    texts = ([typesetter.plain(cell) for cell in column[1:]] for column in zip(*rows, strict=True))
    columns = tuple(
        align_column(width, size, said, [row[place] for row in lines[1:]])
        for place, (width, said) in enumerate(zip(widths, texts, strict=True))
    )
    set_rows = tuple(_row(cells, size) for cells in lines)
    heads = 1 if set_rows[0].slots <= _TALLEST_HEAD else 0
    return SetTable(columns, tuple(_tear(row, heads and set_rows[0].slots, size) for row in set_rows), size, heads)


def tear_row(row: SetRow, slots: int, size: float) -> tuple[SetRow, SetRow]:
    """A torn row in two, the first of them `slots` high, which are whole units."""
    count = slots // UNIT * _lines_in(UNIT, size)
    above, below = tuple(cell[:count] for cell in row.cells), tuple(cell[count:] for cell in row.cells)
    return replace(row, cells=above, slots=slots), replace(row, cells=below, slots=row.slots - slots)


def _tear(row: SetRow, head: int, size: float) -> SetRow:
    """A row that no page holds below the head is made of units, each with as many lines."""
    if row.slots <= _WHOLE - head:
        return row
    return replace(row, slots=UNIT * ceil(max(map(len, row.cells)) / _lines_in(UNIT, size)), torn=True)


def _row(cells: Sequence[tuple[SetLine, ...]], size: float) -> SetRow:
    height = max(map(len, cells)) * _PITCHES[size] + _AIR
    return SetRow(tuple(cells), max(1, ceil(height / page.PITCH)))


def _lines_in(slots: int, size: float) -> int:
    return floor((slots * page.PITCH - _AIR) / _PITCHES[size])
