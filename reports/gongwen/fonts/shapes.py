"""What glyphs look like, and whether two of them are one: fonts are told by their shapes and not by their names."""

from dataclasses import dataclass
from typing import Any

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.statisticsPen import StatisticsPen
from fontTools.pens.transformPen import TransformPen

_EM = 1000
_SLACK = 4.0  # thousandths of an em: curves that another program has put into other words differ by less


@dataclass(frozen=True, slots=True)
class GlyphShape:
    """`strokes` as pens of fontTools record them, in units of which `em` make an em. Empty for a blank."""

    strokes: tuple[Any, ...]
    em: float

    @classmethod
    def of(cls, glyph: Any, glyphs: Any, em: float) -> "GlyphShape":
        """`glyphs` is where the parts of a composite glyph are found."""
        pen = DecomposingRecordingPen(glyphs)
        glyph.draw(pen)
        return cls(tuple(pen.value), em)

    def is_like(self, other: "GlyphShape", slack: float = _SLACK) -> bool:
        """Whether both look the same on paper, however their curves are written."""
        if self == other:
            return True
        if not self.strokes or not other.strokes:
            return not self.strokes and not other.strokes
        pairs = zip(self._measures(), other._measures(), strict=True)
        return all(abs(one - another) <= slack for one, another in pairs)

    def _measures(self) -> tuple[float, ...]:
        """Edges, middle and spread of the ink, and the side of a square as large, in thousandths of an em."""
        bounds, ink = BoundsPen(None), StatisticsPen(None)
        for pen in (bounds, ink):
            self._replay(TransformPen(pen, (_EM / self.em, 0, 0, _EM / self.em, 0, 0)))
        side = abs(ink.area) ** 0.5
        return (*(bounds.bounds or ()), ink.meanX, ink.meanY, ink.stddevX, ink.stddevY, ink.slant * _EM, side)

    def _replay(self, pen: Any) -> None:
        for operator, operands in self.strokes:
            getattr(pen, operator)(*operands)
