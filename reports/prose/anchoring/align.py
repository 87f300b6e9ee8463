"""Which words of an old text certainly are which words of a new one.

One shortest difference is a guess: of 学习，学习 with one 学习 removed, it says which, and may be wrong. All shortest
differences lie between two extreme ones; a unit that both pair alike is paired so in every one of them. (Two optimal
pairings of the same rank never stand one strictly after the other in both texts, so the extremes bound the rest.)
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from ..diff import MOST_CELLS, split_units

_MARGIN = 200  # units; any will do, a short one has to be given up more often

_Pair = tuple[int, int]


class MatchingBlock(NamedTuple):
    """new[new_start : new_start + length] is old[old_start : old_start + length]; in characters."""

    old_start: int
    new_start: int
    length: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """The runs carried in every shortest difference, and those of the two extreme ones."""

    certain: list[MatchingBlock]
    possible: tuple[list[MatchingBlock], list[MatchingBlock]]


def align(old: str, new: str) -> Alignment:
    """What was kept, in order. Nothing if the texts are too long to compare in bounded memory."""
    old_units, new_units = split_units(old), split_units(new)
    one, other = pair_extremes(old_units, new_units)
    paired_by_other = set(other)
    certain = [pair for pair in one if pair in paired_by_other]
    offsets = [[0, *accumulate(map(len, units))] for units in (old_units, new_units)]
    certain_runs, *extremes = (_in_characters(_join(pairs), *offsets) for pairs in (certain, one, other))
    return Alignment(certain_runs, (extremes[0], extremes[1]))


def pair_extremes(old: Sequence[str], new: Sequence[str], margin: int = _MARGIN) -> tuple[list[_Pair], list[_Pair]]:
    """The two extreme pairings. Equal ends are left out but for a margin (1 or more): a small edit costs little.

    That is exact where both extremes pair the outermost units of the margins: were an end paired otherwise in some
    shortest difference, the rest would have one without these units. Else nothing may be left out.
    """
    head = max(0, _count_equal(old, new) - margin)
    tail = max(0, _count_equal(old[head:][::-1], new[head:][::-1]) - margin)
    old_end, new_end = len(old) - tail, len(new) - tail
    if (old_end - head) * (new_end - head) > MOST_CELLS:
        return [], []
    inner = _pair_both_ways(old[head:old_end], new[head:new_end])
    first, last = (0, 0), (old_end - head - 1, new_end - head - 1)
    if any((head and pairs[0] != first) or (tail and pairs[-1] != last) for pairs in inner):
        return pair_extremes(old, new, len(old))
    before = [(k, k) for k in range(head)]
    after = [(old_end + k, new_end + k) for k in range(tail)]
    one, other = ([*before, *((i + head, j + head) for i, j in pairs), *after] for pairs in inner)
    return one, other


def _count_equal(one: Sequence[str], other: Sequence[str]) -> int:
    """How many units at the start are the same."""
    pairs = zip(one, other, strict=False)
    return next((k for k, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _pair_both_ways(old: Sequence[str], new: Sequence[str]) -> tuple[list[_Pair], list[_Pair]]:
    return pair_late(old, new), [(i, j) for j, i in pair_late(new, old)]


def pair_late(old: Sequence[str], new: Sequence[str]) -> list[_Pair]:
    """The longest common subsequence as index pairs, each the latest possible in `old` and earliest in `new`."""
    rows = _lengths(old, new)
    pairs = []
    i, j = len(old) - 1, len(new) - 1
    while i >= 0 and j >= 0:
        if rows[i] >> j & 1:
            j -= 1
        else:
            if old[i] == new[j]:
                pairs.append((i, j))
                j -= 1
            i -= 1
    return pairs[::-1]


def _lengths(old: Sequence[str], new: Sequence[str]) -> list[int]:
    """For each prefix of `old` a number whose bit j is 0 where new[j] makes the common subsequence longer.

    The bit-parallel recurrence of Hyyrö (2004), on Python's long integers; RapidFuzz has it but keeps the table.
    """
    places: dict[str, int] = {}
    for j, unit in enumerate(new):
        places[unit] = places.get(unit, 0) | 1 << j
    every = row = (1 << len(new)) - 1
    rows = []
    for unit in old:
        met = row & places.get(unit, 0)
        row = (row + met | row - met) & every
        rows.append(row)
    return rows


def _join(pairs: Iterable[_Pair]) -> Iterator[tuple[int, int, int]]:
    """Pairs that are neighbours in both texts as one (first index in old, first in new, number)."""
    first_old = first_new = number = 0
    for i, j in pairs:
        if i - first_old == j - first_new == number:
            number += 1
            continue
        if number:
            yield first_old, first_new, number
        first_old, first_new, number = i, j, 1
    if number:
        yield first_old, first_new, number


def _in_characters(
    blocks: Iterable[tuple[int, int, int]], old_offsets: Sequence[int], new_offsets: Sequence[int]
) -> list[MatchingBlock]:
    return [
        MatchingBlock(old_offsets[i], new_offsets[j], old_offsets[i + number] - old_offsets[i])
        for i, j, number in blocks
    ]
