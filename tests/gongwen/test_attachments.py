"""The note of attachments and their pages, measured on the finished PDF and read from the Word document."""

from io import BytesIO
from itertools import pairwise

import docx
import pytest

from reports.documents.importing import read_file
from reports.documents.rendering import site_faces, write_word
from reports.documents.restoring import restore_content
from reports.gongwen.conformance import judge
from reports.gongwen.fonts import FontRole
from reports.gongwen.pdf import PageStyle
from reports.prose.content import AttachmentContent
from reports.prose.parsing import read_report

from .pages import LEFT, MM, RIGHT, read_pages, render
from .sample_report import short_report

CHARACTER = (156 * MM - 16) / 27
LONG = "某某局2025年度承担的重点改革任务、民生实事项目和督查反馈问题整改落实情况一览表"
LISTED = (
    AttachmentContent("《水渠》修建清单", "一、东渠\n全线通水，沿线群众用水有了保证。【注】\n（一）清淤。已经完成。"),
    AttachmentContent(LONG, "按季度调度，已全部办结。"),
    AttachmentContent("证书复印件"),
)
SIGNED = PageStyle(byline_place="end")


def report(attachments=LISTED):
    return short_report(date="2026年1月5日", attachments=attachments)


@pytest.fixture(scope="module")
def pages():
    return read_pages(render(report(), style=SIGNED))


def near(*values):
    return pytest.approx(values, abs=0.6)


def test_the_note_stands_one_line_below_the_body_and_the_signature_one_below_the_note(pages):
    texts = [line.text for line in pages[0]]
    assert texts[2] == "附件：1. 《水渠》修建清单"
    assert texts[3] + texts[4] == f"2. {LONG}"
    assert texts[5:7] == ["3. 证书复印件", "某某局局长　张三"]
    steps = [round((below.baseline - above.baseline) / 29.6) for above, below in pairwise(pages[0][1:8])]
    assert steps == [2, 1, 1, 1, 2, 1]


def test_numbers_and_turned_lines_are_aligned(pages):
    note, second, turned, third = pages[0][2:6]
    name = second.characters[3]["x0"]
    numbers = [line.left for line in (second, third)]
    assert (note.left - LEFT) / CHARACTER == pytest.approx(2, abs=0.03)
    assert (note.characters[3]["x0"], *numbers) == near(*[LEFT + 5 * CHARACTER] * 3)
    assert (turned.left, second.right) == near(name, RIGHT)


def test_each_attachment_with_a_text_has_a_page_and_the_numbers_go_on(pages):
    assert [page[0].text for page in pages[1:]] == ["附件1", "附件2"]
    assert [page[-1].text for page in pages] == ["— 1 —", "— 2 —", "— 3 —"]


def test_mark_title_and_text_of_a_page(pages):
    mark, title, heading, *_rest = pages[1]
    latin = site_faces()[FontRole.LATIN].name
    assert (mark.fonts, mark.sizes, mark.left) == ({"FandolHei-Regular", latin}, {16.0}, pytest.approx(LEFT, abs=0.6))
    assert (title.fonts, title.sizes) == ({"FandolSong-Bold"}, {22.0})
    assert round((title.baseline - mark.baseline) / 29.6) == 2
    assert (title.left + title.right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=11)
    assert (heading.text, heading.fonts) == ("一、东渠", {"FandolHei-Regular"})


def test_brackets_are_printed_and_do_not_stop_a_final_copy(pages):
    assert "【注】" in "".join(line.text for line in pages[1])


def test_one_alone_has_no_number():
    (first, second) = read_pages(render(report(LISTED[:1]), style=SIGNED))
    assert (first[2].text, second[0].text) == ("附件：《水渠》修建清单", "附件")


@pytest.mark.parametrize("count", [1, 2, 3, 12, 30])
def test_meets_the_standard(count):
    several = [AttachmentContent(f"{title}之{number}") for number, title in enumerate(["清单", LONG] * 15)]
    content = report((*LISTED[:1], *several)[:count])
    sheet = judge(render(content, style=SIGNED))
    assert [check.id for check in sheet.checks if not check.passed] == []


def test_word_has_named_styles_and_comes_back():
    data = write_word(report(), style=SIGNED)
    named = [(p.style.name, p.text) for p in docx.Document(BytesIO(data)).paragraphs if "附件" in p.style.name]
    assert [(name, text.replace("\n", "")) for name, text in named] == [
        ("公文附件说明", "附件：1.\t《水渠》修建清单"),
        ("公文附件说明", f"2.\t{LONG}"),
        ("公文附件说明", "3.\t证书复印件"),
        ("公文附件标识", "附件1"),
        ("公文附件标题", "《水渠》修建清单"),
        ("公文附件标识", "附件2"),
        ("公文附件标题", LONG),
    ]
    assert restore_content("述职.docx", data) == report()
    assert read_report(read_file("述职.docx", data)).attachments == LISTED
