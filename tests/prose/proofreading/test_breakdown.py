"""Parts that are a little more than their whole."""

import pytest

from reports.prose.proofreading import CheckedText, proofread


def found(text):
    return [(one.check, one.text) for one in proofread(CheckedText(text, 2026, is_filled=True))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("问题36个，其中立行立改24个、限期整改10个、长期坚持3个。", "24个、限期整改10个、长期坚持3个"),
        ("报告传染病18种4862例，其中乙类10种1536例、丙类9种3326例。", "10种1536例、丙类9种"),
        (
            "投资3.6亿元，其中中央资金1.8亿元、省级配套0.9亿元、市级自筹1.1亿元。",
            "1.8亿元、省级配套0.9亿元、市级自筹1.1亿元",
        ),
        ("复议3件，维持3件，撤销1件。", "3件，撤销1件"),
    ],
)
def test_what_does_not_fit_is_marked(text, words):
    assert found(text) == [("part", words)]


@pytest.mark.parametrize(
    "text",
    [
        "问题36个，其中立行立改24个、限期整改10个、长期坚持2个。",
        "报告传染病19种4862例，其中乙类10种1536例、丙类9种3326例。",
        "党员60名，其中女党员20名、35岁以下15名、大专以上学历30名。",
        "复议3件，维持2件，撤销1件。",
        "隐患126处，其中已整改118处，落实措施8处。",
    ],
)
def test_what_fits_is_not(text):
    assert found(text) == []
