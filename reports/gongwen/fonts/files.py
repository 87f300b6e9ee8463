"""Font files kept open: which characters a font has, what they measure, how they are drawn."""

from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path

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
    """A font kept open: its character map and, on demand, advances and outlines."""

    def __init__(self, place: FontSource):
        self._font = place.open()
        self.characters = self._font.getBestCmap()
        self._shapes: dict[str, GlyphShape] = {}
        self._scale = 1000 / self._font["head"].unitsPerEm

    def measure(self, character: str) -> Extent:
        glyph = self.characters[ord(character)]
        advance = round(self._font["hmtx"][glyph][0] * self._scale)
        if character not in OPENING and character not in CLOSING:
            return Extent(advance, 0, 0)
        left, right = self._bearings(glyph, advance)
        return Extent(advance, *(max(0, min(_LARGEST_LOSS, round(blank - _CLEAR))) for blank in (left, right)))

    def above(self, character: str) -> float:
        pen = BoundsPen(self._glyphs)
        self._glyphs[self.characters[ord(character)]].draw(pen)
        return (self._font["hhea"].ascent - pen.bounds[3]) * self._scale

    def _bearings(self, glyph: str, advance: int) -> tuple[float, float]:
        pen = BoundsPen(self._glyphs)
        self._glyphs[glyph].draw(pen)
        if pen.bounds is None:
            return 0, 0
        return pen.bounds[0] * self._scale, advance - pen.bounds[2] * self._scale

    def outline(self, text: str) -> tuple[str, int]:
        path, x = [], 0
        for character in text:
            glyph = self._glyphs[self.characters[ord(character)]]
            pen = SVGPathPen(self._glyphs, lambda number: f"{number:.0f}")
            glyph.draw(TransformPen(pen, (self._scale, 0, 0, self._scale, x, 0)))
            path.append(pen.getCommands())
            x += round(glyph.width * self._scale)
        return "".join(path), x

    def shape(self, character: str) -> GlyphShape | None:
        """None where the font lacks the character."""
        name = self.characters.get(ord(character))
        if name and character not in self._shapes:
            self._shapes[character] = GlyphShape.of(self._glyphs[name], self._glyphs, self._font["head"].unitsPerEm)
        return self._shapes.get(character)

    @cached_property
    def _glyphs(self):
        return self._font.getGlyphSet()


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
