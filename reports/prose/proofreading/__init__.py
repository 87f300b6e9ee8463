"""What a careful reader finds in the words themselves. Importer, editor and check page ask the same checks."""

from . import (
    amounts,
    brackets,
    changes,
    dates,
    doubled,
    enumeration,
    leftovers,
    nested,
    punctuation,
    sentences,
    series,
    unfinished,
    values,
    wholes,
    words,
    years,
)
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
    "amounts",
    "brackets",
    "changes",
    "dates",
    "doubled",
    "enumeration",
    "find_own_year",
    "leftovers",
    "nested",
    "proofread",
    "punctuation",
    "register",
    "sentences",
    "series",
    "unfinished",
    "values",
    "wholes",
    "words",
    "years",
]
