"""One line filled: what is left over or lacking is shared out between its characters."""

from dataclasses import dataclass
from itertools import groupby, pairwise

from .measurement import MeasuredText
from .punctuation import is_doubled

LARGEST_GAP = 108  # thousandths of an em, on top of the usual spacing; a reader takes a tenth of an em for a space
_CLOSEST = 24  # by so much any gap may shrink before the marks give up their blank
FAR_COST = 100  # of a line with wider gaps
_UNSEEN = 12  # a fifth of a point at the line's end
_MANY = 33  # gaps: more than a line of Han has, whose share the file's own rounding takes
_ALIKE = 30  # up to here nobody sees whether a word's letters move apart as well


@dataclass(frozen=True, slots=True)
class SpacedRun:
    """Characters of one face, with the same `spacing` (whole thousandths of an em) after each of them."""

    text: str
    face: str
    spacing: int


@dataclass(frozen=True, slots=True)
class SetLine:
    """Runs from left to right. `width` is the width as set, without the gap after the last character."""

    pieces: tuple[SpacedRun, ...]
    width: float

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def weigh(measured: MeasuredText, start: int, end: int, width: float, *, last: bool) -> float | None:
    """How bad a line looks: 0 without adjustment, 1 where every gap grows by 40. None where it cannot fit."""
    lacking = width - measured.width(start, end)
    if lacking >= 0 and last:
        return 0
    if lacking >= 0:
        largest = max(_stretch(lacking, *measured.gaps(start, end))) or lacking
        return (largest / 40) ** 2 + (FAR_COST if largest > LARGEST_GAP else 0)
    together = _CLOSEST * (end - 1 - start)
    beyond = -lacking - together
    if beyond <= 0:
        return (lacking / together) ** 2 / 4
    blank = measured.blank(start, end)
    return 0.25 + 1.5 * (beyond / blank) ** 2 if beyond <= blank else None


def justify(measured: MeasuredText, start: int, end: int, width: float, *, last: bool) -> SetLine:
    """The line from start to end, `width` wide unless it is the last and need not be narrowed."""
    natural = measured.width(start, end)
    if natural > width:
        changes = _shrink(measured, start, end, natural - width)
    elif last:
        changes = [0.0] * (end - 1 - start)
    else:
        changes = _widen(measured, start, end, width - natural)
    exact = [kern + change for kern, change in zip(measured.kerns[start : end - 1], changes, strict=True)]
    return SetLine(_group(measured, start, _round(exact)), min(width, natural) if last else width)


def _round(spacings: list[float]) -> list[int]:
    """Whole thousandths. Where sixty letters round the same way, the first few gaps take the difference.

    Only where it shows: each change of spacing is one more element, and lines of Han characters need none.
    """
    rounded = [round(spacing) for spacing in spacings]
    missed = round(sum(spacings) - sum(rounded))
    if abs(missed) <= (_UNSEEN if len(spacings) < _MANY else 0):
        return rounded
    step = 1 if missed > 0 else -1
    return [spacing + step * (index < abs(missed)) for index, spacing in enumerate(rounded)]


def _widen(measured: MeasuredText, start: int, end: int, lacking: float) -> list[float]:
    """By how much each gap grows. A dash or an ellipsis is not torn."""
    han, latin = _stretch(lacking, *measured.gaps(start, end))
    return [han * measured.han_gaps[gap] + latin * measured.latin_gaps[gap] for gap in range(start, end - 1)]


def _shrink(measured: MeasuredText, start: int, end: int, over: float) -> list[float]:
    """By how much each gap shrinks (negative): first all alike, then all marks give up the same share of their blank.

    One mark that gives up all of it, beside others that keep theirs, is seen at once.
    """
    gaps = range(start, end - 1)
    closer = min(_CLOSEST, over / len(gaps)) if gaps else 0.0
    beyond = over - _CLOSEST * len(gaps)
    share = beyond / measured.blank(start, end) if beyond > 0 else 0.0
    return [-closer - share * measured.slacks[gap] for gap in gaps]


def _stretch(lacking: float, han_gaps: int, latin_gaps: int) -> tuple[float, float]:
    """By how much a gap between Han characters, and a gap inside a word, grows to fill a line."""
    if not han_gaps + latin_gaps:
        return 0, 0
    alike = lacking / (han_gaps + latin_gaps)
    if alike <= _ALIKE or not han_gaps:
        return alike, alike
    han = max(alike, min(LARGEST_GAP / 2, lacking / han_gaps))
    return han, (lacking - han * han_gaps) / latin_gaps if latin_gaps else 0


def _group(measured: MeasuredText, start: int, spacings: list[int]) -> tuple[SpacedRun, ...]:
    """Neighbours with the same face and spacing become one run."""
    spacings.append(_after_last(measured.text[start : start + len(spacings) + 1], spacings))
    indexes = range(start, start + len(spacings))
    groups = groupby(indexes, key=lambda index: (measured.faces[index], spacings[index - start]))
    return tuple(
        SpacedRun("".join(measured.text[index] for index in members), face, spacing)
        for (face, spacing), members in groups
    )


def _after_last(line: str, spacings: list[int]) -> int:
    """The last character has no gap of its own: it takes one that is there, but not what two marks lose, or a line in
    the middle of the page would stand beside it.
    """
    doubled = (is_doubled(first, second) for second, first in pairwise(reversed(line)))
    return next((spacing for spacing, is_narrow in zip(reversed(spacings), doubled, strict=True) if not is_narrow), 0)
