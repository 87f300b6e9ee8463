"""The blocks of a report broken into lines: title, byline, salutation, headings, paragraphs, signature."""

from dataclasses import dataclass, replace

from reports.documents import structure
from reports.documents.fonts import Role
from reports.documents.structure import BlockKind
from reports.text.content import ReportContent
from reports.text.lines import Line, Piece, Run, break_paragraph, break_title

from . import page
from .options import PageStyle
from .signature import place_signature
from .wording import Wording

_FINAL_MARKS = "。！？；：…，"
_LEVEL_ROLES = {1: Role.HEADING, 2: Role.KAI, 3: Role.BODY, 4: Role.BODY}


@dataclass(frozen=True, slots=True)
class Block:
    """Lines set alike.

    `tag` is its HTML element, `kind` its classes, `face` that of most of its characters; `left` shifts it to the
    right (points). `bookmark` is its entry in the PDF's outline at `depth`; empty for none.
    """

    tag: str
    kind: str
    lines: tuple[Line, ...]
    face: Role = Role.BODY
    bookmark: str = ""
    depth: int = 0
    left: float = 0


def compose(content: ReportContent, style: PageStyle, wording: Wording) -> list[Block]:
    """All blocks of the report in reading order; signature and date, which are measured, last."""
    arranged = list(structure.arrange(content, style.byline_place, line=page.CHARACTERS))
    above = [block for block in arranged if block.kind in {BlockKind.TITLE, BlockKind.BYLINE}]
    head = [_head(wording, block) for block in above if wording.plain(block.text).strip()]
    if head:
        head[-1] = replace(head[-1], kind=f"{head[-1].kind} spaced")
    body = [_body(wording, b) for b in arranged if b.kind in {BlockKind.SALUTATION, BlockKind.HEADING, BlockKind.BODY}]
    signed = any(block.kind in {BlockKind.SIGNATURE, BlockKind.DATE} for block in arranged)
    end = place_signature(content, wording) if signed else ()
    return [*head, *_kept(body, signed), *(Block("p", kind, (line,), left=left) for kind, line, left in end)]


def compose_table_head(wording: Wording, mark: str, name: str) -> list[Block]:
    """The head of a table beside the report: its mark, a blank line, its title (GB/T 9704-2012, 7.3.7)."""
    title = f"{wording.plain(wording.content.title).strip()}{name}"
    lines = [_as_set(wording.plain_runs(line, Role.TITLE)) for line in break_title(title, page.TITLE_MEASURE)]
    head = Block("h1", "title spaced", tuple(lines), Role.TITLE, bookmark=title, depth=1)
    if not mark:
        return [head]
    return [Block("p", "mark spaced", tuple(_break(wording, wording.runs(mark, Role.HEADING))), Role.HEADING), head]


def _head(wording: Wording, block: structure.Block) -> Block:
    if block.kind is BlockKind.BYLINE:
        return Block("p", "byline", tuple(_break(wording, wording.runs(block.text, Role.KAI))), Role.KAI)
    lines = [
        _as_set(wording.runs(line, Role.TITLE)) for line in break_title(wording.plain(block.text), page.TITLE_MEASURE)
    ]
    return Block("h1", "title", tuple(lines), Role.TITLE, bookmark=wording.plain(block.text), depth=1)


def _as_set(runs: list[Run]) -> Line:
    """One line without any adjustment."""
    return Line(tuple(Piece(run.text, run.face, page.SPACING) for run in runs), 0)


def _body(wording: Wording, block: structure.Block) -> Block:
    if block.kind is BlockKind.SALUTATION:
        return Block("p", "salutation", tuple(_break(wording, wording.runs(block.text, Role.BODY))))
    if block.kind is BlockKind.HEADING:
        return _heading(wording, block.lead, level=block.level, depth=block.depth)
    if block.lead:
        return _led(wording, block.lead, block.text, level=block.level, depth=block.depth)
    return _paragraph(wording, wording.runs(block.text, Role.BODY))


def _heading(wording: Wording, text: str, *, level: int, depth: int) -> Block:
    face = _LEVEL_ROLES[level]
    lines = _break(wording, wording.runs(text, face), page.INDENT)
    return Block(f"h{depth}", "heading", tuple(lines), face, bookmark=wording.plain(text), depth=depth)


def _led(wording: Wording, lead: str, rest: str, *, level: int, depth: int) -> Block:
    """A paragraph that begins with its heading."""
    runs = [*wording.runs(lead, _LEVEL_ROLES[level]), *wording.runs(rest, Role.BODY)]
    return replace(_paragraph(wording, runs), bookmark=wording.plain(lead).rstrip(_FINAL_MARKS), depth=depth)


def _paragraph(wording: Wording, runs: list[Run]) -> Block:
    return Block("p", "body", tuple(_break(wording, runs, page.INDENT)))


def _break(wording: Wording, runs: list[Run], indent: float = 0) -> list[Line]:
    return break_paragraph(runs, wording.extent, width=page.MEASURE, indent=indent, spacing=page.SPACING)


def _kept(blocks: list[Block], signed: bool) -> list[Block]:  # noqa: FBT001 - read at its one call
    """Mark the last blocks so that at least two lines of text stand on the signature's page."""
    if not signed or not blocks:
        return blocks
    last = replace(blocks[-1], kind=f"{blocks[-1].kind} last")
    if len(last.lines) > 1 or len(blocks) < 2:
        return [*blocks[:-1], last]
    return [*blocks[:-2], replace(blocks[-2], kind=f"{blocks[-2].kind} kept"), last]
