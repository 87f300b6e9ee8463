from decimal import Decimal

import pytest

from reports.prose.figures import print_change
from reports.prose.rounding import USUAL_ROUNDING, Rounding, RoundingMethod

HALF_UP, HALF_EVEN, DOWN = RoundingMethod


@pytest.mark.parametrize(
    ("method", "results"),
    [
        (HALF_UP, ["0.3", "0.4", "-0.3", "0.3"]),
        (HALF_EVEN, ["0.2", "0.4", "-0.2", "0.3"]),
        (DOWN, ["0.2", "0.3", "-0.2", "0.2"]),
    ],
)
def test_a_half_goes_where_the_rule_says(method, results):
    numbers = ["0.25", "0.35", "-0.25", "0.251"]
    assert [str(Rounding(method).round(Decimal(number))) for number in numbers] == results


@pytest.mark.parametrize(("places", "result"), [(0, "67"), (2, "66.67"), (4, "66.6667")])
def test_so_many_places(places, result):
    assert str(Rounding(HALF_UP, places).round(Decimal("66.66666"))) == result


def test_the_longest_values_that_can_be_typed_are_rounded():
    assert print_change("户", "9" * 200, "0." + "0" * 197 + "1").startswith("+")
    assert print_change("％", "9" * 200, "0.5").endswith("0个百分点")


def test_the_code_leads_back():
    rules = [Rounding(method, places) for method in RoundingMethod for places in range(5)]
    assert [Rounding.from_code(rule.code) for rule in rules] == rules


@pytest.mark.parametrize(
    "code", ["", "half_up", "half_up-", "half_up-5", "half_up-99999999", "half_up--1", "eval-1", "half_up-１"]
)
def test_another_code_is_refused(code):
    with pytest.raises(ValueError, match="half_up|eval|^$"):
        Rounding.from_code(code)


@pytest.mark.parametrize(
    ("unit", "value", "previous", "rounding", "change"),
    [
        ("户", "106.25", "100", USUAL_ROUNDING, "+6.3%"),
        ("户", "106.25", "100", Rounding(HALF_EVEN), "+6.2%"),
        ("户", "106.25", "100", Rounding(HALF_UP, 0), "+6%"),
        ("％", "97.55", "93.3", USUAL_ROUNDING, "+4.3个百分点"),
        ("％", "97.55", "93.3", Rounding(DOWN), "+4.2个百分点"),
        ("％", "97", "87", Rounding(HALF_UP, 0), "+10个百分点"),
        ("％", "97", "87", Rounding(HALF_UP, 2), "+10个百分点"),
    ],
)
def test_a_change_on_last_year_follows_it(unit, value, previous, rounding, change):
    assert print_change(unit, value, previous, rounding) == change
