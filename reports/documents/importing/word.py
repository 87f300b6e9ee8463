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

from reports.prose.parsing.marked_headings import number_headings

from .problems import UnreadableFile
from .word_numbering import Numberer

_PARAGRAPH, _TABLE, _ROW, _CELL, _BOX = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc"), qn("w:txbxContent")
_WRAPPERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:customXml")}
# What is deleted, what is no text, and what Word shows only where it cannot show the choice beside it.
_UNREAD = {qn("w:del"), qn("w:moveFrom"), qn("w:delText"), qn("w:instrText"), qn("w:pPr"), qn("w:rPr")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_BETWEEN_WORDS = re.compile(r"(?<=[!-~])\n(?=[!-~])")  # of Latin letters, where lines are broken at spaces
_WHERE_A_PART_IS_MISSING = (KeyError, ValueError, AttributeError, TypeError, RecursionError)
_BODY_LEVEL = 9  # of text that is no heading
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
    except (OpcError, BadZipFile, etree.XMLSyntaxError, *_WHERE_A_PART_IS_MISSING) as error:
        raise UnreadableFile("broken") from error


def read_text(document: OpenDocument) -> str:
    """As `read_docx`, for a document that is open."""
    return "\n".join(_Reader(document).read_lines(document.element.body))


class _Reader:
    """Looks up what a paragraph has in other parts of the document: its number and its style."""

    def __init__(self, document: OpenDocument):
        self._numberer = Numberer(document)
        self._titles = set(_title_styles(document))
        self._levels = dict(_heading_levels(document))
        self._headings: list[tuple[int, str]] = []

    def read_lines(self, body: etree._Element) -> list[str]:
        """All lines, with numbers before the headings that have none."""
        lines = self.read_blocks(body)
        numerals = number_headings(self._headings, lines)
        waiting = list(zip(numerals, (words for _level, words in self._headings), strict=True))[::-1]
        for place, line in enumerate(lines):
            if waiting and line == waiting[-1][1]:
                numeral, words = waiting.pop()
                lines[place] = f"{numeral}{words}"
        return lines

    def read_blocks(self, parent: etree._Element) -> list[str]:
        """The lines of the direct children of `parent`. Each table and text box is read once, by its holder."""
        lines: list[str] = []
        for element in _children(parent, {_PARAGRAPH, _TABLE}):
            lines += self._read_paragraph(element) if element.tag == _PARAGRAPH else self._read_table(element)
        return lines

    def _read_table(self, table: etree._Element) -> list[str]:
        """A table that lays out the whole page has one cell in a row: its paragraphs are the text."""
        lines: list[str] = []
        for row in _children(table, {_ROW}):
            cells = [self.read_blocks(cell) for cell in _children(row, {_CELL})]
            if len(cells) == 1:
                lines += cells[0]
            else:
                lines.append("\t".join(" ".join(line for line in cell if line.strip()) for cell in cells))
        return lines

    def _read_paragraph(self, paragraph: etree._Element) -> list[str]:
        """Its own text, then that of the text boxes anchored in it."""
        pieces: list[str] = []
        boxes: list[etree._Element] = []
        _read_runs(paragraph, pieces, boxes)
        text = "".join(pieces)
        if paragraph.style in self._titles:  # its lines are one title, broken by hand
            text = _BETWEEN_WORDS.sub(" ", text).replace("\n", "")
        number = self._numberer.number(paragraph) if text.strip() else ""
        if (level := self._levels.get(paragraph.style or "")) and text.strip():
            self._headings.append((level, number + text))
        return [number + text, *(line for box in boxes for line in self.read_blocks(box))]


def _children(parent: etree._Element, tags: set[str]) -> Iterator[etree._Element]:
    """The children with these tags, also those that a content control or a tracked insertion wraps."""
    for element in parent:
        if element.tag in tags:
            yield element
        elif element.tag in _WRAPPERS:
            yield from _children(element, tags)


def _title_styles(document: OpenDocument) -> Iterator[str]:
    """The title's style and those based on it. Our style of an attachment's title is, and LibreOffice renames it."""
    for style in document.styles:
        based = style.element.find(qn("w:basedOn"))
        if "Title" in {style.style_id, based.get(qn("w:val")) if based is not None else ""}:
            yield style.style_id


def _heading_levels(document: OpenDocument) -> Iterator[tuple[str, int]]:
    """For each style of a heading its level, 1 for the outermost."""
    for style in document.styles:
        level = style.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if level is not None and (value := level.get(qn("w:val")) or "").isdecimal() and int(value) < _BODY_LEVEL:
            yield style.style_id, int(value) + 1


def _read_runs(element: etree._Element, pieces: list[str], boxes: list[etree._Element]) -> None:
    """Adds the characters of a paragraph to `pieces` and its outermost text boxes to `boxes`."""
    for child in element:
        if child.tag == _BOX:
            boxes.append(child)
        elif child.tag == qn("w:t"):
            pieces.append(child.text or "")
        elif child.tag in _CHARACTERS:
            pieces.append(_CHARACTERS[child.tag])
        elif child.tag not in _UNREAD:
            _read_runs(child, pieces, boxes)
