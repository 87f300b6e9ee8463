"""What stands on a report's pages, from the title to the last attachment, whatever kind of file it becomes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from reports.gongwen.lines import break_title
from reports.prose.attachment_note import number_note, print_mark
from reports.prose.content import AttachmentContent, BylineStyle, Numbering, ReportContent, SectionContent
from reports.prose.numbering import Paragraph, print_numeral
from reports.prose.tables import MOST_COLUMNS, Table, filled_columns, read_blocks

# Characters of a line that a signature leaves free: two at its end, two by which the date is moved (7.3.5.2), one by
# which it is told from a paragraph.
SIGNATURE_MARGIN = 5
_FINAL_MARKS = "。！？；：…，"


class BlockKind(StrEnum):
    TITLE = "title"
    BYLINE = "byline"
    SALUTATION = "salutation"
    HEADING = "heading"  # a `lead` on a line of its own
    BODY = "body"  # a paragraph, with or without a `lead`
    TABLE = "table"
    NOTE = "note"  # the name of an attachment below the body; `lead` is what stands before it
    SIGNATURE = "signature"
    DATE = "date"
    MARK = "mark"  # 附件1 at the head of an attachment's page
    ATTACHMENT_TITLE = "attachment_title"


@dataclass(frozen=True, slots=True)
class ContentBlock:
    """A paragraph, in which blanks stand as 【label】.

    `lead` is a heading of `level` (1 一、 or 第一， 2 （一） 3 1. 4 （1）) and `text` what follows it. `depth` is the
    heading's level in the PDF's outline, where no level is left out: 2 is right below the title. `rows` are the cells
    of a table, its head first.
    """

    kind: BlockKind
    text: str = ""
    lead: str = ""
    level: int = 0
    depth: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


def arrange(content: ReportContent, byline_place: str, *, line: int) -> Iterator[ContentBlock]:
    """The blocks of the report itself in reading order. `line` is the number of characters in a line."""
    if content.title.strip():
        yield ContentBlock(BlockKind.TITLE, content.title.strip())
    if byline_place in {BylineStyle.TITLE, BylineStyle.BOTH}:
        yield from _byline(content, line)
    if text := content.salutation.strip():
        yield ContentBlock(BlockKind.SALUTATION, text if text[-1] in "：:" else f"{text}：")
    for section in content.sections:
        yield from _section(content, section)
    for lead, title in number_note(content.attachments):
        yield ContentBlock(BlockKind.NOTE, title, lead)
    if byline_place in {BylineStyle.END, BylineStyle.BOTH}:
        yield from _signature(content, line)


def arrange_attachments(content: ReportContent) -> Iterator[ContentBlock]:
    """The blocks of the attachments that have a text, each after its mark. 【】 are brackets in them, not blanks."""
    for number, attachment in enumerate(content.attachments, start=1):
        if attachment.body.strip():
            yield ContentBlock(BlockKind.MARK, print_mark(number, len(content.attachments)))
            yield from _attachment(attachment)


def _attachment(attachment: AttachmentContent) -> Iterator[ContentBlock]:
    if attachment.title.strip():
        yield ContentBlock(BlockKind.ATTACHMENT_TITLE, attachment.title.strip())
    yield from _paragraphs(read_blocks(attachment.body), depth=2)


def _byline(content: ReportContent, line: int) -> Iterator[ContentBlock]:
    parts = signed_by(content, line - 2)  # a line as wide as the page is not seen to be centred
    if content.date.strip():
        parts.append(f"（{content.date.strip()}）")
    for part in parts:
        yield ContentBlock(BlockKind.BYLINE, part)


def _signature(content: ReportContent, line: int) -> Iterator[ContentBlock]:
    for part in signed_by(content, line - SIGNATURE_MARGIN):
        yield ContentBlock(BlockKind.SIGNATURE, part)
    if content.date.strip():
        yield ContentBlock(BlockKind.DATE, content.date.strip())


def signed_by(content: ReportContent, line: int) -> list[str]:
    """Unit, post and name on one line; the name, and then the post, on lines of their own where they are long.

    A unit or a post that is longer than a line is divided by sense, as a title is.
    """
    office, name = f"{content.unit}{content.post}".strip(), content.name.strip()
    whole = "\u3000".join(part for part in (office, name) if part)
    if len(whole) <= line:
        return [whole] if whole else []
    parts = [office] if len(office) <= line else [content.unit.strip(), content.post.strip()]
    return [turned for part in (*parts, name) if part for turned in break_title(part, line)]


def _section(content: ReportContent, section: SectionContent) -> Iterator[ContentBlock]:
    topic, paragraphs = print_numeral(section.numeral) + section.heading.strip(), list(read_blocks(section.body))
    if section.heading.strip() and content.numbering != Numbering.RUN_IN:
        yield ContentBlock(BlockKind.HEADING, lead=topic, level=1, depth=2)
        yield from _paragraphs(paragraphs, depth=3)
    else:
        yield from _run_in(section, topic, paragraphs)


def _run_in(section: SectionContent, topic: str, paragraphs: list[Paragraph | Table]) -> Iterator[ContentBlock]:
    """A section whose topic sentence runs into its first paragraph: 第一，坚持…。正文接排. Without a numeral it is no
    heading of the standard, and is set as the words are that follow it.
    """
    opening = paragraphs[0] if paragraphs and isinstance(paragraphs[0], Paragraph) else None
    plain = opening is not None and not opening.level
    has_topic = bool(section.heading.strip())
    lead = f"{topic}。" if has_topic and topic[-1] not in _FINAL_MARKS else topic
    if has_topic or (lead and plain):
        first, paragraphs = (opening.rest, paragraphs[1:]) if opening and plain else ("", paragraphs)
        if has_topic and section.numeral:
            yield ContentBlock(BlockKind.BODY, first, lead, level=1, depth=2)
            yield from _paragraphs(paragraphs, depth=3)
            return
        yield ContentBlock(BlockKind.BODY, lead + first)
    yield from _paragraphs(paragraphs, depth=2)


def _paragraphs(paragraphs: Iterable[Paragraph | Table], depth: int) -> Iterator[ContentBlock]:
    """Paragraphs, the headings among them and tables. A heading lies one deeper than the nearest of a higher level."""
    levels: list[int] = []
    for paragraph in paragraphs:
        if isinstance(paragraph, Table):
            yield from _table(filled_columns(paragraph))
            continue
        if not paragraph.lead:
            yield ContentBlock(BlockKind.BODY, paragraph.rest)
            continue
        levels = [*(level for level in levels if level < paragraph.level), paragraph.level]
        kind = BlockKind.BODY if paragraph.rest.strip() else BlockKind.HEADING
        yield ContentBlock(kind, paragraph.rest, paragraph.lead, paragraph.level, depth + len(levels) - 1)


def _table(rows: tuple[tuple[str, ...], ...]) -> Iterator[ContentBlock]:
    """A paragraph for each row where there are more columns than characters side by side."""
    if len(rows[0]) <= MOST_COLUMNS:
        yield ContentBlock(BlockKind.TABLE, rows=rows)
        return
    head, *body = rows
    for row in body:
        said = (_say(name, value) for name, value in zip(head, row, strict=True) if name or value)
        yield ContentBlock(BlockKind.BODY, f"{'；'.join(said)}。")


def _say(name: str, value: str) -> str:
    """A cell with the head of its column; — for an empty one, so that no head is lost."""
    return f"{name}：{value or '—'}" if name else value
