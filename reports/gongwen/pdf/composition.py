"""The blocks of a report broken into lines: title, byline, salutation, headings, paragraphs, signature."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import inf

from reports.gongwen import structure
from reports.gongwen.fonts import FontRole
from reports.gongwen.lines import TextRun, break_ragged, break_title
from reports.gongwen.structure import BlockKind
from reports.prose.content import ReportContent

from . import page
from .block import Keep, SetBlock, break_lines, count_solid
from .copyfitting import fill_pages
from .note import place_note
from .options import PageStyle
from .pagination import divide_tables
from .signature import place_signature
from .table import set_table
from .typesetting import Typesetter

_FINAL_MARKS = "。！？；：…，"
_HEADING = Keep.WHOLE | Keep.WITH_NEXT
_OF_BODY = {BlockKind.SALUTATION, BlockKind.HEADING, BlockKind.BODY, BlockKind.TABLE}
_LEVEL_ROLES = {1: FontRole.HEADING, 2: FontRole.KAI, 3: FontRole.BODY, 4: FontRole.BODY}


def compose(content: ReportContent, style: PageStyle, typesetter: Typesetter) -> list[SetBlock]:
    """All blocks in reading order: the report, its note of attachments, signature and date, then each attachment."""
    arranged = list(structure.arrange(content, style.byline_place, line=page.CHARACTERS))
    above = [block for block in arranged if block.kind in {BlockKind.TITLE, BlockKind.BYLINE}]
    head = [_head(typesetter, block) for block in above if typesetter.plain(block.text).strip()]
    if head:
        head[-1] = replace(head[-1], blanks=1)
    body = [_body(typesetter, block) for block in arranged if block.kind in _OF_BODY]
    note = place_note([block for block in arranged if block.kind is BlockKind.NOTE], typesetter)
    signed = any(block.kind in {BlockKind.SIGNATURE, BlockKind.DATE} for block in arranged)
    end = place_signature(content, typesetter) if signed else ()
    blocks = [*fill_pages([*head, *body, *note, *end], typesetter), *_attachments(content, typesetter.as_written())]
    return list(_rank_headings(divide_tables(blocks)))


def _rank_headings(blocks: Iterable[SetBlock]) -> Iterator[SetBlock]:
    """Renumbers heading elements so that no level is left out (ISO 14289-1, 7.4.2), as where there is no title."""
    depths: list[int] = []
    for block in blocks:
        if not block.level:
            yield block
        else:
            depths = [*(depth for depth in depths if depth < block.depth), block.depth]
            yield replace(block, level=len(depths))


def _attachments(content: ReportContent, typesetter: Typesetter) -> Iterator[SetBlock]:
    for block in structure.arrange_attachments(content):
        if block.kind is BlockKind.MARK:
            mark = block.text
            yield _mark(typesetter, mark, new_page=True)
        elif block.kind is BlockKind.ATTACHMENT_TITLE:
            yield _title(typesetter, block.text, blanks=1, bookmark=f"{mark}：{typesetter.plain(block.text)}")
        else:
            yield _body(typesetter, block)


def _mark(typesetter: Typesetter, text: str, *, new_page: bool = False) -> SetBlock:
    """附件1 on the first line of its page and a blank line below, so that the title begins on the third (7.3.7)."""
    lines = break_lines(typesetter, typesetter.runs(text, FontRole.HEADING))
    return SetBlock(BlockKind.MARK, tuple(lines), FontRole.HEADING, Keep.WITH_NEXT, new_page=new_page, blanks=1)


def compose_table_head(typesetter: Typesetter, mark: str, name: str) -> list[SetBlock]:
    """The head of a table beside the report: its mark, if any, and its title (GB/T 9704-2012, 7.3.7)."""
    title = f"{typesetter.plain(typesetter.content.title).strip()}{name}"
    marks = [_mark(typesetter, mark)] if mark else []
    return [*marks, _title(typesetter.as_written(), title, blanks=1, bookmark=title)]


def _head(typesetter: Typesetter, block: structure.ContentBlock) -> SetBlock:
    if block.kind is BlockKind.BYLINE:
        lines = break_lines(typesetter, typesetter.runs(block.text, FontRole.KAI))
        return SetBlock(BlockKind.BYLINE, tuple(lines), FontRole.KAI, Keep.WITH_NEXT)
    return _title(typesetter, block.text, bookmark=typesetter.plain(block.text))


def _title(typesetter: Typesetter, text: str, *, bookmark: str, blanks: int = 0) -> SetBlock:
    parts = (typesetter.plain(part) for part in text.split("\n"))  # broken as its author did, then by sense
    divided = (line for part in parts for line in break_title(part, page.TITLE_MEASURE))
    runs = (typesetter.runs(line, FontRole.TITLE) for line in divided)
    lines = [line for run in runs for line in break_ragged(run, typesetter.extent, width=inf)]
    return SetBlock(
        BlockKind.TITLE, tuple(lines), FontRole.TITLE, Keep.WHOLE, level=1, bookmark=bookmark, depth=1, blanks=blanks
    )


def _body(typesetter: Typesetter, block: structure.ContentBlock) -> SetBlock:
    if block.kind is BlockKind.SALUTATION:
        return SetBlock(block.kind, tuple(break_lines(typesetter, typesetter.runs(block.text, FontRole.BODY))))
    if block.kind is BlockKind.TABLE:
        return SetBlock(block.kind, (), table=set_table(block.rows, typesetter))
    if block.kind is BlockKind.HEADING:
        return _heading(typesetter, block.lead, level=block.level, depth=block.depth)
    if block.lead:
        return _led(typesetter, block.lead, block.text, level=block.level, depth=block.depth)
    return _paragraph(typesetter, typesetter.runs(block.text, FontRole.BODY))


def _heading(typesetter: Typesetter, text: str, *, level: int, depth: int) -> SetBlock:
    face = _LEVEL_ROLES[level]
    lines = break_lines(typesetter, typesetter.runs(text, face), page.INDENT)
    return SetBlock(
        BlockKind.HEADING, tuple(lines), face, _HEADING, level=depth, bookmark=typesetter.plain(text), depth=depth
    )


def _led(typesetter: Typesetter, lead: str, rest: str, *, level: int, depth: int) -> SetBlock:
    """A paragraph that begins with its heading."""
    runs, rest_runs = typesetter.runs(lead, _LEVEL_ROLES[level]), typesetter.runs(rest, FontRole.BODY)
    block = _paragraph(typesetter, [*runs, *rest_runs])
    return replace(
        block,
        keep=Keep.NOTHING if rest_runs else _HEADING,
        level=depth,
        bookmark=typesetter.plain(lead).rstrip(_FINAL_MARKS),
        depth=depth,
        lead=sum(count_solid(run.text) for run in runs) if rest_runs else 0,
    )


def _paragraph(typesetter: Typesetter, runs: list[TextRun]) -> SetBlock:
    return SetBlock(BlockKind.BODY, tuple(break_lines(typesetter, runs, page.INDENT)), runs=tuple(runs))
