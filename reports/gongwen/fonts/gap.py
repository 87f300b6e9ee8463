"""The font of a draft's gaps: one character, the low line, as wide as its place, so that several in a row join.

The low lines of other fonts need not join, and the face for rare characters, where they do, is a file of 51 MB.
"""

from dataclasses import dataclass
from functools import cache
from io import BytesIO

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

GAP = "＿"
NAME = "ReportGap-Regular"
_EM, _TOP, _BOTTOM = 1000, -80, -120
_MADE = 2_082_844_800  # 1 January 1970 in a font's seconds: it is the same whenever it is drawn


@dataclass(frozen=True, slots=True)
class GapFont:
    """Stands where a FontLocation does."""

    def address(self, name: str) -> str:
        return f"report:{name}.ttf"

    def read(self) -> bytes:
        return _draw()

    def open(self) -> TTFont:
        return TTFont(BytesIO(_draw()))

    def identity(self) -> str:
        return f"{_EM}:{_TOP}:{_BOTTOM}"


@cache
def _draw() -> bytes:
    font = FontBuilder(_EM)
    font.setupHead(unitsPerEm=_EM, created=_MADE, modified=_MADE)
    font.setupGlyphOrder([".notdef", "lowline"])
    font.setupCharacterMap({ord(GAP): "lowline"})
    font.setupGlyf({".notdef": _line(0), "lowline": _line(_EM)})
    font.setupHorizontalMetrics({".notdef": (_EM, 0), "lowline": (_EM, 0)})
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": "ReportGap", "styleName": "Regular", "psName": NAME})
    font.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120, fsType=0)
    font.setupPost()
    drawn = BytesIO()
    font.font.recalcTimestamp = False
    font.save(drawn)
    return drawn.getvalue()


def _line(width: int):
    pen = TTGlyphPen(None)
    if width:
        corners = [(0, _BOTTOM), (0, _TOP), (width, _TOP), (width, _BOTTOM)]
        pen.moveTo(corners[0])
        for corner in corners[1:]:
            pen.lineTo(corner)
        pen.closePath()
    return pen.glyph()
