"""How what is computed is rounded: one rule for ％, 百分点, shares and quotients of a whole round."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum
from typing import NamedTuple, Self

MOST_PLACES = 4
_PLACES = {str(places) for places in range(MOST_PLACES + 1)}
_DIGITS = 500  # more than two values have that were typed


class RoundingMethod(StrEnum):
    HALF_UP = "half_up"  # 四舍五入, a half away from zero
    HALF_EVEN = "half_even"  # 四舍六入五成双, GB/T 8170-2008
    DOWN = "down"  # 舍去尾数


_MODES = {
    RoundingMethod.HALF_UP: ROUND_HALF_UP,
    RoundingMethod.HALF_EVEN: ROUND_HALF_EVEN,
    RoundingMethod.DOWN: ROUND_DOWN,
}


class Rounding(NamedTuple):
    method: RoundingMethod = RoundingMethod.HALF_UP
    places: int = 1

    def round(self, number: Decimal) -> Decimal:
        with localcontext(prec=_DIGITS):
            return number.quantize(Decimal(1).scaleb(-self.places), _MODES[self.method])

    @property
    def code(self) -> str:
        """As it is stored; `from_code` is its inverse."""
        return f"{self.method.value}-{self.places}"

    @classmethod
    def from_code(cls, code: str) -> Self:
        """Raises ValueError where `code` is none."""
        method, _dash, places = str(code).partition("-")
        if places not in _PLACES:
            raise ValueError(code)
        return cls(RoundingMethod(method), int(places))


USUAL_ROUNDING = Rounding()
