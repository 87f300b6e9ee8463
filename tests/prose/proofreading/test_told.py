"""Changes that are told more than once."""

import pytest

from reports.prose.proofreading import CheckedText, proofread


def found(text):
    return [(one.check, one.text) for one in proofread(CheckedText(text, 2026, is_filled=True))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("检测能力由412项增至528项，增加126项。", "126项"),
        ("压减法人户数11户，由43户减少到34户。", "11户"),
        ("从32种增加到38种，新增8种。", "8种"),
        ("到账126万元，比上年的105万元增长25％。", "25％"),
        ("平均住院日由9.1天下降到8.4天，下降0.9天。", "0.9天"),
        ("精减中层干部12名（由46名减至32名）。", "12名"),
        ("接待游客43万人次，是上年同期28万人次的2.5倍。", "2.5倍"),
        ("收入2.87亿元，增长6.3％，增收0.71亿元。", "0.71亿元"),
        ("实现利润460万元，同比下降15％，增加60万元。", "15％，增加60万元"),
        ("立案7件，同比下降30％（上年为12件）。", "30％"),
        ("参加860人，比上年的920人增加60人。", "60人"),
    ],
)
def test_what_does_not_fit_is_marked(text, words):
    assert found(text) == [("growth", words)]


@pytest.mark.parametrize(
    "text",
    [
        "检测能力由412项增至528项，增加116项。",
        "从32种增加到38种，新增6种，增长18.8％。",
        "到账126万元，比上年的105万元增长20％。",
        "由1.26亿元增加到1.49亿元，新增0.24亿元。",
        "新建城市书房6座，全县城市书房由11座增加到15座。",
        "销售额14.2亿元，比上年的12.6亿元增加1.6亿元，增长12.7％。",
        "接待游客43万人次，是上年同期28万人次的1.5倍。",
        "收入2.87亿元，增长6.3％，增收0.17亿元。",
        "立案7件，同比下降30％（上年为10件）。",
        "由近400件增至528件，增加126件。",
    ],
)
def test_what_fits_is_not(text):
    assert found(text) == []
