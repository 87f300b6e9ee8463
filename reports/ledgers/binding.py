"""A binding (取数): which rows of a ledger a figure takes its value from, and what of them. Data, never a formula."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple, Self

from .cells import print_number
from .columns import LedgerShape


class Measure(StrEnum):
    COUNT = "count"
    SUM = "sum"
    LARGEST = "largest"
    DISTINCT = "distinct"
    LATEST = "latest"  # of the last row in which it stands: an indicator, as of a day

    @property
    def needs_number(self) -> bool:
        return self in {Measure.SUM, Measure.LARGEST, Measure.LATEST}


class Operator(StrEnum):
    IS = "is"
    CONTAINS = "contains"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class WrongBinding(ValueError):
    """The stored data is no binding, or none for rows of this shape; `args[0]` names what is wrong."""


@dataclass(frozen=True, slots=True)
class RowCondition:
    column: str
    operator: Operator
    value: str

    def holds(self, cells: Mapping[str, str]) -> bool:
        cell = cells.get(self.column, "")
        if self.operator == Operator.IS:
            return cell == self.value
        if self.operator == Operator.CONTAINS:
            return self.value in cell
        if not cell:
            return False
        number, bound = Decimal(cell), Decimal(self.value)
        return number >= bound if self.operator == Operator.AT_LEAST else number <= bound


class LedgerCells(NamedTuple):
    """A row as a binding sees it: its key, its day, its cells."""

    key: int
    day: date
    cells: Mapping[str, str]


class Evaluation(NamedTuple):
    """`value` is empty where there is none: the largest of no rows. `keys` are the rows that it was taken from."""

    value: str
    keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Binding:
    """Both days belong to the period. `column` is what is summed, compared or told apart; empty for a count."""

    since: date
    until: date
    measure: Measure
    column: str = ""
    conditions: tuple[RowCondition, ...] = ()

    def check(self, shape: LedgerShape, unit: str = "") -> None:
        """Raises WrongBinding where rows of this shape cannot answer it, or not in the `unit` of the figure: nothing is
        converted, and 万元 taken as 亿元 would be wrong by ten thousand.
        """
        if self.until < self.since:
            raise WrongBinding("period")
        if self.measure != Measure.COUNT and self.column not in shape:
            raise WrongBinding("column")
        if self.measure.needs_number and not shape[self.column].type.is_number:
            raise WrongBinding("column")
        if self.measure == Measure.COUNT and self.column:
            raise WrongBinding("column")
        for condition in self.conditions:
            _check_condition(condition, shape)
        if self.measure == Measure.SUM and shape[self.column].unit in SHARES:
            raise WrongBinding("shares")
        if self.measure.needs_number and is_other_unit(unit, shape[self.column].unit):
            raise WrongBinding("unit")

    def check_rows(self, shape: LedgerShape, rows: Iterable[LedgerCells], unit: str = "") -> None:
        """`rows` are those that were taken, each with its unit. Raises WrongBinding with the units, where they are not
        one or not the figure's.
        """
        if not self.measure.needs_number or _OF_ROWS not in shape or shape[self.column].unit:
            return
        units = sorted({said for row in rows if row.cells.get(self.column) and (said := row.cells.get(_OF_ROWS, ""))})
        if any(is_other_unit(units[0], other) for other in units[1:]):
            raise WrongBinding("units", *units)
        if self.measure == Measure.SUM and not SHARES.isdisjoint(units):
            raise WrongBinding("shares", *units)
        other = next((one for one in units if is_other_unit(unit, one)), "")
        if other:
            raise WrongBinding("unit", other)

    def later(self, years: int) -> Self:
        """The same of so many years later. The end of a month stays one."""
        return replace(self, since=_later(self.since, years), until=_later(self.until, years))

    def take(self, rows: Iterable[LedgerCells]) -> list[LedgerCells]:
        taken = [row for row in rows if self.since <= row.day <= self.until]
        for condition in self.conditions:
            taken = [row for row in taken if condition.holds(row.cells)]
        return taken

    def evaluate(self, rows: Iterable[LedgerCells]) -> Evaluation:
        """The order of the rows does not matter to the value."""
        taken = self.take(rows)
        if self.measure == Measure.LATEST:
            taken = sorted((row for row in taken if row.cells.get(self.column)), key=_day_and_key)[-1:]
        return Evaluation(self._measured(taken), tuple(row.key for row in taken))

    def _measured(self, rows: list[LedgerCells]) -> str:
        if self.measure == Measure.COUNT:
            return str(len(rows))
        values = [row.cells[self.column] for row in rows if row.cells.get(self.column)]
        if self.measure == Measure.DISTINCT:
            return str(len(set(values)))
        numbers = [Decimal(value) for value in values]
        if self.measure == Measure.SUM:
            return print_number(sum(numbers, Decimal(0)))
        return print_number(max(numbers)) if numbers else ""

    def to_dict(self) -> dict[str, Any]:
        return {
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "measure": self.measure.value,
            "column": self.column,
            "conditions": [[one.column, one.operator.value, one.value] for one in self.conditions],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Raises WrongBinding where `data` is not what `to_dict` gives."""
        try:
            conditions = tuple(RowCondition(c, Operator(operator), v) for c, operator, v in data["conditions"])
            days = date.fromisoformat(data["since"]), date.fromisoformat(data["until"])
            return cls(*days, Measure(data["measure"]), data["column"], conditions)
        except (KeyError, TypeError, ValueError) as error:
            raise WrongBinding("data") from error


def is_other_money(unit: str, other: str) -> bool:
    """亿元 beside 万元."""
    return unit != other and unit.endswith("元") and other.endswith("元")


def is_other_unit(unit: str, other: str) -> bool:
    """％ beside 件, 万人 beside 人, 亩 beside 公顷. 件 and 起 may count the same."""
    return bool(unit and other) and (is_other_money(unit, other) or _sort_of(unit) != _sort_of(other))


def _sort_of(unit: str) -> str:
    if unit in SHARES:
        return unit.replace("%", "％").removeprefix("个")
    if unit.endswith("元"):
        return "元"
    same = _SAME.get(unit, unit)
    return same if same in _MEASURED else same[0] if same[0] in "万亿" else ""


_OF_ROWS = "计量单位"  # the column of indicators
SHARES = frozenset({"%", "％", "百分点", "个百分点"})
_SAME = {"千米": "公里", "千克": "公斤"}
_MEASURED = frozenset(["米", "公里", "平方米", "平方公里", "立方米", "亩", "公顷", "吨", "公斤", "小时", "天"])


def _day_and_key(row: LedgerCells) -> tuple[date, int]:
    return row.day, row.key


def _later(day: date, years: int) -> date:
    end, last = monthrange(day.year, day.month)[1], monthrange(day.year + years, day.month)[1]
    return day.replace(year=day.year + years, day=last if day.day == end else min(day.day, last))


def _check_condition(condition: RowCondition, shape: LedgerShape) -> None:
    if condition.column not in shape:
        raise WrongBinding("condition")
    if condition.operator in {Operator.AT_LEAST, Operator.AT_MOST}:
        if not shape[condition.column].type.is_number:
            raise WrongBinding("condition")
        try:
            is_finite = Decimal(condition.value).is_finite()
        except ArithmeticError:
            is_finite = False
        if not is_finite:
            raise WrongBinding("condition")
