"""Blocks as HTML. Every character of the report passes through Django's escaping here or in the template."""

from collections import Counter
from collections.abc import Iterable
from math import copysign
from typing import TypeVar

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from reports.gongwen.lines import SetLine, SpacedRun

from . import page
from .block import Keep, SetBlock, divide_lines
from .table_markup import table_markup

_Value = TypeVar("_Value")
_KEEP_CLASSES = {Keep.WHOLE: "whole", Keep.WITH_NEXT: "with-next", Keep.WITH_PREVIOUS: "with-previous"}


def block_markup(block: SetBlock) -> SafeString:
    """One element. Its lines are separated by newlines, which the style sheet keeps (white-space: pre).

    Each element costs WeasyPrint as much as a line of text. So a line takes the spacing of most of its runs, and the
    block that of most of its lines; only what differs has an element of its own.
    """
    if block.table:
        return table_markup(block.table, _line_markup, new_page=block.new_page)
    usual = _most(map(_usual_spacing, block.lines), page.SPACING)
    bookmark = format_html(' data-bookmark="{}"', block.bookmark) if block.bookmark else ""
    left = format_html(' style="margin-left:{}{}"', page.points(block.left), _hanging(block)) if block.left else ""
    lines = _run_in_markup(block, usual) if block.lead else _lines_markup(block.lines, block.face, usual)
    tag = "div" if block.lead else f"h{block.level}" if block.level else "p"
    return format_html('<{0} class="{1}"{2}{3}>{4}</{0}>', tag, _classes(block, usual), left, bookmark, lines)


def _run_in_markup(block: SetBlock, usual: int) -> SafeString:
    """The lines, in an element of their own as far as they are the heading."""
    heading, rest, between = divide_lines(block.lines, block.lead)
    face = _most((piece.face for line in heading for piece in line.pieces), block.face)
    return format_html(
        '<h{0} class="run-in {1}">{2}</h{0}>{3}{4}',
        block.level, face_class(face), _lines_markup(heading, face, usual),
        between, _lines_markup(rest, block.face, usual),
    )  # fmt: skip


def _lines_markup(lines: Iterable[SetLine], face: str, usual: int) -> SafeString:
    return mark_safe("\n".join(_line_markup(line, face, usual) for line in lines))


def spacing_rules(blocks: Iterable[SetBlock]) -> dict[str, str]:
    """The letter-spacing, in ems, of each class that the blocks' markup uses.

    WeasyPrint drops the fraction of a thousandth of an em at each glyph. Half of one is added to make up for it.
    """
    spacings = {piece.spacing for block in blocks for line in block.all_lines for piece in line.pieces}
    return {
        _spacing_class(spacing): f"{(spacing + copysign(0.5, spacing) * bool(spacing)) / 1000:.4f}"
        for spacing in sorted(spacings)
    }


def _usual_spacing(line: SetLine) -> int:
    return _most((piece.spacing for piece in line.pieces), page.SPACING)


def _most(values: Iterable[_Value], default: _Value) -> _Value:
    counted = Counter(values).most_common(1)
    return counted[0][0] if counted else default


def _hanging(block: SetBlock) -> str:
    return f";text-indent:{page.points(-block.hang)}" if block.hang else ""


def _classes(block: SetBlock, spacing: int) -> str:
    classes = {
        block.kind.value: True,
        **{_KEEP_CLASSES[flag]: True for flag in block.keep},
        "new-page": block.new_page,
        "blank-above": block.blank_above,
        f"blanks{block.blanks}": block.blanks,
        f"together{block.together}": block.together > 1,
        face_class(block.face): True,
        f"depth{block.depth}": block.bookmark,
        _spacing_class(spacing): spacing != page.SPACING,
    }
    return " ".join(name for name, holds in classes.items() if holds)


def _line_markup(line: SetLine, face: str, spacing: int) -> str:
    usual = _usual_spacing(line)
    pieces = "".join(_piece_markup(piece, face, usual) for piece in line.pieces)
    return pieces if usual == spacing else f'<span class="{_spacing_class(usual)}">{pieces}</span>'


def _piece_markup(piece: SpacedRun, face: str, spacing: int) -> str:
    classes = [] if piece.face == face else [face_class(piece.face)]
    if piece.spacing != spacing:
        classes.append(_spacing_class(piece.spacing))
    text = escape(piece.text)
    return f'<span class="{" ".join(classes)}">{text}</span>' if classes else text


def face_class(face: str) -> str:
    return f"in-{face}"


def _spacing_class(spacing: int) -> str:
    return f"s{spacing}"
