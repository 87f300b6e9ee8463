"""What is drawn on the pages of a PDF of ours, as PDFium reads it: text in runs, rules and watermarks as paths."""

import ctypes
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from ..conformance.faces import family
from ..conformance.glyphs import LOCK, Glyph, read_colour, read_glyphs

_SAME = 0.01  # points between baselines of one run
_WIDE = 0.75  # of an em: a blank that was written as one of full width
_BEYOND = 0xFFFF  # readers count such a character as two
_KINDS = {pdfium.FPDF_SEGMENT_LINETO: "L", pdfium.FPDF_SEGMENT_BEZIERTO: "B", pdfium.FPDF_SEGMENT_MOVETO: "M"}

Colour = tuple[int, int, int]
Point = tuple[float, float]


class DrawnRun(NamedTuple):
    """Characters of one font on one baseline, each with its place: points from the upper left corner of the page."""

    font: str
    size: float
    colour: Colour
    baseline: float
    text: str
    places: tuple[float, ...]
    end: float


@dataclass(frozen=True, slots=True)
class DrawnPath:
    """`steps` are M, L, B and C with their points; painted in `colour`, filled, or stroked where it has a `width`."""

    colour: Colour
    steps: tuple[tuple[str, tuple[Point, ...]], ...]
    width: float = 0.0


class DrawnPage(NamedTuple):
    width: float
    height: float
    runs: list[DrawnRun]
    paths: list[DrawnPath]


class DrawnFile(NamedTuple):
    title: str
    author: str
    date: str
    pages: list[DrawnPage]


def read_drawn(data: bytes) -> DrawnFile:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        about = [str(pdf.docinfo.get(key, "")) for key in ("/Title", "/Author", "/CreationDate")]
    with LOCK:
        document = pypdfium2.PdfDocument(data)
        try:
            pages = [_read_page(page) for page in list(document)]
        finally:
            document.close()
    return DrawnFile(about[0], about[1], _iso(about[2]), pages)


def _iso(date: str) -> str:
    """2026-01-05 for D:20260105…, empty for none."""
    digits = date.removeprefix("D:")[:8]
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if len(digits) == len("20260105") else ""


def _read_page(page: pypdfium2.PdfPage) -> DrawnPage:
    left, _bottom, _right, top = page.get_bbox()
    to_page = (1.0, 0.0, 0.0, -1.0, -left, top)
    objects = (pdfium.FPDFPage_GetObject(page, place) for place in range(pdfium.FPDFPage_CountObjects(page)))
    paths = [path for each in objects for path in _paths(each, to_page)]
    width, height = page.get_size()
    return DrawnPage(width, height, list(_join(read_glyphs(page))), paths)


# Text -------------------------------------------------------------------------------------------------------------


def _join(glyphs: Iterator[Glyph]) -> Iterator[DrawnRun]:
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _continues(run[-1], glyph):
            yield _run(run)
            run = []
        run.append(glyph)
    if run:
        yield _run(run)


def _continues(before: Glyph, glyph: Glyph) -> bool:
    is_like = (before.style.font, before.style.size, before.style.colour) == (
        glyph.style.font, glyph.style.size, glyph.style.colour,
    )  # fmt: skip
    is_counted_once = max(ord(before.text), ord(glyph.text)) <= _BEYOND
    return is_like and is_counted_once and abs(before.baseline - glyph.baseline) < _SAME and glyph.left > before.left


def _run(glyphs: list[Glyph]) -> DrawnRun:
    first, text, places, end = glyphs[0], "", list[float](), 0.0
    for glyph in glyphs:
        if places and glyph.after_blank:
            text += "\u3000" if glyph.left - end > _WIDE * first.style.size else " "
            places.append(end)
        text += glyph.text
        places.append(glyph.left)
        end = glyph.right
    red, green, blue, _alpha = first.style.colour
    return DrawnRun(
        family(first.style.font), first.style.size, (red, green, blue), first.baseline, text, tuple(places), end
    )


# Paths ------------------------------------------------------------------------------------------------------------

_Matrix = tuple[float, float, float, float, float, float]


def _paths(drawn: Any, outer: _Matrix) -> Iterator[DrawnPath]:
    kind, matrix = pdfium.FPDFPageObj_GetType(drawn), _chain(_matrix(drawn), outer)
    if kind == pdfium.FPDF_PAGEOBJ_FORM:
        for place in range(pdfium.FPDFFormObj_CountObjects(drawn)):
            yield from _paths(pdfium.FPDFFormObj_GetObject(drawn, place), matrix)
    elif kind == pdfium.FPDF_PAGEOBJ_PATH:
        yield from _path(drawn, matrix)


def _path(drawn: Any, matrix: _Matrix) -> Iterator[DrawnPath]:
    fill, stroke, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    pdfium.FPDFPath_GetDrawMode(drawn, fill, stroke)
    pdfium.FPDFPageObj_GetStrokeWidth(drawn, width)
    steps = tuple(_steps(drawn, matrix))
    if fill.value:
        yield DrawnPath(_colour(pdfium.FPDFPageObj_GetFillColor, drawn), steps)
    if stroke.value:
        scale = abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5
        yield DrawnPath(_colour(pdfium.FPDFPageObj_GetStrokeColor, drawn), steps, width.value * scale)


def _colour(read: Any, drawn: Any) -> Colour:
    red, green, blue, _alpha = read_colour(read, drawn)
    return red, green, blue


def _steps(path: Any, matrix: _Matrix) -> Iterator[tuple[str, tuple[Point, ...]]]:
    """The three points of a curve come as three segments."""
    x, y, waiting = ctypes.c_float(), ctypes.c_float(), list[Point]()
    for number in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, number)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        waiting.append(_moved((x.value, y.value), matrix))
        kind = _KINDS[pdfium.FPDFPathSegment_GetType(segment)]
        if kind != "B" or len(waiting) == len("xyz"):
            yield kind, tuple(waiting)
            waiting = []
            if pdfium.FPDFPathSegment_GetClose(segment):
                yield "C", ()


def _matrix(drawn: Any) -> _Matrix:
    found = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(drawn, found)
    return found.a, found.b, found.c, found.d, found.e, found.f


def _chain(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    (x, y), (right, down), (along, up) = (_moved(point, outer) for point in ((e, f), (a + e, b + f), (c + e, d + f)))
    return right - x, down - y, along - x, up - y, x, y


def _moved(point: Point, matrix: _Matrix) -> Point:
    (x, y), (a, b, c, d, e, f) = point, matrix
    return a * x + c * y + e, b * x + d * y + f
