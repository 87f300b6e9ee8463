"""The report inside one of our own PDFs, as it was when the PDF was made."""

import zlib
from io import BytesIO

import pikepdf

from reports.text.content import ReportContent

from .problems import CannotRestore
from .source import parse_source

ATTACHMENT = "report.json"
_LARGEST_FILE = 20 * 1024 * 1024
_LARGEST_SOURCE = 5 * 1024 * 1024


def read_attached_content(data: bytes) -> ReportContent:
    """Exactly the content that the PDF was rendered from. Raises CannotRestore."""
    source = _read_attachment(data)
    try:
        return parse_source(source)
    except ValueError as error:
        raise CannotRestore("broken") from error


def _read_attachment(data: bytes) -> bytes:
    if len(data) > _LARGEST_FILE:
        raise CannotRestore("too_large")
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            return _unpack(_find_attachment(pdf))
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        raise CannotRestore("unreadable") from error


def _find_attachment(pdf: pikepdf.Pdf) -> pikepdf.Object:
    if ATTACHMENT not in pdf.attachments:
        raise CannotRestore("foreign")
    return pdf.attachments[ATTACHMENT].get_file().obj


def _unpack(stream: pikepdf.Object) -> bytes:
    """The attachment's bytes, never more than the limit however small they were packed."""
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
