"""Blanks: places in the prose, written 【label】, that a figure's value fills."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

LABEL_LENGTH = 40
_BLANK = re.compile(rf"【([^【】\n]{{1,{LABEL_LENGTH}}})】")


@dataclass(frozen=True, slots=True)
class Blank:
    """One 【label】 in a text; `start` and `end` are offsets of the brackets, end exclusive."""

    label: str
    start: int
    end: int


def find_blanks(text: str) -> list[Blank]:
    """Every blank in reading order. Blank brackets around nothing but spaces are prose."""
    found = ((m[1].strip(), m.start(), m.end()) for m in _BLANK.finditer(text))
    return [Blank(label, start, end) for label, start, end in found if label]


def find_labels(text: str) -> list[str]:
    """The distinct labels of a text, in the order of their first use."""
    return list(dict.fromkeys(blank.label for blank in find_blanks(text)))


def split_blanks(text: str) -> Iterator[str | Blank]:
    """The text in order as alternating prose (never empty) and blanks."""
    position = 0
    for blank in find_blanks(text):
        if blank.start > position:
            yield text[position : blank.start]
        yield blank
        position = blank.end
    if position < len(text):
        yield text[position:]


def fill_blanks(text: str, value_of: Callable[[str], str]) -> str:
    return "".join(value_of(piece.label) if isinstance(piece, Blank) else piece for piece in split_blanks(text))
