"""Lists as workbooks, in which every cell is text: nothing in them is ever run or made into another value."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from .cells import NO_VALUE
from .limits import MAX_CELL

_RUN_BY_EXCEL = ("=", "+", "-", "@", "\t", "\r")


class SpreadsheetColumn(NamedTuple):
    head: str
    width: int  # characters


def write_table(name: str, columns: Sequence[SpreadsheetColumn], rows: Iterable[Sequence[str]]) -> bytes:
    """One sheet: the heads in the first row, which stays in view, a row for each of `rows`."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    _set_page(sheet, columns)
    sheet.append([_head(sheet, column.head) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, text) for text in row])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_text(text: str) -> str:
    """For a file without formats: what Excel would run stands behind an apostrophe."""
    return f"'{text}" if text.startswith(_RUN_BY_EXCEL) else text


def _head(sheet: Worksheet, text: str) -> Cell:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Worksheet, text: str) -> str | Cell | None:
    """A text that Excel would run as a formula gets the mark that Excel itself gives to such a text."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text.replace(NO_VALUE, ""))[:MAX_CELL]
    if not text.startswith(_RUN_BY_EXCEL):
        return text or None
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _set_page(sheet: Worksheet, columns: Sequence[SpreadsheetColumn]) -> None:
    """Columns are formatted as text, so that numbers typed later keep their zeros."""
    for number, column in enumerate(columns, start=1):
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = column.width
        dimension.number_format = "@"
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
