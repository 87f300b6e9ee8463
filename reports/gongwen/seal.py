"""Where a seal goes: upright, over the middle of signature and date, which lie a little below its own (7.3.5.1)."""

from typing import NamedTuple

SIDE = 42 * 72 / 25.4  # points; the usual seal of an office
SPOKEN = "电子印章"  # what a field there is called for readers who listen
_RISE = 9.0  # of its middle above that of the baselines


class Edges(NamedTuple):
    """In points from the upper left corner of the page."""

    left: float
    top: float
    right: float
    bottom: float


def seal_edges(left: float, right: float, baselines: tuple[float, float]) -> Edges:
    """`left` and `right` of the lines of signature and date; the first and the last of their `baselines`."""
    across, down = (left + right) / 2, sum(baselines) / 2 - _RISE
    return Edges(across - SIDE / 2, down - SIDE / 2, across + SIDE / 2, down + SIDE / 2)
