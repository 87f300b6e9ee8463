"""A section as it stands on paper, with every run's offsets in the stored text and the passages marked in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from .blanks import Blank, split_blanks
from .content import ReportContent, SectionContent
from .numbering import Paragraph, print_numeral
from .tables import Table, read_blocks


class Passage(NamedTuple):
    """text[start:end] is what the comment with that key speaks of."""

    key: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PaperSpan:
    """Prose, or one value with the `label` of its figure. `start` and `end` are offsets in the section's text, which
    has 【label】 in place of the value; None in a heading. `keys` are the passages over it, `ends` those ending there.
    """

    text: str
    label: str = ""
    filled: bool = True
    start: int | None = None
    end: int | None = None
    keys: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A heading, a paragraph or a table: `level` of the heading (1 to 4, 0 none), `lead` and `rest` as runs. The cells
    of `table`, row by row, hold the runs of `rest`.
    """

    level: int
    lead: list[PaperSpan]
    rest: list[PaperSpan]
    table: list[list[list[PaperSpan]]] = field(default_factory=list)

    @property
    def start(self) -> int | None:
        """The offset of its first word in the text; None for a line that is nothing but the section's heading."""
        return min((run.start for run in [*self.lead, *self.rest] if run.start is not None), default=None)

    @property
    def end(self) -> int | None:
        return max((run.end for run in [*self.lead, *self.rest] if run.end is not None), default=None)

    @property
    def labels(self) -> list[str]:
        return [run.label for run in [*self.lead, *self.rest] if run.label]

    @property
    def ends(self) -> list[int]:
        return [key for run in [*self.lead, *self.rest] for key in run.ends]


def lay_out(content: ReportContent, section: SectionContent, passages: Sequence[Passage] = ()) -> list[PaperRow]:
    """The section's rows in reading order. A passage of nothing but line ends is in none of them."""
    passages = [_trim(passage, section.body) for passage in passages]
    heading = [_run(content, piece) for piece in split_blanks(print_numeral(section.numeral) + section.heading)]
    body = [_row(content, block, passages) for block in read_blocks(section.body)]
    if not section.heading:
        return body
    if not section.numeral.startswith("第"):
        return [PaperRow(1, heading, []), *body]
    first, *others = body if body and not body[0].table else [PaperRow(0, [], []), *body]
    return [PaperRow(1, [*heading, PaperSpan("。")], [*first.lead, *first.rest]), *others]


def _row(content: ReportContent, block: Paragraph | Table, passages: Sequence[Passage]) -> PaperRow:
    if isinstance(block, Paragraph):
        lead = _runs(content, block.lead, block.start, passages)
        return PaperRow(block.level, lead, _runs(content, block.rest, block.start + len(block.lead), passages))
    table = [[_runs(content, cell.text, cell.start, passages) for cell in row] for row in block.rows]
    return PaperRow(0, [], [run for row in table for cell in row for run in cell], table)


def _trim(passage: Passage, text: str) -> Passage:
    """Without spaces and line ends at its end: those are in no run."""
    return passage._replace(end=passage.start + len(text[passage.start : passage.end].rstrip()))


def _runs(content: ReportContent, text: str, offset: int, passages: Sequence[Passage]) -> list[PaperSpan]:
    runs = []
    for piece in split_blanks(text):
        length = piece.end - piece.start if isinstance(piece, Blank) else len(piece)
        for start, end in _cut(offset, offset + length, passages if isinstance(piece, str) else ()):
            within = piece[start - offset : end - offset] if isinstance(piece, str) else piece
            runs.append(_run(content, within, start, end, passages))
        offset += length
    return runs


def _cut(start: int, end: int, passages: Iterable[Passage]) -> Iterable[tuple[int, int]]:
    """start:end cut wherever a passage begins or ends."""
    edges = {edge for passage in passages for edge in (passage.start, passage.end) if start < edge < end}
    return pairwise(sorted({start, end} | edges))


def _run(
    content: ReportContent,
    piece: str | Blank,
    start: int | None = None,
    end: int | None = None,
    passages: Sequence[Passage] = (),
) -> PaperSpan:
    keys: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    if start is not None and end is not None:
        keys = tuple(p.key for p in passages if p.start < end and start < p.end)
        ends = tuple(p.key for p in passages if start < p.end <= end)
    if isinstance(piece, str):
        return PaperSpan(piece, "", filled=True, start=start, end=end, keys=keys, ends=ends)
    value = content.value_of(piece.label)
    return PaperSpan(value or piece.label, piece.label, filled=bool(value), start=start, end=end, keys=keys, ends=ends)
