"""How close the characters of a paragraph stand, so that Word breaks it into as many lines as the PDF has.

A word processor fills line after line and leaves what does not fit; the PDF weighs whole paragraphs, takes blanks from
marks and sets a paragraph longer or shorter to fill a page. Over pages the difference adds up to another page.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from reports.gongwen.fonts import FontFaces, FontRole
from reports.gongwen.lines.punctuation import may_break
from reports.gongwen.pdf.composition import compose
from reports.gongwen.pdf.options import PageStyle
from reports.gongwen.pdf.typesetting import Typesetter
from reports.gongwen.structure import BlockKind
from reports.prose.content import ReportContent

from . import page
from .signature import measure

_USUAL = page.CHARACTER_SPACE
# Twips, the usual ones first: as much as 1.3 points closer, half a point wider.
_SPACINGS = sorted(range(_USUAL - 26, _USUAL + 11, 2), key=lambda spacing: abs(spacing - _USUAL))
# LibreOffice rounds the cells of the grid down to a quarter of a point and the type area with them, and the places of
# a line's pieces up to a twip: a point and three quarters, by which 1,367 paragraphs came out right.
_LINE = page.CHARACTERS * 315 - 35
_TYPE = page.SIZE * 10  # twips
_UNIT = re.compile(r"[!-~]+?(?:[/\-]+(?=[!-~])|(?![!-~]))|.", re.DOTALL)
_FITTED = BlockKind.HEADING, BlockKind.BODY, BlockKind.NOTE


class _Program(NamedTuple):
    """`gap`: the twips that it leaves between a Han character and a letter or figure. `width`, of one, is in characters
    of the type.
    """

    gap: int
    width: Callable[[str], float]


# Latin characters are half as wide as Han in the fonts that offices have.
_WORD = _Program(0, measure)


class Fitter:
    """Knows how many lines each heading, paragraph and name of an attachment has in the PDF."""

    def __init__(self, content: ReportContent, style: PageStyle, faces: FontFaces):
        blocks = compose(content, style, Typesetter(content, faces))
        self._counts = {kind: iter([len(b.lines) for b in blocks if b.kind is kind]) for kind in _FITTED}
        body = faces[FontRole.BODY]
        # LibreOffice leaves a fifth of the type's height, although the file forbids it, and here it sets free fonts.
        self._libreoffice = _Program(
            _TYPE // 5, lambda character: body.extent(character).advance / 1000 if character.isascii() else 1
        )

    def space(self, kind: BlockKind, text: str, *, left: float = 0, indent: float = 0) -> int:
        """For the next block of the kind: twips between characters, the usual ones, or those nearest to them that make
        as many lines as the PDF has.

        `left` and `indent`, of the first line, are in characters.
        """
        wanted, units, room = next(self._counts[kind]), _units(text), _LINE - page.characters(left)
        for programs in (self._libreoffice, _WORD), (_WORD,):
            for spacing in _SPACINGS:
                if all(_count_lines(units, spacing, program, room, indent) == wanted for program in programs):
                    return spacing
        return _USUAL


def _units(text: str) -> list[str]:
    """What stays on one line: a word, a character with the marks that may not be parted from it."""
    units: list[str] = []
    for match in _UNIT.finditer(text):
        unit = match[0]
        if units and not may_break(units[-1][-1], unit[0]):
            units[-1] += unit
        else:
            units.append(unit)
    return units


def _count_lines(units: Sequence[str], spacing: int, program: _Program, room: float, indent: float) -> int:
    count, left, before = 1, room - page.characters(indent), ""
    for unit in units:
        if before and _add(before, unit.rstrip(" "), spacing, program) > left:
            count, left, before = count + 1, room, ""
        left -= _add(before, unit, spacing, program)
        before = unit[-1]
    return count


def _add(before: str, unit: str, spacing: int, program: _Program) -> float:
    return _extend(before + unit, spacing, program) - _extend(before, spacing, program)


def _extend(text: str, spacing: int, program: _Program) -> float:
    """Twips. There is no spacing beside a gap that the program leaves."""
    gaps = [program.gap if _is_at_gap(one, other) else 0 for one, other in pairwise(text)]
    return sum(map(program.width, text)) * _TYPE + sum(gap or spacing for gap in gaps)


def _is_at_gap(one: str, other: str) -> bool:
    """Whether a Han character stands beside a letter or figure."""
    return one.isalnum() and other.isalnum() and one.isascii() != other.isascii()
