"""Words that a person copied out of a report, found again in the stored text.

On paper a blank is its value, in the stored text it is 【label】: words may be quoted either way.
"""

from collections.abc import Callable

from ..blanks import Blank, split_blanks


def find_quote(text: str, words: str, value_of: Callable[[str], str]) -> list[tuple[int, int]]:
    """Every place of the words in the text, as offsets of the text. A value that is only touched counts whole."""
    words = words.strip()
    if not words:
        return []
    printed, offsets = _print(text, value_of)
    found = {(start, start + len(words)) for start in _starts(text, words)}
    for start in _starts(printed, words):
        found.add((offsets[start][0], offsets[start + len(words) - 1][1]))
    return sorted(found)


def _print(text: str, value_of: Callable[[str], str]) -> tuple[str, list[tuple[int, int]]]:
    """The text with values in its blanks, and for each of its characters where that is in `text`."""
    printed, offsets, position = [], [], 0
    for piece in split_blanks(text):
        if isinstance(piece, Blank):
            value = value_of(piece.label) or piece.label
            offsets += [(piece.start, piece.end)] * len(value)
            position = piece.end
        else:
            value = piece
            offsets += [(place, place + 1) for place in range(position, position + len(piece))]
            position += len(piece)
        printed.append(value)
    return "".join(printed), offsets


def _starts(text: str, words: str) -> list[int]:
    starts, start = [], text.find(words)
    while start >= 0:
        starts.append(start)
        start = text.find(words, start + 1)
    return starts
