"""What the lines of a report are for, one by one: its paragraphs, told from where their lines stand."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from itertools import accumulate

from reports.prose.numbering import ITEM_ENDS, level_of

from .extraction import ExtractedLine
from .lines import has_cells, is_attachment_mark, is_centred, is_small
from .standard import AREA_WIDTH, INDENT

_SENTENCE_END = "。！？；："
NOTE_NUMBER = re.compile(r"(\d{1,2})[.．]")
_DATE_ALONE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
LONGEST_HEADING = 60  # glyphs
_TOPIC = re.compile(r"第[一二三四五六七八九十百千零]+[，、]")


class ParagraphRole(Enum):
    BODY = auto()
    SALUTATION = auto()
    CENTRED = auto()
    RIGHT = auto()  # set against the right edge: signature and date
    TABLE = auto()  # a row of cells, not judged by the grid
    ATTACHMENT = auto()  # the note below the body, or the mark at the head of an attachment's page


OF_BODY = {ParagraphRole.BODY, ParagraphRole.SALUTATION}


@dataclass(frozen=True)
class PlacedLine:
    page: int
    line: ExtractedLine


@dataclass(frozen=True)
class ExtractedParagraph:
    role: ParagraphRole
    lines: tuple[PlacedLine, ...]

    @cached_property
    def text(self) -> str:
        return "".join(placed.line.text for placed in self.lines)

    @property
    def first(self) -> ExtractedLine:
        return self.lines[0].line

    @cached_property
    def level(self) -> int:
        """1 一、 2 （一） 3 1. 4 （1）, 0 for plain prose."""
        if self.role is not ParagraphRole.BODY:
            return 0
        return level_of(self.text)

    @property
    def is_topic(self) -> bool:
        """Begins with a topic sentence 第一，… that stands for a heading of level 1."""
        return bool(_TOPIC.match(self.text))

    @cached_property
    def lead(self) -> int:
        """How many glyphs belong to the heading or topic sentence that the paragraph begins with."""
        opening = self.text.find("。") + 1 or len(self.text)
        is_item = self.text.endswith(ITEM_ENDS)
        is_heading = self.level and not is_item and opening <= LONGEST_HEADING  # else a numbered sentence
        return opening if is_heading or self.is_topic else 0

    @property
    def lead_lines(self) -> int:
        """How many lines hold nothing but the heading, where it is short enough for one."""
        if self.lead > LONGEST_HEADING:
            return 0
        ends = accumulate(len(placed.line.glyphs) for placed in self.lines)
        return sum(end <= self.lead for end in ends)

    @property
    def is_heading(self) -> bool:
        return bool(self.level) and self.lead == len(self.text)


class Paragraphs:
    def __init__(self, size: float, left: float, tabled: Set[ExtractedLine]) -> None:
        self.size, self.left, self.tabled = size, left, tabled

    def read(self, placed: list[PlacedLine]) -> Iterator[ExtractedParagraph]:
        role, lines = ParagraphRole.BODY, list[PlacedLine]()
        for line in placed:
            starts = self._role(
                line.line, below_head=role in {ParagraphRole.BODY, ParagraphRole.SALUTATION} and bool(lines)
            )
            if (
                role is ParagraphRole.RIGHT and abs(line.line.left - lines[-1].line.left) < 1
            ):  # the name below a long office
                starts = ParagraphRole.RIGHT
            if lines and not self._continues(role, lines, line, starts):
                yield ExtractedParagraph(role, tuple(lines))
                lines = []
            role = role if lines else starts
            lines.append(line)
        if lines:
            yield ExtractedParagraph(role, tuple(lines))

    def indent(self, line: ExtractedLine) -> float:
        """From the left edge, in characters."""
        return (line.left - self.left) / self.size

    def _role(self, line: ExtractedLine, *, below_head: bool) -> ParagraphRole:
        if line in self.tabled or (has_cells(line) and is_small(line, self.size)):
            return ParagraphRole.TABLE
        return self._role_in_place(line, below_head=below_head)

    def _role_in_place(self, line: ExtractedLine, *, below_head: bool) -> ParagraphRole:
        indent = self.indent(line)
        if is_attachment_mark(line) or line.text.startswith("附件："):
            return ParagraphRole.ATTACHMENT
        if indent > 2.6 and self._is_of_signature(line):
            return ParagraphRole.RIGHT
        if self._is_of_title(line) or (is_centred(line, self.left, self.size) and (indent > 2.6 or not below_head)):
            return ParagraphRole.CENTRED
        if has_cells(line):
            return ParagraphRole.TABLE
        if indent > 5:
            return ParagraphRole.RIGHT
        return ParagraphRole.SALUTATION if abs(indent) < 0.5 and line.text[-1] in "：:" else ParagraphRole.BODY

    def _is_of_title(self, line: ExtractedLine) -> bool:
        """A line as wide as the page is centred too, so the size of a title decides."""
        return line.size > 1.1 * self.size

    def _is_of_signature(self, line: ExtractedLine) -> bool:
        """Ends two characters before the right edge, or is a date below a signature that takes the whole line."""
        inset = (self.left + AREA_WIDTH - line.right) / self.size
        return abs(inset - INDENT) < 0.3 or bool(_DATE_ALONE.fullmatch(line.text))

    def _continues(self, role: ParagraphRole, lines: list[PlacedLine], line: PlacedLine, starts: ParagraphRole) -> bool:
        last, indent = lines[-1].line, self.indent(line.line)
        if role is ParagraphRole.TABLE:
            return starts is ParagraphRole.TABLE or is_small(line.line, self.size)
        if role is ParagraphRole.ATTACHMENT:
            return indent > 4 and self._goes_on_with_note(lines, line)
        if (
            role is not ParagraphRole.BODY
            or starts not in {ParagraphRole.BODY, ParagraphRole.SALUTATION}
            or indent > 0.6
        ):
            return False
        short = (self.left + AREA_WIDTH - last.right) / self.size
        return short < 1 or (short < 6 and last.text[-1] not in _SENTENCE_END)

    def _goes_on_with_note(self, lines: list[PlacedLine], line: PlacedLine) -> bool:
        """The next line without a blank one between. On the next page: the next number, or the continuation of a full
        line.
        """
        last = lines[-1]
        if is_attachment_mark(last.line):
            return False
        if line.page == last.page:
            return line.line.baseline - last.line.baseline < 2.5 * self.size
        is_full = self.left + AREA_WIDTH - last.line.right < self.size
        return is_full or bool(NOTE_NUMBER.match(line.line.text))
