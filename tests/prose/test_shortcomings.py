"""Problems with cause and measure as prose, and the sentences that may be marked."""

from datetime import date

import pytest

from reports.prose.promises import find_promises
from reports.prose.shortcomings import (
    ShortcomingContent,
    ShortcomingPart,
    are_listed,
    compose_shortcomings,
    find_sentences,
    say_due,
    stands_in,
    tidy_words,
)

ITEMS = [
    ShortcomingContent("到村组走访少。", "事务性工作多；", "每月走访20次", "林晓", date(2027, 6, 30)),
    ShortcomingContent("三处渗漏没有及时发现", measure="建成巡查台账\n每周核对", due=date(2027, 3, 15)),
    ShortcomingContent("学得不深"),
]


def test_all_of_it():
    assert compose_shortcomings(ITEMS, ShortcomingPart) == (
        "一是到村组走访少。原因是事务性工作多。整改措施：每月走访20次（责任人：林晓，2027年6月底前完成）。\n"
        "二是三处渗漏没有及时发现。整改措施：建成巡查台账；每周核对（2027年3月15日前完成）。\n"
        "三是学得不深。"
    )


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("problem", "一是到村组走访少。\n二是三处渗漏没有及时发现。\n三是学得不深。"),
        ("cause", "一是事务性工作多。"),
        (
            "measure",
            "一是每月走访20次（责任人：林晓，2027年6月底前完成）。\n"
            "二是建成巡查台账；每周核对（2027年3月15日前完成）。",
        ),
    ],
)
def test_one_part_alone_without_those_who_lack_it(part, text):
    assert compose_shortcomings(ITEMS, [ShortcomingPart(part)]) == text


def test_no_items_no_words():
    assert compose_shortcomings([], ShortcomingPart) == ""


def test_what_is_composed_is_read_as_items_again():
    composed = compose_shortcomings(ITEMS, [ShortcomingPart.PROBLEM])
    assert find_promises(composed) == ["到村组走访少。", "三处渗漏没有及时发现。", "学得不深。"]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2027, 2, 28), "2027年2月底前"),
        (date(2028, 2, 28), "2028年2月28日前"),
        (date(2027, 12, 31), "2027年12月底前"),
        (date(2200, 12, 31), "2200年12月底前"),
    ],
)
def test_by_when(day, said):
    assert say_due(day) == said


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("存在以下问题：\n一是学得少。原因是忙；二是走得不够", ["学得少", "原因是忙", "走得不够"]),
        ("差距还不少：一是学得少。二是走得少；三是想得少", ["学得少", "走得少", "想得少"]),
        ("（一）学得少。\n1. 走得少。（2）想得少。\n一、看得少", ["学得少", "走得少", "想得少", "看得少"]),
        ("增长3.5倍。三是否如此？一是一，二是二。", ["增长3.5倍", "三是否如此？", "一，二是二"]),
        ("他说“不够。”还要学。", ["他说“不够。”", "还要学"]),
        ("学得少。学得少。", ["学得少"]),
        ("走访【次数】次。\n\n  \n。；", ["走访【次数】次"]),
        ("一、二级公路养护不到位。（三）五四三风气。", ["一、二级公路养护不到位", "五四三风气"]),
        ("", []),
    ],
)
def test_sentences(text, sentences):
    assert find_sentences(text) == sentences
    assert all(stands_in(words, [text]) for words in sentences)


@pytest.mark.parametrize(
    ("words", "texts", "stands"),
    [
        ("学得少", ["一是学得少。"], True),
        ("学得少\n走得少", ["一是学得少。", "走得少"], True),
        ("学得少\n走得少", ["一是学得少。"], False),
        ("", ["一是学得少。"], False),
        ("。\n", ["一是学得少。"], False),
    ],
)
def test_whether_words_stand_in_the_text(words, texts, stands):
    assert stands_in(words, texts) is stands


@pytest.mark.parametrize(
    ("item", "lacking"),
    [
        (ITEMS[0], []),
        (ITEMS[1], ["cause"]),
        (ITEMS[2], ["cause", "measure"]),
        (ShortcomingContent("x", " \n", "y"), ["cause"]),
    ],
)
def test_what_it_lacks(item, lacking):
    assert item.lacking == lacking


def test_a_hundred_items_and_a_long_text_take_no_time():
    text = "一是学得少，" * 30_000
    assert len(find_sentences(text)) == 1
    assert compose_shortcomings(ITEMS * 33, ShortcomingPart).count("\n") == 98


@pytest.mark.parametrize(
    ("chosen", "listed"),
    [
        ("五是学得不深。", "学得不深"),
        ("　（二）学得不深；\r\n\r\n3.走得不够", "学得不深\n走得不够"),
        ("二、三级公路失修", "二、三级公路失修"),
        ("3.5倍的差距", "3.5倍的差距"),
        ("一是", ""),
        (" 。；", ""),
    ],
)
def test_chosen_words_are_listed_without_number_and_mark(chosen, listed):
    assert tidy_words(chosen) == listed


def test_a_number_that_was_typed_is_not_said_twice():
    assert compose_shortcomings([ShortcomingContent("五是学得不深", "（一）忙")], ShortcomingPart) == (
        "一是学得不深。原因是忙。"
    )


@pytest.mark.parametrize(
    ("words", "is_listed"),
    [("学得不深", True), ("三是走得不够", True), ("学得", False), ("学得不深\n想得少", False), ("", False)],
)
def test_only_whole_lines_are_listed(words, is_listed):
    assert are_listed(words, ["学得不深；\n走得不够", "没有空"]) is is_listed
