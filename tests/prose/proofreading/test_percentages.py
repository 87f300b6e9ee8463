"""Per cent signs that are left out or mixed up with points, and values after 分别."""

import pytest

from reports.prose.proofreading import CheckedText, proofread


def found(text):
    return [(one.check, one.text) for one in proofread(CheckedText(text, 2026, is_filled=True))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("优良率达到98.6。", "98.6"),
        ("高知群体6名，占66.7。", "66.7"),
        ("自助借还率只有57.3，低于省馆。", "57.3"),
        ("满意度提升至96.2个百分点。", "96.2个百分点"),
        ("营业收入18.6亿元、利润1.32亿元，分别增长12.4％、9.1％和7％。", "12.4％、9.1％和7％"),
    ],
)
def test_what_does_not_fit_is_marked(text, words):
    assert found(text) == [("unit", words)]


@pytest.mark.parametrize(
    "text",
    [
        "优良率达到98.6％。",
        "容积率为1.8，绿地率为35％。",
        "汇率为7.1。",
        "满意度提升至96.2％。",
        "满意度提升3.2个百分点。",
        "营业收入18.6亿元、利润1.32亿元，分别增长12.4％和9.1％。",
        "省、市分别下达12件和8件。",
        "合格率98％，高于全省平均水平92％。",
    ],
)
def test_what_fits_is_not(text):
    assert found(text) == []
