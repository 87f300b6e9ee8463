"""Lines over days: cumulative numbers of two years, with a day marked."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 580, 200
LEFT, RIGHT, TOP, BOTTOM = 20, 570, 22, 170
NICE = (1, 2, 4, 5, 10)


@dataclass(frozen=True, slots=True)
class ChartPoint:
    x: int
    y: int
    value: int


@dataclass(frozen=True, slots=True)
class PlottedLine:
    """`path` is the `d` of an SVG path; `end` the last point, None where there is none."""

    path: str
    end: ChartPoint | None


@dataclass(frozen=True, slots=True)
class LineChart:
    """`grid` are the heights of lines with what they stand for; `mark` is where the marked day lies."""

    lines: list[PlottedLine]
    grid: list[ChartPoint]
    mark: int


def plot(series: Sequence[Sequence[tuple[int, int]]], *, days: tuple[int, int], mark: int) -> LineChart:
    """Each series is (day, value), days ascending. `days` are the first and the last day of the drawing."""
    top = round_up(max((value for points in series for _day, value in points), default=0))
    lines = [_line([_point(day, value, days=days, top=top) for day, value in points]) for points in series]
    grid = [_point(days[0], value, days=days, top=top) for value in sorted({0, top // 2, top})]
    return LineChart(lines, grid, _point(mark, 0, days=days, top=top).x)


def round_up(value: int) -> int:
    """The next of 1, 2, 4, 5, 10, 20, …: what the top of a scale says."""
    size = 1
    while size * 10 < value:
        size *= 10
    return next(nice * size for nice in NICE if nice * size >= value)


def _point(day: int, value: int, *, days: tuple[int, int], top: int) -> ChartPoint:
    first, last = days
    x = LEFT + round((RIGHT - LEFT) * (day - first) / max(last - first, 1))
    return ChartPoint(x, BOTTOM - round((BOTTOM - TOP) * value / top), value)


def _line(points: Sequence[ChartPoint]) -> PlottedLine:
    path = " ".join(f"{'L' if number else 'M'}{point.x} {point.y}" for number, point in enumerate(points))
    return PlottedLine(path, points[-1] if points else None)
