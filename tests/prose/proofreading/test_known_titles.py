"""Titles of well-known rules that are written a little otherwise."""

import pytest

from reports.prose.proofreading import CheckedText, proofread


def found(text):
    return [(one.check, one.text) for one in proofread(CheckedText(text, 2026, is_filled=True))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("认真贯彻《党政领导干部选拔任用条例》。", "党政领导干部选拔任用条例"),
        ("组织学习《中国共产党纪律处分条列》。", "中国共产党纪律处分条列"),
        ("执行《中华人民共和国招标投标管法》。", "中华人民共和国招标投标管法"),
    ],
)
def test_what_does_not_fit_is_marked(text, words):
    assert found(text) == [("wrong_word", words)]


@pytest.mark.parametrize(
    "text",
    [
        "认真贯彻《党政领导干部选拔任用工作条例》。",
        "组织学习《中国共产党纪律处分条例》《信访工作条例》。",
        "执行《招标投标法》。",
        "学习《2023—2027年全国干部教育培训规划》。",
        "执行《中国共产党国有企业基层组织工作条例（试行）》。",
        "制定《机关公文处理细则》。",
    ],
)
def test_what_fits_is_not(text):
    assert found(text) == []
