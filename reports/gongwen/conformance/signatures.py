"""Electronic signatures in a PDF: what they may add to it, since a signed page is to look as it did before."""

from collections.abc import Iterator
from typing import NamedTuple

import pikepdf

from ..seal import SPOKEN, Edges

_OF_SEAL = {
    "/Type", "/Subtype", "/FT", "/T", "/TU", "/F", "/P", "/Rect", "/AP", "/StructParent", "/V",
}  # fmt: skip
_PRINTED = {4, 132}  # and perhaps locked; neither hidden nor for a screen alone (ISO 19005-3, 6.3.2)
_OF_FORM = {"/Fields", "/SigFlags"}
# What a field draws, or does when it is clicked on or filled in.
_ACTIVE = {"/AP", "/MK", "/A", "/AA", "/Kids", "/Parent", "/BS", "/Border", "/DA"}
_DIRECT = (0, 0)  # the number of what is no object of its own


def is_signature(note: pikepdf.Object, page: pikepdf.Page) -> bool:
    """Whether the annotation is a signature that nobody sees: outside of the page, without anything to draw."""
    if note.get("/Subtype") != "/Widget" or note.get("/FT") != "/Sig" or _ACTIVE & set(note.keys()):
        return False
    try:
        return _is_outside(note.Rect, page)
    except (AttributeError, IndexError, TypeError, ValueError):  # no place at all
        return False


def shown_fields(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    notes = ((note, page) for page in pdf.pages for note in page.obj.get("/Annots", []))
    return (note for note, page in notes if note.get("/Subtype") == "/Widget" and not is_signature(note, page))


def _is_outside(rect: pikepdf.Object, page: pikepdf.Page) -> bool:
    left, right = sorted((float(rect[0]), float(rect[2])))
    bottom, top = sorted((float(rect[1]), float(rect[3])))
    page_left, page_bottom, page_right, page_top = map(float, page.mediabox)
    return right < page_left or left > page_right or top < page_bottom or bottom > page_top


class SealField(NamedTuple):
    """A field for a signature that is on a page, counted from 1, and draws nothing."""

    page: int
    edges: Edges


def read_seal(note: pikepdf.Object, page: pikepdf.Page, number: int) -> SealField | None:
    """None for whatever shows, says or does anything, or lies outside of the page."""
    try:
        if not _is_seal(note) or _is_outside(note.Rect, page):
            return None
        left, bottom, right, top = (float(edge) for edge in note.Rect)
        from_left, from_top = float(page.mediabox[0]), float(page.mediabox[3])
        return SealField(number, Edges(left - from_left, from_top - top, right - from_left, from_top - bottom))
    except (AttributeError, IndexError, TypeError, ValueError):
        return None


def _is_seal(note: pikepdf.Object) -> bool:
    is_field = note.get("/Subtype") == "/Widget" and note.get("/FT") == "/Sig" and set(note.keys()) <= _OF_SEAL
    is_signed = isinstance(note.get("/V", pikepdf.Dictionary()), pikepdf.Dictionary)
    is_silent = str(note.get("/TU", "")) == SPOKEN and int(note.get("/F", 0)) in _PRINTED
    return is_field and is_signed and is_silent and _looks_empty(note.AP)


def _looks_empty(look: pikepdf.Object) -> bool:
    return set(look.keys()) == {"/N"} and isinstance(look.N, pikepdf.Stream) and not look.N.read_bytes().strip()


def seals_of(pdf: pikepdf.Pdf) -> Iterator[SealField]:
    for number, page in enumerate(pdf.pages, 1):
        found = (read_seal(note, page, number) for note in page.obj.get("/Annots", []))
        yield from (seal for seal in found if seal)


def odd_forms(pdf: pikepdf.Pdf) -> Iterator[str]:
    """A form, unless it has signatures alone, each on a page, as an object of its own."""
    if "/AcroForm" in pdf.Root and not _has_signatures_alone(pdf, pdf.Root.AcroForm):
        yield "AcroForm"


def _has_signatures_alone(pdf: pikepdf.Pdf, form: pikepdf.Object) -> bool:
    if not isinstance(form, pikepdf.Dictionary) or not isinstance(form.get("/Fields"), pikepdf.Array):
        return False
    notes = ((note, page) for page in pdf.pages for note in page.obj.get("/Annots", []))
    signatures = {note.objgen for note, page in notes if is_signature(note, page) or read_seal(note, page, 1)} - {
        _DIRECT
    }
    fields = {field.objgen for field in form.Fields}
    return bool(fields) and fields <= signatures and set(form.keys()) <= _OF_FORM
