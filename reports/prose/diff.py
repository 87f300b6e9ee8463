"""The difference between two texts, as a person would mark it.

A blank, a number and a Latin word are one unit each and never torn; any other character is a unit. The shortest
difference over units is then made readable: an edit is slid to the boundary of a clause where that says the same,
and short equal runs between two larger edits are swallowed, so that a rewritten clause is shown whole.
"""

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal, NamedTuple

from rapidfuzz.distance import Indel, Postfix, Prefix

from .blanks import Blank, split_blanks

_ALPHANUMERIC = "A-Za-z0-9\u00c0-\u024fＡ-Ｚａ-ｚ０-９"
_UNIT = re.compile(rf"[{_ALPHANUMERIC}]+(?:[.,'’-][{_ALPHANUMERIC}]+)*[%％‰]?|.", re.DOTALL)
_BREAKS = {"\n": 3, **dict.fromkeys("。！？；", 2), **dict.fromkeys("，：、", 1)}
MOST_CELLS = 20_000**2  # one bit each while the work lasts: 50 MB
_LONGEST_SWALLOWED = 8  # characters; an equal run longer than that is a phrase worth showing as kept


@dataclass(frozen=True, slots=True)
class DiffSegment:
    """A stretch of text; same and removed pieces in order make the old text, same and added the new one."""

    kind: Literal["same", "removed", "added"]
    text: str


class Change(NamedTuple):
    """old[old_start:old_end] became new[new_start:new_end]; one of the two may be empty."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def compare(old: str, new: str) -> list[DiffSegment]:
    """What was removed and added, in reading order; a replacement is a removed and then an added piece."""
    position, pieces = 0, []
    for change in find_changes(old, new):
        pieces += [
            DiffSegment("same", old[position : change.old_start]),
            DiffSegment("removed", old[change.old_start : change.old_end]),
            DiffSegment("added", new[change.new_start : change.new_end]),
        ]
        position = change.old_end
    pieces.append(DiffSegment("same", old[position:]))
    return [piece for piece in pieces if piece.text]


def find_changes(old: str, new: str) -> list[Change]:
    """The readable difference as character offsets, in order; no two changes touch."""
    old_units, new_units = split_units(old), split_units(new)
    old_offsets, new_offsets = _offsets(old_units), _offsets(new_units)
    changes = _slide(_gaps(match_units(old_units, new_units)), old_units, new_units)
    return [
        Change(old_offsets[c.old_start], old_offsets[c.old_end], new_offsets[c.new_start], new_offsets[c.new_end])
        for c in _swallow(changes, old_offsets)
    ]


def split_units(text: str) -> list[str]:
    """The text cut into what an edit never tears."""
    units: list[str] = []
    for part in split_blanks(text):
        units += [text[part.start : part.end]] if isinstance(part, Blank) else _UNIT.findall(part)
    return units


def match_units(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int, int]]:
    """The longest common subsequence as (old index, new index, length), closed by an empty match at both ends.

    The same shape as difflib's matching blocks; RapidFuzz is bit-parallel and so never slow, difflib can be. Where
    the memory would have no bound only the equal ends are matched.
    """
    numbers: dict[Hashable, int] = {}  # RapidFuzz compares by hash; small integers never collide
    old_numbers, new_numbers = ([numbers.setdefault(unit, len(numbers)) for unit in units] for units in (old, new))
    if len(old) * len(new) > MOST_CELLS:
        return _match_ends(old_numbers, new_numbers)
    blocks = Indel.opcodes(old_numbers, new_numbers).as_matching_blocks()
    return [(block.a, block.b, block.size) for block in blocks]


def _match_ends(old: Sequence[int], new: Sequence[int]) -> list[tuple[int, int, int]]:
    head = Prefix.similarity(old, new)
    tail = min(Postfix.similarity(old, new), len(old) - head, len(new) - head)
    return [(0, 0, head), (len(old) - tail, len(new) - tail, tail), (len(old), len(new), 0)]


def _offsets(units: Sequence[str]) -> list[int]:
    return [0, *accumulate(map(len, units))]


def _gaps(matches: Sequence[tuple[int, int, int]]) -> Iterator[Change]:
    old_position = new_position = 0
    for old_start, new_start, length in matches:
        if old_position < old_start or new_position < new_start:
            yield Change(old_position, old_start, new_position, new_start)
        old_position, new_position = old_start + length, new_start + length


def _slide(changes: Iterator[Change], old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Each pure insertion or deletion moved between its neighbours to where its ends are the strongest breaks."""
    waiting = list(changes)
    floor = 0
    for index, change in enumerate(waiting):
        ceiling = waiting[index + 1].old_start if index + 1 < len(waiting) else len(old)
        room = range(floor - change.old_start, ceiling - change.old_end + 1)
        shift = _best_shift(change, room, old, new)
        slid = Change(*(end + shift for end in change))
        yield slid
        floor = slid.old_end


def _best_shift(change: Change, room: range, old: Sequence[str], new: Sequence[str]) -> int:
    """The last of the best shifts: who repeats a word means the second one."""
    if change.old_start == change.old_end:
        units, start, end = new, change.new_start, change.new_end
    elif change.new_start == change.new_end:
        units, start, end = old, change.old_start, change.old_end
    else:
        return 0
    lowest = highest = 0
    while lowest > room.start and units[start + lowest - 1] == units[end + lowest - 1]:
        lowest -= 1
    while highest < room.stop - 1 and units[start + highest] == units[end + highest]:
        highest += 1
    shifts = range(highest, lowest - 1, -1)
    return max(shifts, key=lambda shift: _break_at(units, start + shift) + _break_at(units, end + shift))


def _break_at(units: Sequence[str], index: int) -> int:
    """How strong a boundary stands before the unit: an end of the text or line, a sentence, a clause, none."""
    if index in {0, len(units)}:
        return _BREAKS["\n"]
    return _BREAKS.get(units[index - 1], 0)


def _swallow(changes: Iterator[Change], old_offsets: Sequence[int]) -> list[Change]:
    """Neighbouring changes joined where no more equal characters stand between them than either has units."""
    joined: list[Change] = []
    for change in changes:
        latest = change
        while joined and _is_swallowed(joined[-1], latest, old_offsets):
            before = joined.pop()
            latest = Change(before.old_start, latest.old_end, before.new_start, latest.new_end)
        joined.append(latest)
    return joined


def _is_swallowed(before: Change, after: Change, old_offsets: Sequence[int]) -> bool:
    """Equal text counts by characters, changed text by units: a kept blank weighs much, a changed one little."""
    between = old_offsets[after.old_start] - old_offsets[before.old_end]
    return between <= min(_LONGEST_SWALLOWED, _size(before), _size(after))


def _size(change: Change) -> int:
    return max(change.old_end - change.old_start, change.new_end - change.new_start)
