"""Characters that are taken for one another: they sound alike, or they look alike."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from .data import read_rows
from .readings import sound_of

_NEAR = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_SOUNDS_REMEMBERED = 8_192


def sound_alike(one: str, other: str) -> bool:
    """As they are read, tones aside, and as sounds are mixed up: zh and z, ing and in."""
    return not _sounds(one).isdisjoint(_sounds(other))


def look_alike(one: str, other: str) -> bool:
    return other in _looks()[one]


@lru_cache(maxsize=_SOUNDS_REMEMBERED)
def _sounds(character: str) -> frozenset[str]:
    usual = _as_heard(sound_of(character))
    return frozenset({usual, _as_heard(_ALSO.get(character, usual))})


_ALSO = {"长": "chang", "重": "chong", "行": "hang", "调": "diao"}  # read both ways as often; others seldom are


def _as_heard(sound: str) -> str:
    for clear, mixed in _NEAR:
        sound = sound.replace(clear, mixed) if sound.startswith(clear) else sound
    return sound.removesuffix("g") if sound.endswith(("ing", "eng")) else sound


@cache
def _looks() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in read_rows("look_alike.csv"):
        for one in row["characters"]:
            found[one].update(row["characters"].replace(one, ""))
    return defaultdict(frozenset, {one: frozenset(others) for one, others in found.items()})
