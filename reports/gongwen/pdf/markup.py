"""Blocks as HTML. Every character of the report passes through Django's escaping here or in the template."""

from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from math import copysign
from operator import attrgetter
from typing import TypeVar

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from reports.gongwen.lines import SetLine, SpacedRun

from . import page
from .block import Keep, SetBlock, divide_lines
from .table_markup import table_markup

_Value = TypeVar("_Value")
_KEEP_CLASSES = {Keep.WHOLE: "whole", Keep.WITH_NEXT: "with-next", Keep.WITH_PREVIOUS: "with-previous"}


class Markup:
    """The elements of blocks, and what stands between the characters of their lines.

    Each element costs WeasyPrint as much as a line of text, so `spacings` says it beside the HTML: see `glyph_spacing`.
    It knows a piece of a line by its text; where the same text is spaced in two ways, the second has elements, and
    `rules` the letter-spacing of their classes.
    """

    def __init__(self) -> None:
        self.spacings: dict[str, tuple[int, ...]] = {}
        self.rules: dict[str, str] = {}

    def block(self, block: SetBlock) -> SafeString:
        """One element. Its lines are separated by newlines, which the style sheet keeps (white-space: pre)."""
        if block.table:
            return table_markup(block.table, self._lines, new_page=block.new_page)
        bookmark = format_html(' data-bookmark="{}"', block.bookmark) if block.bookmark else ""
        left = format_html(' style="margin-left:{}{}"', page.points(block.left), _hanging(block)) if block.left else ""
        lines = self._run_in(block) if block.lead else self._lines(block.lines, block.face)
        tag = "div" if block.lead else f"h{block.level}" if block.level else "p"
        return format_html('<{0} class="{1}"{2}{3}>{4}</{0}>', tag, _classes(block), left, bookmark, lines)

    def _run_in(self, block: SetBlock) -> SafeString:
        """The lines, in an element of their own as far as they are the heading."""
        heading, rest, between = divide_lines(block.lines, block.lead)
        face = _most((piece.face for line in heading for piece in line.pieces), block.face)
        return format_html(
            '<h{0} class="run-in {1}">{2}</h{0}>{3}{4}',
            block.level, face_class(face), self._lines(heading, face), between, self._lines(rest, block.face),
        )  # fmt: skip

    def _lines(self, lines: Iterable[SetLine], face: str) -> SafeString:
        return mark_safe("\n".join(self._line(line, face) for line in lines))

    def _line(self, line: SetLine, face: str) -> str:
        return "".join(
            self._piece(list(pieces), "" if its_face == face else face_class(its_face))
            for its_face, pieces in groupby(line.pieces, key=attrgetter("face"))
        )

    def _piece(self, runs: list[SpacedRun], face: str) -> str:
        """What has one face."""
        text = "".join(run.text for run in runs)
        spacings = tuple(run.spacing for run in runs for _character in run.text)
        if self.spacings.setdefault(text, spacings) != spacings:
            return "".join(_element(run.text, f"{face} {self._class(run.spacing)}") for run in runs)
        return _element(text, face) if face else escape(text)

    def _class(self, spacing: int) -> str:
        """Half a thousandth is added, for WeasyPrint drops the fraction of one at each glyph."""
        name = f"s{spacing}"
        self.rules[name] = f"{(spacing + copysign(0.5, spacing) * bool(spacing)) / 1000:.4f}"
        return name


def _element(text: str, classes: str) -> str:
    return f'<span class="{classes.strip()}">{escape(text)}</span>'


def _most(values: Iterable[_Value], default: _Value) -> _Value:
    counted = Counter(values).most_common(1)
    return counted[0][0] if counted else default


def _hanging(block: SetBlock) -> str:
    return f";text-indent:{page.points(-block.hang)}" if block.hang else ""


def _classes(block: SetBlock) -> str:
    classes = {
        block.kind.value: True,
        **{_KEEP_CLASSES[flag]: True for flag in block.keep},
        "new-page": block.new_page,
        "blank-above": block.blank_above,
        f"blanks{block.blanks}": block.blanks,
        f"together{block.together}": block.together > 1,
        face_class(block.face): True,
        f"depth{block.depth}": block.bookmark,
    }
    return " ".join(name for name, holds in classes.items() if holds)


def face_class(face: str) -> str:
    return f"in-{face}"
