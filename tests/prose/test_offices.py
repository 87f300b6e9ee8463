"""Reports in the styles of many offices: every part in the right section of the outline, or asked about.

The texts in offices/ were written for these tests: inner headings, headings without numbers, a table, a page pasted
from a PDF, full-width digits, paragraphs of aspects, 德能勤绩廉, 第一部分, 首先其次, half-width marks, Markdown and
dashes.
"""

import tomllib
from pathlib import Path

import pytest

from reports.prose.cuts import cut_parts, heads
from reports.prose.parsing import read_report
from reports.prose.placing import AskedSection, divide_report, find_places
from reports.prose.proofreading import CheckedText, proofread

OFFICES = Path(__file__).parent / "offices"
ASKED = [
    AskedSection("opening", "导语"),
    AskedSection("duty", "政治建设", "学习贯彻上级精神，政治理论学习，党的建设，意识形态工作"),
    AskedSection("duty", "业务工作", "分管工作的主要做法、成效和数据，重点项目，民生保障"),
    AskedSection("duty", "队伍建设", "班子和干部队伍管理，人才培养，作风建设"),
    AskedSection("duty", "廉洁自律", "落实党风廉政建设责任制，遵守中央八项规定，个人有关事项报告"),
    AskedSection("problems", "存在问题", "不足和差距"),
    AskedSection("causes", "原因分析"),
    AskedSection("next_steps", "下一步打算", "今后的工作思路和措施"),
]
DUTIES = ["政治建设", "业务工作", "队伍建设", "廉洁自律"]
ENDING = ["存在问题", "下一步打算"]
RIGHT = {
    "adverbs": ["政治建设", "业务工作", "队伍建设", *ENDING],
    "aspects": ["廉洁自律?", *ENDING],
    "dashes": [*DUTIES, *ENDING],
    "full_width": [*DUTIES, *ENDING],
    "half_width": ["政治建设", "业务工作", "队伍建设", "存在问题", "原因分析", "下一步打算"],
    "markdown": ["政治建设", "业务工作", *ENDING],
    "nested": [*DUTIES, "存在问题", "原因分析", "下一步打算", "?"],
    "parts": [*DUTIES, "存在问题", "原因分析", "下一步打算"],
    "pdf_paste": ["政治建设", "业务工作", "廉洁自律", *ENDING],
    "plain_headings": [*DUTIES, *ENDING],
    "table": ["政治建设", "业务工作", "廉洁自律", *ENDING],
    "virtues": ["政治建设?", "队伍建设?", "?", "业务工作?", "廉洁自律?", *ENDING],
}


def read(name):
    return divide_report(read_report((OFFICES / f"{name}.txt").read_text()), ASKED)


def titles(sections):
    """The outline's title for each part, with ? where it is asked about."""
    places = find_places(sections, ASKED)
    return [
        ("" if place.section is None else ASKED[place.section].title) + "?" * (place.is_guess or place.section is None)
        for place in places
    ]


def test_every_text_is_tried():
    assert sorted(RIGHT) == sorted(file.stem for file in OFFICES.iterdir())


@pytest.mark.parametrize("name", RIGHT)
def test_every_part_is_in_its_section_or_asked_about(name):
    assert titles(read(name).sections) == RIGHT[name]


@pytest.mark.parametrize("name", RIGHT)
def test_nothing_is_left_over_and_title_and_opening_are_found(name):
    parsed = read(name)
    assert (parsed.left_over, bool(parsed.title)) == ("", True)
    assert bool(parsed.opening) == (name != "parts")


def test_aspects_are_placed_by_one_press_of_the_button():
    sections = read("aspects").sections
    whole = cut_parts(sections, heads(sections))
    cuts = [*heads(sections), *whole[0].headings]
    split = [part.section for part in cut_parts(sections, cuts)]
    assert titles(split) == [*DUTIES, *ENDING]
    assert [section.heading for section in split[:2]] == ["在政治建设方面", "在业务工作方面"]


def test_a_heading_that_a_page_broke_is_whole_and_one_as_wide_as_the_page_stays_alone():
    assert [section.heading for section in read("pdf_paste").sections][1:3] == [
        "扎实做好国库业务工作，着力提高财政资金运行质量和单位服务水平",
        "严格遵守各项纪律规矩，始终做到公道正派、廉洁自律",
    ]


def test_last_years_figures_in_a_table_are_blanks_by_choice():
    parsed = read_report((OFFICES / "table.txt").read_text(), opens_numbers=True)
    assert [blank.previous for blank in parsed.blanks] == ["860", "920", "97.5", "99.1", "12", "18"]


def test_a_year_in_full_width_digits_is_asked_about():
    asked = proofread(CheckedText(read("full_width").title, 2026, is_title=True))
    assert [words.text for words in asked if words.check == "year"] == ["２０２５年"]


SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
OURS = Path(__file__).parents[2] / "reports" / "demonstration" / "outline.toml"


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the real reports are not beside the repository")
def test_every_part_of_the_first_real_report_is_in_its_section_and_none_by_guess():
    rows = tomllib.loads(OURS.read_text())["sections"]
    asked = [
        AskedSection(row["kind"], row["title"], f"{row.get('guidance', '')}\n{row.get('sample', '')}") for row in rows
    ]
    parsed = divide_report(read_report((SAMPLES / "seed-duty-report-2023.txt").read_text()), asked)
    places = find_places(parsed.sections, asked)
    assert [(asked[place.section].title, place.is_guess) for place in places] == [
        ("政治建设与主题教育", False),
        ("作风建设与基层减负", False),
        ("调查研究", False),
        ("高质量发展", False),
        ("党建责任", False),
        ("存在问题", False),
        ("下一步打算", False),
    ]
