from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.ledgers.formula import (
    Formula,
    FormulaRefused,
    Operand,
    Operation,
    WrongFormula,
    goes_in_a_circle,
)
from reports.prose.rounding import Rounding, RoundingMethod

A, B, C = (Operand(label) for label in "甲乙丙")


def compute(operation, *texts):
    operands = [A, B, C, Operand("丁"), Operand("戊")][: len(texts)]
    return Formula(operation, tuple(operands)).evaluate(dict(zip(operands, texts, strict=True)))


@pytest.mark.parametrize(
    ("operation", "texts", "result"),
    [
        ("sum", ["1,204", "３", "0.5"], "1207.5"),
        ("sum", ["0.1", "0.2"], "0.3"),
        ("difference", ["3", "5"], "-2"),
        ("product", ["1.5", "2", "2"], "6"),
        ("quotient", ["1", "3"], "0.3"),
        ("quotient", ["1", "-4"], "-0.3"),
        ("share", ["1", "8"], "12.5"),
        ("share", ["2", "3"], "66.7"),
        ("rise", ["112.25", "100"], "12.3"),
        ("rise", ["100", "100"], "0"),
        ("fall", ["87.75", "100"], "12.3"),
        ("points_up", ["97.5", "93"], "4.5"),
        ("points_down", ["93.25", "97.5"], "4.3"),
    ],
)
def test_what_each_says(operation, texts, result):
    assert compute(Operation(operation), *texts) == result


@pytest.mark.parametrize(
    ("operation", "texts", "results"),
    [
        ("share", ["1", "16"], ["6.25", "6.2", "6"]),
        ("rise", ["113", "112"], ["0.89", "0.9", "0"]),
        ("quotient", ["2", "3"], ["0.67", "0.7", "0"]),
        ("points_down", ["1.055", "2"], ["0.95", "0.9", "0"]),
        ("difference", ["2", "1.055"], ["0.945"] * 3),
    ],
)
def test_what_is_no_sum_is_rounded_as_the_round_says(operation, texts, results):
    operands = (A, B)
    values = dict(zip(operands, texts, strict=True))
    rules = [
        Rounding(RoundingMethod.HALF_UP, 2),
        Rounding(RoundingMethod.HALF_EVEN, 1),
        Rounding(RoundingMethod.DOWN, 0),
    ]
    assert [Formula(Operation(operation), operands).evaluate(values, rule) for rule in rules] == results


@pytest.mark.parametrize(
    ("operation", "texts", "code"),
    [
        ("quotient", ["1", "0"], "zero"),
        ("share", ["1", "0.0"], "zero"),
        ("rise", ["1", "-0"], "zero"),
        ("fall", ["1", "-2"], "negative"),
        ("share", ["1", "-2"], "negative"),
        ("rise", ["87", "100"], "falls"),
        ("fall", ["113", "100"], "rises"),
        ("points_up", ["1", "2"], "falls"),
        ("points_down", ["2", "1"], "rises"),
        ("sum", ["1", " "], "missing"),
        ("sum", ["若干", "1"], "number"),
        ("sum", ["=1+1", "1"], "number"),
        ("sum", ["NaN", "1"], "number"),
        ("sum", ["1e9", "1"], "number"),
        ("product", ["9" * 15, "9" * 15], "large"),
        ("sum", ["9" * 199, "1"], "large"),
        ("quotient", ["9" * 15, "0." + "0" * 40 + "1"], "large"),
    ],
)
def test_what_has_no_honest_value(operation, texts, code):
    with pytest.raises(FormulaRefused) as refused:
        compute(Operation(operation), *texts)
    assert refused.value.code == code


def test_last_year_is_another_operand_than_this_year():
    last = A._replace(of_last_year=True)
    formula = Formula(Operation.RISE, (A, last))
    assert formula.evaluate({A: "150", last: "100"}) == "50"
    with pytest.raises(FormulaRefused) as refused:
        formula.evaluate({A: "150"})
    assert (refused.value.code, refused.value.params, formula.labels) == ("missing_last_year", {"label": "甲"}, ["甲"])


@pytest.mark.parametrize("operation", Operation)
def test_how_many_figures_it_takes(operation):
    most = 5 if operation in {Operation.SUM, Operation.PRODUCT} else 2
    for count in (0, 1, most + 1):
        with pytest.raises(WrongFormula):
            Formula(operation, (A,) * count)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"operation": "eval", "operands": [["甲", False], ["乙", False]]},
        {"operation": "sum", "operands": ["甲"]},
        {"operation": "sum", "operands": None},
        {"operation": ["sum"], "operands": []},
    ],
)
def test_what_is_no_formula(data):
    with pytest.raises(WrongFormula):
        Formula.from_dict(data)


@given(st.sampled_from(Operation), st.lists(st.text(max_size=12), min_size=2, max_size=2))
def test_whatever_is_typed_it_has_a_value_or_says_why(operation, texts):
    formula = Formula(operation, (A, B))
    assert Formula.from_dict(formula.to_dict()) == formula
    try:
        value = compute(operation, *texts)
    except FormulaRefused:
        return
    assert "E" not in value
    float(value)


def test_circles_of_any_length_are_seen():
    others = {"乙": Formula(Operation.SUM, (C, A)), "丙": Formula(Operation.SUM, (B, B))}
    assert goes_in_a_circle("甲", Formula(Operation.SUM, (B, B)), others)
    assert goes_in_a_circle("甲", Formula(Operation.SUM, (A, B)), {})
    assert not goes_in_a_circle("丁", Formula(Operation.SUM, (B, B)), others)
    assert not goes_in_a_circle("甲", Formula(Operation.RISE, (Operand("丁"), A._replace(of_last_year=True))), {})


def test_no_order_of_choosing_makes_a_circle():
    """Each of three figures from the two others: the last one that would close a circle is refused."""
    for order in permutations("甲乙丙"):
        chosen = {}
        for label in order:
            formula = Formula(Operation.SUM, tuple(Operand(other) for other in "甲乙丙" if other != label))
            if not goes_in_a_circle(label, formula, chosen):
                chosen[label] = formula
        assert list(chosen) == [order[0]]
