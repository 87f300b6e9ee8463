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
    named = (later.removeprefix("完成"), earlier.removeprefix("完成"))
    assert found(f"{earlier}。全年{later}。") == [("two_values", *named)]


def test_who_did_it_is_no_part_of_what_has_two_values():
    text = "全系统实现销售总额21.7亿元。\n附件：主要指标\n销售总额27.1亿元。"
    assert found(text) == [("two_values", "销售总额27.1亿元", "销售总额21.7亿元")]


def test_a_rate_is_of_what_stands_before_it():
    assert found("管理高血压患者3万人，规范管理率76％；管理糖尿病患者1万人，规范管理率67％。") == []


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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("全年新建供水泵站13座。", ["新建供水泵站13座"]),
        ("全年新建供水泵站12座。", []),
        ("上半年新建供水泵站7座。", []),
        ("全年新建供水泵站12个。", []),
        ("改造供水泵站13座。", []),
    ],
)
def test_a_typed_number_against_the_figure_of_that_name(text, found):
    checked = CheckedText(text, 2026, is_filled=True, annex="新建供水泵站12座\n办结率98.5％\n")
    marked = [one for one in proofread(checked) if one.check == "two_values"]
    assert [one.text for one in marked] == found
    assert [dict(one.details) for one in marked] == [{"in_annex": "新建供水泵站12座"}] * len(found)
