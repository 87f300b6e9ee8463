"""Read any PDF back and judge it by GB/T 9704-2012: the proof that a finished file meets the standard."""

from .checking import SHEET, check_conformance
from .result import Check, Conformance

__all__ = ["SHEET", "Check", "Conformance", "check_conformance"]
