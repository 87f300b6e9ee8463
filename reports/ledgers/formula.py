"""A formula over other figures: which of them, and what is done with them. Data, never a text that is run.

％ and 百分点 and quotients are rounded as the round says; everything else is exact.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from enum import StrEnum
from math import prod
from typing import Any, NamedTuple, Self

from ..prose.figures import parse_number
from ..prose.rounding import USUAL_ROUNDING, Rounding
from .cells import LARGEST, print_number

MOST_OPERANDS = 5
_PRECISION = 60  # digits, of what is computed before it is rounded


class Operation(StrEnum):
    SUM = "sum"
    DIFFERENCE = "difference"
    PRODUCT = "product"
    QUOTIENT = "quotient"
    SHARE = "share"  # ％
    RISE = "rise"  # ％, of the first on the second
    FALL = "fall"
    POINTS_UP = "points_up"  # 百分点
    POINTS_DOWN = "points_down"

    @property
    def is_open(self) -> bool:
        """Whether it takes more than two."""
        return self in {Operation.SUM, Operation.PRODUCT}

    @property
    def is_rounded(self) -> bool:
        return self not in {Operation.SUM, Operation.DIFFERENCE, Operation.PRODUCT}

    @property
    def divides(self) -> bool:
        return self in {Operation.QUOTIENT, Operation.SHARE, Operation.RISE, Operation.FALL}


class Operand(NamedTuple):
    """A figure of the report, by its label; or what last year's report had under that label."""

    label: str
    of_last_year: bool = False


class WrongFormula(ValueError):
    """The data is no formula; `args[0]` names what is wrong."""


class FormulaRefused(ValueError):
    """It has no value, or none that may stand on paper: `code` says why, `params` are what a sentence needs."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True, slots=True)
class Formula:
    operation: Operation
    operands: tuple[Operand, ...]

    def __post_init__(self) -> None:
        """Raises WrongFormula."""
        most = MOST_OPERANDS if self.operation.is_open else 2
        if not 2 <= len(self.operands) <= most:
            raise WrongFormula("count")

    @property
    def labels(self) -> list[str]:
        """Of this year's figures that it is computed from."""
        return [operand.label for operand in self.operands if not operand.of_last_year]

    def renamed(self, labels: Mapping[str, str]) -> "Formula":
        """The same of figures whose labels were changed, the old to the new."""
        operands = tuple(operand._replace(label=labels.get(operand.label, operand.label)) for operand in self.operands)
        return replace(self, operands=operands)

    def evaluate(self, values: Mapping[Operand, str], rounding: Rounding = USUAL_ROUNDING) -> str:
        """Raises FormulaRefused."""
        numbers = [_number(operand, values.get(operand, "")) for operand in self.operands]
        self._check_divisor(numbers[-1])
        with localcontext(prec=_PRECISION):
            result = _COMPUTE[self.operation](numbers)
            if abs(result) >= LARGEST:
                raise FormulaRefused("large")
            if self.operation in _FALLS and result < 0:
                raise FormulaRefused(_FALLS[self.operation], value=print_number(-rounding.round(result)))
            return print_number(rounding.round(result) if self.operation.is_rounded else result)

    def _check_divisor(self, divisor: Decimal) -> None:
        label = self.operands[-1].label
        if self.operation.divides and divisor == 0:
            raise FormulaRefused("zero", label=label)
        if self.operation.divides and self.operation != Operation.QUOTIENT and divisor < 0:
            raise FormulaRefused("negative", label=label)

    def to_dict(self) -> dict[str, Any]:
        return {"operation": self.operation.value, "operands": [list(operand) for operand in self.operands]}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Raises WrongFormula where `data` is not what `to_dict` gives."""
        try:
            operands = tuple(Operand(str(label), bool(of_last_year)) for label, of_last_year in data["operands"])
            return cls(Operation(data["operation"]), operands)
        except (KeyError, TypeError, ValueError) as error:
            raise WrongFormula("data") from error


def _difference(numbers: list[Decimal]) -> Decimal:
    return numbers[0] - numbers[1]


_COMPUTE: dict[Operation, Callable[[list[Decimal]], Decimal]] = {
    Operation.SUM: lambda numbers: sum(numbers, Decimal(0)),
    Operation.DIFFERENCE: _difference,
    Operation.PRODUCT: lambda numbers: prod(numbers, start=Decimal(1)),
    Operation.QUOTIENT: lambda numbers: numbers[0] / numbers[1],
    Operation.SHARE: lambda numbers: numbers[0] / numbers[1] * 100,
    Operation.RISE: lambda numbers: _difference(numbers) / numbers[1] * 100,
    Operation.FALL: lambda numbers: -_difference(numbers) / numbers[1] * 100,
    Operation.POINTS_UP: _difference,
    Operation.POINTS_DOWN: lambda numbers: -_difference(numbers),
}
_FALLS = {  # what is so where the words say the opposite
    Operation.RISE: "falls",
    Operation.FALL: "rises",
    Operation.POINTS_UP: "falls",
    Operation.POINTS_DOWN: "rises",
}


def _number(operand: Operand, text: str) -> Decimal:
    if not text.strip():
        raise FormulaRefused("missing_last_year" if operand.of_last_year else "missing", label=operand.label)
    try:
        number = parse_number(text)
    except ValueError:
        raise FormulaRefused("number", label=operand.label, text=text[:40]) from None
    if abs(number) >= LARGEST:
        raise FormulaRefused("large")
    return number


def goes_in_a_circle(label: str, formula: Formula, others: Mapping[str, Formula]) -> bool:
    """Whether the figure `label` would be computed from itself, by whatever other figures."""
    waiting, seen = list(formula.labels), set()
    while waiting:
        asked = waiting.pop()
        if asked == label:
            return True
        if asked not in seen and asked in others:
            waiting += others[asked].labels
        seen.add(asked)
    return False
