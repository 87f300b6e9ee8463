"""In which part of a text a place is: the heading or topic sentence that stands last before it."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Self

from ..numbering import CHINESE_NUMBER

_TOP = re.compile(rf"^[ \u3000]*((?:{CHINESE_NUMBER}、|第{CHINESE_NUMBER}[，、,])[^。\n]{{0,60}})", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Headings:
    """The numbered headings of the highest level, by where they start."""

    starts: list[int]
    words: list[str]

    @classmethod
    def of(cls, text: str) -> Self:
        found = list(_TOP.finditer(text))
        return cls([match.start() for match in found], [match[1].strip() for match in found])

    def at(self, place: int) -> str:
        """Empty before the first."""
        number = bisect_right(self.starts, place)
        return self.words[number - 1] if number else ""
