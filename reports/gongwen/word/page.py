"""The page of GB/T 9704-2012 in Word's units: twips (1/20 pt), half-points for sizes of type.

Reading used: the document grid divides the type area of 156 x 225 mm into 28 x 22 cells, so a line is 28.95 pt high
(225 mm / 22) and a character 15.79 pt wide, and the margins of the section are those of the standard, 37/26/35/28 mm.
It is the reading that Word's page set-up and the checkers of official documents know. The PDF's reading, where the
first line's ink touches the upper edge of the type area, would take a top margin of 34.7 mm here.
"""

from math import floor

from docx.shared import Length, Mm, Twips

TOP, RIGHT, BOTTOM = Mm(37), Mm(26), Mm(35)
LEFT = Twips(1588)  # 28 mm as Word writes it; 1587, which it rounds down to, is what checkers call wrong
WIDTH, HEIGHT = Mm(210), Mm(297)
CHARACTERS, LINES = 28, 22
SIZE, TITLE_SIZE, NUMBER_SIZE = 32, 44, 28  # 3号 2号 4号
TITLE_CHARACTERS = 156 * 72 / 25.4 / (TITLE_SIZE / 2)  # that a line of the title holds


def twips(length: Length) -> int:
    return round(length.twips)


_TYPE_WIDTH = twips(WIDTH) - twips(LEFT) - twips(RIGHT)
_TYPE_HEIGHT = twips(HEIGHT) - twips(TOP) - twips(BOTTOM)
LINE = _TYPE_HEIGHT // LINES
CHARACTER = _TYPE_WIDTH / CHARACTERS
# What the grid adds to a character of the size of the style Normal, in 1/4096 pt; rounded up, 28 would not fit.
GRID_SPACE = floor((CHARACTER / 20 - SIZE / 2) * 4096)
# The same as spacing of the type, in twips. LibreOffice gives a character that is wider than its cell two cells,
# so the paragraphs do not snap to the grid: they are spaced and pitched to it. One twip less, because LibreOffice
# also narrows the type area to 28 cells that it rounds down; every full line is justified, so it shows nowhere.
CHARACTER_SPACE = floor(CHARACTER - SIZE * 10) - 1

# The number's dash lies in the middle of its line, 7 mm below the type area; the line is one em high.
NUMBER_LINE = NUMBER_SIZE * 10
CELL_LINE = 320  # of the cells of a table: 16 pt
FOOTER = twips(BOTTOM) - twips(Mm(7)) - NUMBER_LINE // 2


def characters(count: float) -> int:
    """A length in characters of the grid as twips."""
    return round(count * CHARACTER)
