"""How a report's lines fall on its pages, told before WeasyPrint lays them out: each takes one step of the grid."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from . import page
from .block import Keep, SetBlock


class _Step(NamedTuple):
    """A line of the grid. `held`: no page ends between it and the next one."""

    blank: bool
    held: bool


def shortfalls(blocks: Sequence[SetBlock]) -> list[int]:
    """How many lines each page lacks, from the first to the last but one. Blank lines count as lines."""
    steps = list(_steps(blocks))
    short, start = [], 0
    while (end := start + page.LINES) < len(steps):
        cut = next((cut for cut in range(end, start, -1) if not steps[cut - 1].held), end)
        short.append(end - cut)
        start = next((index for index in range(cut, len(steps)) if not steps[index].blank), len(steps))
    return short


def _is_held(block: SetBlock, line: int) -> bool:
    """Whether no page may end after this line of the block, which is not its last."""
    return line < block.together or Keep.WHOLE in block.keep


def _steps(blocks: Sequence[SetBlock]) -> Iterator[_Step]:
    for block, following in zip_longest(blocks, blocks[1:]):
        held = Keep.WITH_NEXT in block.keep or bool(following and Keep.WITH_PREVIOUS in following.keep)
        if block.blank_above:
            yield _Step(blank=True, held=Keep.WITH_PREVIOUS in block.keep)
        for line in range(1, len(block.lines) + 1):
            yield _Step(blank=False, held=held if line == len(block.lines) else _is_held(block, line))
        for _blank in range(block.blanks):
            yield _Step(blank=True, held=held)
