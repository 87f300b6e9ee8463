import pytest

from reports.prose.content import Numbering
from reports.prose.numbering import (
    LARGEST_NUMBER,
    Paragraph,
    chinese_number,
    level_of,
    number_sections,
    print_numeral,
    read_chinese_number,
    read_paragraphs,
)

NUMERALS = {
    1: "一",
    10: "十",
    12: "十二",
    20: "二十",
    21: "二十一",
    100: "一百",
    101: "一百零一",
    110: "一百一十",
    112: "一百一十二",
    1000: "一千",
    1001: "一千零一",
    1010: "一千零一十",
    1100: "一千一百",
    2026: "二千零二十六",
    9999: "九千九百九十九",
}


@pytest.mark.parametrize(("number", "numeral"), NUMERALS.items())
def test_chinese_numbers(number, numeral):
    assert chinese_number(number) == numeral


def test_every_numeral_is_read_back():
    numbers = range(1, LARGEST_NUMBER + 1)
    assert [read_chinese_number(chinese_number(number)) for number in numbers] == [*numbers]


def test_every_numeral_is_the_number_of_a_heading():
    leads = [f"{chinese_number(number)}、" for number in range(1, LARGEST_NUMBER + 1)]
    assert {level_of(f"{lead}抓学习") for lead in leads} == {1}
    assert {level_of(f"（{lead[:-1]}）抓学习") for lead in leads} == {2}


@pytest.mark.parametrize("number", [0, -1, LARGEST_NUMBER + 1])
def test_what_has_no_numeral_is_refused(number):
    with pytest.raises(ValueError, match=str(number)):
        chinese_number(number)


@pytest.mark.parametrize("words", ["", "零", "百", "一百百", "十百", "一千一", "二三", "零一", "百一十", "学习"])
def test_words_that_are_no_numeral(words):
    assert read_chinese_number(words) == 0


def test_ten_may_be_written_with_its_one():
    assert [read_chinese_number(numeral) for numeral in ("一十", "一十二")] == [10, 12]


def test_run_in_numbers_the_duties_only():
    kinds = ["opening", "duty", "duty", "problems"]
    assert list(number_sections(kinds, Numbering.RUN_IN)) == ["", "第一", "第二", ""]


def test_headings_number_all_but_opening_and_closing():
    kinds = ["opening", "duty", "problems", "closing"]
    assert list(number_sections(kinds, Numbering.HEADED)) == ["", "一", "二", ""]
    assert list(number_sections(kinds, Numbering.NONE)) == ["", "", "", ""]


def test_marks_of_numerals():
    assert [print_numeral("第一"), print_numeral("一"), print_numeral("")] == ["第一，", "一、", ""]


def test_levels_of_paragraphs():
    assert read_paragraphs("（一）学习。多读\n\n 1.工作\n（2）作风\n平常") == [
        Paragraph(2, "（一）学习。", "多读", 0),
        Paragraph(3, "1.工作", "", 11),
        Paragraph(4, "（2）作风", "", 16),
        Paragraph(0, "", "平常", 22),
    ]


def test_sections_past_ninety_nine_are_numbered():
    assert [*number_sections(["duty"] * 1001, Numbering.RUN_IN)][99::901] == ["第一百", "第一千零一"]


def test_headings_of_the_first_level():
    assert read_paragraphs("一、东渠") == [Paragraph(1, "一、东渠", "", 0)]
    assert [level_of(text) for text in ("一、二、三等奖都有。", "一、二季度平稳。", "二、三渠贯通")] == [0, 0, 1]


def test_an_item_of_a_list_is_no_heading():
    read = read_paragraphs("（一）压实责任；\n（二）用好热线。\n（三）学习；多读。")
    assert [(paragraph.level, paragraph.lead, paragraph.rest) for paragraph in read] == [
        (2, "", "（一）压实责任；"),
        (2, "（二）用好热线。", ""),
        (2, "（三）学习；多读。", ""),
    ]
