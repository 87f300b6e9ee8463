"""Spreading things evenly over people who may not all have each of them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import or_


def balance(choices: Sequence[Sequence[int]], loads: Mapping[int, int]) -> list[int | None]:
    """For each thing the person who gets it; None where nobody may.

    `choices` are the people who may have each thing, `loads` what each person has already, in the order in which ties
    are decided. No other way of spreading is more even: loads differ by more than one only where nothing can be passed
    on, not even in a chain, from the one who has more to the one who has less.
    """
    spread = _Spread(choices, loads)
    for thing in sorted(range(len(choices)), key=lambda thing: len(choices[thing])):
        spread.give_to_least(thing)
    while spread.improve():
        pass
    return spread.given


class _Spread:
    """People are numbered; who may have a thing are the bits of a mask, so that things of one mask are alike."""

    def __init__(self, choices: Sequence[Sequence[int]], loads: Mapping[int, int]) -> None:
        self._people = list(loads)
        self._loads = list(loads.values())
        bits = {person: 1 << place for place, person in enumerate(self._people)}
        alike = [tuple(able) for able in choices]
        masks = {able: sum(bits[person] for person in set(able)) for able in set(alike)}
        self._masks = [masks[able] for able in alike]
        self._places = {mask: list(_bits(mask)) for mask in set(self._masks)}
        self._held: list[dict[int, list[int]]] = [{} for _ in self._people]
        self._owner: list[int | None] = [None] * len(choices)

    @property
    def given(self) -> list[int | None]:
        return [None if place is None else self._people[place] for place in self._owner]

    def give_to_least(self, thing: int) -> None:
        if able := self._places[self._masks[thing]]:
            self._give(thing, min(able, key=self._loads.__getitem__))  # of several the first

    def improve(self) -> bool:
        """Passes one thing from somebody to somebody who has two fewer, if need be along a chain."""
        least, passing = min(self._loads, default=0), [reduce(or_, held, 0) for held in self._held]
        for start in sorted(range(len(self._people)), key=lambda place: (-self._loads[place], place)):
            if self._loads[start] - least <= 1:
                return False
            came_from = self._reach(start, passing)
            end = min(came_from, key=lambda place: (self._loads[place], place))
            if self._loads[start] - self._loads[end] > 1:
                self._pass_along(came_from, end)
                return True
        return False

    def _reach(self, start: int, passing: Sequence[int]) -> dict[int, int]:
        """Everybody to whom a thing of `start` could come, with who would pass it to them. `passing` are, for each
        person, the bits of all to whom they could pass something.
        """
        came_from, waiting, seen = {start: start}, [start], 1 << start
        for place in waiting:
            for other in _bits(passing[place] & ~seen):
                came_from[other] = place
                waiting.append(other)
            seen |= passing[place]
        return came_from

    def _pass_along(self, came_from: Mapping[int, int], end: int) -> None:
        while (giver := came_from[end]) != end:
            mask = next(mask for mask in self._held[giver] if mask >> end & 1)
            things = self._held[giver][mask]
            thing = things.pop()
            if not things:
                del self._held[giver][mask]
            self._loads[giver] -= 1
            self._give(thing, end)
            end = giver

    def _give(self, thing: int, place: int) -> None:
        self._owner[thing] = place
        self._loads[place] += 1
        self._held[place].setdefault(self._masks[thing], []).append(thing)


def _bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
