"""What is set once for the whole document: paper, margins, grid, page numbers, language and settings."""

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Twips
from docx.text.paragraph import Paragraph
from lxml import etree

from . import page, styles
from .paragraphs import add_text, align_left, align_right, set_style

_SETTINGS = f"""<w:settings {nsdecls("w")}>
<w:zoom w:percent="100"/><w:defaultTabStop w:val="{page.characters(2)}"/>
<w:drawingGridVerticalSpacing w:val="{page.LINE}"/><w:characterSpacingControl w:val="compressPunctuation"/>
<w:compat><w:balanceSingleByteDoubleByteWidth/><w:doNotExpandShiftReturn/><w:useFELayout/>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
<w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/>
</w:settings>"""


def set_up(document: Document, *, numbers_centred: bool) -> None:
    """For an empty document: styles, settings, page and page numbers."""
    _replace(document.styles.element, styles.write_styles())
    _replace(document.settings.element, parse_xml(_SETTINGS))
    _set_page(document)
    _number_pages(document, centred=numbers_centred)


def _replace(old: etree._Element, new: etree._Element) -> None:
    old[:] = new[:]


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = page.WIDTH, page.HEIGHT
    section.top_margin, section.bottom_margin = page.TOP, page.BOTTOM
    section.left_margin, section.right_margin = page.LEFT, page.RIGHT
    section.header_distance, section.footer_distance = page.TOP // 2, Twips(page.FOOTER)
    properties = document.element.body.sectPr
    for old in [*properties.findall(qn("w:docGrid")), *properties.findall(qn("w:cols"))]:
        properties.remove(old)
    properties.append(
        parse_xml(
            f'<w:docGrid {nsdecls("w")} w:type="linesAndChars" w:linePitch="{page.LINE}"'
            f' w:charSpace="{page.GRID_SPACE}"/>'
        )
    )


def _number_pages(document: Document, *, centred: bool) -> None:
    """— 1 — one character from the outer edge of the sheet, or centred (GB/T 9704-2012, 7.5)."""
    section = document.sections[0]
    document.settings.odd_and_even_pages_header_footer = not centred
    odd = _write_number(section.footer.paragraphs[0])
    if centred:
        odd.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return
    align_right(odd, 1)
    align_left(_write_number(section.even_page_footer.paragraphs[0]), 1)


def _write_number(paragraph: Paragraph) -> Paragraph:
    set_style(paragraph, styles.FOOTER)
    add_text(paragraph, "— ")
    for kind, inside in (("begin", ""), ("", " PAGE "), ("separate", ""), ("result", "1"), ("end", "")):
        paragraph.add_run().element.append(_field_piece(kind, inside))
    add_text(paragraph, " —")
    return paragraph


def _field_piece(kind: str, inside: str) -> etree._Element:
    if kind == "result":
        return parse_xml(f"<w:t {nsdecls('w')}>{inside}</w:t>")
    if inside:
        return parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve">{inside}</w:instrText>')
    return parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>')
