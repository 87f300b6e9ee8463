"""Spreadsheets that offices keep their lists in, read and written."""

from collections.abc import Iterator
from pathlib import PurePath

from ..importing.archive import ArchiveKind, check_archive
from ..importing.plain import is_old_word
from . import limits
from .delimited import read_delimited
from .problems import UnreadableSpreadsheet
from .table import Known, SpreadsheetRow, SpreadsheetTable, find_table, fold_head, score_heads
from .workbooks import SheetRows, read_workbook

__all__ = [
    "Known",
    "SpreadsheetRow",
    "SpreadsheetTable",
    "UnreadableSpreadsheet",
    "check_size",
    "fold_head",
    "read_table",
]

_WORKBOOK = ArchiveKind("xl/workbook.xml", UnreadableSpreadsheet, "not_xlsx", "old_excel", limits)


def check_size(size: int) -> None:
    """Raises UnreadableSpreadsheet for a file that is too large to be looked at."""
    if size > limits.MAX_BYTES:
        raise UnreadableSpreadsheet("too_large", limit=limits.MAX_BYTES // 1024 // 1024)


def read_table(name: str, data: bytes, known: Known) -> SpreadsheetTable:
    """The list in an .xlsx or .csv file. `known` are the heads by which its columns are recognised.

    Raises UnreadableSpreadsheet.
    """
    check_size(len(data))
    if not data.strip():
        raise UnreadableSpreadsheet("empty")
    extension = PurePath(name).suffix.lower()
    if extension in {".csv", ".txt", ".tsv"}:
        return _read_delimited(data, known)
    if extension in {".xlsx", ".xlsm"}:
        check_archive(data, _WORKBOOK)
        return _read_workbook(data, known)
    raise UnreadableSpreadsheet("old_excel" if extension in {".xls", ".et"} else "extension", extension=extension)


def _read_delimited(data: bytes, known: Known) -> SpreadsheetTable:
    if data.startswith(b"PK\x03\x04") or is_old_word(data):
        raise UnreadableSpreadsheet("not_csv")
    return find_table(_at_most(read_delimited(data)), known)


def _at_most(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Raises an error at the first row too many and reads no further."""
    filled = 0
    for number, cells in rows:
        filled += any(cells)
        if filled > limits.MAX_ROWS + 100:
            raise UnreadableSpreadsheet("too_many_rows", limit=limits.MAX_ROWS)
        if len(cells) > limits.MAX_COLUMNS and any(cells[limits.MAX_COLUMNS :]):
            raise UnreadableSpreadsheet("too_wide", limit=limits.MAX_COLUMNS)
        yield number, cells


def _read_workbook(data: bytes, known: Known) -> SpreadsheetTable:
    """Takes the sheet with most recognised columns in its upper rows; among equals the first."""
    sheets = read_workbook(data)
    if not sheets:
        raise UnreadableSpreadsheet("empty")
    chosen = max(sheets, key=lambda sheet: _recognised(sheet, known))
    others = tuple(sheet.name for sheet in sheets if sheet is not chosen)
    table = find_table(chosen.rows, known, chosen.merged)
    hidden = [head for place, head in enumerate(table.heads) if head and place in chosen.hidden_columns]
    return table._replace(
        sheet=chosen.name,
        other_sheets=others,
        hidden_rows=tuple(row.number for row in table.rows if row.number in chosen.hidden_rows),
        hidden_columns=tuple(hidden),
    )


def _recognised(sheet: SheetRows, known: Known) -> int:
    return max(score_heads(cells, known) for _number, cells in sheet.rows[:50])
