"""Reports of other offices in an outline that none of them knows, the demonstration's: every part in its section or
asked about, what stays empty is known, and no word is lost.

The texts in elsewhere/ were written for these tests: three and four levels, …方面 without numbers, a page of a PDF,
Markdown, one 一、 with five （一）, problems first, a summary in front, a speech, 德能勤绩廉 in a word each, 壹贰叁; ①,
a page of WeChat with emoji, a web page with its buttons, pages of digits set off by spaces, plans and problems that no
heading calls so, a title that runs into the text, questions as headings.
"""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from reports.prose.cuts import cut_parts, heads
from reports.prose.parsing import read_report
from reports.prose.placing import AskedSection, divide_report, find_places

HERE = Path(__file__).parent / "elsewhere"
OURS = Path(__file__).parents[2] / "reports" / "demonstration" / "outline.toml"
ASKED = [
    AskedSection(row["kind"], row["title"], f"{row.get('guidance', '')}\n{row.get('sample', '')}")
    for row in tomllib.loads(OURS.read_text())["sections"]
]
STUDY, CONDUCT, INQUIRY, GROWTH, PARTY, PROBLEMS, CAUSES, PLANS, CLOSING = [section.title for section in ASKED[1:]]
RIGHT = {
    "aspects_unnumbered": [f"{STUDY}?", PROBLEMS, PLANS],
    "capital_numerals": [STUDY, GROWTH, PROBLEMS, PLANS],
    "first_second_runin": [STUDY, f"{PARTY}?", CONDUCT, f"{GROWTH}?", PROBLEMS, PLANS],
    "four_levels": [f"{PARTY}?", GROWTH, INQUIRY, PROBLEMS, CAUSES, PLANS],
    "inverted": [
        PROBLEMS,
        PLANS,
        CAUSES,
        f"{GROWTH}?",
        f"{PARTY}?",
        f"{STUDY}?",
        f"{INQUIRY}?",
        f"{CONDUCT}?",
        CLOSING,
    ],
    "markdown": [STUDY, GROWTH, CONDUCT, f"{PARTY}?", PROBLEMS, PLANS],
    "one_bare_five": [STUDY, GROWTH, INQUIRY, CONDUCT, PARTY, CLOSING],
    "pdf": [STUDY, f"{GROWTH}?", PARTY, CONDUCT, PROBLEMS, CAUSES, PLANS],
    "speech": [f"{GROWTH}?", PROBLEMS, PLANS, CLOSING],
    "summary_front": [STUDY, GROWTH, f"{INQUIRY}?", CONDUCT, PROBLEMS, PLANS],
    "three_levels": [STUDY, PARTY, CONDUCT, INQUIRY, PROBLEMS, CAUSES, PLANS, CLOSING],
    "unnumbered": [STUDY, GROWTH, CONDUCT, f"{PARTY}?", PROBLEMS, PLANS],
    "virtue_inline": [f"{STUDY}?", PROBLEMS, PLANS],
    "circled": [STUDY, CONDUCT, f"{PARTY}?", f"{GROWTH}?", INQUIRY, PROBLEMS, PLANS],
    "english": [STUDY, f"{GROWTH}?", f"{CONDUCT}?", f"{PARTY}?", PROBLEMS, PLANS],
    "enterprise": [STUDY, GROWTH, f"{INQUIRY}?", f"{PARTY}?", CONDUCT, PROBLEMS, PLANS],
    "guiding_words": [STUDY, f"{GROWTH}?", f"{PARTY}?", INQUIRY, PROBLEMS, CAUSES, PLANS],
    "ideology": [PARTY, f"{STUDY}?", GROWTH, PROBLEMS, PLANS],
    "markdown_leads": [STUDY, f"{GROWTH}?", f"{PARTY}?", PROBLEMS, PLANS],
    "pdf_digits": [STUDY, f"{GROWTH}?", INQUIRY, f"{PARTY}?", PROBLEMS, PLANS],
    "questions": [f"{GROWTH}?", f"{STUDY}?", PROBLEMS, CAUSES, PLANS],
    "questions_inline": [f"{GROWTH}?", PROBLEMS, PLANS],
    "run_in_title": [STUDY, GROWTH, f"{INQUIRY}?", CONDUCT, f"{PARTY}?", PROBLEMS, PLANS],
    "school": [STUDY, f"{GROWTH}?", f"{CONDUCT}?", f"{INQUIRY}?", f"{PARTY}?", PROBLEMS, PLANS],
    "short_headings": [STUDY, PARTY, f"{INQUIRY}?", CONDUCT, f"{GROWTH}?", PROBLEMS, PLANS],
    "spoken": [f"{GROWTH}?", PROBLEMS, PLANS, CLOSING],
    "village": [PARTY, GROWTH, f"{INQUIRY}?", f"{STUDY}?", f"{CONDUCT}?", PROBLEMS, PLANS, CLOSING],
    "virtues_in_quotes": [STUDY, GROWTH, f"{CONDUCT}?", f"{INQUIRY}?", f"{PARTY}?", PROBLEMS, PLANS],
    "web_page": [STUDY, f"{GROWTH}?", INQUIRY, f"{PARTY}?", PROBLEMS, PLANS],
    "wechat": [STUDY, f"{GROWTH}?", CONDUCT, PROBLEMS, PLANS, CLOSING],
    "years_work": [f"{GROWTH}?", f"{PARTY}?", PROBLEMS, PLANS],
}


def read(name):
    (path,) = HERE.glob(f"{name}.*")
    return path.read_text(), divide_report(read_report(path.read_text()), ASKED)


def titles(sections):
    """The outline's title for each part, with ? where it is asked about."""
    places = find_places(sections, ASKED)
    return [
        ("" if place.section is None else ASKED[place.section].title) + "?" * (place.is_guess or place.section is None)
        for place in places
    ]


def test_every_text_is_tried():
    assert sorted(RIGHT) == sorted(file.stem for file in HERE.iterdir())


@pytest.mark.parametrize("name", RIGHT)
def test_every_part_is_in_its_section_or_asked_about(name):
    assert titles(read(name)[1].sections) == RIGHT[name]


def words(text):
    return Counter(re.findall(r"[\u4e00-\u9fff]|[0-9A-Za-z]", text))


@pytest.mark.parametrize("name", RIGHT)
def test_no_word_is_lost(name):
    """But for the numerals of headings that were divided, since the outline numbers, and 附件 with its numbers."""
    text, parsed = read(name)
    kept = [parsed.title, parsed.salutation, parsed.opening, parsed.signature, parsed.date, parsed.left_over]
    kept += [f"{one.numeral}{one.heading}{one.body}" for one in parsed.sections]
    kept += [f"{one.title}{one.body}" for one in parsed.attachments] + [one.text for one in parsed.removed]
    assert set(words(text) - words("".join(kept))) <= set("一二三四12附件")


@pytest.mark.parametrize("name", RIGHT)
def test_nothing_is_a_blank_that_the_author_did_not_leave_open(name):
    assert read(name)[1].blanks == ()


def test_a_title_below_a_summary_is_the_title_and_the_summary_is_kept():
    parsed = read("summary_front")[1]
    assert (parsed.title, parsed.signature) == ("2025年度述职报告", "交通运输局党组书记　赵砚秋")
    assert parsed.opening.startswith("内容提要：2025年")


SPLIT = {
    "aspects_unnumbered": [STUDY, GROWTH, CONDUCT, INQUIRY, f"{PARTY}?", PROBLEMS, PLANS],
    "speech": [f"{title}?" for title in (STUDY, GROWTH, PARTY, INQUIRY, CONDUCT, "")] + [PROBLEMS, PLANS, CLOSING],
    "virtue_inline": [f"{title}?" for title in (STUDY, GROWTH, INQUIRY, CONDUCT, PARTY)] + [PROBLEMS, PLANS],
}


@pytest.mark.parametrize("name", SPLIT)
def test_what_nobody_numbered_is_placed_after_one_press_of_the_button(name):
    sections = read(name)[1].sections
    whole = cut_parts(sections, heads(sections))
    split = cut_parts(sections, [*heads(sections), *(whole[0].headings or whole[0].paragraph_cuts)])
    assert titles([part.section for part in split]) == SPLIT[name]


def test_emoji_and_the_buttons_of_a_web_page_are_taken_out_and_told():
    removed = [one.text for one in read("web_page")[1].removed]
    assert removed == [
        "首页 > 范文 > 述职报告",
        "来源：本站 作者：佚名 发布时间：2025-12-30 浏览：2163次",
        "【字体：大 中 小】",
        "点击下载Word版　打印本页　关闭窗口",
        "相关文章：\n县残联2024年工作总结\n",
    ]
    assert {one.text.strip() for one in read("wechat")[1].removed} == set("📌👇🔴✅❌👉🙏")


def test_a_page_with_digits_set_off_by_spaces_is_joined_with_its_title():
    parsed = read("pdf_digits")[1]
    assert parsed.title == "县住房和城乡建设局局长 2025 年度述职报告"
    assert [section.heading for section in parsed.sections if "\n" in section.body] == [
        "存在的问题与不足"
    ]  # 三是 begins one


def test_a_title_that_runs_into_the_text_and_a_short_heading_are_what_they_are():
    assert read("run_in_title")[1].title == "2025年述职述廉报告"
    assert read("short_headings")[1].signature == "柏林镇党委副书记　崔明珠"
    assert [section.heading for section in read("short_headings")[1].sections][:2] == ["政治建设", "基层党建"]


def test_improvements_under_the_heading_of_the_problems_are_the_plans():
    assert [section.body[:5] for section in read("years_work")[1].sections[2:]] == ["存在问题：", "改进措施："]
