"""What is drawn on a page beside the text that is read from it: PDFium's objects, and the page as it is seen.

The page is rendered twice, whole and with its text alone: where the two differ, something covers the text or is drawn
beside it; ink of the text that no glyph explains is text that cannot be read.
"""

import ctypes
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops, ImageDraw

from .glyphs import Glyph, is_artifact, is_replaced, read_colour

SCALE = 1.5  # pixels to a point: a dot of 0.5 pt is still seen
_DEPTH = 6  # of forms within forms
_PALE = ((236,) * 3, (226,) * 3)  # the two greys of our watermark
_BLACK = (0, 0, 0, 255)
_LARGEST = 1200.0  # points
_THIN = 2.0  # points: a rule of a table
_NO_TEXT = 2  # bytes: the zero that ends it
_NO_EXTENT = 0.5  # points
_SEGMENTS = 8  # the outline of a Han character has more, a box has five
_SHADE = 48  # of 255: more than the watermark's greys differ from the paper
_INK = 200  # darker is ink
_ROUND = 2  # pixels round a glyph that its smoothed edges reach
_NAMES = {pdfium.FPDF_PAGEOBJ_IMAGE: "image", pdfium.FPDF_PAGEOBJ_SHADING: "shading"}

Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes in points from the upper left corner. `foreign` are kinds of objects that no report has, `rules` thin
    black strokes, `hidden` where text is covered, `stray` where ink is that is no glyph's, `unseen` glyphs without
    ink, `tagged` the marked contents of text in the order of the page, -1 for text neither marked nor an artifact,
    `replaced` whether other words are read for some than are seen.
    """

    foreign: tuple[str, ...] = ()
    rules: tuple[Box, ...] = ()
    hidden: Box | None = None
    stray: Box | None = None
    unseen: str = ""
    tagged: tuple[int, ...] = ()
    replaced: bool = False


def read_drawing(page: pypdfium2.PdfPage, found: Iterable[Glyph]) -> Drawing:
    """Takes everything but the text off the page. The caller must hold the lock of `glyphs`."""
    if max(page.get_size()) > _LARGEST:  # no report, and its picture might fill the memory
        return Drawing(foreign=("page",))
    found = list(found)
    left, _bottom, _right, top = page.get_bbox()
    others = [(each, _kind_of(each, within=is_artifact(each))) for each in _objects(page)]
    others = [(each, kind) for each, kind in others if kind != "text"]
    rules = tuple(_box(each, left, top) for each, kind in others if kind == "rule")
    foreign = dict.fromkeys(kind for _each, kind in others if kind not in {"", "rule"})
    foreign |= dict.fromkeys(["text twice"] if _is_twice(page) else [])
    whole = _render(page) if others else None
    for each, _kind in others:
        pdfium.FPDFPage_RemoveObject(page, each)
        pdfium.FPDFPageObj_Destroy(each)
    text = _render(page)
    hidden, stray = _compare(whole, text, rules) if whole else (None, None)
    unread, replaced = stray or _unread(text, found), any(map(is_replaced, _objects(page)))
    return Drawing(tuple(foreign), rules, hidden, unread, _unseen(text, found), _tagged(page), replaced)


def _is_twice(page: pypdfium2.PdfPage) -> bool:
    """Whether text is drawn over the same text: PDFium reads it once."""
    textpage = page.get_textpage()
    try:
        return any(
            pdfium.FPDFPageObj_GetType(each) == pdfium.FPDF_PAGEOBJ_TEXT
            and pdfium.FPDFTextObj_GetText(each, textpage.raw, None, 0) <= _NO_TEXT
            and _has_extent(each)
            for each in _objects(page)
        )
    finally:
        textpage.close()


def _has_extent(drawn: Any) -> bool:
    """Blanks have none."""
    left, bottom, right, top = _bounds(drawn)
    return right - left > _NO_EXTENT and top - bottom > _NO_EXTENT


def _tagged(page: pypdfium2.PdfPage) -> tuple[int, ...]:
    texts = [each for each in _objects(page) if not is_artifact(each)]
    return tuple(dict.fromkeys(pdfium.FPDFPageObj_GetMarkedContentID(each) for each in texts))


def _objects(page: pypdfium2.PdfPage) -> list[Any]:
    return [pdfium.FPDFPage_GetObject(page, place) for place in range(pdfium.FPDFPage_CountObjects(page))]


def _kind_of(drawn: Any, *, within: bool, depth: int = 0) -> str:
    """`rule`, `text`, the name of what is foreign, such as a form with text in it: what limits and mixes a form is not
    followed. Empty for what is not seen or is a watermark.
    """
    kind = pdfium.FPDFPageObj_GetType(drawn)
    if kind == pdfium.FPDF_PAGEOBJ_FORM:
        return _kind_of_form(drawn, within=within, depth=depth)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        return _kind_of_path(drawn, within=within, nested=depth > 0)
    return _NAMES.get(kind, "text")


def _kind_of_form(form: Any, *, within: bool, depth: int) -> str:
    if depth >= _DEPTH:
        return "form"
    parts = (pdfium.FPDFFormObj_GetObject(form, place) for place in range(pdfium.FPDFFormObj_CountObjects(form)))
    return "form" if any(_kind_of(part, within=within, depth=depth + 1) for part in parts) else ""


def _kind_of_path(path: Any, *, within: bool, nested: bool) -> str:
    fill, stroke = _painted(path)
    if not fill and not stroke:
        return ""
    colour = read_colour(pdfium.FPDFPageObj_GetFillColor if fill else pdfium.FPDFPageObj_GetStrokeColor, path)
    is_outline = pdfium.FPDFPath_CountSegments(path) > _SEGMENTS
    if within and nested and fill and not stroke and colour[:3] in _PALE and is_outline:
        return ""
    return "rule" if not nested and _is_thin(path) and colour == _BLACK else "path"


def _painted(path: Any) -> tuple[bool, bool]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(fill.value), bool(stroke.value)


def _is_thin(path: Any) -> bool:
    """PDFium's box of a stroke is one stroke wider on each side."""
    left, bottom, right, top = _bounds(path)
    return min(right - left, top - bottom) <= _THIN


def _bounds(drawn: Any) -> Box:
    """Left, bottom, right and top on the page, as the file counts them."""
    edges = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(drawn, *edges)
    left, bottom, right, top = (edge.value for edge in edges)
    return left, bottom, right, top


def _box(drawn: Any, left: float, top: float) -> Box:
    from_left, from_bottom, to_right, to_top = _bounds(drawn)
    return from_left - left, top - to_top, to_right - left, top - from_bottom


# Pixels -----------------------------------------------------------------------------------------------------------


def _render(page: pypdfium2.PdfPage) -> Image.Image:
    bitmap = page.render(scale=SCALE, grayscale=True, may_draw_forms=False, draw_annots=False)
    image = cast("Image.Image", bitmap.to_pil()).copy()
    bitmap.close()
    return image


def _compare(whole: Image.Image, text: Image.Image, rules: Iterable[Box]) -> tuple[Box | None, Box | None]:
    """Where the whole page is lighter than its text alone, and where it is darker."""
    darker = ImageChops.subtract(text, whole)
    _paint(darker, rules, 0)
    return _seen(ImageChops.subtract(whole, text), _SHADE), _seen(darker, _SHADE)


def _unread(text: Image.Image, found: Iterable[Glyph]) -> Box | None:
    left = ImageChops.invert(text)
    _paint(left, (_ink(glyph) for glyph in found), 0)
    return _seen(left, 255 - _INK)


def _unseen(text: Image.Image, found: Iterable[Glyph]) -> str:
    return "".join(glyph.text for glyph in found if not _has_ink(text, glyph))


def _has_ink(text: Image.Image, glyph: Glyph) -> bool:
    left, top, right, bottom = (edge * SCALE for edge in _ink(glyph))
    box = (int(left), int(top), int(right) + 1, int(bottom) + 1)
    return cast("tuple[int, int]", text.crop(box).getextrema())[0] < _INK


def _ink(glyph: Glyph) -> Box:
    return glyph.ink_left, glyph.ink_top, glyph.ink_right, glyph.ink_bottom


def _paint(image: Image.Image, boxes: Iterable[Box], shade: int) -> None:
    draw = ImageDraw.Draw(image)
    for box in boxes:
        left, top, right, bottom = (edge * SCALE for edge in box)
        draw.rectangle((left - _ROUND, top - _ROUND, right + _ROUND, bottom + _ROUND), fill=shade)


def _seen(image: Image.Image, shade: int) -> Box | None:
    """The box round all pixels above the shade, in points."""
    found = image.point([0] * (shade + 1) + [255] * (255 - shade)).getbbox()
    return cast("Box", tuple(edge / SCALE for edge in found)) if found else None
