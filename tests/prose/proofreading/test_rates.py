"""Rates, averages and what is left over, of the numbers of their sentence."""

import pytest

from reports.prose.proofreading import CheckedText, proofread


def found(text):
    return [(one.check, one.text) for one in proofread(CheckedText(text, 2026, is_filled=True))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("抽检2160批次，不合格43批次，合格率98.9％。", "98.9％"),
        ("登记设备4218台，检验4105台，检验率99.2％。", "99.2％"),
        ("参加考核22项次，全部合格，合格率98％。", "98％"),
        ("包保干部1280名、主体6412户，平均每名包保8户。", "8户"),
        ("走访慰问68人，发放慰问金3.4万元，人均500万元。", "500万元"),
        ("听课26节，距离规定的36节还差12节。", "12节"),
        ("建成文化站16个，实现全县17个乡镇全覆盖。", "17个"),
        ("改造320户（计划300户），完成率93.8％。", "93.8％"),
        ("走访选民126户，超过100户目标16户。", "16户"),
        ("抽查处方2400张，不合理处方36张，合格率95.5％。", "95.5％"),
        ("处理52人次，第一种形态41人次，占88.8％。", "88.8％"),
    ],
)
def test_what_does_not_fit_is_marked(text, words):
    assert found(text) == [("computed", words)]


@pytest.mark.parametrize(
    "text",
    [
        "抽检2160批次，不合格43批次，合格率98％。",
        "新收2136件，旧存148件，审结2098件，结案率91.9％。",
        "包保干部1280名、主体6412户，平均每名包保5户。",
        "走访慰问68人，发放慰问金3.4万元，人均500元。",
        "听课26节，距离规定的36节还差10节。",
        "建成文化站17个，实现全县17个乡镇全覆盖。",
        "改造320户（计划300户），完成率106.7％。",
        "走访选民126户，超过100户目标26户。",
        "处理52人次，第一种形态41人次，占78.8％。",
        "受理80件，办结72件，按期办结率95％。",
    ],
)
def test_what_fits_is_not(text):
    assert found(text) == []
