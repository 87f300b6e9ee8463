"""The fonts inside a PDF: which codes of theirs are read as which text, and what is drawn for them.

Only what reading needs is taken out of the file here; shapes are drawn when a check asks for them.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont

from ..fonts.shapes import GlyphShape
from .simple_fonts import Glyphs, em_of, glyphs_of_simple_cff, glyphs_of_simple_truetype, glyphs_of_type1

_FILES = ("/FontFile2", "/FontFile3", "/FontFile")
_SIMPLE = ("/TrueType", "/Type1", "/MMType1")
_UNFOLLOWED = "unfollowed"  # a simple font with an encoding of its own
_FIRST_WIDE = "\u2e80"
_IDENTITY = ("/Identity-H", "/Identity-V")
_MOST_CODES = 70_000  # of one font: more than two bytes can name


@dataclass(frozen=True, eq=False)
class EmbeddedFont:
    """`texts` are (code, text) pairs, by which what is drawn is read; None where they cannot be followed."""

    texts: tuple[tuple[int, str], ...] | None
    kind: str
    program: bytes
    glyph_numbers: bytes = b""  # two bytes for each code, where the file has a table of its own
    is_simple: bool = False  # of one byte a code, which the font itself knows

    @property
    def slack(self) -> float:
        """Thousandths of an em by which a shape may differ: curves are rounded where they become Type 1."""
        return 10.0 if self.kind == "type1" else 4.0

    def codes(self, text: str) -> tuple[int, ...]:
        return tuple(self._codes.get(text, ()))

    def shape(self, code: int) -> GlyphShape | None:
        """None where no glyph is drawn for the code, or the font is damaged."""
        try:
            return self._glyphs(code)
        except Exception:  # fontTools has no error of its own for a damaged font: it raises whatever it met
            return None

    @cached_property
    def _codes(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for code, text in self.texts or ():
            found.setdefault(text, []).append(code)
        return found

    @cached_property
    def _glyphs(self) -> Glyphs:
        if self.kind == _UNFOLLOWED:
            return _draws_nothing
        if self.kind == "type1":
            return glyphs_of_type1(self.program)
        if self.kind == "cff":
            fonts = CFFFontSet()
            fonts.decompile(io.BytesIO(self.program), None)
            return glyphs_of_simple_cff(fonts) if self.is_simple else _glyphs_of_cff(fonts)
        font = TTFont(io.BytesIO(self.program), lazy=True)
        if "CFF " in font:
            return _glyphs_of_cff(font["CFF "].cff)
        return glyphs_of_simple_truetype(font) if self.is_simple else _glyphs_of_truetype(font, self._number_of)

    def _number_of(self, code: int) -> int:
        own = self.glyph_numbers[2 * code : 2 * code + 2]
        return int.from_bytes(own) if self.glyph_numbers else code


def _draws_nothing(_code: int) -> None:
    return None


def _glyphs_of_cff(fonts: Any) -> Glyphs:
    """A code is a CID, or the glyph's number in a font that has none (ISO 32000-1, 9.7.4.2)."""
    top = fonts[0]
    drawn, has_cids = top.CharStrings, hasattr(top, "ROS")
    em = em_of(top)

    def shape(code: int) -> GlyphShape | None:
        name = f"cid{code:05d}" if has_cids else top.charset[code] if code < len(top.charset) else ""
        return GlyphShape.of(drawn[name], drawn, em) if name in drawn else None

    return shape


def _glyphs_of_truetype(font: TTFont, number_of: Callable[[int], int]) -> Glyphs:
    names, glyphs, em = font.getGlyphOrder(), font.getGlyphSet(), font["head"].unitsPerEm

    def shape(code: int) -> GlyphShape | None:
        number = number_of(code)
        return GlyphShape.of(glyphs[names[number]], glyphs, em) if number < len(names) else None

    return shape


# Reading ----------------------------------------------------------------------------------------------------------


def read_font(font: pikepdf.Object) -> EmbeddedFont | None:
    """None for a font that the file draws itself, and for one that has no text of its own (ToUnicode): the standard
    encodings of Latin letters are not followed.
    """
    is_simple = font.get("/Subtype") in _SIMPLE
    if is_simple and "/ToUnicode" not in font:
        return None
    if not is_simple and (font.get("/Subtype") != "/Type0" or "/DescendantFonts" not in font):
        return None
    owner = font if is_simple else font.DescendantFonts[0]
    descriptor = owner.get("/FontDescriptor", pikepdf.Dictionary())
    key = next((key for key in _FILES if key in descriptor), "")
    program = descriptor[key].read_bytes() if key else b""
    bare = key == "/FontFile3" and descriptor[key].get("/Subtype") != "/OpenType"
    table = owner.get("/CIDToGIDMap")
    numbers = table.read_bytes() if isinstance(table, pikepdf.Stream) else b""
    kind = _kind_of(key, is_bare=bare) if not is_simple or "/Encoding" not in font else _UNFOLLOWED
    return EmbeddedFont(_read_texts(font, is_simple=is_simple), kind, program, numbers, is_simple)


def _kind_of(key: str, *, is_bare: bool) -> str:
    if key == "/FontFile":
        return "type1"
    return "cff" if is_bare else "sfnt"


def _read_texts(font: pikepdf.Object, *, is_simple: bool) -> tuple[tuple[int, str], ...] | None:
    map_, encoding = font.get("/ToUnicode"), font.get("/Encoding")
    if not isinstance(map_, pikepdf.Stream) or not (is_simple or encoding in _IDENTITY):
        return None
    try:
        texts = _follow(map_)
    except (pikepdf.PdfParsingError, ValueError, TypeError, LookupError):
        return None
    return texts if encoding is None or not is_simple else tuple(pair for pair in texts or () if _is_wide(pair[1]))


def _is_wide(text: str) -> bool:
    """Letters of other scripts are read by encodings that are not followed."""
    return text[:1] >= _FIRST_WIDE


def _follow(codes_to_text: pikepdf.Object) -> tuple[tuple[int, str], ...] | None:
    """Read as a PDF's content is, for that is how it is written (Adobe Technical Note 5014)."""
    pairs: list[tuple[int, str]] = []
    for instruction in pikepdf.parse_content_stream(codes_to_text):
        pairs += _READ.get(str(instruction.operator), _none)(instruction.operands)
        if len(pairs) > _MOST_CODES:
            return None
    return tuple(pairs)


def _none(_operands: Any) -> Iterator[tuple[int, str]]:
    return iter(())


def _characters(operands: Any) -> Iterator[tuple[int, str]]:
    for code, text in zip(operands[::2], operands[1::2], strict=True):
        yield int.from_bytes(bytes(code)), bytes(text).decode("utf-16-be")


def _ranges(operands: Any) -> Iterator[tuple[int, str]]:
    for first, last, to in zip(operands[::3], operands[1::3], operands[2::3], strict=True):
        codes = range(int.from_bytes(bytes(first)), int.from_bytes(bytes(last)) + 1)[:_MOST_CODES]
        if isinstance(to, pikepdf.Array):
            yield from zip(codes, (bytes(text).decode("utf-16-be") for text in to), strict=False)
        else:
            start = bytes(to).decode("utf-16-be")
            yield from ((code, start[:-1] + chr(ord(start[-1]) + code - codes[0])) for code in codes)


_READ: dict[str, Callable[[Any], Iterator[tuple[int, str]]]] = {"endbfchar": _characters, "endbfrange": _ranges}
