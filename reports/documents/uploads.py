"""A file that somebody chose, read by a worker process; and lists that are handed out as spreadsheets."""

from collections.abc import Sequence

from reports.prose.content import ReportContent

from . import workers
from .importing import read_file
from .restoring import restore_content
from .spreadsheets import Known, SpreadsheetTable, read_table
from .spreadsheets.writing import SpreadsheetColumn, write_table


def read_upload(name: str, data: bytes) -> ReportContent | str:
    """The content that one of our own files carries, or the words of any other file.

    Raises UnreadableFile, CannotRestore, NotDone: all are Problems.
    """
    return workers.read(_read, name, data)


def read_spreadsheet(name: str, data: bytes, known: Known) -> SpreadsheetTable:
    """The list in an .xlsx or .csv file. Raises UnreadableSpreadsheet, NotDone."""
    return workers.read(read_table, name, data, known)


def make_spreadsheet(name: str, columns: Sequence[SpreadsheetColumn], rows: Sequence[Sequence[str]]) -> bytes:
    """An .xlsx file. Raises NotDone."""
    return workers.make(write_table, name, columns, rows)


def _read(name: str, data: bytes) -> ReportContent | str:
    return restore_content(name, data) or read_file(name, data)
