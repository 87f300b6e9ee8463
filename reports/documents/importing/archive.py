"""A .docx or .xlsx looked at as a zip file, before anything parses it."""

import io
import zipfile
import zlib
from types import ModuleType
from typing import NamedTuple
from xml.sax import SAXException, handler  # nosec - only the parser of defusedxml is used

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from reports.problems import Problem

from . import limits
from .plain import is_old_word
from .problems import UnreadableFile

_PIECE = 64 * 1024


class ArchiveKind(NamedTuple):
    """The entry that makes the file what it is, how problems are said, and how far it may unpack."""

    document: str
    problem: type[Problem]
    other: str  # code of the problem that it is no such file
    old: str  # that it is one of the old container
    limits: ModuleType  # with MAX_UNPACKED and MAX_XML_UNPACKED


DOCX = ArchiveKind("word/document.xml", UnreadableFile, "not_docx", "old_word", limits)


def check_archive(data: bytes, kind: ArchiveKind = DOCX) -> None:
    """Raises the kind's problem unless every entry unpacks within the limits and no XML part declares a document type.

    Sizes are counted while unpacking: what a zip declares of itself is not believed.
    """
    if is_old_word(data):  # an encrypted file is wrapped in the old container
        raise kind.problem("encrypted" if b"E\0n\0c\0r\0y\0p\0t" in data else kind.old)
    if not data.startswith(b"PK"):
        raise kind.problem(kind.other)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_entries(archive, kind)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise kind.problem("broken") from error
    except RuntimeError as error:  # zipfile's way to say that a password is needed
        raise kind.problem("encrypted") from error


def _check_entries(archive: zipfile.ZipFile, kind: ArchiveKind) -> None:
    entries = archive.infolist()
    if len(entries) > limits.MAX_ENTRIES:
        raise kind.problem("bomb")
    if kind.document not in archive.namelist():
        raise kind.problem(kind.other)
    unpacked = 0
    for entry in entries:
        content = _unpack(archive, entry, kind.limits.MAX_UNPACKED - unpacked, kind)
        unpacked += len(content)
        if _is_xml(entry.filename, content):
            _check_xml(content, kind)


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int, kind: ArchiveKind) -> bytes:
    content = bytearray()
    with archive.open(entry) as stream:
        while piece := stream.read(_PIECE):
            content += piece
            packed = max(1, entry.compress_size)
            if len(content) > room or (len(content) > limits.RATIO_FROM and len(content) > limits.MAX_RATIO * packed):
                raise kind.problem("bomb")
    return bytes(content)


def _is_xml(name: str, content: bytes) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml")) or content.lstrip()[:5] in {b"<?xml", b"\xef\xbb\xbf<?"}


def _check_xml(content: bytes, kind: ArchiveKind) -> None:
    if len(content) > kind.limits.MAX_XML_UNPACKED:
        raise kind.problem("bomb")
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(_Depth(kind))
    try:
        parser.parse(io.BytesIO(content))
    except DefusedXmlException as error:
        raise kind.problem("entities") from error
    except SAXException as error:
        raise kind.problem("broken") from error


class _Depth(handler.ContentHandler):
    """Refuses elements nested too deep: whatever reads the document later goes down into each."""

    def __init__(self, kind: ArchiveKind) -> None:
        super().__init__()
        self._kind = kind
        self._depth = 0

    def startElement(self, name: str, attrs: object) -> None:  # noqa: N802 - SAX's name
        self._depth += 1
        if self._depth > limits.MAX_DEPTH:
            raise self._kind.problem("deep")

    def endElement(self, name: str) -> None:  # noqa: N802 - SAX's name
        self._depth -= 1
