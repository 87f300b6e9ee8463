"""The page of GB/T 9704-2012, measured on finished files."""

import re
from functools import cache
from itertools import pairwise

import pytest

from reports.gongwen.pdf import PageStyle
from reports.prose.content import AttachmentContent, Numbering, SectionContent

from .pages import FOOT, LEFT, MM, RIGHT, TOP, read_pages, render
from .sample_report import short_report, write_report

EM = 16.0


@cache
def sample(numbering=Numbering.RUN_IN, **style):
    return read_pages(render(write_report(numbering), style=PageStyle(**style)))


def body_lines(pages):
    return [line for page in pages for line in page[:-1] if line.sizes == {EM}]


def test_full_pages_have_22_lines():
    assert [len(page[:-1]) for page in sample()[1:-1]] == [22] * (len(sample()) - 2)


def test_the_type_area_starts_37_mm_from_the_top_and_ends_225_mm_below():
    page = sample()[1]
    assert page[0].characters[0]["top"] == pytest.approx(TOP, abs=0.2)
    assert page[-2].characters[0]["bottom"] == pytest.approx(FOOT, abs=0.2)


def test_the_type_area_starts_28_mm_from_the_left():
    assert min(line.left for line in body_lines(sample())) == pytest.approx(LEFT, abs=0.05)


def test_a_full_line_has_28_characters():
    pages = read_pages(render(short_report("述" * 100)))
    assert [len(line.text) for line in pages[0][2:5]] == [26, 28, 28]


def test_every_line_but_a_paragraphs_last_ends_flush():
    head = ("某", "（2026", "各位领导")
    lines = [line for line in body_lines(sample()) if not line.text.startswith(head)]
    # A line is a paragraph's last where the next one is indented.
    inner = [line for line, after in pairwise(lines) if after.left < LEFT + 1]
    assert len(inner) > 40
    assert [line.text for line in inner if abs(line.right - RIGHT) > 0.5] == []


@pytest.mark.parametrize("length", [1, 27, 28, 29, 30, 55, 57, 83])
def test_any_length_of_paragraph_ends_flush(length):
    lines = read_pages(render(short_report("述" * (length - 1) + "。", title="")))[0][1:-1]
    assert "".join(line.text for line in lines) == "述" * (length - 1) + "。"
    assert [line.right for line in lines[:-1]] == pytest.approx([RIGHT] * (len(lines) - 1), abs=0.5)


def test_lines_never_start_or_end_with_the_wrong_mark():
    lines = [line.text for line in body_lines(sample()) + body_lines(sample(Numbering.HEADED))]
    assert [line for line in lines if line[0] in "，。、；：？！”’）》％%…"] == []
    assert [line for line in lines if line[-1] in "“‘（《"] == []


def test_numbers_keep_their_units():
    text = "\n".join(line.text for line in body_lines(sample()))
    assert re.findall(r"\d\n\d|\d\n[年月日个％%亿万件名]|[A-Za-z]\n[A-Za-z]|—\n—|…\n…", text) == []


def test_faces_and_sizes():
    head = sample(Numbering.HEADED)[0]
    title, byline, date = head[0], head[2], head[3]
    assert (title.fonts, title.sizes) == ({"FandolSong-Bold"}, {22.0})
    assert (byline.fonts, byline.sizes) == ({"FandolKai-Regular", "BabelStoneHan"}, {16.0})
    assert date.text == "（2026年1月5日）"
    headings = [line for line in body_lines(sample(Numbering.HEADED)) if re.match("[一二三四五]、", line.text)]
    assert [line.fonts for line in headings] == [{"FandolHei-Regular"}] * 5


def test_a_topic_sentence_runs_into_its_paragraph():
    line = next(line for line in body_lines(sample()) if line.text.startswith("第一，"))
    assert line.text.startswith("第一，坚持政治引领，在学深悟透上持续用力。把学习")
    assert line.fonts == {"FandolHei-Regular", "FandolFang-Regular"}


def test_a_rare_character_keeps_the_grid():
    plain, rare = (read_pages(render(short_report(f"{name}同志。\n" * 30)))[0] for name in ("张荣基", "张镕堃"))
    assert [line.baseline for line in plain] == pytest.approx([line.baseline for line in rare], abs=0.01)


def test_page_numbers_stand_outside_odd_right_even_left():
    first, second = sample()[0][-1], sample()[1][-1]
    assert (first.text, second.text) == ("— 1 —", "— 2 —")
    assert (first.sizes, first.fonts) == ({14.0}, {"FandolSong-Regular"})
    character = (156 * MM - EM) / 27
    assert RIGHT - first.right == pytest.approx(character, abs=0.2)
    assert second.left - LEFT == pytest.approx(character, abs=0.2)


def test_the_page_numbers_dash_is_7_mm_below_the_type_area():
    dash_above_baseline = 0.311 * 14  # of FandolSong's dash
    top = sample()[0][-1].baseline - dash_above_baseline
    assert top - FOOT == pytest.approx(7 * MM, abs=0.3)


def test_centred_page_numbers():
    for page in sample(page_numbers_centred=True):
        assert (page[-1].left + page[-1].right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)


def test_a_page_never_ends_with_a_heading():
    sections = tuple(SectionContent("duty", "一", "加强组织领导", "述" * 40) for _ in range(30))
    for extra in range(3):
        opening = SectionContent("opening", "", "", "述" * (10 + 28 * extra))
        content = short_report(numbering=Numbering.HEADED, sections=(opening, *sections))
        pages = read_pages(render(content))
        assert [page[-2].text for page in pages if "、" in page[-2].text] == []


def test_a_page_may_end_between_the_items_of_a_list():
    items = "\n".join(f"（{number}）压实各级责任；" for number in "一二三四五六七八")
    pages = read_pages(render(short_report("述职述责。\n" * 15 + items + "\n特此报告。")))
    plain = read_pages(render(short_report("述职述责。\n" * 24)))
    assert [len(page) for page in pages] == [len(page) for page in plain]
    assert {line.fonts == {"FandolFang-Regular"} for page in pages for line in page if "压实" in line.text} == {True}


def test_the_signature_stands_where_the_standard_puts_it():
    content = short_report(date="2026年11月22日", unit="某某市某某区自然资源局", post="局长", name="张三")
    *_, signature, date, _ = read_pages(render(content, style=PageStyle(byline_place="end")))[0]
    character = (156 * MM - EM) / 27
    assert signature.text == "某某市某某区自然资源局局长\u3000张三"
    assert RIGHT - signature.right == pytest.approx(2 * character, abs=1)
    assert date.left - signature.left == pytest.approx(2 * character, abs=0.5)


def test_a_date_longer_than_the_signature_moves_it_left():
    content = short_report(date="2026年11月22日", unit="", post="", name="张三")
    *_, signature, date, _ = read_pages(render(content, style=PageStyle(byline_place="end")))[0]
    character = (156 * MM - EM) / 27
    assert RIGHT - date.right == pytest.approx(2 * character, abs=1)
    assert date.left - signature.left == pytest.approx(2 * character, abs=0.5)


def test_a_title_is_broken_where_its_author_broke_it():
    page = read_pages(render(short_report(title="某某县水务局\n2025年度\n述职报告")))[0]
    assert [line.text for line in page[:3]] == ["某某县水务局", "2025年度", "述职报告"]


def test_page_one_shows_body_text():
    content = short_report(
        title="关于某某省某某市某某区某某街道办事处" * 6 + "的述职报告", salutation="各位领导：", date="2026年1月5日"
    )
    assert "一年来，各项工作平稳有序。" in [line.text for line in read_pages(render(content))[0]]


@pytest.mark.parametrize("rest", ["述" * 40 + "。", ""])
def test_a_page_never_ends_inside_a_heading_that_runs_into_its_paragraph(rest):
    """A topic sentence of two lines on every line of a page; alone in its paragraph it goes along with the next."""
    topic = "坚持围绕高质量发展统筹兼顾各项工作，把党的领导落实到产业发展的全过程和各方面"
    for lines in range(14, 22):
        opening = SectionContent("opening", "", "", "述" * (28 * lines - 4) + "。")
        duty = SectionContent(
            "duty", "第一", topic, "\n".join(part for part in (rest, "（一）述职", "述" * 60 + "。") if part)
        )
        first, *_others = read_pages(render(short_report(sections=(opening, duty), title="述职报告")))
        assert first[-2].fonts - {"FandolHei-Regular"} == {"FandolFang-Regular"}


PAIRS = "《履职》《廉政（试行）》（附“双创”）"


def steps_of(line):
    """In ems from each of two marks side by side to the one after it."""
    return {
        first["text"] + second["text"]: round((second["x0"] - first["x0"]) / first["size"], 1)
        for first, second in pairwise(line.characters)
        if {first["text"], second["text"]} <= set("“”《》（），")
    }


@pytest.mark.parametrize("place", ["title", "attachment", "byline", "heading", "second heading"])
def test_marks_side_by_side_stand_closer_in_every_face(place):
    headed = [SectionContent("duty", "一", PAIRS, f"（一）{PAIRS}\n述职。")]
    content = short_report(
        title=PAIRS if place == "title" else "述职报告",
        post=PAIRS if place == "byline" else "局长",
        numbering=Numbering.HEADED,
        sections=tuple(headed),
        attachments=(AttachmentContent(PAIRS if place == "attachment" else "表", "述职。"),),
    )
    lines = [line for page in read_pages(render(content)) for line in page]
    faces = {"title": "FandolSong-Bold", "attachment": "FandolSong-Bold", "byline": "FandolKai-Regular",
             "heading": "FandolHei-Regular", "second heading": "FandolKai-Regular"}  # fmt: skip
    found = {pair: step for line in lines if line.fonts == {faces[place]} for pair, step in steps_of(line).items()}
    assert found | dict.fromkeys(["》《", "）》", "》（", "”）"], 0.5) == dict.fromkeys(found, 0.5)


@pytest.mark.parametrize("title", [PAIRS, "关于《履职情况（试行）》", "“述职”“述廉”", "述职报告"])
def test_a_title_with_marks_side_by_side_stands_in_the_middle(title):
    lines = [line for line in read_pages(render(short_report(title=title)))[0] if line.sizes == {22.0}]
    assert [line.left + line.right for line in lines] == pytest.approx([LEFT + RIGHT] * len(lines), abs=0.2)
