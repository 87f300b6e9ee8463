"""Files that a word processor made: there a page is set up by its margins, and the font's own metrics place the ink.

A line of an exact height has its baseline at four fifths of it; a line that snaps to the document grid has its
characters in its middle. Where the margins are those of the standard, the first line's ink stands 2 to 4 mm lower.
"""

import re

from .extraction import ExtractedLine
from .layout import Layout
from .standard import AREA_TOP, MM

_PROGRAM = re.compile(r"Word|WPS|LibreOffice|OpenOffice|Writer|Kingsoft|金山|永中", re.IGNORECASE)
_OF_EXACT = 0.8  # of the line's height, from its top to the baseline
_ABOVE = 0.38  # of the size, from the middle of a Han character to the baseline
_SET_UP = 0.5 * MM  # margins of a set-up are exact, metrics differ a little
CROWDED = 1.5  # points by which a line is closer where the program wins room for one more character
ROUNDED = 3.0  # points by which lines end before the edge, where the program rounds the cells of its grid


def is_of_word_processor(layout: Layout) -> bool:
    return bool(_PROGRAM.search(layout.extracted.facts.program))


def set_up_top(line: ExtractedLine, layout: Layout) -> float:
    """Where the top margin of the page set-up ends, if this is the first line: the likelier of both ways."""
    pitch = layout.line_pitch or layout.usual_pitch
    tops = (line.baseline - _OF_EXACT * pitch, line.baseline - pitch / 2 - _ABOVE * line.size)
    return min(tops, key=lambda top: abs(top - AREA_TOP))


def is_set_up(line: ExtractedLine, layout: Layout) -> bool:
    return is_of_word_processor(layout) and abs(set_up_top(line, layout) - AREA_TOP) <= _SET_UP
