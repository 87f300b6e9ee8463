"""The note that lists the attachments below the body (GB/T 9704-2012, 7.3.4)."""

from collections.abc import Sequence
from dataclasses import replace

from reports.gongwen.fonts import FontRole
from reports.gongwen.lines import SetLine, SpacedRun, TextRun, break_paragraph
from reports.gongwen.structure import ContentBlock
from reports.prose.attachment_note import NOTE

from . import page
from .typesetting import Typesetter

_TOGETHER = 6  # lines
Placed = tuple[str, tuple[SetLine, ...], float, float]


def place_note(blocks: Sequence[ContentBlock], typesetter: Typesetter) -> list[Placed]:
    """(class, lines, left edge of the name, how far its first line hangs out before that), in points, of each name.

    附件： begins two characters in; the numbers stand below one another, and a name that turns goes on below its
    own first character. What stands before a name is set apart from it, so that filling the line moves neither.
    """
    typesetter = typesetter.as_written()
    column = _width(typesetter, typesetter.runs(NOTE, FontRole.BODY))
    placed = [_place(typesetter, block, page.INDENT + (column if index else 0)) for index, block in enumerate(blocks)]
    bound = sum(len(lines) for lines, _left, _hang in placed) <= _TOGETHER
    return [(_kind(index, len(placed), bound=bound), *place) for index, place in enumerate(placed)]


def _kind(index: int, count: int, *, bound: bool) -> str:
    """A short note stays whole between body and signature; of a long one its first and last names stay with these."""
    kept = " bound" if bound or index in {0, count - 1} else ""
    return f"note{kept}{'' if index else ' first'}"


def _place(typesetter: Typesetter, block: ContentBlock, start: float) -> tuple[tuple[SetLine, ...], float, float]:
    before = typesetter.runs(block.lead, FontRole.BODY)
    hang = _width(typesetter, before)
    left = start + hang
    runs = typesetter.runs(block.text, FontRole.BODY)
    lines = break_paragraph(runs, typesetter.extent, width=page.MEASURE - left, spacing=page.SPACING)
    first, *turned = lines or [SetLine((), 0)]
    pieces = tuple(SpacedRun(run.text, run.face, page.SPACING) for run in before)
    lines = [replace(first, pieces=(*pieces, *first.pieces), width=hang + first.width), *turned]
    return tuple(lines), left / 1000 * page.SIZE, hang / 1000 * page.SIZE


def _width(typesetter: Typesetter, runs: Sequence[TextRun]) -> float:
    """How far the runs advance, the gap after the last character included."""
    extents = [typesetter.extent(run.face, character) for run in runs for character in run.text]
    return sum(extent.advance + page.SPACING for extent in extents)
