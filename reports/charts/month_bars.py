"""One bar for each month."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 360, 96
BOTTOM, TOP = 76, 16
GAP = 8


@dataclass(frozen=True, slots=True)
class MonthBar:
    """`middle` is where its words stand. A month with nothing has no height."""

    label: str
    value: int
    x: int
    y: int
    width: int
    height: int
    middle: int


def draw_months(values: Sequence[tuple[str, int]]) -> list[MonthBar]:
    """(label, value), none negative, side by side from 0 to WIDTH."""
    top = max((value for _label, value in values), default=0) or 1
    step = WIDTH // max(len(values), 1)
    return [_bar(label, value, number * step, step, top) for number, (label, value) in enumerate(values)]


def _bar(label: str, value: int, x: int, step: int, top: int) -> MonthBar:
    height = round((BOTTOM - TOP) * value / top)
    gap = min(GAP, step // 2)
    return MonthBar(label, value, x + gap // 2, BOTTOM - height, max(step - gap, 1), height, x + step // 2)
