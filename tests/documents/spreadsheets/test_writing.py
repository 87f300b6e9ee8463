from io import BytesIO

import pytest
from openpyxl import load_workbook

from reports.documents.spreadsheets import read_table
from reports.documents.spreadsheets.writing import SpreadsheetColumn, write_table

from .building import HEADS, KNOWN, PEOPLE

COLUMNS = [SpreadsheetColumn(head, 12) for head in HEADS]


def test_what_is_written_is_read_back_as_it_was():
    rows = [*PEOPLE, ["财政局", "张 三", ""], ["=1+1", "+86", "@x"]]
    assert [list(row.cells) for row in read_table("a.xlsx", write_table("名册", COLUMNS, rows), KNOWN).rows] == rows


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0"])
def test_nothing_is_run_by_the_program_that_opens_it(text):
    sheet = load_workbook(BytesIO(write_table("名册", COLUMNS, [["财政局", text, ""]]))).worksheets[0]
    assert (sheet["B2"].value, sheet["B2"].data_type, sheet["B2"].quotePrefix) == (text, "s", True)


def test_characters_that_no_workbook_may_hold_are_left_out():
    sheet = load_workbook(BytesIO(write_table("名册", COLUMNS, [["财\x01政局", "\ufdd0", "长" * 40_000]]))).worksheets[
        0
    ]
    assert [cell.value for cell in sheet[2]] == ["财政局", None, "长" * 32_767]


def test_numbers_that_are_typed_in_later_keep_their_zeros():
    sheet = load_workbook(BytesIO(write_table("名册", COLUMNS, []))).worksheets[0]
    assert {sheet.column_dimensions[letter].number_format for letter in "ABC"} == {"@"}
