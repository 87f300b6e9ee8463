"""Spreadsheets are read by a worker, under its limits of time and memory."""

import time

import pytest

from reports.documents.spreadsheets import limits
from reports.documents.uploads import make_spreadsheet, read_spreadsheet
from reports.problems import Problem

from .building import HEADS, KNOWN, PEOPLE, sheet_xml, text_of, xlsx

pytestmark = [pytest.mark.processes, pytest.mark.usefixtures("workers")]


def test_a_list_comes_out_of_the_worker_as_it_is():
    table = read_spreadsheet("a.xlsx", xlsx(HEADS, *PEOPLE), KNOWN)
    assert [list(row.cells) for row in table.rows] == PEOPLE
    assert make_spreadsheet("名册", [], []).startswith(b"PK")


def deep():
    return sheet_xml("<a>" * 300_000 + "</a>" * 300_000)


def wide():
    cells = "".join(f'<c t="str"><v>{n}</v></c>' for n in range(16_384))
    return sheet_xml(f"<sheetData>{f'<row>{cells}</row>' * 30}</sheetData>")


def merged():
    ranges = "".join(f'<mergeCell ref="A1:XFD{1_048_576 - n}"/>' for n in range(limits.MAX_MERGED - 1))
    heads = '<row r="1"><c t="str"><v>单位</v></c><c t="str"><v>姓名</v></c></row>'
    return sheet_xml(f"<sheetData>{heads}</sheetData><mergeCells>{ranges}</mergeCells>")


def one_line():
    return (",".join(HEADS) + "\n" + "长" * 6_000_000).encode()


def quoted():
    return ("单位,姓名\n" + '"' * 5_000_001).encode()


@pytest.mark.parametrize(
    ("name", "make"), [("a.xlsx", deep), ("a.xlsx", wide), ("a.xlsx", merged), ("a.csv", one_line), ("a.csv", quoted)]
)
def test_what_takes_for_ever_is_refused_in_words_and_the_worker_goes_on(name, make):
    data, started = make(), time.monotonic()
    with pytest.raises(Problem) as refused:
        read_spreadsheet(name, data, KNOWN)
    assert (refused.value.code != "failed", bool(str(refused.value))) == (True, True)
    assert time.monotonic() - started < 25
    assert len(read_spreadsheet("a.csv", text_of(HEADS, *PEOPLE).encode(), KNOWN).rows) == 2
