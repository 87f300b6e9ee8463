"""Fonts of one byte a code, as LibreOffice writes them for Chinese too: the font itself says what a code draws."""

from collections.abc import Callable
from typing import Any

from fontTools.encodings.StandardEncoding import StandardEncoding
from fontTools.t1Lib import T1Font
from fontTools.ttLib import TTFont

from ..fonts.shapes import GlyphShape

Glyphs = Callable[[int], GlyphShape | None]
_SYMBOLS = 0xF000  # where a font of symbols has its codes


def glyphs_of_simple_truetype(font: TTFont) -> Glyphs:
    """By the font's own table of codes (ISO 32000-1, 9.6.6.4)."""
    tables = {(table.platformID, table.platEncID): table.cmap for table in font["cmap"].tables}
    symbols, plain = tables.get((3, 0), {}), tables.get((1, 0), {})
    glyphs, em = font.getGlyphSet(), font["head"].unitsPerEm

    def shape(code: int) -> GlyphShape | None:
        name = symbols.get(_SYMBOLS + code) or symbols.get(code) or plain.get(code)
        return GlyphShape.of(glyphs[name], glyphs, em) if name else None

    return shape


def glyphs_of_simple_cff(fonts: Any) -> Glyphs:
    top = fonts[0]
    return _by_names(top.CharStrings, top.Encoding, em_of(top))


def em_of(top: Any) -> float:
    """Of a font in the Compact Font Format. Raises ValueError where its glyphs are slanted, squeezed or mere outlines
    after they are drawn.
    """
    matrices = [font.FontMatrix for font in (top, *getattr(top, "FDArray", ())) if hasattr(font, "FontMatrix")]
    if any(list(matrix[1:]) != [0, 0, matrix[0], 0, 0] for matrix in matrices) or getattr(top, "PaintType", None):
        raise ValueError(matrices)
    return 1 / (matrices[0][0] or 0.001) if matrices else 1000


def glyphs_of_type1(program: bytes) -> Glyphs:
    font = T1Font.__new__(T1Font)  # it reads files alone
    font.data, font.encoding = program, "ascii"
    return _by_names(font.getGlyphSet(), font["Encoding"], 1 / (font["FontMatrix"][0] or 0.001))


def _by_names(drawn: Any, encoding: Any, em: float) -> Glyphs:
    names = StandardEncoding if isinstance(encoding, str) else encoding

    def shape(code: int) -> GlyphShape | None:
        name = names[code] if code < len(names) else ""
        return GlyphShape.of(drawn[name], drawn, em) if name in drawn else None

    return shape
