import pytest

from reports.prose.proofreading import CheckedText, proofread


def found(text):
    asked = proofread(CheckedText(text, 2026), of_whole=True)
    return [(one.check, one.text, one.details["earlier"]) for one in asked]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("完成投资总额3.2亿元", "完成投资总额3.2万元"),
        ("完成投资总额3.2亿元", "完成投资总额3.3亿元"),
        ("完成投资总额3,200万元", "完成投资总额3.2亿元"),
        ("拨付扶持资金560元", "拨付扶持资金560万元"),
    ],
)
def test_one_amount_said_twice_is_one_amount_whatever_its_unit(earlier, later):
    assert found(f"{earlier}。全年{later}。") == [("two_values", later, earlier)]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("完成投资总额3,200万元", "完成投资总额0.32亿元"),
        ("完成投资总额32,156万元", "完成投资总额3.2亿元"),
        ("完成投资总额3.2亿元", "完成投资总额32,156万元"),
        ("新建泵站总数12座", "新建泵站总数12座"),
    ],
)
def test_the_same_in_another_unit_or_rounded_is_no_second_value(earlier, later):
    assert found(f"{earlier}。全年{later}。") == []
