from itertools import product

import pytest

from reports.actions.formula import explain_formula
from reports.ledgers.formula import Formula, FormulaRefused, Operand, Operation
from reports.ledgers.formula_units import check_units

A, B = Operand("甲"), Operand("乙")


@pytest.mark.parametrize(
    ("operation", "unit", "one", "other", "code"),
    [
        ("sum", "", "亿元", "万元", "units"),
        ("sum", "万元", "亿元", "亿元", "units"),
        ("sum", "万元", "", "亿元", "units"),
        ("sum", "", "人", "万元", "units"),
        ("difference", "％", "％", "%", "in_points"),
        ("difference", "件", "％", "％", "in_points"),
        ("rise", "％", "件", "份", "units"),
        ("rise", "％", "％", "％", "percent_of_percent"),
        ("fall", "", "％", "", "percent_of_percent"),
        ("rise", "百分点", "件", "件", "percent"),
        ("share", "件", "件", "件", "percent"),
        ("points_up", "％", "％", "%", "in_points"),
        ("points_up", "件", "％", "％", "in_points"),
        ("points_up", "百分点", "件", "件", "points"),
        ("product", "％", "万元", "万元", "no_percent"),
        ("product", "亿元", "万元", "万元", "money_twice"),
        ("product", "亿元", "万元", "户", "units"),
        ("product", "亿元", "万元", "", "units"),
        ("product", "元", "户", "万元", "units"),
        ("product", "万元", "户", "人", "no_money"),
        ("product", "万元", "万元", "％", "factor_in_percent"),
        ("quotient", "％", "万元", "万元", "no_percent"),
        ("quotient", "个百分点", "件", "件", "no_percent"),
        ("quotient", "", "亿元", "万元", "quotient"),
        ("quotient", "人", "人", "人", "times"),
        ("quotient", "元", "万元", "户", "quotient_unit"),
        ("quotient", "", "万元", "百分点", "factor_in_percent"),
    ],
)
def test_units_that_do_not_fit(operation, unit, one, other, code):
    with pytest.raises(FormulaRefused) as refused:
        check_units(Formula(Operation(operation), (A, B)), unit, {"甲": one, "乙": other})
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("operation", "unit", "one", "other"),
    [
        ("sum", "件", "件", ""),
        ("sum", "％", "％", "%"),
        ("difference", "百分点", "％", "%"),
        ("difference", "个百分点", "百分点", "个百分点"),
        ("difference", "万元", "万元", "万元"),
        ("rise", "%", "件", "件"),
        ("share", "％", "％", "％"),
        ("points_down", "个百分点", "％", "%"),
        ("product", "万元", "万元/户", "户"),
        ("product", "万元", "元", "万户"),
        ("product", "万元", "元/平方米", "万平方米"),
        ("product", "平方米", "米", "米"),
        ("product", "万元", "户", ""),
        ("quotient", "万元/人", "万元", "人"),
        ("quotient", "万元", "万元", "户"),
        ("quotient", "倍", "万元", "万元"),
        ("quotient", "", "人", "人"),
        ("quotient", "人/村", "人", ""),
        ("share", "", "", ""),
    ],
)
def test_units_that_fit(operation, unit, one, other):
    check_units(Formula(Operation(operation), (A, B)), unit, {"甲": one, "乙": other})


UNITS = ["", "%", "％", "百分点", "个百分点", "元", "万元", "亿元", "人", "户", "倍"]


def refusal(operation, unit, one, other):
    try:
        check_units(Formula(operation, (A, B)), unit, {"甲": one, "乙": other})
    except FormulaRefused as problem:
        return explain_formula(problem)
    return ""


@pytest.mark.parametrize("operation", Operation)
def test_each_refusal_says_why_in_words(operation):
    said = {refusal(operation, *units) for units in product(UNITS, repeat=3)}
    assert len(said) > 2
    assert not [text for text in said if "%(" in text]


@pytest.mark.parametrize("operation", Operation)
@pytest.mark.parametrize("other", ["％", "%"])
def test_both_signs_of_percent_are_one_unit(operation, other):
    swapped = {"％": "%", "%": "％"}
    for unit, one in product(UNITS, repeat=2):
        same = [swapped.get(one, one), swapped[other]]
        assert bool(refusal(operation, unit, one, other)) is bool(refusal(operation, swapped.get(unit, unit), *same))


@pytest.mark.parametrize("operation", Operation)
def test_what_has_no_unit_is_asked_nothing(operation):
    check_units(Formula(operation, (A, B)), "", {"甲": "", "乙": ""})
    check_units(Formula(operation, (A, B)), "", {})


@pytest.mark.parametrize("again", [A, A._replace(of_last_year=True)])
def test_money_is_not_taken_times_itself(again):
    """One label, two factors: this year's and last year's have the same unit."""
    with pytest.raises(FormulaRefused) as refused:
        check_units(Formula(Operation.PRODUCT, (A, again)), "", {"甲": "万元"})
    assert refused.value.code == "money_twice"
