"""A report as a PDF on the page of GB/T 9704-2012; which reading of it is used: docs/decisions/0020-page-grid.md."""

from reports.prose.content import BylineStyle

from .errors import Unprintable
from .options import OUTPUT, PageStyle, Variant
from .rendering import DEFAULT_STYLE, typeset

__all__ = ["DEFAULT_STYLE", "OUTPUT", "BylineStyle", "PageStyle", "Unprintable", "Variant", "typeset"]
