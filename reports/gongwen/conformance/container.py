"""The file as bytes: nothing before it or behind it, no cross references to mend, no other pages in an older state."""

import io
import re
from collections.abc import Iterator

import pikepdf

_HEAD, _END = b"%PDF-", b"%%EOF"
_MOST_STATES = 8
_LOOK = ("/Contents", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group")
_LINEARIZED = 2048  # bytes at the head, in which a file says that it begins with its first page


def odd_bytes(data: bytes, pdf: pikepdf.Pdf) -> Iterator[str]:
    """`pdf` is the file, opened."""
    if not data.startswith(_HEAD):
        yield "before %PDF"
    if data.rpartition(_END)[2].strip(b"\r\n\t\0 "):
        yield "after %%EOF"
    if pdf.get_warnings():
        yield "xref"
    if b"/Linearized" not in data[:_LINEARIZED] and any(_differs(pdf, before) for before in _states(data)):
        yield "%%EOF"


def _states(data: bytes) -> Iterator[bytes]:
    """The file as it was before each later addition, such as a signature."""
    ends = [match.end() for match in re.finditer(re.escape(_END), data)][:-1]
    return (data[:end] for end in ends[-_MOST_STATES:])


def _differs(pdf: pikepdf.Pdf, before: bytes) -> bool:
    try:
        with pikepdf.open(io.BytesIO(before)) as older:
            return _drawn(older) != _drawn(pdf)
    except pikepdf.PdfError:
        return True


def _drawn(pdf: pikepdf.Pdf) -> list[list[object]]:
    """All that pages are drawn from: fonts and forms too, each once."""
    seen: set[tuple[int, int]] = set()
    return [
        [*_parts(page.resources, seen), *(part for key in _LOOK for part in _parts(page.obj.get(key), seen))]
        for page in pdf.pages
    ]


def _parts(found: object, seen: set[tuple[int, int]]) -> Iterator[object]:
    if not isinstance(found, pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream):
        yield str(found)
        return
    if found.is_indirect:
        if found.objgen in seen:
            return
        seen.add(found.objgen)
    if isinstance(found, pikepdf.Stream):
        yield found.read_raw_bytes()
    for below in found if isinstance(found, pikepdf.Array) else (part for pair in found.items() for part in pair):
        yield from _parts(below, seen)
