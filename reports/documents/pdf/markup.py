"""Blocks as HTML. Every character of the report passes through Django's escaping here or in the template."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reports.text.lines import Line, Piece

from . import page
from .blocks import Block


def block_markup(block: Block) -> SafeString:
    """The block as one element: its lines parted by newlines, which the style sheet keeps (white-space: pre)."""
    bookmark = format_html(' data-bookmark="{}"', block.bookmark) if block.bookmark else ""
    left = format_html(' style="margin-left:{}{}"', page.points(block.left), _hanging(block)) if block.left else ""
    lines = format_html_join("\n", "{}", ((_line_markup(line, block.face),) for line in block.lines))
    return format_html('<{0} class="{1}"{2}{3}>{4}</{0}>', block.tag, _classes(block), left, bookmark, lines)


def spacing_rules(blocks: Iterable[Block]) -> dict[str, str]:
    """The letter-spacing, in ems, of each class that the blocks' markup uses.

    WeasyPrint drops the fraction of a thousandth of an em at each glyph: half of one more makes up for it.
    """
    spacings = {piece.spacing for block in blocks for line in block.lines for piece in line.pieces}
    return {
        _spacing_class(spacing): f"{(spacing + (0.5 if spacing > 0 else -0.5)) / 1000:.4f}"
        for spacing in sorted(spacings)
    }


def _hanging(block: Block) -> str:
    return f";text-indent:{page.points(-block.hang)}" if block.hang else ""


def _classes(block: Block) -> str:
    depth = f" depth{block.depth}" if block.bookmark else ""
    return f"{block.kind} {face_class(block.face)}{depth}"


def _line_markup(line: Line, face: str) -> SafeString:
    return format_html_join("", "{}", ((_piece_markup(piece, face),) for piece in line.pieces))


def _piece_markup(piece: Piece, face: str) -> SafeString | str:
    """Bare text where the piece is like its block: every element costs WeasyPrint as much as a line of text."""
    classes = [] if piece.face == face else [face_class(piece.face)]
    if piece.spacing != page.SPACING:
        classes.append(_spacing_class(piece.spacing))
    return format_html('<span class="{}">{}</span>', " ".join(classes), piece.text) if classes else piece.text


def face_class(face: str) -> str:
    return f"in-{face}"


def _spacing_class(spacing: float) -> str:
    return f"s{round(5 * spacing)}"
