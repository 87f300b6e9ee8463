"""A paragraph measured: running sums, so that the width of any stretch of it costs two subtractions."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple, Protocol

from .punctuation import CLOSING, OPENING, is_doubled

_DASHES = {"——", "……", "＿＿"}


class TextRun(NamedTuple):
    """Characters of one face. `face` is any name that the metrics know."""

    text: str
    face: str


class Extent(NamedTuple):
    """In thousandths of the size: the advance of a character, and the blank on either side that it can lose."""

    advance: int
    left: int
    right: int


class Metrics(Protocol):
    def __call__(self, face: str, character: str) -> Extent:
        """Raises KeyError for a character that the face lacks."""


@dataclass(frozen=True, slots=True)
class MeasuredText:
    """Gap i lies between characters i and i+1. A sum at index i covers everything before i, so sums are one longer than
    the text.

    `kern` is the spacing of each gap, `slack` what it can lose besides. `han` and `latin` count the gaps that may grow.
    Gaps between two letters of a word (latin) grow only where the others are not enough.
    """

    text: str
    faces: Sequence[str]
    kerns: Sequence[float]
    slacks: Sequence[int]
    han_gaps: Sequence[bool]
    latin_gaps: Sequence[bool]
    advance: Sequence[float]
    kern: Sequence[float]
    slack: Sequence[int]
    han: Sequence[int]
    latin: Sequence[int]

    def width(self, start: int, end: int) -> float:
        """The natural width of the characters from start to end, without the gap after the last."""
        return self.advance[end] - self.advance[start] + self.kern[end - 1] - self.kern[start]

    def blank(self, start: int, end: int) -> int:
        """How much blank the marks between them can lose."""
        return self.slack[end - 1] - self.slack[start]

    def gaps(self, start: int, end: int) -> tuple[int, int]:
        """How many gaps between them can grow: (between Han characters, inside words)."""
        return self.han[end - 1] - self.han[start], self.latin[end - 1] - self.latin[start]


def measure(runs: Sequence[TextRun], metrics: Metrics, spacing: float) -> MeasuredText:
    """`spacing` between characters is in thousandths, negative for closer."""
    text = "".join(run.text for run in runs)
    faces = [run.face for run in runs for _ in run.text]
    extents = [metrics(face, character) for face, character in zip(faces, text, strict=True)]
    pairs = list(pairwise(zip(text, extents, strict=True)))
    doubled = [_doubled(first, second) for first, second in pairs]
    dashes = [first[0] + second[0] in _DASHES for first, second in pairs]
    words = [_in_word(first[0], second[0]) for first, second in pairs]
    kerns = [spacing - lost for lost in doubled]
    slacks = [0 if lost else _blank(first, second) for lost, (first, second) in zip(doubled, pairs, strict=True)]
    han_gaps = [not dash and not word for dash, word in zip(dashes, words, strict=True)]
    return MeasuredText(
        text, faces, kerns, slacks, han_gaps, words,
        _sums(extent.advance for extent in extents), _sums(kerns), _sums(slacks), _sums(han_gaps), _sums(words),
    )  # fmt: skip


def _sums(values) -> list:
    return list(accumulate(values, initial=0))


def _in_word(first: str, second: str) -> bool:
    return first < "\u2000" and second < "\u2000" and " " not in (first, second)


def _blank(first: tuple[str, Extent], second: tuple[str, Extent]) -> int:
    """The blank that two neighbours bring into the gap between them: after a closing mark, before an opening one."""
    after = first[1].right if first[0] in CLOSING else 0
    before = second[1].left if second[0] in OPENING else 0
    return max(after, before)


def _doubled(first: tuple[str, Extent], second: tuple[str, Extent]) -> int:
    """What two neighbouring marks lose: together they take an em and a half instead of two."""
    return _blank(first, second) if is_doubled(first[0], second[0]) else 0
