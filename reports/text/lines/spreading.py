"""One line filled: what is left over or lacking is shared out between its characters."""

from dataclasses import dataclass
from itertools import groupby

from .measuring import Measured

LARGEST_GAP = 120  # thousandths of an em; readers of a PDF take a gap above 150 for a space
_ALIKE = 20  # up to here nobody sees whether a word's letters move apart as well


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


def stretch(lacking: float, han_gaps: int, latin_gaps: int) -> tuple[float, float]:
    """What each gap between Han characters, and each inside a word, must grow by to fill a line."""
    if not han_gaps + latin_gaps:
        return 0, 0
    alike = lacking / (han_gaps + latin_gaps)
    if alike <= _ALIKE or not han_gaps:
        return alike, alike
    han = max(alike, min(LARGEST_GAP / 2, lacking / han_gaps))
    return han, (lacking - han * han_gaps) / latin_gaps if latin_gaps else 0


def spread(measured: Measured, start: int, end: int, width: float, *, last: bool) -> Line:
    """The line from start to end, made `width` wide unless it is the last and needs no narrowing."""
    lacking = width - measured.width(start, end)
    squeeze = -lacking / measured.loss(start, end) if lacking < 0 and measured.loss(start, end) else 0
    grow = (0, 0) if lacking <= 0 or last else stretch(lacking, *measured.gaps(start, end))
    spacings = [
        round(
            measured.kerns[gap]
            - squeeze * measured.slacks[gap]
            + grow[0] * measured.han_gaps[gap]
            + grow[1] * measured.latin_gaps[gap],
            1,
        )
        for gap in range(start, end - 1)
    ]
    spacings.append(spacings[-1] if spacings else 0)
    pieces = _group(measured, start, spacings)
    return Line(pieces, measured.width(start, end) if last and lacking > 0 else width)


def _group(measured: Measured, start: int, spacings: list[float]) -> tuple[Piece, ...]:
    """Neighbours with the same face and spacing become one piece."""
    indexes = range(start, start + len(spacings))
    groups = groupby(indexes, key=lambda index: (measured.faces[index], spacings[index - start]))
    return tuple(
        Piece("".join(measured.text[index] for index in members), face, spacing) for (face, spacing), members in groups
    )
