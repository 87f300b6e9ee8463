"""A plot as small as a word: one value for each year."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT, MARGIN = 120, 32, 4


@dataclass(frozen=True, slots=True)
class Sparkline:
    """`points` as an SVG polyline takes them; the last one apart."""

    points: str
    end_x: int
    end_y: int


def draw_sparkline(values: Sequence[tuple[int, Decimal]]) -> Sparkline:
    """(year, value), at least one, years ascending. A year that is missing leaves its width."""
    years, numbers = [year for year, _value in values], [value for _year, value in values]
    places = [
        (_scale(year, years[0], years[-1], WIDTH), HEIGHT - _scale(value, min(numbers), max(numbers), HEIGHT))
        for year, value in values
    ]
    return Sparkline(" ".join(f"{x},{y}" for x, y in places), *places[-1])


def _scale(value: int | Decimal, lowest: int | Decimal, highest: int | Decimal, length: int) -> int:
    """Between the margins; in the middle where all are alike."""
    if highest == lowest:
        return length // 2
    return MARGIN + round((length - 2 * MARGIN) * float(value - lowest) / float(highest - lowest))
