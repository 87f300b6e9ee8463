"""Blocks as HTML. Every character of the report passes through Django's escaping here or in the template."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reports.text.lines import Line, Piece

from . import page
from .blocks import Block


def block_markup(block: Block) -> SafeString:
    """The block as one element: its lines parted by newlines, which the style sheet keeps (white-space: pre)."""
    bookmark = format_html(' data-bookmark="{}"', block.bookmark) if block.bookmark else ""
    left = format_html(' style="margin-left:{}"', page.points(block.left)) if block.left else ""
    lines = format_html_join("\n", "{}", ((_line_markup(line),) for line in block.lines))
    return format_html('<{0} class="{1}"{2}{3}>{4}</{0}>', block.tag, _classes(block), left, bookmark, lines)


def _classes(block: Block) -> str:
    return f"{block.kind} depth{block.depth}" if block.bookmark else block.kind


def _line_markup(line: Line) -> SafeString:
    return format_html_join("", "{}", ((_piece_markup(piece),) for piece in line.pieces))


def _piece_markup(piece: Piece) -> SafeString:
    return format_html(
        '<span class="{}" style="letter-spacing:{}em">{}</span>', piece.face, _letter_spacing(piece), piece.text
    )


def _letter_spacing(piece: Piece) -> str:
    """In ems. WeasyPrint drops the fraction of a thousandth at each glyph: half of one more makes up for it."""
    spacing = piece.spacing
    exact = spacing + (0.5 if spacing > 0 else -0.5 if spacing < 0 else 0)
    return f"{exact / 1000:.4f}"
