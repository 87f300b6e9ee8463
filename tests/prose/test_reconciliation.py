"""What two reports say of one thing, held against each other."""

from decimal import Decimal

import pytest

from reports.prose.content import ReportContent, SectionContent
from reports.prose.reconciliation import Claim, Contradiction, find_contradiction, in_one_measure, stated_values


def stated(words, title="2026年度述职报告"):
    section = SectionContent("duty", "第一", "主要工作", words)
    values = stated_values(ReportContent(title, "县水务局", "局长", "韩立峰", sections=(section,)))
    return [(one.label, one.measure, one.value) for one in values]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("2026年，新建高标准农田64亩。", ("新建高标准农田", "亩", "64")),
        ("2026年新建高标准农田64亩。", ("新建高标准农田", "亩", "64")),
        ("一是新建高标准农田64亩。", ("新建高标准农田", "亩", "64")),
        ("全镇新发展党员13名。", ("发展党员", "名", "13")),
    ],
)
def test_the_years_own_values_are_those_of_the_report(words, value):
    assert stated(words) == [value]


@pytest.mark.parametrize("words", ["2025年，新建高标准农田64亩。", "2027年新建高标准农田64亩。"])
def test_a_value_of_another_year_is_none(words):
    assert stated(words) == []


def said(*values):
    """The first of them leads; one value and measure each."""
    claims = [(measure, Claim(n, n == 0, Decimal(value), "")) for n, (value, measure) in enumerate(values)]
    measure, in_one = in_one_measure(claims)
    return find_contradiction(in_one), measure, [f"{claim.value:f}" for claim in in_one]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([("1.2", "亿元"), ("12000", "万元")], None),
        ([("3.2", "亿元"), ("32156", "万元")], None),
        ([("3.2", "亿元"), ("33156", "万元")], Contradiction.SAME_NAME),
        ([("3.2", "亿元"), ("3.2", "万元")], Contradiction.SAME_NAME),
        ([("3.2", "亿元"), ("3.3", "亿元")], Contradiction.SAME_NAME),
        ([("560", "万元"), ("5600000", "元")], None),
        ([("3.2", "亿元"), ("30156", "万元"), ("2000", "万元")], None),
        ([("3.2", "亿元"), ("30156", "万元"), ("4000", "万元")], Contradiction.PARTS),
        ([("12", "座"), ("12.0", "座")], None),
        ([("12.4", "％"), ("12", "％")], Contradiction.SAME_NAME),
    ],
)
def test_amounts_in_several_measures(values, kind):
    assert said(*values)[0] == kind


def test_they_are_written_out_in_one():
    assert said(("1.2", "亿元"), ("13000", "万元"))[1:] == ("万元", ["12000", "13000"])
    assert said(("1.2", "亿元"), ("1.3", "亿元"))[1:] == ("亿元", ["1.2", "1.3"])
