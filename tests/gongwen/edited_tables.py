"""A right report with a table in it, made wrong: each kind is one edit of the file, and the check that must find it."""

import json
import re
from dataclasses import replace
from functools import lru_cache, partial

from reports.gongwen.conformance.extraction import read_pdf
from reports.gongwen.conformance.ruled_tables import find_tables
from reports.prose.content import SectionContent

from .edited_pdfs import content_of, draw, edit_pdf, write_content
from .pages import render
from .sample_report import short_report

PROSE = "一年来，坚持把项目建设作为头等大事来抓，主动靠前服务，协调解决用地、资金、手续等问题，取得了较好成效。"
ROWS = (
    ("序号", "项目名称", "投资（万元）", "完成比例", "备注"),
    ("1", "清河水渠改造工程", "1,280.5", "100%", "已完工"),
    ("2", "东山水库除险加固", "860", "85%", ""),
    ("3", "城乡供水工程", "12,300", "42.5%", "跨年度实施，资金已落实到位，正在开展征地拆迁，预计明年上半年全线贯通。"),
)
TABLE = "\n".join(map("\t".join, ROWS))
REPORT = short_report(f"{PROSE}\n{TABLE}\n{PROSE}")
HEIGHT = 841.89
_TEXT = re.compile(rb"BT\n[^B]*? 16 Tf.*?ET", re.DOTALL)  # 小四: 16 pixels
_PLACE = re.compile(rb"1 0 0 -1 ([\d.]+) ([\d.]+) Tm")
_RULE = re.compile(rb"/Artifact\nBMC\n.*?\nEMC", re.DOTALL)
_PIXEL = 0.75
_COLUMNS = len(ROWS[0])


def table_report() -> bytes:
    return render(REPORT)


@lru_cache(maxsize=1)
def the_table():
    (table,) = find_tables(read_pdf(table_report()).pages[0])[0]
    return table


def _rule(pdf, *, x, y, width=0.5):
    """From and to what `x` and `y` say of the table: (column, points) or (row, points), one of them twice the same."""
    table = the_table()
    (left, right), (top, bottom) = ([table.across[at] + off for at, off in x], [table.down[at] + off for at, off in y])
    line = b"0 G %g w %.2f %.2f m %.2f %.2f l S" % (width, left, HEIGHT - top, right, HEIGHT - bottom)
    draw(pdf, content=line)


def _fill(pdf, *, paint, row=1, column=1, height=None):
    table = the_table()
    left, right = table.across[column] + 2, table.across[column + 1] - 2
    top, bottom = table.down[row] + 2, table.down[row + 1] - 2
    middle, tall = (top + bottom) / 2, height or bottom - top
    box = left, HEIGHT - middle - tall / 2, right - left, tall
    draw(pdf, content=paint % b" ".join(b"%.2f" % side for side in box))


def _change(pdf, *, chosen, change):
    """`change` of the pieces of text in the table, in its order."""
    data = content_of(pdf)
    pieces = [match.span() for match in _TEXT.finditer(data)]
    for start, end in pieces[chosen][::-1]:
        data = data[:start] + change(data[start:end]) + data[end:]
    write_content(pdf, data)


def _moved(points, shown):
    return _PLACE.sub(lambda m: b"1 0 0 -1 %s %.3f Tm" % (m[1], float(m[2]) + points / _PIXEL), shown)


def _exchanged(pdf, *, one, other):
    """The words of two cells stand in each other's place."""
    data = content_of(pdf)
    first, second = (list(_TEXT.finditer(data))[place] for place in (one, other))
    there, here = _PLACE.search(second[0])[0], _PLACE.search(first[0])[0]
    above, below = (_PLACE.sub(lambda _m, at=place: at, match[0]) for match, place in ((first, there), (second, here)))
    write_content(
        pdf, data[: first.start()] + above + data[first.end() : second.start()] + below + data[second.end() :]
    )


def _without_rules(pdf, *, chosen):
    data = content_of(pdf)
    spans = [match.span() for match in _RULE.finditer(data) if b" l\nS" in match[0]]
    for start, end in spans[chosen][::-1]:
        data = data[:start] + data[end:]
    write_content(pdf, data)


def _below_moved(pdf, *, points):
    """The text below the table, without the page's number."""
    foot = the_table().bottom / _PIXEL
    write_content(
        pdf, _PLACE.sub(lambda m: _moved(points, m[0]) if foot < float(m[2]) < 1000 else m[0], content_of(pdf))
    )


def _with_source(pdf, *, change):
    body = REPORT.sections[0].body
    content = replace(REPORT, sections=(SectionContent("duty", "", "", change(body)),))
    pdf.attachments["report.json"] = json.dumps(content.to_dict()).encode()


_FILL, _WHITE, _GREY = b"0 g %s re f", b"1 g %s re f", b"0.9 g %s re f"
_ALL, _ROW_1 = ((0, 0), (-1, 0)), (1, 14.8)
_PICTURE = b"q 40 0 0 20 200 520 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x60 EI Q"

TABLE_EDITS = {
    "a rule through a row": ("tables", partial(_rule, x=_ALL, y=(_ROW_1, _ROW_1))),
    "a rule between two lines of a cell": ("tables", partial(_rule, x=_ALL, y=((3, 30), (3, 30)))),
    "a rule beside a rule": ("tables", partial(_rule, x=_ALL, y=((2, 3), (2, 3)))),
    "an upright rule beside words": ("tables", partial(_rule, x=((2, -4), (2, -4)), y=_ALL)),
    "an upright rule through words": ("tables", partial(_rule, x=((1, 50), (1, 50)), y=_ALL)),
    "a rule through one cell": ("foreign_ink", partial(_rule, x=((1, 0), (2, 0)), y=(_ROW_1, _ROW_1))),
    "a rule under one word": ("foreign_ink", partial(_rule, x=((1, 20), (1, 60)), y=((1, 24), (1, 24)))),
    "an upright rule in one row": ("foreign_ink", partial(_rule, x=((4, 40), (4, 40)), y=((2, 0), (3, 0)))),
    "a rule beside the table": ("foreign_ink", partial(_rule, x=((-1, 4), (-1, 4)), y=_ALL)),
    "a rule that is too long": ("foreign_ink", partial(_rule, x=((0, 0), (-1, 20)), y=((2, 0), (2, 0)))),
    "a frame in a cell": ("foreign_ink", partial(_fill, paint=b"0 G 0.5 w %s re S")),
    "a diagonal through a cell": ("foreign_ink", partial(_rule, x=((4, 0), (5, 0)), y=((2, 0), (3, 0)))),
    "a thick rule": ("foreign_ink", partial(_rule, x=_ALL, y=((2, 0), (2, 0)), width=3)),
    "a red rule of the table": ("foreign_ink", partial(_fill, paint=b"1 0 0 rg %s re f", row=2, column=4, height=1)),
    "a black bar over a cell": ("foreign_ink", partial(_fill, paint=_FILL)),
    "a thin bar over words": ("foreign_ink", partial(_fill, paint=_FILL, height=1.5)),
    "a white box over a cell": ("hidden_text", partial(_fill, paint=_WHITE)),
    "a grey empty cell": ("foreign_ink", partial(_fill, paint=_GREY, row=2, column=4)),
    "a picture in the table": ("foreign_ink", partial(draw, content=_PICTURE)),
    "a rule is missing": ("foreign_ink", partial(_without_rules, chosen=slice(10, 15))),
    "a piece of a rule is missing": ("foreign_ink", partial(_without_rules, chosen=slice(12, 13))),
    "the words of a row are missing": ("tables", partial(_change, chosen=slice(5, 10), change=lambda _shown: b"")),
    "the words of a cell are missing": ("source_text", partial(_change, chosen=slice(6, 7), change=lambda _shown: b"")),
    "a line of a cell is missing": ("tables", partial(_change, chosen=slice(19, 20), change=lambda _shown: b"")),
    "the first line of a cell is missing": (
        "tables", partial(_change, chosen=slice(18, 19), change=lambda _shown: b"")),
    "words 4 pt lower": ("tables", partial(_change, chosen=slice(6, 7), change=partial(_moved, 4))),
    "words over a rule": ("tables", partial(_change, chosen=slice(6, 7), change=partial(_moved, 12))),
    "larger words in a cell": (
        "tables", partial(_change, chosen=slice(6, 7), change=lambda shown: shown.replace(b" 16 Tf", b" 18 Tf"))),
    "grey words in a cell": (
        "colour", partial(_change, chosen=slice(6, 7), change=lambda shown: b"0.5 g " + shown + b" 0 g")),
    "white words in a cell": (
        "hidden_text", partial(_change, chosen=slice(6, 7), change=lambda shown: b"1 g " + shown + b" 0 g")),
    "words in each other's cell": ("source_text", partial(_exchanged, one=6, other=11)),
    "figures in each other's cell": ("source_text", partial(_exchanged, one=8, other=13)),
    "other words than in the source": ("source_text", partial(_with_source, change=lambda b: b.replace("860", "890"))),
    "a row that only the source has": (
        "source_text", partial(_with_source, change=lambda body: body.replace("\n3\t", "\n3\t别的项目\t1\t1%\t\n4\t"))),
    "the text below moved by 3 pt": ("baselines", partial(_below_moved, points=3)),
    "the text below moved by a line": ("baselines", partial(_below_moved, points=29.61)),
}  # fmt: skip


def edited(edit) -> bytes:
    return edit_pdf(table_report(), edit)
