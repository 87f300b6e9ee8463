"""Read any PDF back and judge it by GB/T 9704-2012: the proof that a finished file meets the standard."""

from .judgement import SHEET, judge
from .sheet import Check, Sheet

__all__ = ["SHEET", "Check", "Sheet", "judge"]
