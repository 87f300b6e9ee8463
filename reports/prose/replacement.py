"""Several passages of a text replaced at once."""

from collections.abc import Sequence
from typing import NamedTuple


class Replacement(NamedTuple):
    """These words instead of text[start:end]."""

    start: int
    end: int
    words: str


def replace_all(text: str, replacements: Sequence[Replacement]) -> tuple[str, list[int]]:
    """The new text, and the start of each replacement in it. `replacements` are in order and do not overlap."""
    pieces: list[str] = []
    starts: list[int] = []
    position = length = 0
    for start, end, words in replacements:
        kept = text[position:start]
        starts.append(length + len(kept))
        pieces += [kept, words]
        position, length = end, length + len(kept) + len(words)
    return "".join([*pieces, text[position:]]), starts
