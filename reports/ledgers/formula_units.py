"""Whether the units of a formula's figures go together, and the unit of its result with them. What has no unit is asked
nothing; nothing is converted.
"""

from collections.abc import Mapping

from .binding import is_other_money
from .formula import Formula, FormulaRefused, Operation

_SHARES = frozenset({"%", "％"})
_POINTS = frozenset({"百分点", "个百分点"})
_OF_MONEY = "元"
_SCALES = ("百", "千", "万", "亿")
_ALIKE = frozenset(Operation) - {Operation.PRODUCT, Operation.QUOTIENT}
_IN_PERCENT = frozenset({Operation.SHARE, Operation.RISE, Operation.FALL})
_IN_POINTS = frozenset({Operation.POINTS_UP, Operation.POINTS_DOWN})


def check_units(formula: Formula, unit: str, units: Mapping[str, str]) -> None:
    """`unit` is that of the result, `units` are those of the figures by label.

    Raises FormulaRefused: 亿元 is not added to 万元, ％ less ％ is 百分点, and 万元 times 万元 is no ％.
    """
    stated = [(one.label, _fold(units[one.label])) for one in formula.operands if units.get(one.label)]
    if formula.operation in _ALIKE:
        _refuse_unlike(stated)
    if formula.operation in _IN_POINTS:
        _check_points(unit, stated)
    elif formula.operation in _IN_PERCENT:
        _check_percent(formula.operation, unit, stated)
    elif formula.operation in _ALIKE:
        _check_sum(formula.operation, unit, stated)
    else:
        _check_product(formula, _fold(unit), stated)


def _fold(unit: str) -> str:
    return "％" if unit in _SHARES else "个百分点" if unit in _POINTS else unit


def _refuse_unlike(stated: list[tuple[str, str]]) -> None:
    for label, other in stated[1:]:
        if other != stated[0][1]:
            raise FormulaRefused("units", label=stated[0][0], unit=stated[0][1], other=label, other_unit=other)


def _check_points(unit: str, stated: list[tuple[str, str]]) -> None:
    if any(other not in _SHARES for _label, other in stated):
        raise FormulaRefused("points")
    if unit and unit not in _POINTS:
        raise FormulaRefused("in_points", unit=unit)


def _check_percent(operation: Operation, unit: str, stated: list[tuple[str, str]]) -> None:
    if unit and unit not in _SHARES:
        raise FormulaRefused("percent", unit=unit)
    if operation != Operation.SHARE and any(other in _SHARES for _label, other in stated):
        raise FormulaRefused("percent_of_percent")


def _check_sum(operation: Operation, unit: str, stated: list[tuple[str, str]]) -> None:
    if not unit or not stated:
        return
    label, other = stated[0]
    if operation == Operation.DIFFERENCE and other in _SHARES:
        if unit not in _POINTS:
            raise FormulaRefused("in_points", unit=unit)
    elif other != _fold(unit):
        raise FormulaRefused("units", label=label, unit=other, other="", other_unit=unit)


def _check_product(formula: Formula, unit: str, stated: list[tuple[str, str]]) -> None:
    """Of `stated`, a figure that is taken twice stands twice."""
    for label, other in stated:
        if other in _SHARES or other in _POINTS:
            raise FormulaRefused("factor_in_percent", label=label)
    if unit in _SHARES or unit in _POINTS:
        raise FormulaRefused("no_percent", unit=unit)
    if formula.operation == Operation.QUOTIENT:
        _check_quotient(unit, *(dict(stated).get(one.label, "") for one in formula.operands))
    else:
        _check_money(unit, stated)


def _check_money(unit: str, stated: list[tuple[str, str]]) -> None:
    """万元 times 户 is no 亿元; 元 times 万户 is 万元."""
    of_money = [(label, other) for label, other in stated if other.endswith(_OF_MONEY)]
    if len(of_money) > 1:
        raise FormulaRefused("money_twice")
    if unit.endswith(_OF_MONEY) and len(stated) > 1 and not any(_OF_MONEY in other for _label, other in stated):
        raise FormulaRefused("no_money", unit=unit)
    is_scaled = any(other.startswith(_SCALES) for _label, other in stated if not other.endswith(_OF_MONEY))
    if of_money and unit.endswith(_OF_MONEY) and of_money[0][1] != unit and not is_scaled:
        label, other = of_money[0]
        raise FormulaRefused("units", label=label, unit=other, other="", other_unit=unit)


def _check_quotient(unit: str, dividend: str, divisor: str) -> None:
    """亿元 by 万元 would be wrong by ten thousand; 万元 by 户 is 万元 or 万元/户, never 元."""
    if is_other_money(dividend, divisor):
        raise FormulaRefused("quotient", unit=dividend, other_unit=divisor)
    if not unit or not dividend:
        return
    if dividend == divisor:
        if unit != "倍":
            raise FormulaRefused("times", unit=unit)
    elif not unit.startswith(dividend):
        raise FormulaRefused("quotient_unit", unit=dividend, other_unit=unit)
