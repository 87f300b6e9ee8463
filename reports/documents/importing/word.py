"""The words of a .docx in reading order, with the numbers that Word itself puts before paragraphs."""

import io
import re
from collections.abc import Iterator
from zipfile import BadZipFile

from docx import Document
from docx.document import Document as OpenDocument
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree

from .problems import UnreadableFile
from .word_numbering import Numberer

_DELETED = {qn("w:del"), qn("w:moveFrom"), qn("w:delText"), qn("w:instrText"), qn("w:pPr"), qn("w:rPr")}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BETWEEN_WORDS = re.compile(r"(?<=[!-~])\n(?=[!-~])")  # of Latin letters, where lines are broken at spaces
_CHARACTERS = {
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:tab"): "\t",
    qn("w:noBreakHyphen"): "-",
}


def read_docx(data: bytes) -> str:
    r"""Paragraphs with \n between them; cells of a table row with a tab. Insertions are read, deletions are not."""
    try:
        return read_text(Document(io.BytesIO(data)))
    except (OpcError, BadZipFile, KeyError, ValueError, AttributeError, etree.XMLSyntaxError) as error:
        raise UnreadableFile("broken") from error


def read_text(document: OpenDocument) -> str:
    """The same of a document that is open."""
    return "\n".join(_Reader(document).read_blocks(document.element.body))


class _Reader:
    """Knows what of a paragraph stands in other parts of its document: its number, its style."""

    def __init__(self, document: OpenDocument):
        self._numberer = Numberer(document)
        self._titles = set(_title_styles(document))

    def read_blocks(self, parent: etree._Element) -> Iterator[str]:
        for element in parent:
            if element.tag == qn("w:p"):
                yield from self._read_paragraph(element)
            elif element.tag == qn("w:tbl"):
                yield from self._read_table(element)
            elif element.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:customXml")}:
                yield from self.read_blocks(element)

    def _read_table(self, table: etree._Element) -> Iterator[str]:
        """A table that lays out the whole page has one cell in a row: its paragraphs are the text."""
        for row in table.iter(qn("w:tr")):
            cells = [list(self.read_blocks(cell)) for cell in row.findall(qn("w:tc"))]
            if len(cells) == 1:
                yield from cells[0]
            else:
                yield "\t".join(" ".join(line for line in cell if line.strip()) for cell in cells)

    def _read_paragraph(self, paragraph: etree._Element) -> Iterator[str]:
        text = "".join(_read_runs(paragraph))
        if paragraph.style in self._titles:  # its lines are one title, broken by hand
            text = _BETWEEN_WORDS.sub(" ", text).replace("\n", "")
        number = self._numberer.number(paragraph) if text.strip() else ""
        yield number + text
        for box in paragraph.iter(qn("w:txbxContent")):
            if not any(ancestor.tag == _FALLBACK for ancestor in box.iterancestors()):
                yield from self.read_blocks(box)


def _title_styles(document: OpenDocument) -> Iterator[str]:
    """The title's style and those based on it, as ours of an attachment is, which LibreOffice renames."""
    for style in document.styles:
        based = style.element.find(qn("w:basedOn"))
        if "Title" in {style.style_id, based.get(qn("w:val")) if based is not None else ""}:
            yield style.style_id


def _read_runs(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag in _DELETED or child.tag in {qn("w:txbxContent"), _FALLBACK}:
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        else:
            yield from _read_runs(child)
