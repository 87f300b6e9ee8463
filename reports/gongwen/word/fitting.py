"""How close the characters of a paragraph stand, so that Word breaks it into as many lines as the PDF has.

A word processor fills line after line and leaves what does not fit; the PDF weighs whole paragraphs and takes blanks
from marks. Over pages the difference adds up to another page. No font is at hand here: Han characters and marks are
as wide as the type is high, letters and digits half of that, as in the fonts that offices have.
"""

import re
from itertools import pairwise
from typing import NamedTuple

from reports.gongwen.lines import Extent, TextRun, break_paragraph
from reports.gongwen.lines.punctuation import CLOSING, OPENING, may_break
from reports.gongwen.pdf.page import INDENT, MEASURE, SPACING

from . import page
from .signature import measure

_EM = 1000
_CLOSEST = page.CHARACTER_SPACE - 22  # twips: a point and a tenth
_STEP = 2
# LibreOffice rounds the cells of the grid down to a quarter of a point, and the type area with them; four points more
# for other signs that are wider than half a character.
_LINE = page.CHARACTERS * 315 - 80


class _Program(NamedTuple):
    """In twips: the gap that it leaves between a Han character and a letter or figure, and what % is wider than half a
    character.
    """

    gap: int
    percent: int


# LibreOffice leaves a fifth of the type's height, although the file forbids it, and here it sets free fonts, whose % is
# wide. What fits there is no line shorter in Word.
_PROGRAMS = _Program(gap=64, percent=115), _Program(gap=0, percent=0)
_UNIT = re.compile(r"[!-~]+?(?:[/\-]+(?=[!-~])|(?![!-~]))|.", re.DOTALL)


def fit_spacing(text: str) -> int:
    """Twips between characters: the usual ones, or as much less as it takes."""
    wanted = len(break_paragraph([TextRun(text, "")], extent, width=MEASURE, indent=INDENT, spacing=SPACING))
    units = _units(text)
    for program in _PROGRAMS:
        for spacing in range(page.CHARACTER_SPACE, _CLOSEST, -_STEP):
            if _count_lines(units, spacing, program) <= wanted:
                return spacing
    return page.CHARACTER_SPACE


def extent(face: str, character: str) -> Extent:
    blank = _EM // 2  # of any face
    return Extent(
        round(measure(character) * _EM), blank if character in OPENING else 0, blank if character in CLOSING else 0
    )


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


def _count_lines(units: list[str], spacing: int, program: _Program) -> int:
    count, room, before = 1, float(_LINE - page.characters(2)), ""
    for unit in units:
        width = _width(unit, program) + len(unit) * spacing
        space = program.gap * _count_gaps(before + unit[0])
        if space + width > room:
            count, room, space = count + 1, _LINE, 0
        room -= space + width
        before = unit[-1]
    return count


def _width(unit: str, program: _Program) -> float:
    widened = program.percent * unit.count("%") + program.gap * _count_gaps(unit)
    return measure(unit) * page.SIZE * 10 + widened


def _count_gaps(text: str) -> int:
    """How often a Han character stands beside a letter or figure."""
    pairs = ((one, other) for one, other in pairwise(text) if one.isalnum() and other.isalnum())
    return sum(one.isascii() != other.isascii() for one, other in pairs)
