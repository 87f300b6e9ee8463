"""One line filled: what is left over or lacking is shared out between its characters."""

from dataclasses import dataclass
from itertools import groupby

from .measuring import Measured

LARGEST_GAP = 120  # thousandths of an em; readers of a PDF take a gap above 150 for a space
_CLOSEST = 24  # by so much any gap may shrink before the marks give up their blank
_FAR_COST = 100
_ALIKE = 30  # up to here nobody sees whether a word's letters move apart as well


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one face with the same `spacing` (thousandths of an em) after each of them."""

    text: str
    face: str
    spacing: float


@dataclass(frozen=True, slots=True)
class Line:
    """The pieces of a line from left to right; `width` is its width as set, without the gap after its end."""

    pieces: tuple[Piece, ...]
    width: float

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def weigh(measured: Measured, start: int, end: int, width: float, *, last: bool) -> float | None:
    """How ill a line looks: 0 where it needs no adjustment, 1 where every gap grows by 40; None where it cannot fit."""
    lacking = width - measured.width(start, end)
    if lacking >= 0 and last:
        return 0
    han, latin = measured.gaps(start, end)
    if lacking >= 0:
        largest = max(_stretch(lacking, han, latin))
        return (largest / 40) ** 2 + (_FAR_COST if largest > LARGEST_GAP else 0)
    beyond = -lacking - _CLOSEST * (han + latin)
    if beyond <= 0:
        return (lacking / (_CLOSEST * (han + latin))) ** 2 / 4
    blank = measured.blank(start, end)
    return 0.25 + 1.5 * (beyond / blank) ** 2 if beyond <= blank else None


def spread(measured: Measured, start: int, end: int, width: float, *, last: bool) -> Line:
    """The line from start to end, made `width` wide unless it is the last and needs no narrowing."""
    lacking = width - measured.width(start, end)
    closer, blank = _shrink(measured, start, end, -lacking) if lacking < 0 else (0.0, 0.0)
    han, latin = _stretch(lacking, *measured.gaps(start, end)) if lacking > 0 and not last else (0.0, 0.0)
    spacings = [
        measured.kerns[gap]
        - blank * measured.slacks[gap]
        + (han - closer) * measured.han_gaps[gap]
        + (latin - closer) * measured.latin_gaps[gap]
        for gap in range(start, end - 1)
    ]
    pieces = _group(measured, start, [round(5 * spacing) / 5 for spacing in spacings])
    return Line(pieces, min(width, measured.width(start, end)) if last else width)


def _stretch(lacking: float, han_gaps: int, latin_gaps: int) -> tuple[float, float]:
    """What each gap between Han characters, and each inside a word, grows by to fill a line."""
    if not han_gaps + latin_gaps:
        return 0, 0
    alike = lacking / (han_gaps + latin_gaps)
    if alike <= _ALIKE or not han_gaps:
        return alike, alike
    han = max(alike, min(LARGEST_GAP / 2, lacking / han_gaps))
    return han, (lacking - han * han_gaps) / latin_gaps if latin_gaps else 0


def _shrink(measured: Measured, start: int, end: int, over: float) -> tuple[float, float]:
    """What each gap shrinks by, and then the share of their blank that marks lose, to bring a line in."""
    gaps = sum(measured.gaps(start, end))
    closer = min(_CLOSEST, over / gaps) if gaps else 0
    blank = measured.blank(start, end)
    return closer, min(1, (over - closer * gaps) / blank) if blank else 0


def _group(measured: Measured, start: int, spacings: list[float]) -> tuple[Piece, ...]:
    """Neighbours with the same face and spacing become one piece; the last character has no gap of its own."""
    spacings.append(spacings[-1] if spacings else 0)
    indexes = range(start, start + len(spacings))
    groups = groupby(indexes, key=lambda index: (measured.faces[index], spacings[index - start]))
    return tuple(
        Piece("".join(measured.text[index] for index in members), face, spacing) for (face, spacing), members in groups
    )
