"""How large a report may be: every page and file of the largest answers at once, as `python -m bench` measures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from operator import add, sub
from typing import Self

from .blanks import find_blanks


@dataclass(frozen=True, slots=True)
class Size:
    """`blanks` counts each 【label】, however often the same; empty lines are no `paragraphs`."""

    parts: int = 0
    attachments: int = 0
    blanks: int = 0
    paragraphs: int = 0
    characters: int = 0

    def __add__(self, other: Self) -> "Size":
        return Size(*map(add, self._numbers(), other._numbers()))

    def __sub__(self, other: Self) -> "Size":
        return Size(*map(sub, self._numbers(), other._numbers()))

    def _numbers(self) -> tuple[int, ...]:
        """`astuple` of dataclasses takes a hundred calls, at each save for each section."""
        return self.parts, self.attachments, self.blanks, self.paragraphs, self.characters


# A real report has up to 20 parts, 150 blanks, 150 paragraphs and 20,000 characters.
LARGEST = Size(parts=200, attachments=30, blanks=1_000, paragraphs=2_000, characters=200_000)


@dataclass(frozen=True, slots=True)
class Excess:
    """`of` is the name of the field of Size that is too large."""

    of: str
    count: int
    limit: int


def measure_parts(parts: Iterable[Sequence[str]]) -> Size:
    """Of all that is written in each part: its heading and its body."""
    return sum((Size(parts=1) + _measure(texts) for texts in parts), Size())


def measure_attachments(attachments: Iterable[Sequence[str]]) -> Size:
    """Of titles with their texts, in which 【】 are no blanks."""
    measured = (_measure(texts) for texts in attachments)
    return sum((Size(0, 1, 0, size.paragraphs, size.characters) for size in measured), Size())


def _measure(texts: Sequence[str]) -> Size:
    whole = "\n".join(texts)
    lines = sum(1 for line in whole.split("\n") if line.strip())
    return Size(blanks=len(find_blanks(whole)), paragraphs=lines, characters=sum(map(len, texts)))


def find_excess(size: Size, before: Size | None = None) -> Excess | None:
    """The first limit that a report of this size exceeds. One that did so `before` may still become smaller."""
    earlier = before or Size()
    for name in (field.name for field in fields(Size)):
        count, limit = getattr(size, name), getattr(LARGEST, name)
        if count > max(limit, getattr(earlier, name)):
            return Excess(name, count, limit)
    return None
