"""The report inside one of our own PDFs, as it was when the PDF was made."""

import json
import zlib
from io import BytesIO

import pikepdf
from django.utils.translation import gettext_lazy as _

from reports.text.content import ReportContent

ATTACHMENT = "report.json"
_LARGEST_FILE = 20 * 1024 * 1024
_LARGEST_SOURCE = 5 * 1024 * 1024
_MESSAGES = {
    "unreadable": _("This file is not a PDF that can be read."),
    "foreign": _("This PDF was not made by this site: it carries no report to restore."),
    "too_large": _("This PDF is too large to be a report."),
    "broken": _("The report inside this PDF is damaged."),
}


class CannotRestore(Exception):
    """Raised for a PDF without a sound report inside; `code` is unreadable, foreign, too_large or broken."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return str(_MESSAGES[self.code])


def read_attached_content(data: bytes) -> ReportContent:
    """Exactly the content that the PDF was rendered from. Raises CannotRestore."""
    source = _read_attachment(data)
    try:
        return ReportContent.from_dict(json.loads(source))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
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
