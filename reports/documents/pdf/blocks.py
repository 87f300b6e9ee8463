"""The blocks of a report broken into lines: title, byline, salutation, headings, paragraphs, signature."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from reports.documents import structure
from reports.documents.fonts import Role
from reports.documents.structure import BlockKind
from reports.text.content import ReportContent
from reports.text.lines import Line, Piece, Run, break_paragraph, break_title

from . import page
from .note import place_note
from .options import PageStyle
from .signature import place_signature
from .wording import Wording

_FINAL_MARKS = "。！？；：…，"
_LEVEL_ROLES = {1: Role.HEADING, 2: Role.KAI, 3: Role.BODY, 4: Role.BODY}


@dataclass(frozen=True, slots=True)
class Block:
    """Lines set alike.

    `tag` is its HTML element, `kind` its classes, `face` that of most of its characters; `left` shifts it to the
    right (points), its first line less by `hang`. `bookmark` is its entry in the PDF's outline at `depth`; empty for
    none.
    """

    tag: str
    kind: str
    lines: tuple[Line, ...]
    face: Role = Role.BODY
    bookmark: str = ""
    depth: int = 0
    left: float = 0
    hang: float = 0


def compose(content: ReportContent, style: PageStyle, wording: Wording) -> list[Block]:
    """All blocks in reading order: the report, its note of attachments, signature and date, then each attachment."""
    arranged = list(structure.arrange(content, style.byline_place, line=page.CHARACTERS))
    above = [block for block in arranged if block.kind in {BlockKind.TITLE, BlockKind.BYLINE}]
    head = [_head(wording, block) for block in above if wording.plain(block.text).strip()]
    if head:
        head[-1] = replace(head[-1], kind=f"{head[-1].kind} spaced")
    body = [_body(wording, b) for b in arranged if b.kind in {BlockKind.SALUTATION, BlockKind.HEADING, BlockKind.BODY}]
    note = place_note([block for block in arranged if block.kind is BlockKind.NOTE], wording)
    signed = any(block.kind in {BlockKind.SIGNATURE, BlockKind.DATE} for block in arranged)
    end = place_signature(content, wording) if signed else ()
    blocks = [
        *head,
        *_kept(body, bool(note) or signed),
        *(Block("p", kind, lines, left=left, hang=hang) for kind, lines, left, hang in note),
        *(Block("p", kind, (line,), left=left) for kind, line, left in end),
        *_attachments(content, wording.as_written()),
    ]
    return list(_rank_headings(blocks))


def _rank_headings(blocks: Iterable[Block]) -> Iterator[Block]:
    """Heading elements leave out no level (ISO 14289-1, 7.4.2), although the outline has levels that are none of them.

    Those are headings that run into their paragraphs, and the title of a report that has none.
    """
    depths: list[int] = []
    for block in blocks:
        if block.tag == "p":
            yield block
        else:
            depths = [*(depth for depth in depths if depth < block.depth), block.depth]
            yield replace(block, tag=f"h{len(depths)}")


def _attachments(content: ReportContent, wording: Wording) -> Iterator[Block]:
    for block in structure.arrange_attachments(content):
        if block.kind is BlockKind.MARK:
            mark = block.text
            yield _mark(wording, mark, "paged")
        elif block.kind is BlockKind.ATTACHMENT_TITLE:
            yield _title(wording, block.text, "title spaced", bookmark=f"{mark}：{wording.plain(block.text)}")
        else:
            yield _body(wording, block)


def _mark(wording: Wording, text: str, *kinds: str) -> Block:
    """附件1 on its page's first line and a blank one below it, so that the title begins on the third (7.3.7)."""
    lines = _break(wording, wording.runs(text, Role.HEADING))
    return Block("p", " ".join(["mark", "spaced", *kinds]), tuple(lines), Role.HEADING)


def compose_table_head(wording: Wording, mark: str, name: str) -> list[Block]:
    """The head of a table beside the report: its mark, if any, and its title (GB/T 9704-2012, 7.3.7)."""
    title = f"{wording.plain(wording.content.title).strip()}{name}"
    marks = [_mark(wording, mark)] if mark else []
    return [*marks, _title(wording.as_written(), title, "title spaced", bookmark=title)]


def _head(wording: Wording, block: structure.Block) -> Block:
    if block.kind is BlockKind.BYLINE:
        return Block("p", "byline", tuple(_break(wording, wording.runs(block.text, Role.KAI))), Role.KAI)
    return _title(wording, block.text, "title", bookmark=wording.plain(block.text))


def _title(wording: Wording, text: str, kind: str, *, bookmark: str) -> Block:
    lines = [_as_set(wording.runs(line, Role.TITLE)) for line in break_title(wording.plain(text), page.TITLE_MEASURE)]
    return Block("h1", kind, tuple(lines), Role.TITLE, bookmark=bookmark, depth=1)


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


def _kept(blocks: list[Block], followed: bool) -> list[Block]:  # noqa: FBT001 - read at its one call
    """Mark the last blocks so that at least two lines of text stand on the page of note and signature."""
    if not followed or not blocks:
        return blocks
    last = replace(blocks[-1], kind=f"{blocks[-1].kind} last")
    if len(last.lines) > 1 or len(blocks) < 2:
        return [*blocks[:-1], last]
    return [*blocks[:-2], replace(blocks[-2], kind=f"{blocks[-2].kind} kept"), last]
