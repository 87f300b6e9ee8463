"""The parts of a text that was read in, as a person cuts it: split at a paragraph, joined with the part above."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Self

from .content import SectionKind
from .parsing.kinds import kind_of_heading, kind_of_lead
from .parsing.markers import leading_marker
from .parsing.result import ParsedSection
from .parsing.sections import read_heading

_KEY = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")
_ASPECT = re.compile(
    r"(?:在)?(?:[^，。；：:！？\n]{2,20}方面|(?:思想|政治|学习|工作|业务|作风|生活|廉洁|纪律)上)(?=[，：:。])"
)
_LABEL = re.compile(r"[\u4e00-\u9fff]{1,6}(?=[：:][^\s：:])")
_PLAIN = re.compile(r"[^，。；：:！？!?\t]{2,30}")


class Cut(NamedTuple):
    """Where a part may begin: in which part, as it was read, and at which of its paragraphs; 0 is its head."""

    part: int
    line: int = 0

    @classmethod
    def read(cls, key: str) -> Self | None:
        match = _KEY.fullmatch(key)
        return cls(int(match[1]), int(match[2] or 0)) if match else None

    @property
    def key(self) -> str:
        return f"{self.part}-{self.line}" if self.line else str(self.part)


@dataclass(frozen=True, slots=True)
class CutParagraph:
    """A paragraph of a part's body. `cut` is None where nothing would stay above it but a heading.

    `heading` is how the heading is written that it begins with: BRACKET for （一）, aspect for …方面; empty for none.
    """

    text: str
    cut: Cut | None
    heading: str


@dataclass(frozen=True, slots=True)
class CutPart:
    cut: Cut
    section: ParsedSection
    paragraphs: tuple[CutParagraph, ...]

    @property
    def headings(self) -> list[Cut]:
        """Where the part is split when it is split at its headings: at all that are written like the first of them."""
        first = next((paragraph.heading for paragraph in self.paragraphs if paragraph.heading), None)
        return [paragraph.cut for paragraph in self.paragraphs[1:] if paragraph.cut and paragraph.heading == first]

    @property
    def paragraph_cuts(self) -> list[Cut]:
        """Where a part without any heading is split when it is split at its paragraphs."""
        if self.section.heading or any(paragraph.heading for paragraph in self.paragraphs):
            return []
        return [paragraph.cut for paragraph in self.paragraphs[1:] if paragraph.cut]


def heads(parts: Sequence[ParsedSection]) -> list[Cut]:
    """The cuts that leave the parts as they were read."""
    return [Cut(number) for number in range(len(parts))]


def cut_parts(parts: Sequence[ParsedSection], cuts: Collection[Cut]) -> list[CutPart]:
    """The parts that begin at `cuts`, without losing a word; the first begins at the first paragraph in any case.

    The heading of a part that is joined with the one above becomes a paragraph of it.
    """
    groups: list[list[_CutLine]] = []
    for line in _lines(parts):
        if line.cut in cuts or not groups:
            groups.append([])
        groups[-1].append(line)
    begun = Counter(group[0].cut.part for group in groups)
    return [_read(group, parts[group[0].cut.part], begun) for group in groups]


@dataclass(frozen=True, slots=True)
class _CutLine:
    cut: Cut
    text: str
    is_head: bool = False


def _lines(parts: Sequence[ParsedSection]) -> Iterator[_CutLine]:
    for number, part in enumerate(parts):
        body = [line for line in part.body.split("\n") if line.strip()]
        texts = [part.heading, *body] if part.heading or not body else body
        for place, text in enumerate(texts):
            yield _CutLine(Cut(number, place), text, is_head=place == 0 and bool(part.heading))


def _read(group: list[_CutLine], part: ParsedSection, begun: Mapping[int, int]) -> CutPart:
    """`begun` says how many parts begin in each part as it was read: one of several has its heading in its words."""
    first, *others = group
    if first.cut.line or (begun[first.cut.part] > 1 and not first.is_head and heading_style(first.text)):
        section = _read_first(first.text, part)
    else:
        section = replace(part, body="" if first.is_head else first.text)
    paragraphs = [CutParagraph(section.body, None, heading_style(section.body))] if section.body else []
    for line in others:
        heading = "head" if line.is_head else heading_style(line.text)
        may_begin = bool(heading or paragraphs)
        paragraphs.append(CutParagraph(line.text, line.cut if may_begin else None, heading))
    body = "\n".join(paragraph.text for paragraph in paragraphs)
    return CutPart(first.cut, replace(section, body=body), tuple(paragraphs))


def _read_first(text: str, part: ParsedSection) -> ParsedSection:
    numeral, heading, body = _split_line(text)
    kind = kind_of_heading(heading) if heading else kind_of_lead(body)
    return ParsedSection(kind or SectionKind(part.kind), numeral, heading, body)


def _split_line(text: str) -> tuple[str, str, str]:
    """Numeral, heading, and the words that follow them."""
    if marker := leading_marker(text):
        return marker.numeral, *read_heading(text[marker.end :])
    if aspect := _ASPECT.match(text) or _LABEL.match(text):
        return "", aspect[0], text[aspect.end() + 1 :].strip()
    return ("", text, "") if _PLAIN.fullmatch(text) else ("", "", text)


def heading_style(text: str) -> str:
    """How the heading is written that a paragraph begins with: 一、 （一） …方面， 德： or a line; empty for none."""
    if marker := leading_marker(text):
        return marker.style.name
    if _ASPECT.match(text):
        return "aspect"
    if _LABEL.match(text):
        return "label"
    return "plain" if _PLAIN.fullmatch(text) else ""
