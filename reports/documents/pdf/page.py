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

# In thousandths of the type's size, as reports.text.lines counts.
MEASURE = WIDTH / SIZE * 1000
SPACING = (ADVANCE / SIZE - 1) * 1000
INDENT = 2 * ADVANCE / SIZE * 1000
TITLE_MEASURE = WIDTH / TITLE_SIZE  # in characters of the title


def points(value: float) -> str:
    """A length for CSS."""
    return f"{value:.4f}".rstrip("0").rstrip(".") + "pt"
