"""The columns of a table: how wide they are, in which size of type, and how their cells stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf

from reports.gongwen.lines import Metrics, SetLine, TextRun, break_ragged, longest_word

from . import page

SIZES = (12.0, 10.5)  # 小四, and 五号 where the longest words of all columns need it
RULE = 0.5
_PADDING = 0.25  # of the size, on either side of a cell
_SMALLEST = 2000  # thousandths of the size that a column is wide at least
_NUMBER = re.compile(r"[+\-−±]?\d[\d.,，]*[%％‰]?")
_NOTHING = re.compile(r"[—－/\-]*|【[^【】]*】")

Runs = Sequence[TextRun]


class Aligned(StrEnum):
    CENTRED = "centred"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class SetColumn:
    """`width`, and `inset` of figures from the right rule, in points."""

    width: float
    aligned: Aligned
    inset: float = 0.0


def fit_columns(rows: Sequence[Sequence[Runs]], extent: Metrics) -> tuple[float, list[float]]:
    """The largest size in which no word is torn, and the widths of the columns in points."""
    size = SIZES[0]
    for size in SIZES:
        sides = 2 * _PADDING * size + RULE
        columns = [_extents(column, extent, size) for column in zip(*rows, strict=True)]
        least = [word + sides for word, _whole in columns]
        if sum(least) <= page.WIDTH - RULE:
            break
    return size, share_width(page.WIDTH - RULE, least, [whole + sides + size for _word, whole in columns])


def break_cell(runs: Runs, extent: Metrics, width: float, size: float) -> tuple[SetLine, ...]:
    inside = width - 2 * _PADDING * size - RULE
    return tuple(break_ragged(runs, extent, width=inside / size * 1000 + 1))  # for what sums are rounded by


def align_column(width: float, size: float, texts: Sequence[str], cells: Sequence[Sequence[SetLine]]) -> SetColumn:
    """`texts` and `cells` are those below the head. Figures stand below figures, in the middle of their column; words
    too, where each has one line.
    """
    if any(len(cell) > 1 for cell in cells):
        return SetColumn(width, Aligned.LEFT)
    said = [text for text in texts if not _NOTHING.fullmatch(text)]
    if not said or not all(_NUMBER.fullmatch(text) for text in said):
        return SetColumn(width, Aligned.CENTRED)
    widest = max(line.width for cell in cells for line in cell) / 1000 * size
    return SetColumn(width, Aligned.RIGHT, max(_PADDING * size, (width - RULE - widest) / 2))


def _extents(cells: Sequence[Runs], extent: Metrics, size: float) -> tuple[float, float]:
    """Points that the longest word of the cells takes, and the longest cell on one line."""
    endless = [line for cell in cells for line in break_ragged(cell, extent, width=inf)]
    word = max([_SMALLEST, *(longest_word(cell, extent) for cell in cells)])
    return word / 1000 * size, max([word, *(line.width for line in endless)]) / 1000 * size


def share_width(width: float, least: Sequence[float], wanted: Sequence[float]) -> list[float]:
    """`width` divided among columns: each has at least its own `least`, and no more than it `wanted` while another
    lacks something. Where not even the least find room, they are what is wanted.
    """
    if sum(least) > width:
        return _pour(width, [0.0] * len(least), least)
    return _pour(width, least, wanted)


def _pour(width: float, least: Sequence[float], wanted: Sequence[float]) -> list[float]:
    """What is left above the least goes to all alike until each has what it wants, and then to all alike again."""
    left = width - sum(least)
    lacks = [max(0.0, want - had) for had, want in zip(least, wanted, strict=True)]
    shares = [0.0] * len(least)
    waiting = sum(lack > 0 for lack in lacks)
    for place in sorted(range(len(lacks)), key=lacks.__getitem__):
        if lacks[place]:
            shares[place] = min(lacks[place], left / waiting)
            left -= shares[place]
            waiting -= 1
    return [had + share + left / len(least) for had, share in zip(least, shares, strict=True)]
