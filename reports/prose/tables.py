"""Tables in a text: lines that follow each other and have tabs between their cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from .numbering import Paragraph, read_paragraphs

MOST_COLUMNS = 26  # of which each still holds a character of 五号 between its rules on the page
_MOST_CELLS = 250_000  # one line of very many tabs among others would make all of them as long
_SPACES = " \u3000\xa0"


class TableCell(NamedTuple):
    """A cell as it is written, starting at offset `start` of the text."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Table:
    """At least two rows of as many cells each, the first of them the head."""

    rows: tuple[tuple[TableCell, ...], ...]


def read_blocks(text: str) -> Iterator[Paragraph | Table]:
    """The paragraphs of a text and its tables, in order."""
    for is_table, lines in groupby(_lines(text), key=lambda line: _is_row(line.text)):
        block = list(lines)
        table = _table(block) if is_table else None
        if table:
            yield table
            continue
        for line in block:
            yield from (replace(found, start=found.start + line.start) for found in read_paragraphs(line.text))


def trim_lines(text: str) -> Iterator[str]:
    """The lines without the blanks around them. Rows of a table keep the tabs of empty cells."""
    for is_table, lines in groupby(_lines(text), key=lambda line: _is_row(line.text)):
        block = list(lines)
        table = _table(block) if is_table else None
        is_kept = table and any(row[0].text.strip() for row in table.rows)
        yield from (line.text.strip(_SPACES if is_kept else None) for line in block)


def _lines(text: str) -> Iterator[TableCell]:
    start = 0
    for line in text.split("\n"):
        yield TableCell(line, start)
        start += len(line) + 1


def _is_row(line: str) -> bool:
    """A tab before the first word indents a paragraph."""
    before, tab, _after = line.rpartition("\t")
    return bool(tab and before.strip())


def _table(lines: list[TableCell]) -> Table | None:
    """None where there is one line or one column, or lines of all too different lengths."""
    rows = [_cells(line) for line in lines]
    width = max(place + 1 for row in rows for place, cell in enumerate(row) if cell.text.strip())
    if len(rows) < 2 or width < 2 or len(rows) * width > _MOST_CELLS:
        return None
    return Table(tuple(tuple((row + _missing(row, width))[:width]) for row in rows))


def _cells(line: TableCell) -> list[TableCell]:
    cells, start = [], line.start
    for text in line.text.split("\t"):
        cells.append(TableCell(text, start))
        start += len(text) + 1
    return cells


def _missing(row: list[TableCell], width: int) -> list[TableCell]:
    end = row[-1].start + len(row[-1].text)
    return [TableCell("", end)] * (width - len(row))


def tables_in(text: str) -> list[Table]:
    return [block for block in read_blocks(text) if isinstance(block, Table)]


def with_table(text: str, number: int, rows: Sequence[Sequence[str]]) -> str:
    """The text with other rows in its table of that number, counted from 0; below the text where it has none such."""
    written = "\n".join("\t".join(row) for row in rows)
    tables = tables_in(text)
    if number < len(tables):
        first, last = tables[number].rows[0][0].start, tables[number].rows[-1][-1].start
        end = text.find("\n", last)
        return text[:first] + written + (text[end:] if end >= 0 else "")
    above = text.rstrip("\n")
    return f"{above}\n\n{written}" if above else written


def filled_columns(table: Table) -> tuple[tuple[str, ...], ...]:
    """The words of the cells, without columns in which there are none."""
    rows = [[cell.text.strip() for cell in row] for row in table.rows]
    columns = [column for column in zip(*rows, strict=True) if any(column)]
    return tuple(zip(*columns, strict=True))
