"""What is told twice of one change."""

import pytest

from reports.prose.proofreading.differences import find_told_twice


def found(text):
    return [text[span.start : span.end] for span in find_told_twice(text)]


@pytest.mark.parametrize(
    "text",
    [
        "压减法人户数11户，由43户减少到34户",
        "从32种增加到38种，新增8种",
        "48个，较上年的32个增加18个",
        "新建城市书房6座，全县城市书房由11座增加到19座",
    ],
)
def test_a_difference_is_held_against_its_two_numbers(text):
    assert found(f"全年{text}。") == [text]


@pytest.mark.parametrize(
    "text",
    [
        "压减法人户数11户，由43户减少到32户。",
        "从32种增加到38种，新增6种。",
        "48个，较上年的32个增加16个。",
        "新建城市书房6座，全县城市书房由11座增加到15座。",
        "由1.26亿元增加到1.49亿元，新增0.24亿元。",
    ],
)
def test_what_fits_and_what_was_lost_meanwhile_is_right(text):
    assert found(text) == []


def test_a_change_that_turns_within_its_sentence():
    assert found("厨余垃圾同比减少21％，比上年多3.6吨。") == ["同比减少21％，比上年多3"]
    assert found("事故同比下降25％，事故起数比上年增加3起。") == ["同比下降25％，事故起数比上年增加3"]
    assert found("收入同比增长5％，支出比上年减少3亿元。") == []
