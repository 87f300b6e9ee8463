"""Tables of two texts: their rows compared cell by cell, and shown as tables again."""

from collections.abc import Sequence
from itertools import pairwise

from .diff import DiffSegment, compare
from .numbering import Paragraph
from .tables import Table

_NEXT_CELL = "\t"


def lines_of(block: Paragraph | Table) -> list[str]:
    """What is compared as one: a paragraph, or a row of a table, which alone has tabs between its cells."""
    if isinstance(block, Table):
        return [_NEXT_CELL.join(cell.text for cell in row) for row in block.rows]
    return [(block.lead + block.rest).replace(_NEXT_CELL, " ")]


def is_row(line: str) -> bool:
    return _NEXT_CELL in line


def have_same_columns(old: str, new: str) -> bool:
    return old.count(_NEXT_CELL) == new.count(_NEXT_CELL)


def compare_lines(old: str, new: str) -> list[DiffSegment]:
    """Rows cell by cell. Rows with other columns have nothing to be held against: each is shown whole."""
    if not is_row(old) and not is_row(new):
        return compare(old, new)
    if not have_same_columns(old, new):
        return [DiffSegment("removed", old), DiffSegment("added", new)]
    cells = [compare(*cell) for cell in zip(old.split(_NEXT_CELL), new.split(_NEXT_CELL), strict=True)]
    between = [*([DiffSegment("same", _NEXT_CELL)] for _pair in pairwise(cells)), []]
    return [piece for cell, tab in zip(cells, between, strict=True) for piece in (*cell, *tab)]


def split_cells(pieces: Sequence[DiffSegment]) -> list[list[DiffSegment]]:
    """The pieces of each cell; one alone for a paragraph."""
    cells: list[list[DiffSegment]] = [[]]
    for piece in pieces:
        first, *others = piece.text.split(_NEXT_CELL)
        cells[-1] += [DiffSegment(piece.kind, first)] if first else []
        cells += [[DiffSegment(piece.kind, text)] if text else [] for text in others]
    return cells
