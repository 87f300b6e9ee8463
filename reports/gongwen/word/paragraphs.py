"""Blocks of a report as paragraphs of a Word document."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Twips
from docx.text.paragraph import Paragraph

from reports.gongwen.lines import break_title
from reports.gongwen.structure import BlockKind, ContentBlock, arrange_attachments
from reports.prose.attachment_note import NOTE
from reports.prose.content import ReportContent

from . import page, styles
from .fitting import Fitter
from .signature import LINE, left_indents, measure
from .tables import add_table

_HEAD = {BlockKind.TITLE, BlockKind.BYLINE}
_NOTE = {BlockKind.NOTE}
_END = {BlockKind.SIGNATURE, BlockKind.DATE}
_STYLES = {
    BlockKind.TITLE: styles.TITLE,
    BlockKind.BYLINE: styles.BYLINE,
    BlockKind.SALUTATION: styles.SALUTATION,
    BlockKind.BODY: styles.BODY,
    BlockKind.NOTE: styles.NOTE,
    BlockKind.SIGNATURE: styles.SIGNATURE,
    BlockKind.DATE: styles.DATE,
    BlockKind.MARK: styles.MARK,
    BlockKind.ATTACHMENT_TITLE: styles.ATTACHMENT_TITLE,
}
_CENTRED = {BlockKind.TITLE, BlockKind.BYLINE, BlockKind.ATTACHMENT_TITLE}
_INDENTED = {BlockKind.HEADING, BlockKind.BODY}
_UNWRITABLE = {"Cc", "Cf", "Cs", "Cn"}  # control, zero-width and other characters that XML or a reader refuses


def write_paragraphs(document: Document, content: ReportContent, blocks: list[ContentBlock], fitter: Fitter) -> None:
    """Appends the blocks, with values in their blanks. A blank without a value stays as 【label】."""
    written = list(_write_all(document, blocks, content.filled, fitter))
    for (block, paragraph), (following, next_paragraph) in pairwise(written):
        if block.kind in _HEAD and following.kind not in _HEAD:
            _space(paragraph, "after")
        if any(following.kind in part and block.kind not in part for part in (_NOTE, _END)):
            _space(next_paragraph, "before")
    _keep_text(written)
    _list([pair for pair in written if pair[0].kind in _NOTE], fitter)
    _sign([pair for pair in written if pair[0].kind in _END])


def write_attachments(document: Document, content: ReportContent, fitter: Fitter) -> None:
    """Appends the attachments that have a text, each on a new page. 【】 are brackets in them."""
    list(_write_all(document, arrange_attachments(content), str, fitter))


def _write_all(
    document: Document, blocks: Iterable[ContentBlock], fill: Callable[[str], str], fitter: Fitter
) -> Iterator[tuple[ContentBlock, Paragraph]]:
    """Appends the blocks, and gives those that are paragraphs. Half a line is blank above and below a table."""
    above, is_below = None, False
    for block in blocks:
        if block.kind is BlockKind.TABLE:
            add_table(document, [[visible(fill(cell)) for cell in row] for row in block.rows])
            if above:
                _space(above, "after", lines=0.5)
        else:
            above = _write(document, block, str if block.kind in _NOTE else fill, fitter)
            if is_below and block.kind is not BlockKind.MARK:
                _space(above, "before", lines=0.5)
            yield block, above
        is_below = block.kind is BlockKind.TABLE


def _keep_text(written: list[tuple[ContentBlock, Paragraph]]) -> None:
    """At least two lines of text go with note and signature to their page."""
    text = [pair for pair in written if pair[0].kind not in _NOTE | _END]
    ending = written[len(text) :]
    if not ending or not text:
        return
    short = measure(text[-1][1].text) <= page.CHARACTERS - 2
    noted = [pair for pair in ending if pair[0].kind in _NOTE and pair is not ending[-1]]
    for _, paragraph in [*text[-2 if short else -1 :], *noted]:
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.widow_control = True


def _list(note: list[tuple[ContentBlock, Paragraph]], fitter: Fitter) -> None:
    """Numbers stand below the first one, and second lines of a name below the name."""
    column = 2 + measure(NOTE)
    for (block, paragraph), start in zip(note, [2, *[column] * (len(note) - 1)], strict=False):
        hanging = measure(block.lead)
        align_left(paragraph, start + hanging)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Twips(-page.characters(hanging))
        paragraph.paragraph_format.element.pPr.ind.set(qn("w:hangingChars"), str(round(hanging * 100)))
        _space_characters(paragraph, fitter.space(block.kind, visible(block.text), left=start + hanging))


def _sign(ending: list[tuple[ContentBlock, Paragraph]]) -> None:
    """A line that ends two characters before the edge is placed from the right, others by their left start.

    Only a signature longer than a line is broken. Others may run over the edge: some programs put gaps around figures,
    which would break a date.
    """
    starts = left_indents([block for block, _ in ending])
    for (block, paragraph), start in zip(ending, starts, strict=True):
        if start + measure(block.text) == page.CHARACTERS - 2:
            align_right(paragraph, 2)
        else:
            align_left(paragraph, start)
            _indent_right(paragraph, 2 if measure(block.text) > LINE else -2)


def align_right(paragraph: Paragraph, characters: float) -> None:
    """`characters` before the right edge. In characters, which Word goes by, and in twips, which all programs know."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _indent_right(paragraph, characters)


def _indent_right(paragraph: Paragraph, characters: float) -> None:
    paragraph.paragraph_format.right_indent = Twips(page.characters(characters))
    paragraph.paragraph_format.element.get_or_add_pPr().get_or_add_ind().set(
        qn("w:rightChars"), str(round(characters * 100))
    )


def align_left(paragraph: Paragraph, characters: float) -> None:
    """The same from the left edge."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.left_indent = Twips(page.characters(characters))
    paragraph.paragraph_format.element.pPr.ind.set(qn("w:leftChars"), str(round(characters * 100)))


def visible(text: str) -> str:
    """The text in one line, without characters that cannot be seen or written."""
    text = " ".join(text.split("\n")).replace("\t", " ")
    return "".join(character for character in text if unicodedata.category(character) not in _UNWRITABLE)


def add_text(paragraph: Paragraph, text: str, style: str = "") -> None:
    """Quotation marks and dashes become Chinese ones, as wide as a character. `style` is a style's id."""
    if text:
        run = paragraph.add_run(text).element
        run.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
        run.style = style or None


def set_style(paragraph: Paragraph, style: str) -> None:
    """`style` is a style's id."""
    paragraph.paragraph_format.element.style = style


def _write(document: Document, block: ContentBlock, fill: Callable[[str], str], fitter: Fitter) -> Paragraph:
    lead, text = visible(fill(block.lead)), visible(fill(block.text))
    if block.kind in _NOTE:  # a tab ends where the turned lines begin, however a full line is stretched
        lead = lead.replace(" ", "\t")
    paragraph = document.add_paragraph()
    set_style(paragraph, _style(block))
    _repeat_place(paragraph, block.kind)
    if block.kind in {BlockKind.TITLE, BlockKind.ATTACHMENT_TITLE}:
        text = "\n".join(_divide_title(fill(block.text)))
    add_text(paragraph, lead, styles.lead(block.level) if block.level and text else "")
    add_text(paragraph, text)
    if block.kind in _INDENTED:
        _space_characters(paragraph, fitter.space(block.kind, lead + text, indent=2))
    return paragraph


def _divide_title(text: str) -> list[str]:
    """As its author did, then by sense."""
    return [line for part in text.split("\n") for line in break_title(visible(part), page.TITLE_CHARACTERS)]


def _space_characters(paragraph: Paragraph, spacing: int) -> None:
    """Only where it is not what the style says."""
    for run in paragraph.runs if spacing != page.CHARACTER_SPACE else ():
        run.element.get_or_add_rPr().append(parse_xml(f'<w:spacing {nsdecls("w")} w:val="{spacing}"/>'))


def _repeat_place(paragraph: Paragraph, kind: BlockKind) -> None:
    """Repeats alignment and indent of the style in the paragraph: many programs that check documents read only this.

    Fonts, sizes and line pitch, which an office may want to change, stay in the styles alone.
    """
    if kind in _CENTRED:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif kind in _INDENTED:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Twips(page.characters(2))
        paragraph.paragraph_format.element.pPr.ind.set(qn("w:firstLineChars"), "200")


def _style(block: ContentBlock) -> str:
    if block.kind is BlockKind.HEADING:
        return styles.heading(block.level)
    return styles.run_in(block.level) if block.level and block.lead else _STYLES[block.kind]


def _space(paragraph: Paragraph, place: str, *, lines: float = 1) -> None:
    """Blank lines before or after."""
    spacing = paragraph.paragraph_format.element.get_or_add_pPr().get_or_add_spacing()
    spacing.set(qn(f"w:{place}Lines"), str(round(lines * 100)))
    spacing.set(qn(f"w:{place}"), str(round(lines * page.LINE)))
