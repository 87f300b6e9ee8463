"""Electronic signatures in a PDF: what they may add to it, since a signed page is to look as it did before."""

from collections.abc import Iterator

import pikepdf

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


def _is_outside(rect: pikepdf.Object, page: pikepdf.Page) -> bool:
    left, right = sorted((float(rect[0]), float(rect[2])))
    bottom, top = sorted((float(rect[1]), float(rect[3])))
    page_left, page_bottom, page_right, page_top = map(float, page.mediabox)
    return right < page_left or left > page_right or top < page_bottom or bottom > page_top


def odd_forms(pdf: pikepdf.Pdf) -> Iterator[str]:
    """A form, unless it has signatures alone, each on a page, as an object of its own."""
    if "/AcroForm" in pdf.Root and not _has_signatures_alone(pdf, pdf.Root.AcroForm):
        yield "AcroForm"


def _has_signatures_alone(pdf: pikepdf.Pdf, form: pikepdf.Object) -> bool:
    if not isinstance(form, pikepdf.Dictionary) or not isinstance(form.get("/Fields"), pikepdf.Array):
        return False
    notes = ((note, page) for page in pdf.pages for note in page.obj.get("/Annots", []))
    signatures = {note.objgen for note, page in notes if is_signature(note, page)} - {_DIRECT}
    fields = {field.objgen for field in form.Fields}
    return bool(fields) and fields <= signatures and set(form.keys()) <= _OF_FORM
