"""Numbers that were typed straight into prose: nothing says where they come from."""

from collections.abc import Collection
from typing import NamedTuple

from .parsing.numbers import find_numbers

_BEFORE, _AFTER = 10, 6  # characters


class UntracedNumber(NamedTuple):
    """`start` is its place in the text; `before` and `after` are the words around it, of its own line."""

    start: int
    text: str
    before: str
    after: str

    @property
    def excerpt(self) -> str:
        """By what it is known again when the words elsewhere change."""
        return f"{self.before}{self.text}{self.after}"


def find_untraced(text: str, waived: Collection[str] = ()) -> list[UntracedNumber]:
    """In reading order, without those whose excerpt was waived. Days, years, numbering and the numbers of documents are
    none, nor is what stands in a blank.
    """
    found = [_around(text, number.start, number.end) for number in find_numbers(text)]
    return [number for number in found if number.excerpt not in waived]


def _around(text: str, start: int, end: int) -> UntracedNumber:
    before = text[max(0, start - _BEFORE) : start].rpartition("\n")[2]
    after = text[end : end + _AFTER].partition("\n")[0]
    return UntracedNumber(start, text[start:end], before, after)
