"""Tables of the text in a PDF: on the lines of the page, with their head on each page, whole in the tags."""

from io import BytesIO

import pikepdf
import pytest
from django.conf import settings

from reports.documents.rendering import render_pdf
from reports.gongwen.conformance import judge
from reports.gongwen.conformance.extraction import read_pdf
from reports.gongwen.conformance.ruled_tables import find_tables
from reports.gongwen.pdf import PageStyle, Variant
from reports.gongwen.pdf.columns import share_width
from reports.prose.content import AttachmentContent, BylineStyle, FigureContent
from reports.prose.remarks import Remark

from .edited_tables import PROSE, ROWS, TABLE
from .pages import render
from .sample_report import short_report

LONG = "\n".join(
    ["序号\t村组\t户数", *(f"{number}\t某某村第{number}组\t{number * 37 % 1000}" for number in range(1, 61))]
)
WIDE = "\n".join("\t".join(str(row * column) for column in range(1, 21)) for row in range(1, 9))
BODIES = {
    "rows, with an empty cell": TABLE,
    "longer than two pages": LONG,
    "twenty columns": WIDE,
    "a cell longer than a page": f"项目\t内容\n水渠\t{PROSE * 30}\n道路\t短",
    "a head longer than half a page": f"{PROSE * 12}\t内容\n水渠\t短\n道路\t短",
    "a head and one row": "项目\t内容\n水渠\t短",
    "a column without words": "项目\t\t内容\n水渠\t\t短",
    "no words in a row but one": "项目\t内容\t日期\n水渠\t\t\n\t\t3月",
    "long words": "地址\t说明\nhttps://example.gov.cn/a/b/c/d/e/f/g/index.html?number=12345678901234567890\t短",
    "thirty columns, as paragraphs": "\n".join("\t".join(["清河水渠改造工程"] * 30) for _row in range(2)),
}
PLACES = {
    "between paragraphs": "{prose}\n{table}\n{prose}",
    "at the beginning": "{table}\n{prose}",
    "at the end": "{prose}\n{table}",
    "at a page's end": "{filling}\n{table}\n{prose}",
    "twice": "{table}\n{prose}\n{table}",
}
REMARKS = (Remark(1, "", "水渠", "请补充。", "王审阅", "1月2日", place=(0, 70)),)


def faults(data):
    return {
        check.id: str(check.found) for check in judge(data, font_folders=settings.FONT_DIRS).checks if not check.passed
    }


def tables_of(data):
    return [find_tables(page)[0] for page in read_pdf(data).pages]


@pytest.mark.one_in(5)
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
@pytest.mark.parametrize("table", BODIES.values(), ids=BODIES.keys())
def test_tables_conform_wherever_they_stand(table, place):
    body = place.format(table=table, prose=PROSE, filling="\n".join([PROSE] * 8))
    assert faults(render(short_report(body, date="2026年1月5日"))) == {}


@pytest.mark.parametrize("date", ["2026年1月5日", ""], ids=["dated", "undated"])
@pytest.mark.parametrize("body", [f"{PROSE}\n{TABLE}", f"{PROSE}\n{LONG}", TABLE], ids=["short", "long", "alone"])
def test_a_table_right_above_the_signature_conforms(body, date):
    """Which has a line above it (7.3.5)."""
    assert faults(render(short_report(body, date=date), style=PageStyle(BylineStyle.END))) == {}


@pytest.mark.parametrize("body", [f"{PROSE}\n{TABLE}", TABLE, f"{PROSE}\n{LONG}"])
def test_a_table_right_above_the_note_of_attachments_conforms(body):
    """Which has a line above it (7.3.4)."""
    attached = (AttachmentContent("清单", PROSE), AttachmentContent("情况", PROSE))
    assert faults(render(short_report(body, attachments=attached, date="2026年1月5日"))) == {}


def test_a_table_in_an_attachment_conforms():
    attached = (AttachmentContent("清单", f"{LONG}\n{PROSE}"), AttachmentContent("情况", f"{PROSE}\n{TABLE}"))
    assert faults(render(short_report(PROSE, attachments=attached))) == {}


@pytest.mark.parametrize("options", [{"variant": Variant.DRAFT}, {"variant": Variant.ANNOTATED, "remarks": REMARKS}])
def test_drafts_with_gaps_in_cells_conform(options):
    body = f"{PROSE}\n{TABLE.replace('860', '【投资】')}\n{PROSE}"
    content = short_report(body, figures=(FigureContent("投资", "number", "万元", ""),))
    assert faults(render(content, **options)) == {}


def test_the_words_of_the_cells_are_those_of_the_rows():
    (table,) = tables_of(render(short_report(f"{PROSE}\n{TABLE}\n{PROSE}")))[0]
    assert table.texts == [list(row) for row in ROWS]


def test_values_stand_in_the_cells():
    content = short_report(
        f"项目\t投资\n水渠\t【投资】\n{PROSE}", figures=(FigureContent("投资", "number", "", "1280"),)
    )
    (table,) = tables_of(render(content))[0]
    assert table.texts == [["项目", "投资"], ["水渠", "1280"]]


def test_the_head_stands_on_each_page_and_no_row_is_torn():
    pages = tables_of(render(short_report(f"{PROSE}\n{LONG}")))
    assert [table.texts[0] for (table,) in pages] == [["序号", "村组", "户数"]] * 4
    rows = [row[0] for (table,) in pages for row in table.texts[1:]]
    assert rows == [str(number) for number in range(1, 61)]


def test_figures_end_below_each_other():
    (table,) = tables_of(render(short_report(f"{TABLE}\n{PROSE}")))[0]
    ends = {round(row[2][-1].right, 1) for row in table.cells[1:]}
    assert len(ends) == 1


def test_a_divided_table_is_one_in_the_tags():
    with pikepdf.open(BytesIO(render(short_report(f"{PROSE}\n{LONG}")))) as pdf:
        kinds = [str(tag.S) for tag in pdf.Root.StructTreeRoot.K[0].K]
        (table,) = [tag for tag in pdf.Root.StructTreeRoot.K[0].K if tag.S == "/Table"]
        parts = [str(part.S) for part in table.K]
        heads = [cell for part in table.K for row in part.K for cell in row.K if cell.S == "/TH"]
        assert {part.P.objgen for part in table.K} == {table.objgen}
        assert {str(cell.A.Scope) for cell in heads} == {"/Column"}
    assert kinds == ["/H1", "/P", "/P", "/Table"]
    assert parts == ["/THead", *["/TBody"] * 7]


def test_the_same_table_gives_the_same_bytes():
    content = short_report(f"{PROSE}\n{TABLE}")
    assert render_pdf(content) == render_pdf(content)


def test_columns_have_what_they_want_or_share_what_there_is():
    assert share_width(100, [10, 10], [20, 40]) == [40, 60]
    assert share_width(100, [10, 10], [20, 400]) == [20, 80]
    assert share_width(100, [10, 90, 50], [10, 90, 50]) == [10, 45, 45]
