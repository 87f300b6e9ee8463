"""What a careful reader finds in the words themselves. Importer, editor and check page ask the same checks."""

from . import brackets, unfinished, years
from .headings import Headings
from .registry import MOST, REGISTRY, CheckedText, MarkedWords, Severity, Span, WordCheck, proofread, register
from .years import find_own_year

__all__ = [
    "MOST",
    "REGISTRY",
    "CheckedText",
    "Headings",
    "MarkedWords",
    "Severity",
    "Span",
    "WordCheck",
    "brackets",
    "find_own_year",
    "proofread",
    "register",
    "unfinished",
    "years",
]
