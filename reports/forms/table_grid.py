"""A table of a text as a grid of fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ..prose.tables import MOST_COLUMNS, Table, tables_in, with_table
from .versioned import one_line_ends

MOST_CELLS = 4_000  # that a page sends; a larger table is written as lines
_FIRST = (3, 3)  # rows and columns of a new one


@dataclass(frozen=True, slots=True)
class GridCell:
    """Its place counts from 1, as people are told it."""

    row: int
    column: int
    text: str

    @property
    def name(self) -> str:
        return f"cell-{self.row}-{self.column}"

    @property
    def label(self) -> str:
        return _("Row %(row)s, column %(column)s") % {"row": self.row, "column": self.column}


class TableGrid:
    """`number` counts the tables of the text from 1. `is_full`: one more row or column was asked for than there may be,
    and was not added.
    """

    def __init__(self, number: int, rows: list[list[str]], *, whole: bool = True) -> None:
        self.number, self.rows, self.whole, self.is_full = number, rows, whole, False

    @classmethod
    def stored(cls, body: str, number: int) -> "TableGrid | None":
        """None for a table that is not there; the one after the last is new and empty."""
        tables = tables_in(body)
        if number > len(tables) + 1:
            return None
        if number == len(tables) + 1:
            return cls(number, [[""] * _FIRST[1] for _row in range(_FIRST[0])])
        return cls(number, _texts(tables[number - 1]))

    @classmethod
    def sent(cls, data: Mapping[str, Any], number: int) -> "TableGrid":
        """As typed. It is not `whole` where a size is none or a cell is missing: then it is shown, but not saved."""
        height, width = _count(data.get("rows")), _count(data.get("columns"))
        is_whole = height is not None and width is not None and height * width <= MOST_CELLS
        names = [
            [f"cell-{row}-{column}" for column in range(1, (width or 0) + 1)]
            for row in range(1, (height or 0) + 1 if is_whole else 1)
        ]
        rows = [[_one_line(data.get(name, "")) for name in row] for row in names]
        return cls(number, rows, whole=is_whole and all(name in data for row in names for name in row))

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)

    @property
    def too_wide(self) -> dict[str, int]:
        """How many columns there are, and how many the page holds. Empty where it holds them."""
        return {"columns": self.width, "most": MOST_COLUMNS} if self.width > MOST_COLUMNS else {}

    @property
    def is_too_large(self) -> bool:
        return len(self.rows) * self.width > MOST_CELLS

    @property
    def columns(self) -> range:
        return range(1, self.width + 1)

    @property
    def cells(self) -> list[tuple[int, list[GridCell]]]:
        """The rows with their numbers."""
        return [
            (number, [GridCell(number, column, text) for column, text in enumerate(row, 1)])
            for number, row in enumerate(self.rows, 1)
        ]

    def change(self, asked: str) -> bool:
        """Does what a button says: add_row, add_column, remove_row:2, remove_column:2. False for any other words."""
        verb, _mark, place = asked.partition(":")
        changes = {
            "add_row": self._with_row,
            "add_column": self._with_column,
            "remove_row": self._without_row,
            "remove_column": self._without_column,
        }
        if verb not in changes:
            return False
        before, self.rows = self.rows, changes[verb](_count(place) or 0)
        if self.is_too_large:  # a page of more cells would not bring them all back
            self.rows, self.is_full = before, True
        return True

    def _with_row(self, _place: int) -> list[list[str]]:
        return [*self.rows, [""] * max(self.width, 1)]

    def _with_column(self, _place: int) -> list[list[str]]:
        return [[*row, ""] for row in self.rows]

    def _without_row(self, place: int) -> list[list[str]]:
        return self.rows[: max(place - 1, 0)] + self.rows[place:]

    def _without_column(self, place: int) -> list[list[str]]:
        return [row[: max(place - 1, 0)] + row[place:] for row in self.rows]

    def put_into(self, body: str) -> str | None:
        """The body with this table in it, rows without words left out. None where it would be read as another."""
        rows = [row for row in self.rows if any(row)]
        body = one_line_ends(body)
        if not self.whole:
            return None
        if not rows and self.number > len(tables_in(body)):
            return body
        written = with_table(body, self.number - 1, rows)
        if not rows:
            return written
        tables = tables_in(written)
        is_read = self.number <= len(tables) and _texts(tables[self.number - 1]) == _narrowed(rows)
        return written if is_read and len(tables) == max(len(tables_in(body)), self.number) else None


def _texts(table: Table) -> list[list[str]]:
    return [[cell.text.strip() for cell in row] for row in table.rows]


def _narrowed(rows: list[list[str]]) -> list[list[str]]:
    """Without the last columns in which there is nothing."""
    width = max(place for row in rows for place, cell in enumerate(row, 1) if cell)
    return [row[:width] for row in rows]


def _count(text: Any) -> int | None:
    return int(text) if isinstance(text, str) and text.isdecimal() and text.isascii() and len(text) <= 4 else None


def _one_line(text: str) -> str:
    return " ".join(text.split())
