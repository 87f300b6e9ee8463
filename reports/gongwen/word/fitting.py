"""How close the characters of a paragraph stand, so that Word breaks it into as many lines as the PDF has.

A word processor fills line after line and leaves what does not fit; the PDF weighs whole paragraphs and takes blanks
from marks. Over pages the difference adds up to another page. No font is at hand here: Han characters and marks are
as wide as the type is high, letters and digits half of that, as in the fonts that offices have.
"""

import re

from reports.gongwen.lines import Extent, TextRun, break_paragraph
from reports.gongwen.lines.punctuation import CLOSING, OPENING, may_break
from reports.gongwen.pdf.page import INDENT, MEASURE, SPACING

from . import page
from .signature import measure

_EM = 1000
_CLOSEST = page.CHARACTER_SPACE - 14  # twips: half a point
_STEP = 2
# LibreOffice rounds the cells of the grid down to a quarter of a point, and the type area with them; four points more
# for fonts whose signs such as % are wider than half a character.
_LINE = page.CHARACTERS * 315 - 80
_UNIT = re.compile(r"[!-~]+?(?:[/\-]+(?=[!-~])|(?![!-~]))|.", re.DOTALL)


def fit_spacing(text: str) -> int:
    """Twips between characters: the usual ones, or as much less as it takes."""
    wanted = len(break_paragraph([TextRun(text, "")], extent, width=MEASURE, indent=INDENT, spacing=SPACING))
    units = _units(text)
    for spacing in range(page.CHARACTER_SPACE, _CLOSEST, -_STEP):
        if _count_lines(units, spacing) <= wanted:
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


def _count_lines(units: list[str], spacing: int) -> int:
    count, room = 1, float(_LINE - page.characters(2))
    for unit in units:
        width = measure(unit) * page.SIZE * 10 + len(unit) * spacing
        if width > room:
            count, room = count + 1, _LINE
        room -= width
    return count
