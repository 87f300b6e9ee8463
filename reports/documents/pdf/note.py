"""The note that lists the attachments below the body (GB/T 9704-2012, 7.3.4)."""

from collections.abc import Sequence
from dataclasses import replace

from reports.documents.fonts import Role
from reports.documents.structure import Block
from reports.text.attaching import NOTE
from reports.text.lines import Line, Piece, Run, break_paragraph

from . import page
from .wording import Wording

_TOGETHER = 6  # lines
Placed = tuple[str, tuple[Line, ...], float, float]


def place_note(blocks: Sequence[Block], wording: Wording) -> list[Placed]:
    """(class, lines, left edge of the name, how far its first line hangs out before that), in points, of each name.

    附件： begins two characters in; the numbers stand below one another, and a name that turns goes on below its
    own first character. What stands before a name is set apart from it, so that filling the line moves neither.
    """
    wording = wording.as_written()
    column = _width(wording, wording.runs(NOTE, Role.BODY))
    placed = [_place(wording, block, page.INDENT + (column if index else 0)) for index, block in enumerate(blocks)]
    bound = sum(len(lines) for lines, _left, _hang in placed) <= _TOGETHER
    return [(_kind(index, len(placed), bound=bound), *place) for index, place in enumerate(placed)]


def _kind(index: int, count: int, *, bound: bool) -> str:
    """A short note stays whole between body and signature; of a long one its first and last names stay with these."""
    kept = " bound" if bound or index in {0, count - 1} else ""
    return f"note{kept}{'' if index else ' first'}"


def _place(wording: Wording, block: Block, start: float) -> tuple[tuple[Line, ...], float, float]:
    before = wording.runs(block.lead, Role.BODY)
    hang = _width(wording, before)
    left = start + hang
    runs = wording.runs(block.text, Role.BODY)
    lines = break_paragraph(runs, wording.extent, width=page.MEASURE - left, spacing=page.SPACING)
    first, *turned = lines or [Line((), 0)]
    pieces = tuple(Piece(run.text, run.face, page.SPACING) for run in before)
    lines = [replace(first, pieces=(*pieces, *first.pieces), width=hang + first.width), *turned]
    return tuple(lines), left / 1000 * page.SIZE, hang / 1000 * page.SIZE


def _width(wording: Wording, runs: Sequence[Run]) -> float:
    """How far the runs advance, the gap after the last character included."""
    extents = [wording.extent(run.face, character) for run in runs for character in run.text]
    return sum(extent.advance + page.SPACING for extent in extents)
