"""The page of GB/T 9704-2012 in numbers; lengths in points unless a name says millimetres.

No public copy of the standard's full text was at hand: the clauses are cited from secondary sources.
"""

MM = 72 / 25.4

PAPER = (210.0, 297.0)  # mm, clause 5.1
PAPER_TOLERANCE = 0.5  # mm, the rounding of common drivers

AREA_LEFT = 28 * MM  # 订口, clause 5.2.1
AREA_TOP = 37 * MM  # 天头, clause 5.2.1
AREA_WIDTH = 156 * MM
AREA_HEIGHT = 225 * MM
AREA_RIGHT = AREA_LEFT + AREA_WIDTH
AREA_BOTTOM = AREA_TOP + AREA_HEIGHT
MARGIN_TOLERANCE = 1 * MM  # the standard's own ±1 mm

LINES = 22  # clause 5.2.3
CHARACTERS = 28
CHARACTER = AREA_WIDTH / CHARACTERS
FLUSH_TOLERANCE = 0.5

TITLE_SIZE = 22.0  # 2号
BODY_SIZES = (16.0, 15.75)  # 3号 in today's programs, and as it was cut in metal
NUMBER_SIZE = 14.0  # 4号
SIZE_TOLERANCE = 0.15

INDENT = 2  # characters, clause 7.3.3
NUMBER_DROP = 7 * MM  # from the type area's lower edge to the dash, clause 7.5


def millimetres(points: float) -> str:
    """As people read lengths: 28.0 mm."""
    return f"{points / MM:.1f} mm"


def points(length: float) -> str:
    """Without idle zeros: 16 pt, 15.75 pt."""
    return f"{length:.2f}".rstrip("0").rstrip(".") + " pt"
