"""The table of opinions (意见汇总表) as a workbook, for those who go on working with it."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reports.prose.remarks import Remark, note_table

from ..gongwen.pdf import Unprintable

# Each column's head, width in characters, and what stands in it.
_COLUMNS = {
    "序号": (6, "number"),
    "部分": (16, "section"),
    "原文": (36, "passage"),
    "意见建议": (44, "says"),
    "提出人": (12, "by"),
    "提出时间": (17, "at"),
    "采纳情况": (10, "verdict"),
    "文字改动": (10, "changed"),
    "答复说明": (36, "reason"),
    "答复人": (12, "answered_by"),
    "答复时间": (17, "answered_at"),
}
_LONGEST = 32_767  # characters; more in one cell and Excel calls the file damaged


def write_workbook(title: str, remarks: Sequence[Remark], *, is_late: bool = False) -> bytes:
    """One sheet: the title, the heads, a row for each remark. `is_late`: so the report was submitted. Raises
    Unprintable where there is nothing to list.
    """
    if not remarks:
        raise Unprintable("no_remarks")
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "意见汇总表"
    _write_row(sheet, 1, [f"{title}意见汇总表{note_table(remarks, is_late=is_late)}"], bold=True)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(_COLUMNS))
    _write_row(sheet, 2, list(_COLUMNS), bold=True)
    for row, remark in enumerate(remarks, start=3):
        _write_row(sheet, row, [getattr(remark, name) for _width, name in _COLUMNS.values()])
    _set_page(sheet)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write_row(sheet: Worksheet, row: int, values: Sequence[str | int], *, bold: bool = False) -> None:
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column)
        if isinstance(value, int):
            cell.value = value
        else:
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST]
            cell.data_type = "s"  # never a formula, whatever the words begin with
        cell.font = Font(name="仿宋", size=11, bold=bold)
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _set_page(sheet: Worksheet) -> None:
    """Sets the widths of the columns, repeats the heads on every page, and fits the sheet to the paper."""
    for column, (width, _name) in enumerate(_COLUMNS.values()):
        sheet.column_dimensions["ABCDEFGHIJK"[column]].width = width
    sheet.freeze_panes = "A3"
    sheet.print_title_rows = "1:2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
