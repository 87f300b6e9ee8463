"""Blanks: places in the prose, written 【label】, that a figure's value fills."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

LABEL_LENGTH = 40
_MARK = "\ufffc"  # stands for a blank
_REACH = 8  # characters on each side that tell where a blank stands
_BLANK = re.compile(rf"【([^【】\n]{{1,{LABEL_LENGTH}}})】")


@dataclass(frozen=True, slots=True)
class Blank:
    """One 【label】 in a text; `start` and `end` are offsets of the brackets, end exclusive."""

    label: str
    start: int
    end: int


def find_blanks(text: str) -> list[Blank]:
    """Every blank in reading order. Blank brackets around nothing but spaces are prose."""
    return [Blank(label, *match.span()) for match in _BLANK.finditer(text) if (label := match[1].strip())]


def find_labels(text: str) -> list[str]:
    """The distinct labels of a text, in the order of their first use."""
    return list(dict.fromkeys([label for found in _BLANK.findall(text) if (label := found.strip())]))


def split_blanks(text: str) -> Iterator[str | Blank]:
    """The text in order as alternating prose (never empty) and blanks."""
    position = 0
    for blank in find_blanks(text):
        if blank.start > position:
            yield text[position : blank.start]
        yield blank
        position = blank.end
    if position < len(text):
        yield text[position:]


def fill_blanks(text: str, value_of: Callable[[str], str]) -> str:
    return _BLANK.sub(lambda match: value_of(label) if (label := match[1].strip()) else match[0], text)


def find_renamed(old: str, new: str) -> dict[str, str]:
    """Old label to new one, for the blanks of `old` that stand in `new` between the same words under another label.

    One label that would become two, or two that would become one, is in doubt and left out.
    """
    gone, come = (
        _by_surroundings(text, set(find_labels(text)) - set(find_labels(other)))
        for text, other in ((old, new), (new, old))
    )
    pairs = {(before, after) for place in gone.keys() & come.keys() for before in gone[place] for after in come[place]}
    befores, afters = Counter(before for before, _ in pairs), Counter(after for _, after in pairs)
    return {before: after for before, after in pairs if befores[before] == afters[after] == 1}


def _by_surroundings(text: str, labels: set[str]) -> dict[tuple[str, str], set[str]]:
    """These labels by the words on both sides of their blanks, other blanks as a mark."""
    places: dict[tuple[str, str], set[str]] = defaultdict(set)
    bare = fill_blanks(text, lambda _label: _MARK)
    shift = 0
    for blank in find_blanks(text):
        start = blank.start - shift
        shift += blank.end - blank.start - len(_MARK)
        if blank.label in labels:
            around = bare[max(0, start - _REACH) : start], bare[start + len(_MARK) : start + len(_MARK) + _REACH]
            places[around].add(blank.label)
    return places
