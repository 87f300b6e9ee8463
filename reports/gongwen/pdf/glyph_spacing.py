"""Each piece of a line drawn at once, whatever stands between its characters.

CSS has one letter-spacing for an element, and every element costs WeasyPrint as much as a line of text: a line whose
marks had given up their blank took three. So the elements say nothing, and what stands after each character is added to
the glyphs that Pango has placed.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import accumulate
from math import copysign
from typing import Any

from .errors import Unprintable

Spacings = Mapping[str, Sequence[int]]  # thousandths of an em after each character, by the text of a piece
_UNITS = 1024  # of Pango
_OF_PIECES = "pre"  # lines that are broken keep their ends; no other text of a report does


@contextmanager
def glyphs_spaced(planned: Spacings) -> Iterator[None]:
    """Raises Unprintable where a planned piece was not drawn: something else stands there, too wide.

    The caller must let only one document be made at a time.
    """
    from weasyprint.text import line_break  # noqa: PLC0415 - slow to load

    usual, measured = line_break.Layout, line_break.first_line_metrics
    drawn: set[str] = set()

    @cache  # a piece is measured before it is drawn
    def spread(piece: str, size: float) -> dict[int, int]:
        return _spread(piece, planned[piece], size)

    class SpacedLayout(usual):  # type: ignore[misc, valid-type]
        def set_text(self, text: str, justify: bool = False) -> None:  # noqa: FBT001, FBT002 - WeasyPrint's own
            super().set_text(text, justify)
            self.piece, self.is_drawn = self.text.partition("\n")[0], justify
            is_planned = self.piece in planned and _is_piece(self.style)
            self.added = spread(self.piece, self.style["font_size"]) if is_planned else {}

        def get_first_line(self) -> Any:
            line, index = super().get_first_line()
            if self.added and self.is_drawn:  # before, only its width is asked for
                drawn.add(self.piece)
                _space(line, self.added)
            return line, index

    def first_line_metrics(line: Any, text: str, layout: Any, *others: Any, **named: Any) -> Any:
        layout, length, resume_at, width, *rest = measured(line, text, layout, *others, **named)
        return layout, length, resume_at, width + sum(layout.added.values()) / _UNITS, *rest

    line_break.Layout, line_break.first_line_metrics = SpacedLayout, first_line_metrics
    try:
        yield
    finally:
        line_break.Layout, line_break.first_line_metrics = usual, measured
    if left := next((text for text in planned if text.strip() and text not in drawn), None):
        raise Unprintable("misprinted", found=left)


def _is_piece(style: Mapping[str, Any]) -> bool:
    return style["white_space"] == _OF_PIECES and style["letter_spacing"] == "normal"


def _spread(text: str, spacings: Sequence[int], size: float) -> dict[int, int]:
    """In Pango's units, what each character is made wider by, under the place of its first byte.

    WeasyPrint drops the fraction of a thousandth of an em at each glyph. Half of one is added to make up for it.
    """
    thousandth = size * _UNITS / 1000
    starts = accumulate((len(character.encode()) for character in text), initial=0)
    exact = (round((spacing + copysign(0.5, spacing) * bool(spacing)) * thousandth) for spacing in spacings)
    return dict(zip(starts, exact, strict=False))


def _space(line: Any, added: Mapping[int, int]) -> None:
    """There is one glyph to a character: ligatures are switched off with the faces."""
    from weasyprint.text.ffi import ffi  # noqa: PLC0415

    run = line.runs
    while run != ffi.NULL:
        glyphs, clusters, start = run.data.glyphs.glyphs, run.data.glyphs.log_clusters, run.data.item.offset
        for number in range(run.data.glyphs.num_glyphs):
            glyphs[number].geometry.width += added.get(start + clusters[number], 0)
        run = run.next
