"""A table of the text as a table of Word: its head repeated on each page, no row divided between pages."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reports.gongwen.lines import Extent, TextRun
from reports.gongwen.lines.punctuation import CLOSING, OPENING
from reports.gongwen.pdf.columns import RULE, Aligned, SetColumn, align_column, break_cell, fit_columns

from . import page, styles
from .signature import measure

_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_RULES = "".join(f'<w:{side} w:val="single" w:sz="{round(RULE * 8)}" w:space="0" w:color="auto"/>' for side in _SIDES)
_ALIGNED = {Aligned.CENTRED: "center", Aligned.LEFT: "left", Aligned.RIGHT: "right"}
_ONE_PIECE = 60  # lines: a longer row is divided, for no page holds it


def add_table(document: Document, rows: Sequence[Sequence[str]]) -> None:
    """Appends it, as wide as the type area."""
    runs = [[[TextRun(cell, "")] for cell in row] for row in rows]
    size, widths = fit_columns(runs, _extent)
    lines = [[break_cell(cell, _extent, width, size) for cell, width in zip(row, widths, strict=True)] for row in runs]
    columns = [
        align_column(width, size, said, [row[place] for row in lines[1:]])
        for place, (width, said) in enumerate(zip(widths, zip(*rows[1:], strict=True), strict=True))
    ]
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    head, *body = (
        _row(row, columns, size, is_head=number == 0, is_whole=max(map(len, lines[number])) <= _ONE_PIECE)
        for number, row in enumerate(rows)
    )
    parts = f"{_properties(size)}<w:tblGrid>{grid}</w:tblGrid>{head}{''.join(body)}"
    document.element.body.insert_element_before(parse_xml(f"<w:tbl {nsdecls('w')}>{parts}</w:tbl>"), "w:sectPr")


def _extent(face: str, character: str) -> Extent:
    """No font is at hand here: Latin characters are half as wide as Han, in the fonts that offices have."""
    blank = 500  # of any face
    return Extent(
        round(measure(character) * 1000), blank if character in OPENING else 0, blank if character in CLOSING else 0
    )


def _properties(size: float) -> str:
    inset = f'w:w="{_twips(size / 4)}" w:type="dxa"'
    return (
        f'<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:jc w:val="center"/><w:tblBorders>{_RULES}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left {inset}/><w:right {inset}/></w:tblCellMar></w:tblPr>'
    )


def _row(cells: Sequence[str], columns: Sequence[SetColumn], size: float, *, is_head: bool, is_whole: bool) -> str:
    kept = "<w:cantSplit/>" if is_whole else ""
    repeated = "<w:tblHeader/>" if is_head and is_whole else ""
    written = "".join(_cell(text, column, size, is_head=is_head) for text, column in zip(cells, columns, strict=True))
    height = f'<w:trHeight w:val="{page.LINE}" w:hRule="atLeast"/>'
    return f"<w:tr><w:trPr>{kept}{height}{repeated}</w:trPr>{written}</w:tr>"


def _cell(text: str, column: SetColumn, size: float, *, is_head: bool) -> str:
    style = styles.CELL_HEAD if is_head else styles.CELL
    place = _place(column) if not is_head else ""
    sized = f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
    looks = f'<w:rPr><w:rFonts w:hint="eastAsia"/><w:spacing w:val="0"/>{sized}</w:rPr>'
    run = f'<w:r>{looks}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(column.width)}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{place}</w:pPr>{run}</w:p></w:tc>'
    )


def _place(column: SetColumn) -> str:
    inset = f'<w:ind w:right="{_twips(column.inset)}"/>' if column.inset else ""
    return f'{inset}<w:jc w:val="{_ALIGNED[column.aligned]}"/>'


def _twips(points: float) -> int:
    return round(points * 20)
