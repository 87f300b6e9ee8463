"""The page of GB/T 9704-2012: set, written as Word, and judged. See README.md beside this file."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .conformance import Sheet, judge
    from .fonts import find_faces
    from .pdf import PageStyle, Unprintable, Variant, typeset
    from .word import write_word

__all__ = ["PageStyle", "Sheet", "Unprintable", "Variant", "find_faces", "judge", "typeset", "write_word"]
_ROOMS = {"conformance": ["Sheet", "judge"], "fonts": ["find_faces"], "word": ["write_word"]}
_ROOMS |= {"pdf": ["PageStyle", "Unprintable", "Variant", "typeset"]}


def __getattr__(name: str) -> Any:
    """A room is loaded with its libraries when something of it is asked for: a process that serves pages needs few."""
    for room, names in _ROOMS.items():
        if name in names:
            return getattr(import_module(f".{room}", __name__), name)
    raise AttributeError(name)
