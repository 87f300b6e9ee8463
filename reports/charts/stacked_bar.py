"""One row of a chart of stacked bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDTH = 1000
NARROWEST = 8  # a single person among thousands is still seen


@dataclass(frozen=True, slots=True)
class BarSegment:
    key: str
    value: int
    x: int
    width: int


def stack(values: Sequence[tuple[str, int]]) -> list[BarSegment]:
    """One segment for each value that is not zero, in their order, side by side from 0 to WIDTH."""
    shown = [(key, value) for key, value in values if value > 0]
    segments, x = [], 0
    for (key, value), width in zip(shown, _widths([value for _key, value in shown]), strict=True):
        segments.append(BarSegment(key, value, x, width))
        x += width
    return segments


def _widths(values: Sequence[int]) -> list[int]:
    """In proportion, each at least NARROWEST; together WIDTH. What the narrow ones gain the widest give."""
    total = sum(values)
    edges = [round(WIDTH * sum(values[:count]) / total) for count in range(len(values) + 1)] if total else []
    widths = [max(end - start, NARROWEST) for start, end in pairwise(edges)]
    for _unit in range(sum(widths) - WIDTH if widths else 0):
        widths[widths.index(max(widths))] -= 1
    return widths
