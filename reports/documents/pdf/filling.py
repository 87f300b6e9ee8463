"""The page before the signature filled, where lines moved along with the signature would leave it short.

GB/T 9704-2012, 7.3.5.5: where signature and date find no room below the text, spacing is adjusted. Paragraphs are
set a line longer or shorter first, which nobody sees; where none can be, blank lines are added to the head.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from .block import Block, vary
from .paging import shortfalls
from .wording import Wording

_MOST_LINES = 4  # won or lost in paragraphs: half of what signature, note and the blank lines above them take
_MOST_BLANKS = 4  # added to the head
_TRIED = 30  # paragraphs, the longest: one that has few lines cannot be set otherwise


def fill_pages(blocks: list[Block], wording: Wording) -> list[Block]:
    """The blocks of the report without its attachments, so varied that the last page but one is full."""
    if not any(shortfalls(blocks)[-1:]):
        return blocks
    best = blocks
    for way in chain(_reset(blocks, wording), _spread_head(blocks)):
        if _lacking(way) < _lacking(best):
            best = way
        if not any(shortfalls(best)[-1:]):
            break
    return best


def _lacking(blocks: Sequence[Block]) -> tuple[int, int]:
    """How many lines the page before the signature lacks, then how many all pages lack."""
    short = shortfalls(blocks)
    return sum(short[-1:]), sum(short)


def _reset(blocks: list[Block], wording: Wording) -> Iterator[list[Block]]:
    """The blocks with one, two, three lines more or less in their paragraphs, the least change first."""
    ways = zip_longest(_set_otherwise(blocks, wording, 1), _set_otherwise(blocks, wording, -1))
    return (way for pair in ways for way in pair if way)


def _set_otherwise(blocks: list[Block], wording: Wording, more: int) -> Iterator[list[Block]]:
    longest = sorted((i for i, block in enumerate(blocks) if block.runs), key=lambda i: -len(blocks[i].lines))
    changes = 0
    for index in longest[:_TRIED]:
        if changes == _MOST_LINES or not (other := vary(wording, blocks[index], more)):
            continue
        varied = [*blocks[:index], other, *blocks[index + 1 :]]
        if shortfalls(varied) != shortfalls(blocks):  # else it stands on the last page
            changes += 1
            blocks = varied
            yield blocks


def _spread_head(blocks: list[Block]) -> Iterator[list[Block]]:
    """The blocks with more blank lines between title, byline and body."""
    head = sum(bool({"title", "byline"} & set(block.sort.split())) for block in blocks)
    for more in range(1, _MOST_BLANKS + 1) if head else ():
        above = (more + 1) // 2 if head > 1 else 0
        added = [above, *[0] * (head - 2), more - above][-head:]
        yield [
            *(replace(block, blanks=block.blanks + blanks) for block, blanks in zip(blocks, added, strict=False)),
            *blocks[head:],
        ]
