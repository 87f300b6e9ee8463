"""Signature and date at the end, for a paper without seal (GB/T 9704-2012, 7.3.5.2)."""

from dataclasses import replace

from reports.gongwen.fonts import FontRole
from reports.gongwen.lines import SetLine, break_paragraph
from reports.gongwen.structure import SIGNATURE_MARGIN, BlockKind, signed_by
from reports.prose.content import ReportContent

from . import page
from .block import Keep, SetBlock
from .typesetting import Typesetter

_TWO = page.INDENT  # two characters


def place_signature(content: ReportContent, typesetter: Typesetter) -> list[SetBlock]:
    """Each line as a block.

    The signature ends two characters before the right edge, and the date starts two characters after the signature
    does. Where the date is longer, it ends two characters before the edge and the signature moves left with it.
    """
    parts = signed_by(content, page.CHARACTERS - SIGNATURE_MARGIN)
    signatures = [line for part in parts for line in _lines(typesetter, part)]
    dates = _lines(typesetter, content.date.strip())
    longest = max((line.width for line in signatures), default=0)
    start = page.MEASURE - _TWO - longest
    if dates and dates[0].width > longest:
        start = page.MEASURE - 2 * _TWO - dates[0].width
    if dates and not signatures:
        start = page.MEASURE - 2 * _TWO - dates[0].width
    placed = [
        *(_block(BlockKind.SIGNATURE, line, start) for line in signatures),
        *(_block(BlockKind.DATE, line, start + _TWO) for line in dates),
    ]
    return [replace(block, blank_above=index == 0) for index, block in enumerate(placed)]


def _block(kind: BlockKind, line: SetLine, left: float) -> SetBlock:
    return SetBlock(kind, (line,), keep=Keep.WITH_PREVIOUS, left=max(0, left) / 1000 * page.SIZE)


def _lines(typesetter: Typesetter, text: str) -> list[SetLine]:
    width = page.MEASURE - 2 * _TWO
    return break_paragraph(typesetter.runs(text, FontRole.BODY), typesetter.extent, width=width, spacing=page.SPACING)
