"""The note that lists the attachments below the body (GB/T 9704-2012, 7.3.4)."""

from collections.abc import Sequence
from dataclasses import replace

from reports.gongwen.fonts import FontRole
from reports.gongwen.lines import SetLine, SpacedRun, TextRun, break_paragraph
from reports.gongwen.structure import BlockKind, ContentBlock
from reports.prose.attachment_note import NOTE

from . import page
from .block import Keep, SetBlock
from .typesetting import Typesetter

_TOGETHER = 6  # lines


def place_note(blocks: Sequence[ContentBlock], typesetter: Typesetter) -> list[SetBlock]:
    """Each name as a block.

    The line begins two characters in with 附件：. The numbers stand below one another. A name that takes a second line
    goes on below its own first character. What stands before a name is set apart from it, so that filling the line
    moves neither.
    """
    typesetter = typesetter.as_written()
    column = _width(typesetter, typesetter.runs(NOTE, FontRole.BODY))
    placed = [_place(typesetter, block, page.INDENT + (column if index else 0)) for index, block in enumerate(blocks)]
    short = sum(len(block.lines) for block in placed) <= _TOGETHER
    return [_bind(block, index, len(placed), short=short) for index, block in enumerate(placed)]


def _bind(block: SetBlock, index: int, count: int, *, short: bool) -> SetBlock:
    """A short note stays whole between body and signature. Of a long one, the first and last names stay with these."""
    bound = Keep.WITH_PREVIOUS if short or index in {0, count - 1} else Keep.NOTHING
    return replace(block, keep=Keep.WHOLE | bound, blank_above=index == 0)


def _place(typesetter: Typesetter, block: ContentBlock, start: float) -> SetBlock:
    before = typesetter.runs(block.lead, FontRole.BODY)
    hang = _width(typesetter, before)
    left = start + hang
    runs = typesetter.runs(block.text, FontRole.BODY)
    lines = break_paragraph(runs, typesetter.extent, width=page.MEASURE - left, spacing=page.SPACING)
    first, *turned = lines or [SetLine((), 0)]
    pieces = tuple(SpacedRun(run.text, run.face, page.SPACING) for run in before)
    lines = [replace(first, pieces=(*pieces, *first.pieces), width=hang + first.width), *turned]
    return SetBlock(BlockKind.NOTE, tuple(lines), left=left / 1000 * page.SIZE, hang=hang / 1000 * page.SIZE)


def _width(typesetter: Typesetter, runs: Sequence[TextRun]) -> float:
    """The advance of the runs, with the gap after the last character."""
    extents = [typesetter.extent(run.face, character) for run in runs for character in run.text]
    return sum(extent.advance + page.SPACING for extent in extents)
