"""Pages filled that a heading, or signature and date, would leave short by taking their company along.

GB/T 9704-2012, 7.3.5.5: where signature and date find no room below the text, spacing is adjusted. Paragraphs are
set a line longer or shorter, which nobody sees; where none before the signature can be, blank lines are added to the
head.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from reports.gongwen.structure import BlockKind

from . import page
from .block import SetBlock, vary
from .pagination import shortfalls
from .typesetting import Typesetter

_MOST_LINES = 4  # won or lost in paragraphs: half of what signature, note and the blank lines above them take
_MOST_BLANKS = 4  # added to the head
_TRIED = 30  # paragraphs for each page
# Thousandths of an em, on average of a paragraph's lines: three in ten keep their 28 characters.
_BEARABLE = 700


def fill_pages(blocks: list[SetBlock], typesetter: Typesetter) -> list[SetBlock]:
    """The blocks of the report without its attachments, varied so that all pages but the last are full."""
    number = 0
    while number < len(short := shortfalls(blocks)):
        if short[number]:
            ways = chain(_reset(blocks, typesetter), _spread_head(blocks) if number == len(short) - 1 else ())
            blocks = _fullest(blocks, ways, number + 1)
        number += 1
    return blocks


def _fullest(blocks: list[SetBlock], ways: Iterable[list[SetBlock]], pages: int) -> list[SetBlock]:
    """The first variant that leaves no line lacking on the first `pages` pages, or the one that lacks fewest."""
    fewest = sum(shortfalls(blocks)[:pages])
    for way in ways:
        lacking = sum(shortfalls(way)[:pages])
        if lacking < fewest:
            fewest, blocks = lacking, way
        if not lacking:
            break
    return blocks


def _reset(blocks: list[SetBlock], typesetter: Typesetter) -> Iterator[list[SetBlock]]:
    """The blocks with one, two, three lines more or less in their paragraphs, the least change first."""
    ways = zip_longest(_set_otherwise(blocks, typesetter, 1), _set_otherwise(blocks, typesetter, -1))
    return (way for pair in ways for way in pair if way)


def _set_otherwise(blocks: list[SetBlock], typesetter: Typesetter, more: int) -> Iterator[list[SetBlock]]:
    changes, short = 0, shortfalls(blocks)
    for index in _easiest(blocks, more)[:_TRIED]:
        if changes == _MOST_LINES:
            return
        if not (other := vary(typesetter, blocks[index], more)):
            continue
        varied = [*blocks[:index], other, *blocks[index + 1 :]]
        if (otherwise := shortfalls(varied)) != short:  # else it stands on the last page
            changes += 1
            blocks, short = varied, otherwise
            yield blocks


def _easiest(blocks: Sequence[SetBlock], more: int) -> list[int]:
    """Indexes of the paragraphs that can bear a line more or less, those that change least a line first."""
    burdens = {index: _burden(block, more) for index, block in enumerate(blocks) if block.runs and len(block.lines) > 1}
    bearable = [index for index, burden in burdens.items() if burden <= _BEARABLE]
    return sorted(bearable, key=burdens.__getitem__)


def _burden(block: SetBlock, more: int) -> float:
    """By how much each line must grow, so that the last one overflows, or shrink, to take the last one up."""
    *others, last = block.lines
    return (page.MEASURE - last.width) / len(block.lines) if more > 0 else last.width / len(others)


def _spread_head(blocks: list[SetBlock]) -> Iterator[list[SetBlock]]:
    """The blocks with more blank lines between title, byline and body."""
    head = sum(block.kind in {BlockKind.TITLE, BlockKind.BYLINE} for block in blocks)
    for more in range(1, _MOST_BLANKS + 1) if head else ():
        above = (more + 1) // 2 if head > 1 else 0
        added = [above, *[0] * (head - 2), more - above][-head:]
        yield [
            *(replace(block, blanks=block.blanks + blanks) for block, blanks in zip(blocks, added, strict=False)),
            *blocks[head:],
        ]
