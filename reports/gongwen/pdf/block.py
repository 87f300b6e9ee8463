"""A block of lines set alike, and how a text is broken into them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Flag, auto
from itertools import accumulate, takewhile

from reports.gongwen.fonts import FontRole
from reports.gongwen.lines import SetLine, SpacedRun, TextRun, break_paragraph, vary_paragraph
from reports.gongwen.structure import BlockKind

from . import page
from .table import SetTable
from .typesetting import Typesetter


class Keep(Flag):
    """Where no page ends. Pagination counts with these flags, and each becomes a class in the style sheet."""

    NOTHING = 0
    WHOLE = auto()  # inside the block
    WITH_NEXT = auto()
    WITH_PREVIOUS = auto()


@dataclass(frozen=True, slots=True)
class SetBlock:
    """Lines set alike.

    `level` is that of its heading element, 0 for a paragraph. `face` is that of most of its characters. `left` shifts
    it to the right, in points, except its first line, which is shifted by `hang` less. `bookmark` is its entry in the
    PDF's outline at `depth`, empty for none. It begins a page with `new_page`, and has a blank line above it with
    `blank_above`. `blanks` counts the blank lines below it. `runs` are what its lines were broken from, where they may
    be broken again. The first `lead` characters are its heading, into which the others run: spaces are not counted, for
    lines drop those at their ends. A `table` has rows in place of lines.
    """

    kind: BlockKind
    lines: tuple[SetLine, ...]
    face: FontRole = FontRole.BODY
    keep: Keep = Keep.NOTHING
    level: int = 0
    bookmark: str = ""
    depth: int = 0
    left: float = 0
    hang: float = 0
    runs: tuple[TextRun, ...] = ()
    new_page: bool = False
    blank_above: bool = False
    blanks: int = 0
    lead: int = 0
    table: SetTable | None = None

    @property
    def all_lines(self) -> Iterator[SetLine]:
        """Its lines, or those of the cells of its table."""
        yield from self.lines
        if self.table:
            yield from (line for row in self.table.rows for cell in row.cells for line in cell)

    @property
    def together(self) -> int:
        """How many of its first lines stay on one page: those of its heading, and the first one after it.

        Asked for every page of a text, so it looks at no more lines than these.
        """
        ends = accumulate(count_solid(line.text) for line in self.lines)
        return 1 + sum(end > 0 for end in takewhile(lambda end: end <= self.lead, ends))


def count_solid(text: str) -> int:
    """Its characters without spaces."""
    return len("".join(text.split()))


def divide_lines(lines: Sequence[SetLine], lead: int) -> tuple[list[SetLine], list[SetLine], str]:
    """The lines up to the first `lead` characters, those after them, and what divides the two: a line's end, or nothing
    where both have a part of one line.
    """
    before, number = 0, 0
    while number < len(lines) and before + count_solid(lines[number].text) <= lead:
        before += count_solid(lines[number].text)
        number += 1
    if before == lead or number == len(lines):
        return [*lines[:number]], [*lines[number:]], "\n"
    head, rest = _divide_pieces(lines[number].pieces, lead - before)
    return [*lines[:number], SetLine(head, 0)], [SetLine(rest, 0), *lines[number + 1 :]], ""


def _divide_pieces(pieces: Sequence[SpacedRun], lead: int) -> tuple[tuple[SpacedRun, ...], tuple[SpacedRun, ...]]:
    head, rest = list[SpacedRun](), list[SpacedRun]()
    for piece in pieces:
        place = _place_after(piece.text, lead)
        lead -= count_solid(piece.text[:place])
        head += [replace(piece, text=piece.text[:place])] if place else []
        rest += [replace(piece, text=piece.text[place:])] if place < len(piece.text) else []
    return tuple(head), tuple(rest)


def _place_after(text: str, count: int) -> int:
    """Where the first `count` characters that are no spaces end."""
    ends = accumulate(count_solid(character) for character in text)
    return sum(end <= count for end in ends) if count else 0


def vary(typesetter: Typesetter, block: SetBlock, more: int) -> SetBlock | None:
    """The paragraph in `more` lines more (fewer, where negative). None where it cannot be set well so."""
    lines = vary_paragraph(
        block.runs, typesetter.extent, width=page.MEASURE, indent=page.INDENT, spacing=page.SPACING,
        count=len(block.lines) + more,
    )  # fmt: skip
    return replace(block, lines=tuple(lines)) if lines else None


def break_lines(typesetter: Typesetter, runs: list[TextRun], indent: float = 0) -> list[SetLine]:
    return break_paragraph(runs, typesetter.extent, width=page.MEASURE, indent=indent, spacing=page.SPACING)
