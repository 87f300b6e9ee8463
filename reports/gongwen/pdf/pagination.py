"""How a report's lines fall on its pages, told before WeasyPrint lays them out: each takes one step of the grid."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from . import page
from .block import SetBlock

# What the style sheet says of the classes of blocks.
_WHOLE = {"title", "heading", "note"}  # break-inside: avoid
_BEFORE_OTHERS = {"heading", "byline", "mark"}  # break-after: avoid
_AFTER_OTHERS = {"bound", "signature"}  # break-before: avoid


class _Step(NamedTuple):
    """A line of the grid; `held` to the next one: no page ends between them."""

    blank: bool
    held: bool


def shortfalls(blocks: Sequence[SetBlock]) -> list[int]:
    """How many lines each page of the report lacks, from the first to the last but one; blank lines count as lines."""
    steps = list(_steps(blocks))
    short, start = [], 0
    while (end := start + page.LINES) < len(steps):
        cut = next((cut for cut in range(end, start, -1) if not steps[cut - 1].held), end)
        short.append(end - cut)
        start = next((index for index in range(cut, len(steps)) if not steps[index].blank), len(steps))
    return short


def _is_held(block: SetBlock, line: int) -> bool:
    """Whether no page ends after this line of the block, which is not its last."""
    return line < block.together or bool(set(block.sort.split()) & _WHOLE)


def _steps(blocks: Sequence[SetBlock]) -> Iterator[_Step]:
    for index, block in enumerate(blocks):
        kinds = set(block.sort.split())
        following = set(blocks[index + 1].sort.split()) if index + 1 < len(blocks) else set()
        held = bool(kinds & _BEFORE_OTHERS or following & _AFTER_OTHERS)
        if "first" in kinds:
            yield _Step(blank=True, held=bool(kinds & _AFTER_OTHERS))
        for line in range(1, len(block.lines) + 1):
            yield _Step(blank=False, held=held if line == len(block.lines) else _is_held(block, line))
        for _blank in range(block.blanks):
            yield _Step(blank=True, held=held)
