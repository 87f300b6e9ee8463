import pytest

from reports.text.content import Numbering
from reports.text.numbering import Paragraph, chinese_number, level_of, number_sections, print_numeral, read_paragraphs


@pytest.mark.parametrize(("number", "numeral"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (21, "二十一")])
def test_chinese_numbers(number, numeral):
    assert chinese_number(number) == numeral


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


def test_headings_of_the_first_level():
    assert read_paragraphs("一、东渠") == [Paragraph(1, "一、东渠", "", 0)]
    assert [level_of(text) for text in ("一、二、三等奖都有。", "一、二季度平稳。", "二、三渠贯通")] == [0, 0, 1]
