"""The page of GB/T 9704-2012 in numbers (points where nothing else is said).

Reading used: the type area of 156 x 225 mm is filled by the em squares of 28 x 22 characters of 16 pt (5.2.1 and
5.2.3, 撑满版心), so the first line's top is at 37 mm and the last line's foot at 262 mm.
"""

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
TOP, LEFT = 37 * MM, 28 * MM
WIDTH, HEIGHT = 156 * MM, 225 * MM
CHARACTERS, LINES = 28, 22
SIZE = 16.0  # 3号
TITLE_SIZE = 22.0  # 2号
NUMBER_SIZE = 14.0  # 4号
NUMBER_DROP = 7 * MM  # from the foot of the type area to the top of the dash

PITCH = (HEIGHT - SIZE) / (LINES - 1)  # from line to line
ADVANCE = (WIDTH - SIZE) / (CHARACTERS - 1)  # from character to character
LEADING = (PITCH - SIZE) / 2  # blank above and below the em square in its line

# In thousandths of the type's size, as reports.gongwen.lines counts.
MEASURE = WIDTH / SIZE * 1000
SPACING = round((ADVANCE / SIZE - 1) * 1000)
INDENT = 2 * ADVANCE / SIZE * 1000
TITLE_MEASURE = WIDTH / TITLE_SIZE  # in characters of the title


def points(value: float) -> str:
    """A length for CSS."""
    return f"{value:.4f}".rstrip("0").rstrip(".") + "pt"


_AIR = 0.5  # or the 22nd line would hang on the rounding of a sum


def css_lengths(*, number_ink: float) -> dict[str, str]:
    """The lengths that the style sheet needs.

    `number_ink` is the blank above the ink of the page number's dash, in thousandths of its size.
    """
    top = TOP - LEADING
    bottom = PAGE_HEIGHT - top - LINES * PITCH - _AIR
    below = PAGE_HEIGHT - TOP - HEIGHT - bottom  # from the foot of the type area to that of the lines
    lengths = {
        "top": top,
        "right": PAGE_WIDTH - LEFT - WIDTH,
        "bottom": bottom,
        "left": LEFT,
        "width": WIDTH,
        "size": SIZE,
        "title_size": TITLE_SIZE,
        "number_size": NUMBER_SIZE,
        "number_top": NUMBER_DROP - below - number_ink * NUMBER_SIZE / 1000,
        "pitch": PITCH,
        "advance": ADVANCE,
        "indent": 2 * ADVANCE,
    }
    return {name: points(value) for name, value in lengths.items()}
