"""The page of GB/T 9704-2012: set, written as Word, and judged. See README.md beside this file."""

from .conformance import Sheet, judge
from .fonts import find_faces
from .pdf import PageStyle, Unprintable, Variant, typeset
from .word import write_word

__all__ = ["PageStyle", "Sheet", "Unprintable", "Variant", "find_faces", "judge", "typeset", "write_word"]
