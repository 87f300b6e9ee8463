"""Glyphs with their places, as PDFium reads them from any program's file.

PDFium, unlike pdfminer, knows the outline of every glyph, and margins are measured on the ink.
It is not safe for threads, so one lock guards every use of it here.
"""

import ctypes
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import atan2, degrees, hypot
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from .clipping import read_clip

LOCK = threading.Lock()
READ_INSTEAD = ("ActualText", "Alt", "E")  # of what is drawn: ISO 32000-1, 14.9
_NAME_LENGTH = 256
_LINE_END_HYPHENS = "\x02\xad"  # what PDFium makes of a hyphen before a turned line
READ_AS_HYPHEN = "-\xad\u2010\u2011"  # as files write what is read as one
_ENDS_OF_TEXT = "\0\ufffe\uffff"  # what PDFium makes of a code that is read as nothing
_HIGH, _LOW, _END = 0xD800, 0xDC00, 0xE000  # surrogates
_STRAIGHT = 0.01  # of the width: half a degree
_NARROWED = 0.02  # of the height
_NO_INK = 0.01  # of an em; PDFium makes every box a little higher than nothing
_USUAL_INK = (-0.1, 0.85)  # of an em, from the baseline


@dataclass(frozen=True, slots=True)
class GlyphStyle:
    """What the glyphs of one text object share. `colour` is red, green, blue and alpha, 0 to 255; `mode` is the
    rendering mode, 0 for filled outlines (ISO 32000-1, 9.3.6). `content` is the number of its marked content, -1 for
    none, `language` what the mark calls it, `turned` how far (degrees), `clip` what alone of it is drawn
    (left, top, right, bottom).
    """

    font: str
    size: float
    colour: tuple[int, int, int, int]
    upright: bool
    artifact: bool
    mode: int = 0
    content: int = -1
    language: str = ""
    clip: tuple[float, float, float, float] | None = None
    turned: float = 0.0


@dataclass(frozen=True, slots=True)
class Glyph:
    """In points from the upper left corner of the page, y downwards.

    `left` to `right` is the em box (the advance without letter spacing). The `ink_` edges are the outline's. `order`
    counts the characters as the file gives them, `after_blank` says whether one of them before it is a blank.
    """

    text: str
    style: GlyphStyle
    left: float
    right: float
    baseline: float
    ink_left: float
    ink_right: float
    ink_top: float
    ink_bottom: float
    order: int = 0
    after_blank: bool = False


def read_glyphs(page: pypdfium2.PdfPage) -> Iterator[Glyph]:
    """Every glyph of the page except blanks, in the file's order. The caller must hold LOCK."""
    textpage = page.get_textpage()
    try:
        yield from _TextPage(textpage.raw, *_corner(page)).glyphs()
    finally:
        textpage.close()


def read_unseen(page: pypdfium2.PdfPage) -> str:
    """The characters that are read and drawn by nothing: of no width, or turning the order of reading. As above."""
    textpage = page.get_textpage()
    try:
        return "".join(_TextPage(textpage.raw, *_corner(page)).unseen())
    finally:
        textpage.close()


def _corner(page: pypdfium2.PdfPage) -> tuple[float, float]:
    left, _bottom, _right, top = page.get_bbox()
    return left, top


class _TextPage:
    """PDFium fills arguments in place: they are made once a page, not once a glyph."""

    def __init__(self, handle: Any, left: float, top: float) -> None:
        self.handle, self.left, self.top = handle, left, top
        self.styles: dict[int | None, GlyphStyle] = {}
        self.ink = [ctypes.c_double() for _ in range(4)]  # left, right, bottom, top
        self.origin = [ctypes.c_double() for _ in range(2)]
        self.box = pdfium.FS_RECTF()

    def glyphs(self) -> Iterator[Glyph]:
        after_blank = False
        for index in range(pdfium.FPDFText_CountChars(self.handle)):
            text = self._text(index)
            if not text or pdfium.FPDFText_IsGenerated(self.handle, index) == 1:
                continue
            if not text.isspace() and text.isprintable():
                yield self._glyph(index, text, after_blank=after_blank)
            after_blank = text.isspace()

    def unseen(self) -> Iterator[str]:
        for index in range(pdfium.FPDFText_CountChars(self.handle)):
            text = self._text(index)
            is_drawn = not text or text.isprintable() or text.isspace() or text in _ENDS_OF_TEXT
            if (
                not is_drawn
                and not self._is_second_half(index)
                and pdfium.FPDFText_IsGenerated(self.handle, index) != 1
            ):
                yield text

    def _is_second_half(self, index: int) -> bool:
        codes = [pdfium.FPDFText_GetUnicode(self.handle, place) for place in (index - 1, index)] if index else [0, 0]
        return _HIGH <= codes[0] < _LOW <= codes[1] < _END

    def _text(self, index: int) -> str:
        """PDFium gives a character beyond U+FFFF as two surrogates. Its second half counts as nothing."""
        code = pdfium.FPDFText_GetUnicode(self.handle, index)
        if _HIGH <= code < _LOW:
            low = pdfium.FPDFText_GetUnicode(self.handle, index + 1)
            return chr(0x10000 + ((code - _HIGH) << 10) + (low - _LOW)) if _LOW <= low < _END else ""
        text = chr(code)
        return "-" if text in _LINE_END_HYPHENS else text

    def _glyph(self, index: int, text: str, *, after_blank: bool) -> Glyph:
        pdfium.FPDFText_GetCharBox(self.handle, index, *self.ink)
        pdfium.FPDFText_GetCharOrigin(self.handle, index, *self.origin)
        pdfium.FPDFText_GetLooseCharBox(self.handle, index, self.box)
        style = self._style(index)
        left, right, bottom, top = (edge.value for edge in self.ink)
        if (
            top - bottom < _NO_INK * style.size
        ):  # the font is not in the file: the outline of a usual character stands for it
            left, right = self.box.left, self.box.right
            bottom, top = (self.origin[1].value + share * style.size for share in _USUAL_INK)
        return Glyph(
            text=text,
            style=style,
            left=self.origin[0].value - self.left,
            right=self.box.right - self.left,
            baseline=self.top - self.origin[1].value,
            ink_left=left - self.left,
            ink_right=right - self.left,
            ink_top=self.top - top,
            ink_bottom=self.top - bottom,
            order=index,
            after_blank=after_blank,
        )

    def _style(self, index: int) -> GlyphStyle:
        text_object = pdfium.FPDFText_GetTextObject(self.handle, index)
        key = ctypes.cast(text_object, ctypes.c_void_p).value
        if key not in self.styles:
            self.styles[key] = self._read_style(index, text_object)
        return self.styles[key]

    def _read_style(self, index: int, text_object: Any) -> GlyphStyle:
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self.handle, index, matrix)
        return GlyphStyle(
            font=self._font(index),
            size=pdfium.FPDFText_GetFontSize(self.handle, index) * hypot(matrix.c, matrix.d),
            colour=read_colour(pdfium.FPDFText_GetFillColor, self.handle, index),
            upright=_is_upright(matrix),
            artifact=is_artifact(text_object),
            mode=pdfium.FPDFTextObj_GetTextRenderMode(text_object) if text_object else 0,
            content=pdfium.FPDFPageObj_GetMarkedContentID(text_object) if text_object else -1,
            language="".join(_text_of(mark, "Lang") for mark in _marks(text_object)),
            clip=self._clip(text_object),
            turned=degrees(atan2(matrix.b, matrix.a)),
        )

    def _clip(self, text_object: Any) -> tuple[float, float, float, float] | None:
        edges = read_clip(text_object) if text_object else None
        if edges is None:
            return None
        left, bottom, right, top = edges
        return left - self.left, self.top - top, right - self.left, self.top - bottom

    def _font(self, index: int) -> str:
        name = ctypes.create_string_buffer(_NAME_LENGTH)
        pdfium.FPDFText_GetFontInfo(self.handle, index, name, _NAME_LENGTH, None)
        return decode_name(name.value)


def _is_upright(matrix: Any) -> bool:
    """Neither turned, slanted nor mirrored, and as wide as it is high."""
    is_straight = max(abs(matrix.b), abs(matrix.c)) < _STRAIGHT * abs(matrix.a)
    return is_straight and matrix.d > 0 and abs(matrix.a - matrix.d) < _NARROWED * matrix.d


def decode_name(name: bytes) -> str:
    """A font's name. Old Chinese programs write theirs in GBK."""
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")


def is_artifact(page_object: Any) -> bool:
    return any(_mark_name(mark) == "Artifact" for mark in _marks(page_object))


def is_replaced(page_object: Any) -> bool:
    """Whether other words are read for it than are seen."""
    return any(_has(mark, key) for mark in _marks(page_object) for key in READ_INSTEAD)


def _marks(page_object: Any) -> list[Any]:
    numbers = range(pdfium.FPDFPageObj_CountMarks(page_object)) if page_object else ()
    return [pdfium.FPDFPageObj_GetMark(page_object, number) for number in numbers]


def _has(mark: Any, key: str) -> bool:
    return pdfium.FPDFPageObjMark_GetParamValueType(mark, key.encode()) != pdfium.FPDF_OBJECT_UNKNOWN


def _text_of(mark: Any, key: str) -> str:
    """A string among what the mark says. Empty where there is none."""
    text, length = (ctypes.c_ushort * _NAME_LENGTH)(), ctypes.c_ulong()
    pdfium.FPDFPageObjMark_GetParamStringValue(mark, key.encode(), text, ctypes.sizeof(text), length)
    return bytes(text)[: max(length.value - 2, 0)].decode("utf-16-le", "replace")


def read_colour(read: Callable[..., Any], *asked: Any) -> tuple[int, int, int, int]:
    """Red, green, blue and alpha as the function of PDFium fills them in."""
    colour = [ctypes.c_uint() for _ in range(4)]
    read(*asked, *colour)
    red, green, blue, alpha = (part.value for part in colour)
    return red, green, blue, alpha


def _mark_name(mark: Any) -> str:
    name = (ctypes.c_ushort * _NAME_LENGTH)()
    length = ctypes.c_ulong()
    pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length)
    return bytes(name)[: max(length.value - 2, 0)].decode("utf-16-le", "replace")
