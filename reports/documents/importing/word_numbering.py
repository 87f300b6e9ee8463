"""The numbers of Word's automatic lists, which are nowhere in the text of a paragraph: 一、 （一） 1. （1）."""

import re
from collections import defaultdict

from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from reports.text.numbering import LARGEST_NUMBER, chinese_number

_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "ideographTraditional",
    "taiwaneseCounting",
}
_PLACE = re.compile(r"%([1-9])")


class Numberer:
    """Counts through a document's lists in reading order."""

    def __init__(self, document: Document):
        self._styles = {style.style_id: style.element for style in document.styles}
        self._levels: dict[str, dict[int, etree._Element]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._abstract: dict[str, str] = {}
        self._read_definitions(_numbering_of(document))

    def _read_definitions(self, numbering: etree._Element | None) -> None:
        if numbering is None:
            return
        levels = {
            abstract.get(qn("w:abstractNumId")): {_value(level, "ilvl"): level for level in abstract.iter(qn("w:lvl"))}
            for abstract in numbering.findall(qn("w:abstractNum"))
        }
        for number in numbering.findall(qn("w:num")):
            identity, abstract = number.get(qn("w:numId")), _child_value(number, "abstractNumId")
            overridden = {_value(level, "ilvl"): level for level in number.iter(qn("w:lvl"))}
            self._levels[identity] = levels.get(abstract, {}) | overridden
            self._abstract[identity] = abstract

    def number(self, paragraph: etree._Element) -> str:
        """The number before this paragraph, with its marks; empty for a paragraph in no list or with a bullet."""
        identity, depth = self._list_of(paragraph)
        level = self._levels.get(identity, {}).get(depth)
        if level is None:
            return ""
        counts = self._counts[self._abstract[identity]]
        counts[depth] = counts.get(depth, self._start(identity, depth) - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if _child_value(level, "numFmt") in {"bullet", "none"}:
            return ""
        return _PLACE.sub(
            lambda place: self._print(identity, counts, int(place[1]) - 1), _child_value(level, "lvlText")
        )

    def _list_of(self, paragraph: etree._Element) -> tuple[str, int]:
        """The list and depth a paragraph is given, by itself or by its style and what that is based on."""
        source = paragraph.find(qn("w:pPr"))
        for _ in range(10):
            if source is None:
                break
            properties = source.find(qn("w:numPr"))
            if properties is not None:
                return _child_value(properties, "numId"), int(_child_value(properties, "ilvl") or 0)
            style = self._styles.get(_child_value(source, "pStyle") or _child_value(source.getparent(), "basedOn"))
            source = style.find(qn("w:pPr")) if style is not None else None
        return "", 0

    def _start(self, identity: str, depth: int) -> int:
        level = self._levels[identity].get(depth)
        return int(_child_value(level, "start") or 1) if level is not None else 1

    def _print(self, identity: str, counts: dict[int, int], depth: int) -> str:
        value = counts.get(depth, self._start(identity, depth))
        level = self._levels[identity].get(depth)
        style = _child_value(level, "numFmt") if level is not None else "decimal"
        return chinese_number(value) if style in _CHINESE and 0 < value <= LARGEST_NUMBER else str(value)


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
