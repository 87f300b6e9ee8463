"""Lines on the grid: a paragraph broken so that every line but the last fills its measure exactly."""

from .breaking import break_paragraph, vary_paragraph
from .measuring import Extent, Metrics, Run
from .spreading import Line, Piece
from .title import break_title

__all__ = ["Extent", "Line", "Metrics", "Piece", "Run", "break_paragraph", "break_title", "vary_paragraph"]
