"""What a reader, a screen reader and a clipboard find in the file."""

import re
import subprocess
from io import BytesIO

import pikepdf
import pytest

from reports.gongwen import judge
from reports.gongwen.pdf import PageStyle, Unprintable, Variant
from reports.prose.content import FigureContent, Numbering, SectionContent

from .pages import body_text, read_pages, render
from .sample_report import short_report, write_report


def paragraphs(content):
    return [line for section in content.sections for line in content.filled(section.body).splitlines()]


def copied(data: bytes) -> str:
    """The text as a viewer's clipboard gets it, lines joined."""
    command = ["pdftotext", "-enc", "UTF-8", "-", "-"]
    text = subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()  # noqa: S603
    return text.replace("\n", "").replace("\f", "")


@pytest.mark.parametrize("numbering", [Numbering.RUN_IN, Numbering.HEADED])
def test_copied_text_reads_as_written(numbering):
    content = write_report(numbering)
    # Page numbers stand between the pages' texts; they are the only thing that does.
    data = render(content)
    text = copied(data)
    for page in range(1, len(read_pages(data)) + 1):
        text = text.replace(f"—{page}—", "").replace(f"— {page} —", "")
    assert [paragraph for paragraph in paragraphs(content) if paragraph not in text] == []


def test_glyphs_read_in_order():
    content = write_report()
    text = body_text(render(content))
    assert [paragraph for paragraph in paragraphs(content) if paragraph not in text] == []


@pytest.mark.parametrize(
    "body",
    [
        "“一”、“二”、“三”，《四》《五》（六）。“《七》”；" * 12,
        "PostgreSQL、Kubernetes、OpenStreetMap、GB/T 9704-2012、ISO9001" * 8,
        "增长12.5%、下降3.6％，分别为1234567.89万元、98765.43亿元、0.5个百分点；" * 8,
        "述——职……" * 40,
    ],
)
def test_awkward_text_is_copied_whole(body):
    text = copied(render(short_report(body)))
    assert body.replace(" ", "") in text.replace(" ", "")


LINKS = ("https://www.example.gov.cn/zwgk/t20260511_report-final.html?id=12&page=3", "zhang.san_2026@djgz.gov.cn",
         "state-of-the-art-technology")  # fmt: skip


def test_divided_addresses_are_copied_whole():
    bodies = [f"{'述' * before}，详见{link}，请予评议。" for link in LINKS for before in range(4, 26, 3)]
    content = short_report("\n".join(bodies))
    data = render(content, variant=Variant.FINAL)
    text = re.sub("—[0-9]—", "", copied(data).replace(" ", ""))
    assert [body for body in bodies if body not in text] == []
    assert [body for body in bodies if body not in body_text(data)] == []
    assert judge(data).passed


@pytest.mark.parametrize(
    "changes", [{"post": "局长喆", "name": "镕生"}, {"body": "述职喆 镕述职。" * 9}, {"title": "述职喆 镕报告"}]
)
def test_a_blank_between_rare_characters_is_no_tag_of_its_own(changes):
    sheet = judge(render(short_report(**changes, date="2026年1月5日")))
    assert [check.id for check in sheet.checks if not check.passed] == []


def test_the_outline_is_the_reports_structure():
    with pikepdf.open(BytesIO(render(write_report(Numbering.HEADED)))) as pdf, pdf.open_outline() as outline:
        (title,) = outline.root
        assert title.title == write_report().title
        assert [item.title[:2] for item in title.children] == ["一、", "二、", "三、", "四、", "五、"]
        assert [item.title for item in title.children[1].children] == ["（一）夯实耕地保护", "（二）优化营商环境"]


def test_a_topic_sentence_over_a_page_end_is_one_bookmark():
    sections = tuple(SectionContent("duty", "第一", "坚持政治引领", "述" * 250) for _ in range(8))
    with pikepdf.open(BytesIO(render(short_report(sections=sections)))) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root[0].children] == ["第一，坚持政治引领"] * 8


def test_metadata_says_what_and_who():
    content = write_report()
    with pikepdf.open(BytesIO(render(content))) as pdf:
        info = {str(key): str(value) for key, value in pdf.docinfo.items()}
        assert (info["/Title"], info["/Author"]) == (content.title, "张镕生")
        assert info["/CreationDate"] == "D:20260105"
        assert pdf.Root.Lang == "zh-CN"


def test_pdf_a_and_pdf_ua_are_claimed():
    with pikepdf.open(BytesIO(render(write_report()))) as pdf:
        with pdf.open_metadata() as metadata:
            found = metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]
        assert found == ("3", "A", "1")
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def marked(pdf, page):
    """(tag, marked content id or None) of everything on a page; unmarked text fails."""
    found, open_marks = [], 0
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) in {"BDC", "BMC"}:
            properties = operands[1] if len(operands) > 1 else {}
            found.append((str(operands[0]), properties.get("/MCID")))
            open_marks += 1
        elif str(operator) == "EMC":
            open_marks -= 1
        elif str(operator) == "TJ":
            assert open_marks == 1
    return found


def structure_ids(element, found):
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            structure_ids(kid, found)
        else:
            found.append((element.Pg.objgen, int(kid)))
    return found


@pytest.mark.parametrize("variant", [Variant.FINAL, Variant.DRAFT, Variant.ANNEX])
def test_everything_is_tagged_or_an_artifact(variant):
    with pikepdf.open(BytesIO(render(write_report(), variant=variant))) as pdf:
        tagged = sorted(structure_ids(pdf.Root.StructTreeRoot, []))
        marks = [(page.objgen, tag, mcid) for page in pdf.pages for tag, mcid in marked(pdf, page)]
        assert tagged == sorted((page, int(mcid)) for page, tag, mcid in marks if mcid is not None)
        assert {tag for _, tag, mcid in marks if mcid is None} == {"/Artifact"}


def test_headings_are_headings():
    with pikepdf.open(BytesIO(render(write_report(Numbering.HEADED)))) as pdf:
        document = pdf.Root.StructTreeRoot.K[0]
        parts = [part for element in document.K for part in (element.K if element.S == "/Div" else [element])]
        kinds = [str(part.S) for part in parts]
    assert [kind for kind in kinds if kind != "/P"] == ["/H1", "/H2", "/H2", "/H3", "/H3", "/H2", "/H2", "/H2"]


def test_a_draft_leaves_gaps_and_a_final_copy_refuses():
    content = short_report("共发展党员【党员】名、预备党员【预备党员】名。")
    text = body_text(render(content, variant=Variant.DRAFT))
    assert "共发展党员＿＿＿＿＿名、预备党员＿＿＿＿＿名。" in text
    with pytest.raises(Unprintable) as refused:
        render(content)
    assert (refused.value.code, refused.value.params) == ("unfilled", {"labels": "党员、预备党员"})


def test_a_gap_needs_no_font_of_rare_characters():
    lines = read_pages(render(short_report("共发展党员【党员】名。"), variant=Variant.DRAFT))[0]
    gapped = next(line for line in lines if "＿" in line.text)
    assert gapped.fonts == {"FandolFang-Regular", "ReportGap-Regular"}


def test_a_watermark_is_not_copied():
    style = PageStyle(mark_reader=True)
    text = body_text(render(write_report(), variant=Variant.DRAFT, style=style, reader="王审阅"))
    assert "草稿" not in text
    assert "王审阅" not in text


def test_a_character_without_a_font_is_named():
    with pytest.raises(Unprintable) as refused:
        render(short_report("一年来\U000f0000，\U000f0001。", title="\U000f0000"))
    assert refused.value.code == "characters"
    assert refused.value.params["characters"].count("U+F0000") == 1
    assert "U+F0001" in str(refused.value)


@pytest.mark.parametrize(
    ("written", "named"),
    [("一年\ud800来", "(U+D800)"), ("q\u0303", "\u0303 (U+0303)"), ("一\ue000", "\ue000 (U+E000)")],
)
def test_what_cannot_be_shown_is_named_in_words_that_can_be_sent(written, named):
    with pytest.raises(Unprintable) as refused:
        render(short_report(written))
    assert refused.value.params["characters"] == named
    assert str(refused.value).encode()


def test_a_letter_and_its_accent_are_one_character():
    (line,) = read_pages(render(short_report("cafe\u0301。", title="", unit="", post="", name="")))[0][:-1]
    assert line.text == "café。"


def test_variation_selectors_are_not_printed():
    assert "葛某，葛某。" in body_text(render(short_report("葛\U000e0100某，葛\ufe00某。")))


@pytest.mark.parametrize("content", [short_report(" \n"), short_report(sections=())])
def test_an_empty_report_is_refused(content):
    with pytest.raises(Unprintable, match=r".") as refused:
        render(content)
    assert refused.value.code == "empty"


def test_the_annex_lists_every_figure():
    figures = (
        FigureContent("投资", "number", "亿元", "120", "市统计局", "100"),
        FigureContent("满意率", "number", "%", "98.5", "", "97"),
        FigureContent("批准日期", "date", "", "2025-04-01"),
    )
    result = render(short_report(figures=figures), variant=Variant.ANNEX)
    rows = [line.text for line in read_pages(result)[0]][2:-1]
    assert rows == [
        "序号数据本年上年变化来源",
        "1投资120亿元100亿元+20.0%市统计局",
        "2满意率98.5%97%+1.5个百分点",
        "3批准日期2025年4月1日—",
    ]


def test_substitutes_are_named():
    assert judge(render(short_report())).substitutes == (
        ("仿宋", "FandolFang-Regular"),
        ("宋体", "FandolSong-Regular"),
        ("小标宋", "FandolSong-Bold"),
        ("楷体", "FandolKai-Regular"),
    )
