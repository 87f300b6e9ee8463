"""What part of an object is drawn at all: its clipping paths (ISO 32000-1, 8.5.4), as PDFium has them."""

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

_SLACK = 0.05  # points
_NOTHING = (0.0, 0.0, 0.0, 0.0)

Edges = tuple[float, float, float, float]  # left, bottom, right, top


def read_clip(drawn: Any) -> Edges | None:
    """The box inside which the object is drawn. None where nothing limits it; nothing at all for a path that is no
    box: what it leaves of a text is not followed.
    """
    clip = pdfium.FPDFPageObj_GetClipPath(drawn)
    paths = range(max(pdfium.FPDFClipPath_CountPaths(clip), 0)) if clip else ()
    boxes = [_box(list(_corners(clip, path))) for path in paths]
    if not boxes:
        return None
    left, bottom, right, top = zip(*boxes, strict=True)
    return max(left), max(bottom), min(right), min(top)


def _corners(clip: Any, path: int) -> Iterator[tuple[float, float]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(max(pdfium.FPDFClipPath_CountPathSegments(clip, path), 0)):
        segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, number)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        yield x.value, y.value


def _box(corners: list[tuple[float, float]]) -> Edges:
    if not corners:
        return _NOTHING
    across, along = zip(*corners, strict=True)
    edges = min(across), min(along), max(across), max(along)
    return edges if all(_is_corner(corner, edges) for corner in corners) else _NOTHING


def _is_corner(corner: tuple[float, float], edges: Edges) -> bool:
    left, bottom, right, top = edges
    x, y = corner
    return min(abs(x - left), abs(x - right)) < _SLACK and min(abs(y - bottom), abs(y - top)) < _SLACK
