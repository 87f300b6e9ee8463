"""Where signature and date stand, for a paper without seal (GB/T 9704-2012, 7.3.5.2)."""

import unicodedata

from reports.documents.structure import Block, BlockKind

from . import page

_NARROW = {"Na", "H", "N"}


def right_indents(blocks: list[Block]) -> list[float]:
    """The distance of each line's end from the right edge, in characters.

    The signature ends two characters before the edge, the date starts two characters after the signature does;
    where the date is the longer one, it ends two before the edge and the signature moves left with it.
    """
    widths = [min(measure(block.text), page.CHARACTERS - 4) for block in blocks]
    longest = max((w for block, w in zip(blocks, widths, strict=True) if block.kind is BlockKind.SIGNATURE), default=0)
    date = max((w for block, w in zip(blocks, widths, strict=True) if block.kind is BlockKind.DATE), default=0)
    start = 2 + (longest if date <= longest else date + 2)
    shifts = [2 if block.kind is BlockKind.DATE else 0 for block in blocks]
    return [start - shift - width for shift, width in zip(shifts, widths, strict=True)]


def measure(text: str) -> float:
    """The width of a text in characters; a Latin letter or digit is half of one."""
    return sum(0.5 if unicodedata.east_asian_width(character) in _NARROW else 1 for character in text)
