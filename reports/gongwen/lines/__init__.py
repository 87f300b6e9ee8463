"""Lines on the grid: a paragraph broken so that every line but the last fills its measure exactly."""

from .breaking import break_paragraph, break_ragged, longest_word, vary_paragraph
from .justification import SetLine, SpacedRun
from .measurement import Extent, Metrics, TextRun
from .title import break_title

__all__ = [
    "Extent",
    "Metrics",
    "SetLine",
    "SpacedRun",
    "TextRun",
    "break_paragraph",
    "break_ragged",
    "break_title",
    "longest_word",
    "vary_paragraph",
]
