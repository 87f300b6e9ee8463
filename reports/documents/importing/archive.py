"""A .docx looked at as a zip file, before anything parses it."""

import io
import zipfile
import zlib
from xml.sax import SAXException, handler  # nosec - only the parser of defusedxml is used

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from . import limits
from .plain import is_old_word
from .problems import UnreadableFile

_PIECE = 64 * 1024
_DOCUMENT = "word/document.xml"


def check_archive(data: bytes) -> None:
    """Raises UnreadableFile unless every entry unpacks within the limits and no XML part declares a document type.

    Sizes are counted while unpacking: what a zip declares of itself is not believed.
    """
    if is_old_word(data):  # an encrypted .docx is wrapped in the old container
        raise UnreadableFile("encrypted" if b"E\0n\0c\0r\0y\0p\0t" in data else "old_word")
    if not data.startswith(b"PK"):
        raise UnreadableFile("not_docx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_entries(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise UnreadableFile("broken") from error
    except RuntimeError as error:  # zipfile's way to say that a password is needed
        raise UnreadableFile("encrypted") from error


def _check_entries(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > limits.MAX_ENTRIES:
        raise UnreadableFile("bomb")
    if _DOCUMENT not in archive.namelist():
        raise UnreadableFile("not_docx")
    unpacked = 0
    for entry in entries:
        content = _unpack(archive, entry, limits.MAX_UNPACKED - unpacked)
        unpacked += len(content)
        if _is_xml(entry.filename, content):
            _check_xml(content)


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    content = bytearray()
    with archive.open(entry) as stream:
        while piece := stream.read(_PIECE):
            content += piece
            packed = max(1, entry.compress_size)
            if len(content) > room or (len(content) > limits.RATIO_FROM and len(content) > limits.MAX_RATIO * packed):
                raise UnreadableFile("bomb")
    return bytes(content)


def _is_xml(name: str, content: bytes) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml")) or content.lstrip()[:5] in {b"<?xml", b"\xef\xbb\xbf<?"}


def _check_xml(content: bytes) -> None:
    if len(content) > limits.MAX_XML_UNPACKED:
        raise UnreadableFile("bomb")
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(_Depth())
    try:
        parser.parse(io.BytesIO(content))
    except DefusedXmlException as error:
        raise UnreadableFile("entities") from error
    except SAXException as error:
        raise UnreadableFile("broken") from error


class _Depth(handler.ContentHandler):
    """Refuses elements in elements without end: whatever reads the document later goes down into each."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def startElement(self, name: str, attrs: object) -> None:  # noqa: N802 - SAX's name
        self._depth += 1
        if self._depth > limits.MAX_DEPTH:
            raise UnreadableFile("deep")

    def endElement(self, name: str) -> None:  # noqa: N802 - SAX's name
        self._depth -= 1
