"""The blocks of a report broken into lines: title, byline, salutation, headings, paragraphs, signature."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reports.documents import structure
from reports.documents.fonts import Role
from reports.documents.structure import BlockKind
from reports.text.content import ReportContent
from reports.text.lines import Line, Piece, Run, break_title

from . import page
from .block import Block, break_lines
from .filling import fill_pages
from .note import place_note
from .options import PageStyle
from .signature import place_signature
from .wording import Wording

_FINAL_MARKS = "。！？；：…，"
_LEVEL_ROLES = {1: Role.HEADING, 2: Role.KAI, 3: Role.BODY, 4: Role.BODY}


def compose(content: ReportContent, style: PageStyle, wording: Wording) -> list[Block]:
    """All blocks in reading order: the report, its note of attachments, signature and date, then each attachment."""
    arranged = list(structure.arrange(content, style.byline_place, line=page.CHARACTERS))
    above = [block for block in arranged if block.kind in {BlockKind.TITLE, BlockKind.BYLINE}]
    head = [_head(wording, block) for block in above if wording.plain(block.text).strip()]
    if head:
        head[-1] = replace(head[-1], blanks=1)
    body = [_body(wording, b) for b in arranged if b.kind in {BlockKind.SALUTATION, BlockKind.HEADING, BlockKind.BODY}]
    note = place_note([block for block in arranged if block.kind is BlockKind.NOTE], wording)
    signed = any(block.kind in {BlockKind.SIGNATURE, BlockKind.DATE} for block in arranged)
    end = place_signature(content, wording) if signed else ()
    report = [
        *head,
        *body,
        *(Block("p", kind, lines, left=left, hang=hang) for kind, lines, left, hang in note),
        *(Block("p", kind, (line,), left=left) for kind, line, left in end),
    ]
    blocks = [*fill_pages(report, wording), *_attachments(content, wording.as_written())]
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
            yield _title(wording, block.text, blanks=1, bookmark=f"{mark}：{wording.plain(block.text)}")
        else:
            yield _body(wording, block)


def _mark(wording: Wording, text: str, *kinds: str) -> Block:
    """附件1 on its page's first line and a blank one below it, so that the title begins on the third (7.3.7)."""
    lines = break_lines(wording, wording.runs(text, Role.HEADING))
    return Block("p", " ".join(["mark", *kinds]), tuple(lines), Role.HEADING, blanks=1)


def compose_table_head(wording: Wording, mark: str, name: str) -> list[Block]:
    """The head of a table beside the report: its mark, if any, and its title (GB/T 9704-2012, 7.3.7)."""
    title = f"{wording.plain(wording.content.title).strip()}{name}"
    marks = [_mark(wording, mark)] if mark else []
    return [*marks, _title(wording.as_written(), title, blanks=1, bookmark=title)]


def _head(wording: Wording, block: structure.Block) -> Block:
    if block.kind is BlockKind.BYLINE:
        return Block("p", "byline", tuple(break_lines(wording, wording.runs(block.text, Role.KAI))), Role.KAI)
    return _title(wording, block.text, bookmark=wording.plain(block.text))


def _title(wording: Wording, text: str, *, bookmark: str, blanks: int = 0) -> Block:
    parts = (wording.plain(part) for part in text.split("\n"))  # broken as its author did, then by sense
    lines = [
        _as_set(wording.runs(line, Role.TITLE)) for part in parts for line in break_title(part, page.TITLE_MEASURE)
    ]
    return Block("h1", "title", tuple(lines), Role.TITLE, bookmark=bookmark, depth=1, blanks=blanks)


def _as_set(runs: list[Run]) -> Line:
    """One line without any adjustment."""
    return Line(tuple(Piece(run.text, run.face, page.SPACING) for run in runs), 0)


def _body(wording: Wording, block: structure.Block) -> Block:
    if block.kind is BlockKind.SALUTATION:
        return Block("p", "salutation", tuple(break_lines(wording, wording.runs(block.text, Role.BODY))))
    if block.kind is BlockKind.HEADING:
        return _heading(wording, block.lead, level=block.level, depth=block.depth)
    if block.lead:
        return _led(wording, block.lead, block.text, level=block.level, depth=block.depth)
    return _paragraph(wording, wording.runs(block.text, Role.BODY))


def _heading(wording: Wording, text: str, *, level: int, depth: int) -> Block:
    face = _LEVEL_ROLES[level]
    lines = break_lines(wording, wording.runs(text, face), page.INDENT)
    return Block(f"h{depth}", "heading", tuple(lines), face, bookmark=wording.plain(text), depth=depth)


def _led(wording: Wording, lead: str, rest: str, *, level: int, depth: int) -> Block:
    """A paragraph that begins with its heading."""
    runs, rest_runs = wording.runs(lead, _LEVEL_ROLES[level]), wording.runs(rest, Role.BODY)
    block = _paragraph(wording, [*runs, *rest_runs])
    return replace(
        block,
        sort="body" if rest_runs else "body heading",
        bookmark=wording.plain(lead).rstrip(_FINAL_MARKS),
        depth=depth,
        lead=sum(len(run.text) for run in runs) if rest_runs else 0,
    )


def _paragraph(wording: Wording, runs: list[Run]) -> Block:
    return Block("p", "body", tuple(break_lines(wording, runs, page.INDENT)), runs=tuple(runs))
