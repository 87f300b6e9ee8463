"""The numbers of Word's automatic lists, which are nowhere in the text of a paragraph: 一、 （一） 1. （1）."""

import re
from collections import defaultdict
from typing import NamedTuple

from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from reports.prose.numbering import LARGEST_NUMBER, chinese_number

_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "ideographTraditional",
    "taiwaneseCounting",
}
_PLACE = re.compile(r"%([1-9])")


_DEEPEST = 8  # Word counts levels from 0
_LONGEST_TEXT = 100  # characters of a level's text; it is repeated before every paragraph


class _Level(NamedTuple):
    """Read once for all paragraphs: a file can hold a definition that takes long to look through."""

    style: str = "decimal"
    text: str = ""
    start: int = 1


class Numberer:
    """Counts through a document's lists in reading order."""

    def __init__(self, document: Document):
        self._styles = {style.style_id: style.element for style in document.styles}
        self._lists_of_styles: dict[str, tuple[str, int]] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._abstract: dict[str, str] = {}
        self._read_definitions(_numbering_of(document))

    def _read_definitions(self, numbering: etree._Element | None) -> None:
        if numbering is None:
            return
        levels = {
            abstract.get(qn("w:abstractNumId")): _levels_in(abstract)
            for abstract in numbering.findall(qn("w:abstractNum"))
        }
        for number in numbering.findall(qn("w:num")):
            identity, abstract = number.get(qn("w:numId")), _child_value(number, "abstractNumId")
            self._levels[identity] = levels.get(abstract, {}) | _levels_in(number)
            self._abstract[identity] = abstract

    def number(self, paragraph: etree._Element) -> str:
        """The number before this paragraph, with its marks; empty for a paragraph in no list or with a bullet."""
        identity, depth = self._list_of(paragraph)
        level = self._levels.get(identity, {}).get(depth)
        if level is None:
            return ""
        counts = self._counts[self._abstract[identity]]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if level.style in {"bullet", "none"}:
            return ""
        return _PLACE.sub(lambda place: self._print(identity, counts, int(place[1]) - 1), level.text)

    def _list_of(self, paragraph: etree._Element) -> tuple[str, int]:
        """The list and depth a paragraph is given, by itself or by its style."""
        properties = paragraph.find(qn("w:pPr"))
        own = _list_in(properties)
        if own or properties is None:
            return own or ("", 0)
        style = _child_value(properties, "pStyle")
        if style not in self._lists_of_styles:
            self._lists_of_styles[style] = self._list_of_style(style)
        return self._lists_of_styles[style]

    def _list_of_style(self, name: str) -> tuple[str, int]:
        """By the style itself, or by what it is based on."""
        for _ in range(10):
            style = self._styles.get(name)
            if style is None:
                break
            if found := _list_in(style.find(qn("w:pPr"))):
                return found
            name = _child_value(style, "basedOn")
        return "", 0

    def _print(self, identity: str, counts: dict[int, int], depth: int) -> str:
        level = self._levels[identity].get(depth, _Level())
        value = counts.get(depth, level.start)
        return chinese_number(value) if level.style in _CHINESE and 0 < value <= LARGEST_NUMBER else str(value)


def _list_in(properties: etree._Element | None) -> tuple[str, int] | None:
    numbering = properties.find(qn("w:numPr")) if properties is not None else None
    if numbering is None:
        return None
    return _child_value(numbering, "numId"), int(_child_value(numbering, "ilvl") or 0)


def _levels_in(definition: etree._Element) -> dict[int, _Level]:
    found = ((_value(level, "ilvl"), level) for level in definition.iter(qn("w:lvl")))
    return {depth: _read_level(level) for depth, level in found if 0 <= depth <= _DEEPEST}


def _read_level(level: etree._Element) -> _Level:
    text = _child_value(level, "lvlText")[:_LONGEST_TEXT]
    return _Level(_child_value(level, "numFmt"), text, int(_child_value(level, "start") or 1))


def _numbering_of(document: Document) -> etree._Element | None:
    parts = (
        relation.target_part for relation in document.part.rels.values() if relation.reltype.endswith("/numbering")
    )
    return next((part.element for part in parts), None)


def _value(element: etree._Element, name: str) -> int:
    return int(element.get(qn(f"w:{name}"), "0"))


def _child_value(element: etree._Element | None, name: str) -> str:
    child = element.find(qn(f"w:{name}")) if element is not None else None
    return child.get(qn("w:val"), "") if child is not None else ""
