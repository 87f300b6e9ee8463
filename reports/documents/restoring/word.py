"""The report inside one of our own Word documents: a custom XML part, which Word, WPS and LibreOffice keep.

The visible text has the last word. The part names the hash of the text it was written with; where somebody has
changed the text since, the part is out of date and is not used.
"""

import hashlib
import io
import json
from zipfile import BadZipFile

from docx import Document
from docx.document import Document as OpenDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from reports.documents.importing import UnreadableFile, check_archive, read_text
from reports.prose.content import ReportContent

from .source import parse_source

_NAMESPACE = "urn:duty-report:source"
_ROOT = f"{{{_NAMESPACE}}}report"
_HASH = "text-sha256"
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>'
    '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"'
    ' ds:itemID="{5F8C5A1E-6B0B-4C0E-9B7D-0C5B1D1E2A37}"><ds:schemaRefs>'
    f'<ds:schemaRef ds:uri="{_NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
)


def attach_source(document: OpenDocument, content: ReportContent) -> None:
    """Puts the source into a finished document, with the hash of its present text."""
    root = etree.Element(_ROOT, {_HASH: _hash(document)}, nsmap={None: _NAMESPACE})
    root.text = json.dumps(content.to_dict())  # all ASCII: XML bears no control characters
    item = _add_part(document, "item1", CONTENT_TYPE.XML, etree.tostring(root, encoding="UTF-8", xml_declaration=True))
    properties = _add_part(document, "itemProps1", CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES, _PROPERTIES.encode())
    document.part.relate_to(item, RELATIONSHIP_TYPE.CUSTOM_XML)
    item.relate_to(properties, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)


def read_source(data: bytes) -> ReportContent | None:
    """The source of an unchanged document of ours; None for any other. Raises UnreadableFile for an unsafe archive."""
    check_archive(data)
    try:
        document = Document(io.BytesIO(data))
        roots = [etree.fromstring(part.blob) for part in _custom_parts(document)]
        return next((_read(root, document) for root in roots if root.tag == _ROOT), None)
    except (OpcError, BadZipFile, etree.XMLSyntaxError, KeyError, ValueError, AttributeError, TypeError) as error:
        raise UnreadableFile("broken") from error


def _read(root: etree._Element, document: OpenDocument) -> ReportContent | None:
    if root.get(_HASH) != _hash(document):
        return None
    try:
        return parse_source(root.text or "")
    except ValueError:
        return None


def _hash(document: OpenDocument) -> str:
    """Of the words alone: other programs add empty paragraphs and change outer spaces when they save a document."""
    lines = (line.strip() for line in read_text(document).split("\n"))
    return hashlib.sha256("\n".join(line for line in lines if line).encode()).hexdigest()


def _add_part(document: OpenDocument, name: str, content_type: str, blob: bytes) -> Part:
    return Part(PackURI(f"/customXml/{name}.xml"), content_type, blob, document.part.package)


def _custom_parts(document: OpenDocument) -> list[Part]:
    relations = document.part.rels.values()
    return [relation.target_part for relation in relations if relation.reltype == RELATIONSHIP_TYPE.CUSTOM_XML]
