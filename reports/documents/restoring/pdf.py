"""The report inside one of our own PDFs, as it was when the PDF was made."""

import zlib
from io import BytesIO
from typing import Any

from reports.gongwen.pdf.options import ATTACHMENT
from reports.prose.content import ReportContent

from .problems import CannotRestore
from .source import parse_source

_LARGEST_FILE = 20 * 1024 * 1024
_LARGEST_SOURCE = 5 * 1024 * 1024


def read_attached_content(data: bytes) -> ReportContent:
    """Exactly the content that the PDF was rendered from. Raises CannotRestore.

    A PDF of a few kilobytes can unpack to gigabytes as soon as it is opened: only under a limit of memory.
    """
    if len(data) > _LARGEST_FILE:
        raise CannotRestore("too_large")
    try:
        return parse_source(_extract(data))
    except ValueError as error:
        raise CannotRestore("broken") from error


def _extract(data: bytes) -> bytes:
    import pikepdf  # noqa: PLC0415 - only a worker that is given a PDF needs it

    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            if ATTACHMENT not in pdf.attachments:
                raise CannotRestore("foreign")
            return _unpack(pdf.attachments[ATTACHMENT].get_file().obj)
    except (
        pikepdf.PdfError,
        pikepdf.PasswordError,
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        RuntimeError,
    ) as e:
        raise CannotRestore("unreadable") from e


def _unpack(stream: Any) -> bytes:
    """Raises an error as soon as the limit is passed, however small the packed data is."""
    packed = stream.read_raw_bytes()
    if "/Filter" not in stream:
        source, rest = packed[:_LARGEST_SOURCE], packed[_LARGEST_SOURCE:]
    elif stream.Filter == "/FlateDecode":
        source, rest = _inflate(packed)
    else:
        raise CannotRestore("foreign")
    if rest:
        raise CannotRestore("too_large")
    return source


def _inflate(packed: bytes) -> tuple[bytes, bytes]:
    inflater = zlib.decompressobj()
    try:
        return inflater.decompress(packed, _LARGEST_SOURCE), inflater.unconsumed_tail
    except zlib.error as error:
        raise CannotRestore("broken") from error
