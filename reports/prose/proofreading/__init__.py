"""What a careful reader finds in the words themselves. Importer, editor and check page ask the same checks."""

from . import brackets, unfinished, years
from .registry import REGISTRY, CheckedText, MarkedWords, Severity, proofread, register

__all__ = [
    "REGISTRY",
    "CheckedText",
    "MarkedWords",
    "Severity",
    "brackets",
    "proofread",
    "register",
    "unfinished",
    "years",
]
