"""Font files: which characters a font has, what they measure, how they are drawn."""

import sys
from array import array
from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from reports.gongwen.lines import Extent
from reports.gongwen.lines.punctuation import CLOSING, OPENING

from .gap import GapFont
from .shapes import GlyphShape

_CLEAR = 85  # thousandths of an em that stay blank beside a mark that has lost its blank half
# A little less than half an em: where marks overlap by more, readers of the PDF take the second for a new line.
_LARGEST_LOSS = 460
_ABSENT = 0xFFFF  # no glyph is as wide


@dataclass(frozen=True, slots=True)
class FontLocation:
    """A font file, or one font of a collection (.ttc). `number` counts from 0; None for a file with one font."""

    path: Path
    number: int | None = None

    def address(self, name: str) -> str:
        """The URL in style sheets."""
        return self.path.as_uri() if self.number is None else f"report:{name}.otf"

    def read(self) -> bytes:
        """The font as a file of its own, also where it is in a collection."""
        return self.path.read_bytes() if self.number is None else _take_out(self)

    def open(self) -> TTFont:
        """Raises TTLibError for a file that is no font."""
        return TTFont(self.path, lazy=True, fontNumber=-1 if self.number is None else self.number)

    def identity(self) -> str:
        """Changes when the file is replaced."""
        stat = self.path.stat()
        return f"{stat.st_size}:{stat.st_mtime_ns}"


FontSource = FontLocation | GapFont


class FontFile:
    """Which characters a font has and what they measure, in little memory. Outlines are read when asked for."""

    def __init__(self, place: FontSource):
        self._place = place
        self._shapes: dict[str, GlyphShape] = {}
        with place.open() as font:
            self._em = font["head"].unitsPerEm
            self._advances = _read_advances(font)
        self._scale = 1000 / self._em

    def has(self, character: str) -> bool:
        code = ord(character)
        return code < len(self._advances) and self._advances[code] != _ABSENT

    def measure(self, character: str) -> Extent:
        """Raises KeyError where the font lacks the character."""
        if not self.has(character):
            raise KeyError(character)
        advance = round(self._advances[ord(character)] * self._scale)
        if character not in OPENING and character not in CLOSING:
            return Extent(advance, 0, 0)
        left, right = self._edges.get(character, (0, advance))
        return Extent(advance, _loss(left), _loss(advance - right))

    def above(self, character: str) -> float:
        """Raises KeyError where the font lacks the character."""
        with self._place.open() as font:
            top = _bounds(font, character)[3]
            return (font["hhea"].ascent - top) * self._scale

    @cached_property
    def _edges(self) -> dict[str, tuple[float, float]]:
        """Where the ink of each mark begins and ends. Its glyphs are not kept: with them a font takes 20 MB."""
        with self._place.open() as font:
            bounds = {mark: _bounds(font, mark) for mark in OPENING | CLOSING if self.has(mark)}
        return {mark: (ink[0] * self._scale, ink[2] * self._scale) for mark, ink in bounds.items() if ink}

    def outline(self, text: str) -> tuple[str, int]:
        path, x = [], 0
        for character in text:
            glyph = self._glyphs[self._names[ord(character)]]
            pen = SVGPathPen(self._glyphs, lambda number: f"{number:.0f}")
            glyph.draw(TransformPen(pen, (self._scale, 0, 0, self._scale, x, 0)))
            path.append(pen.getCommands())
            x += round(glyph.width * self._scale)
        return "".join(path), x

    def shape(self, character: str) -> GlyphShape | None:
        """None where the font lacks the character."""
        if character not in self._shapes and (name := self._names.get(ord(character))):
            self._shapes[character] = GlyphShape.of(self._glyphs[name], self._glyphs, self._em)
        return self._shapes.get(character)

    @cached_property
    def _font(self) -> TTFont:
        return self._place.open()

    @cached_property
    def _names(self) -> dict[int, str]:
        return self._font.getBestCmap()

    @cached_property
    def _glyphs(self):
        return self._font.getGlyphSet()


def _loss(blank: float) -> int:
    """How much of the blank beside its ink a mark may lose."""
    return max(0, min(_LARGEST_LOSS, round(blank - _CLEAR)))


def _read_advances(font: TTFont) -> "array[int]":
    """Of each character by its code point; _ABSENT where the font lacks it.

    Glyphs are numbered here: their names stand beside the outlines, which would all be read for them.
    """
    font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])
    measures = array("H", font.getTableData("hmtx"))
    if sys.byteorder == "little":
        measures.byteswap()
    characters = font.getBestCmap()
    advances = array("H", [_ABSENT]) * (max(characters, default=-1) + 1)
    last = font["hhea"].numberOfHMetrics - 1  # further glyphs are as wide as this one
    for code, glyph in characters.items():
        advances[code] = measures[2 * min(int(glyph), last)]
    return advances


def _bounds(font: TTFont, character: str) -> Any:
    """Of its ink, in the font's units: left, lower, right, upper edge. None for a blank."""
    glyphs = font.getGlyphSet()
    pen = BoundsPen(glyphs)
    glyphs[font.getBestCmap()[ord(character)]].draw(pen)
    return pen.bounds


@cache
def open_font(place: FontSource) -> FontFile:
    return FontFile(place)


@cache
def _take_out(place: FontLocation) -> bytes:
    """One font of a collection as a file: given the whole collection, WeasyPrint might set another of its fonts."""
    font = TTFont(place.path, fontNumber=place.number, recalcTimestamp=False)
    alone = BytesIO()
    font.save(alone, reorderTables=None)
    return alone.getvalue()
