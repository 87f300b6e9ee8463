"""Units that are missing, and units of another kind."""

import pytest

from reports.prose.proofreading import CheckedText, proofread


def found(text, check="unit"):
    return [one.text for one in proofread(CheckedText(text, 2026, is_filled=True)) if one.check == check]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("投入安全费用5680万，建成工作面2个。", ["5680万"]),
        ("协调银行放贷9.7亿。", ["9.7亿"]),
        ("投入42万更新密集架。", ["42万"]),
        ("转移群众214户632户。", ["214户632户"]),
        ("收回林地260吨。", ["260吨"]),
        ("总产量24.6万亩。", ["24.6万亩"]),
        ("流转面积300吨。", ["300吨"]),
        ("完成固定资产投资7.6万元。", ["7.6万元"]),
    ],
)
def test_an_amount_without_its_unit_or_with_another_is_found(text, words):
    assert found(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "抖音号粉丝42万，阅读量达到18万。",
        "惠及群众12万，常住人口50万。",
        "投资从3万、5万元增加到8万元。",
        "完成固定资产投资76000万元，税收320万元。",
        "种植面积300亩，总产量2万吨。",
        "补助标准为每亩200元，投入42万余元，争取3万吨储备粮。",
    ],
)
def test_what_says_of_what_it_is_an_amount_is_left_alone(text):
    assert found(text) == []


def test_who_is_received_is_counted_by_visits():
    text = "接待游客12.8万人，接待读者3万人次，接待来访群众136批218人。"
    assert found(text, "visits") == ["接待游客12.8万人"]
