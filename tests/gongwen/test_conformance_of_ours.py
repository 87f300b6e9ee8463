"""What the site sets and what it proves agree: hard reports, correctly set, are judged correct."""

from dataclasses import replace

import pytest
from django.conf import settings

from reports.gongwen.conformance import judge
from reports.gongwen.pdf import PageStyle, Variant
from reports.prose.content import AttachmentContent, FigureContent, Numbering, SectionContent
from reports.prose.remarks import Remark

from .hard_reports import hard_reports
from .pages import render
from .sample_report import short_report, write_report

DATE = "2026年1月5日"
HARD = {
    "a name beyond U+FFFF": short_report(name="𠅤𬭎", date=DATE),
    "a line that ends beyond U+FFFF": short_report("述" * 25 + "𠅤" + "述" * 27 + "𬭎" + "述" * 60 + "。"),
    "a signature as wide as the page": short_report(
        post="局长", unit="某某市某某局党组", name="阿卜杜热西提·买买提", date=DATE
    ),
    "a signature of two lines": short_report(
        unit="某某市某某区自然资源和规划局国土空间规划科", post="科长", name="阿卜杜热西提·买买提", date=DATE
    ),
    "a title of Latin letters": short_report(title="Annual report 2025"),
    "a topic sentence in the middle, first of all": short_report(
        salutation="各位领导：",
        sections=(SectionContent("duty", "第一", "述" * 20, f"（一）述职。\n{'述' * 60}。"),),
    ),
    "a chain of long headings at a page's end": short_report(
        sections=(
            SectionContent("opening", "", "", "述职。\n" * 16),
            SectionContent("duty", "第一", "述职" * 20, "（一）" + "述职" * 16 + "\n述职。" * 25),
        )
    ),
    "a heading without number, of two lines, at a page's end": short_report(
        numbering=Numbering.NONE,
        sections=(
            SectionContent("opening", "", "", "述职。\n" * 18),
            SectionContent("duty", "", "述职" * 20, "述职。\n" * 25),
        ),
    ),
    "one line as wide as the page": short_report("述" * 25 + "。", date=DATE),
    "a numbered sentence, not a heading": short_report(
        sections=(SectionContent("duty", "第一", "抓学习", f"（一）{'述' * 80}。\n{'述' * 60}。"),)
    ),
    "topic sentences without number": short_report(
        sections=(
            SectionContent("duty", "第一", "抓学习", "述职。"),
            SectionContent("problems", "", "调研不够", f"（一）走得少。\n{'述' * 60}。"),
            SectionContent("problems", "", "仍有差距", f"{'述' * 60}。"),
            SectionContent("next_steps", "", "今后努力", ""),
        )
    ),
    "headings without numbers": short_report(
        numbering=Numbering.NONE, sections=(SectionContent("duty", "", "履职情况", f"（一）抓学习。\n{'述' * 60}。"),)
    ),
    "a heading of two lines without number": short_report(
        numbering=Numbering.NONE, sections=(SectionContent("duty", "", "述职" * 18, f"（一）抓学习。\n{'述' * 60}。"),)
    ),
    "a heading with its full stop at a page's end": short_report(
        numbering=Numbering.HEADED,
        sections=(
            SectionContent("duty", "一", "履职情况", "\n".join(["述职。"] * 17 + ["（一）抓学习。", "述" * 90])),
        ),
    ),
    "letters with tails on the last line": short_report(
        f"{'述' * (28 * 21 - 30)}（jpqgy）{'述' * 99}。", title="述职报告"
    ),
    "an attachment that begins with a heading of the third level": write_report(
        attachments=(AttachmentContent("办理结果", "1.修路。已经修好。\n2.通水。已经通水。"),)
    ),
    "an attachment's title of two full lines": write_report(attachments=(AttachmentContent("述" * 39, "述职。"),)),
}


@pytest.mark.one_in(3)
@pytest.mark.parametrize("content", HARD.values(), ids=HARD.keys())
@pytest.mark.parametrize("place", ["end", "both"])
def test_a_hard_report_conforms(content, place):
    result = judge(render(content, style=PageStyle(byline_place=place)))
    assert {check.id: str(check.found) for check in result.checks if not check.passed} == {}


@pytest.mark.one_in(4)
@pytest.mark.parametrize("words", range(14, 34))
def test_a_draft_with_gaps_conforms(words):
    """Wherever a gap stands in its line: at its head, inside, at its end."""
    content = short_report(f"{'述' * words}【件数】{'述' * 60}。", date=DATE)
    result = judge(render(content, variant=Variant.DRAFT))
    assert {check.id: str(check.found) for check in result.checks if not check.passed} == {}


FIGURES = (
    FigureContent("投资", "number", "亿元", "123.45", "市统计局", "110.2"),
    FigureContent("满意率", "number", "%", "98.5", "", "97"),
    FigureContent("水渠道路" * 6, "number", "公里", "12", "某某市自然资源和规划局综合科", "10"),
    FigureContent("水渠道路", "number", "亿公顷", "123456.789", "自然资源局", "123456.789"),
)
SHORT = short_report()


@pytest.mark.one_in(5)
@pytest.mark.parametrize("count", [1, 3, 4, 60])
@pytest.mark.parametrize("compared", [True, False], ids=["with last year", "without"])
@pytest.mark.parametrize("content", [SHORT, write_report()], ids=["short title", "long title"])
def test_an_annex_of_figures_conforms(count, compared, content):
    figures = (FIGURES * 15)[:count]
    if not compared:
        figures = tuple(replace(figure, previous="") for figure in figures)
    result = judge(render(replace(content, figures=figures), variant=Variant.ANNEX))
    assert {check.id: str(check.found) for check in result.checks if not check.passed} == {}


@pytest.mark.one_in(5)
@pytest.mark.parametrize("variant", [Variant.ANNOTATED, Variant.REMARKS])
@pytest.mark.parametrize("count", [1, 3, 30])
@pytest.mark.parametrize("content", [SHORT, write_report()], ids=["one paragraph", "pages"])
def test_a_draft_with_remarks_and_their_table_conform(variant, count, content):
    remarks = [
        Remark(number, "履职情况", "工作", "请补充。", "王审阅", "2026-11-20 09:00", "采纳", "已改。" * number,
               place=(0, number % 14))
        for number in range(1, count + 1)
    ]  # fmt: skip
    result = judge(render(content, variant=variant, remarks=remarks))
    assert {check.id: str(check.found) for check in result.checks if not check.passed} == {}


@pytest.mark.one_in(3)
@pytest.mark.parametrize("number", range(12))
def test_a_report_made_up_from_a_seed_conforms(number):
    """`python -m bench proof` takes three hundred of them."""
    content = list(hard_reports(number + 1))[number]
    result = judge(render(content, style=PageStyle(byline_place="both")), font_folders=settings.FONT_DIRS)
    assert {check.id: str(check.found) for check in result.checks if not check.passed} == {}
