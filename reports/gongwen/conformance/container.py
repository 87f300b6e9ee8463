"""The file as bytes: nothing before it or behind it, no cross references to mend, no other pages in an older state."""

import io
import re
from collections.abc import Iterator

import pikepdf

_HEAD, _END = b"%PDF-", b"%%EOF"
_MOST_STATES = 8
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


def _drawn(pdf: pikepdf.Pdf) -> list[list[bytes]]:
    return [[part.read_bytes() for part in _parts(page.obj.get("/Contents"))] for page in pdf.pages]


def _parts(contents: pikepdf.Object | None) -> list[pikepdf.Object]:
    if isinstance(contents, pikepdf.Stream):
        return [contents]
    return list(contents) if isinstance(contents, pikepdf.Array) else []
