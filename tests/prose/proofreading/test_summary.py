"""Numbers that a report says once more at its end."""

import pytest

from reports.prose.proofreading import CheckedText, proofread

REPORT = "（一）接处警\n全年接警3,412起，下降9.6％。\n（二）公益诉讼\n立案76件，投资4,380万元的城北水厂于10月通水。\n"


def found(end, before=REPORT):
    asked = proofread(CheckedText(before + end, 2025), of_whole=True)
    return [(one.check, one.text, one.details["earlier"]) for one in asked]


@pytest.mark.parametrize(
    ("end", "words", "earlier"),
    [
        ("一年下来，接警3,214起，很不容易。", "接警3,214起", "3,412起"),
        ("回望这一年，公益诉讼立案67件。", "公益诉讼立案67件", "76件"),
        ("回顾一年，城北水厂投资3,480万元。", "城北水厂投资3,480万元", "4,380万元"),
        ("附：主要指标\n接警3,413起\n", "接警3,413起", "3,412起"),
    ],
)
def test_other_digits_of_what_was_said_before(end, words, earlier):
    assert found(end) == [("two_values", words, earlier)]


@pytest.mark.parametrize(
    "end",
    [
        "一年下来，接警3,412起，很不容易。",
        "回望这一年，公益诉讼立案76件。",
        "一年下来，接警5,120起。",  # not a slip of the hand: perhaps another period
        "一年下来，走访3,214起。",
        "一年下来，接警3,214件。",
        "我和同事接警3,214起。",  # nothing is summed up
        "展望明年，力争接警3,214起。",
    ],
)
def test_the_same_and_what_is_another_thing(end):
    assert found(end) == []


def test_a_number_that_stands_there_too_is_the_one_that_is_meant():
    assert found("一年下来，接警3,214起。", REPORT + "其中夜间接警3,000起，往年接警3,214起。\n") == []


def test_what_the_same_words_have_found_is_said_once():
    before = "全镇茶叶总产值1.35亿元。\n"
    assert found("总的看，2025年全镇茶叶总产值1.53亿元。", before) == [
        ("two_values", "茶叶总产值1.53亿元", "茶叶总产值1.35亿元")
    ]
