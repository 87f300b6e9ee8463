"""How a report's lines fall on its pages, told before WeasyPrint lays them out: each takes one step of the grid."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import repeat, zip_longest
from typing import NamedTuple

from . import page
from .block import Keep, SetBlock
from .table import UNIT, SetRow, SetTable, tear_row


class _Step(NamedTuple):
    """A line of the grid. `held`: no page ends between it and the next one. `repeated` are the lines that a page
    begins with where this would be its first.
    """

    blank: bool
    held: bool
    repeated: int = 0
    of_table: bool = False


_HELD, _FREE = _Step(blank=False, held=True), _Step(blank=False, held=False)


def shortfalls(blocks: Sequence[SetBlock]) -> list[int]:
    """How many lines each page lacks, from the first to the last but one. Blank lines count as lines.

    A page that ends at a table lacks none: rows are not moved to fill it.
    """
    steps = list(_steps(blocks))
    return [0 if _is_at_table(steps, cut, start) else end - cut for cut, end, start in _pages(steps)]


def _is_at_table(steps: Sequence[_Step], cut: int, start: int) -> bool:
    return steps[cut - 1].of_table or (start < len(steps) and steps[start].of_table)


def _pages(steps: Sequence[_Step]) -> Iterator[tuple[int, int, int]]:
    """Of each page but the last: where it ends, where it would if it were full, where the next one starts."""
    start = 0
    while steps and (end := start + page.LINES - steps[start].repeated) < len(steps):
        cut = next((cut for cut in range(end, start, -1) if not steps[cut - 1].held), end)
        start = next((index for index in range(cut, len(steps)) if not steps[index].blank), len(steps))
        yield cut, end, start
        if start == len(steps):
            return


def _line_steps(block: SetBlock, *, held: bool) -> Iterator[_Step]:
    """`held`: no page ends after the last of them."""
    inside = len(block.lines) - 1
    kept = inside if Keep.WHOLE in block.keep else min(block.together - 1, inside)
    yield from repeat(_HELD, kept)
    yield from repeat(_FREE, inside - kept)
    if block.lines:
        yield _HELD if held else _FREE


def _steps(blocks: Sequence[SetBlock]) -> Iterator[_Step]:
    for block, following in zip_longest(blocks, blocks[1:]):
        held = Keep.WITH_NEXT in block.keep or bool(following and Keep.WITH_PREVIOUS in following.keep)
        if block.blank_above:
            yield _Step(blank=True, held=Keep.WITH_PREVIOUS in block.keep)
        if block.table:
            yield from _table_steps(block.table, held=held)
        yield from _line_steps(block, held=held)
        for _blank in range(block.blanks):
            yield _Step(blank=True, held=held)


def _table_steps(table: SetTable, *, held: bool) -> Iterator[_Step]:
    """The blank line around it, half above and half below, its head with a row, and its other rows each by itself."""
    yield _Step(blank=False, held=True, of_table=True)
    for number, row in enumerate(table.rows):
        repeated = table.repeated if number >= table.heads else 0
        is_last = number == len(table.rows) - 1
        for line in range(1, row.slots + 1):
            ends = held if is_last else number < table.heads
            inside = not row.torn or line % UNIT > 0
            yield _Step(blank=False, held=ends if line == row.slots else inside, repeated=repeated, of_table=True)


# Tables -----------------------------------------------------------------------------------------------------------


def divide_tables(blocks: Sequence[SetBlock]) -> Iterator[SetBlock]:
    """The blocks, each table divided into what stands on a page, as one block that begins it."""
    sheets: list[list[SetBlock]] = [[]]
    for block in blocks:
        if block.new_page and sheets[-1]:
            sheets.append([])
        sheets[-1].append(block)
    return (divided for sheet in sheets for divided in _divide_sheet(sheet))


def _divide_sheet(blocks: Sequence[SetBlock]) -> Iterator[SetBlock]:
    """Of blocks that no page break is asked for but before the first."""
    if not any(block.table for block in blocks):
        yield from blocks
        return
    tops = {0, *(start for _cut, _end, start in _pages(list(_steps(blocks))))}
    place = 0
    for before, block, after in zip([None, *blocks], blocks, [*blocks[1:], None], strict=False):
        length = sum(1 for _step in _steps([block]))
        if block.table:
            own = sorted(top - place for top in tops if place < top < place + length)
            spaced = replace(
                block.table, blanks=(before.blanks if before else 0, int(after.blank_above) if after else 0)
            )
            yield from _divide(block, spaced, own, tops_page=place in tops, is_first=place == 0)
        else:
            yield block
        place += length


def _divide(
    block: SetBlock, table: SetTable, tops: Sequence[int], *, tops_page: bool, is_first: bool
) -> Iterator[SetBlock]:
    """`tops` are the steps of the table that begin a further page."""
    parts = list(_rows_between(table, tops))
    for number, rows in enumerate(parts):
        on_top = tops_page or number > 0
        part = table.part(rows, goes_on=number > 0, tops_page=on_top, is_last=number == len(parts) - 1)
        yield replace(block, table=part, new_page=block.new_page or (on_top and not (is_first and number == 0)))


def _rows_between(table: SetTable, tops: Sequence[int]) -> Iterator[list[SetRow]]:
    rows: list[SetRow] = []
    place, waiting = 1, list(tops)
    for whole in table.rows:
        row = whole
        while waiting and place <= waiting[0] < place + row.slots:
            if before := waiting[0] - place:
                above, row = tear_row(row, before, table.size)
                rows.append(above)
            yield rows
            rows, place = [], waiting.pop(0)
        rows.append(row)
        place += row.slots
    yield rows
