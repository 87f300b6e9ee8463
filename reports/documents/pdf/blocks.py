"""The blocks of a report down the page: title, byline, salutation, headings, paragraphs, signature."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reports.documents.fonts import Role
from reports.text.content import Numbering, ReportContent, SectionContent
from reports.text.lines import Line, Piece, Run, break_paragraph, break_title
from reports.text.numbering import Paragraph, print_numeral, read_paragraphs

from . import page
from .options import BylineStyle, PageStyle
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
    """All blocks of the report in reading order."""
    at_title = style.byline_place in {BylineStyle.TITLE, BylineStyle.BOTH}
    at_end = style.byline_place in {BylineStyle.END, BylineStyle.BOTH}
    head = [*_title(content, wording), *(_byline(content, wording) if at_title else ())]
    if head:
        head[-1] = replace(head[-1], kind=f"{head[-1].kind} spaced")
    body = [*_salutation(content, wording), *_sections(content, wording)]
    end = place_signature(content, wording) if at_end else ()
    return [*head, *_kept(body, bool(end)), *(Block("p", kind, (line,), left=left) for kind, line, left in end)]


def compose_annex(wording: Wording) -> list[Block]:
    """The head of the figures annex: its mark, a blank line, its title (GB/T 9704-2012, 7.3.7)."""
    mark = _break(wording, wording.runs("附件", Role.HEADING))
    title = f"{wording.plain(wording.content.title).strip()}数据表"
    lines = [_as_set(wording.plain_runs(line, Role.TITLE)) for line in break_title(title, page.TITLE_MEASURE)]
    return [
        Block("p", "mark spaced", tuple(mark), Role.HEADING),
        Block("h1", "title spaced", tuple(lines), Role.TITLE, bookmark=title, depth=1),
    ]


def _title(content: ReportContent, wording: Wording) -> Iterator[Block]:
    title = wording.plain(content.title).strip()
    if title:
        lines = [_as_set(wording.runs(line, Role.TITLE)) for line in break_title(title, page.TITLE_MEASURE)]
        yield Block("h1", "title", tuple(lines), Role.TITLE, bookmark=title, depth=1)


def _as_set(runs: list[Run]) -> Line:
    """One line without any adjustment."""
    return Line(tuple(Piece(run.text, run.face, page.SPACING) for run in runs), 0)


def _byline(content: ReportContent, wording: Wording) -> Iterator[Block]:
    office = f"{content.unit}{content.post}".strip()
    whole = "\u3000".join(part for part in (office, content.name.strip()) if part)
    fits = len(whole) <= page.CHARACTERS
    parts = [whole] if fits else [office, content.name]
    date = [f"（{content.date}）"] if content.date.strip() else []
    for part in [*parts, *date]:
        if part:
            yield Block("p", "byline", tuple(_break(wording, wording.runs(part, Role.KAI))), Role.KAI)


def _salutation(content: ReportContent, wording: Wording) -> Iterator[Block]:
    if text := content.salutation.strip():
        text = text if text[-1] in "：:" else f"{text}："
        yield Block("p", "salutation", tuple(_break(wording, wording.runs(text, Role.BODY))))


def _sections(content: ReportContent, wording: Wording) -> Iterator[Block]:
    for section in content.sections:
        if section.heading.strip() and content.numbering != Numbering.RUN_IN:
            yield _heading(wording, print_numeral(section.numeral) + section.heading.strip(), level=1, depth=2)
            yield from _paragraphs(wording, read_paragraphs(section.body), depth=3)
        else:
            yield from _run_in(wording, section)


def _run_in(wording: Wording, section: SectionContent) -> Iterator[Block]:
    """A section whose topic sentence runs into its first paragraph: 第一，坚持…。正文接排."""
    paragraphs = read_paragraphs(section.body)
    topic = print_numeral(section.numeral) + section.heading.strip()
    if section.heading.strip():
        lead = topic if topic[-1] in _FINAL_MARKS else f"{topic}。"
        first, paragraphs = (paragraphs[0], paragraphs[1:]) if _is_plain(paragraphs) else (None, paragraphs)
        yield _led(wording, lead, first.rest if first else "", level=1, depth=2)
    elif topic and _is_plain(paragraphs):
        paragraphs = [replace(paragraphs[0], rest=topic + paragraphs[0].rest), *paragraphs[1:]]
    yield from _paragraphs(wording, paragraphs, depth=2)


def _is_plain(paragraphs: list[Paragraph]) -> bool:
    return bool(paragraphs) and not paragraphs[0].level


def _paragraphs(wording: Wording, paragraphs: list[Paragraph], depth: int) -> Iterator[Block]:
    """Paragraphs and the headings among them; a heading lies one deeper than the nearest of a higher level."""
    levels: list[int] = []
    for paragraph in paragraphs:
        if paragraph.lead:
            levels = [*(level for level in levels if level < paragraph.level), paragraph.level]
            at = depth + len(levels) - 1
            if paragraph.rest.strip():
                yield _led(wording, paragraph.lead, paragraph.rest, level=paragraph.level, depth=at)
            else:
                yield _heading(wording, paragraph.lead, level=paragraph.level, depth=at)
        else:
            yield _paragraph(wording, wording.runs(paragraph.rest, Role.BODY))


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
