"""Where signature and date stand, for a paper without seal (GB/T 9704-2012, 7.3.5.2)."""

import unicodedata

from reports.gongwen.structure import BlockKind, ContentBlock

from . import page

LINE = page.CHARACTERS - 4  # that a line of the signature holds: it stays two from either edge
_NARROW = {"Na", "H", "N"}


def left_indents(blocks: list[ContentBlock]) -> list[float]:
    """How far from the left edge each line of signature and date begins, in characters.

    The signature ends two characters before the right edge, and the date starts two characters after the signature
    does. Where the date is longer, it ends two characters before the edge and the signature moves left with it.
    """
    longest = max((measure(block.text) for block in blocks if block.kind is BlockKind.SIGNATURE), default=0)
    longest = min(longest, LINE)
    date = max((measure(block.text) for block in blocks if block.kind is BlockKind.DATE), default=0)
    start = page.CHARACTERS - 2 - (longest if longest >= date else date + 2)
    return [start + 2 if block.kind is BlockKind.DATE else start for block in blocks]


def measure(text: str) -> float:
    """Width in characters. A Latin letter or digit is half of one."""
    return sum(0.5 if unicodedata.east_asian_width(character) in _NARROW else 1 for character in text)
