"""Where a paragraph's lines end: the cheapest way through all legal places, every line weighed."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, chain, islice
from math import inf
from typing import NamedTuple

from .justification import FAR_COST, SetLine, justify, weigh
from .measurement import MeasuredText, Metrics, TextRun, measure
from .punctuation import LEAST, find_joints, find_unbroken, is_address, is_long, may_break

_SPACES = frozenset(
    " \u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000"
)  # a line may end in their place
_JOINT_COST = 3.0
_NO_JOINT_COST = 40.0  # inside an address, or a word that no line holds, where no joint is near
_SYLLABLE_COST = 150.0  # inside another long word, where every gap of the line before would be 0.28 em
_TORN_COST = 200.0
_UNNOTICED_COST = 2.5  # of a line: gaps grown by a sixteenth of an em, or marks that gave up their blank
_NEAR = 2000  # a line that ends further from the right edge is filled only where no other place is left
_SHORT_LAST_LINE = 2500  # two characters, or one and its full stop
_SHORT_LAST_LINE_COST = 2.0


class _BreakPlace(NamedTuple):
    """A line may end before `end`. The next line starts at `next`: the space between them is dropped."""

    end: int
    next: int
    cost: float


class _BreakPlaces(NamedTuple):
    """All places in order, with their ends and the sums of advances before them, for bisecting. `fair` is the number of
    the last place up to each that tears no word, -1 for none.
    """

    all: list[_BreakPlace]
    ends: list[int]
    advances: list[float]
    fair: list[int]


def break_paragraph(
    runs: Sequence[TextRun], metrics: Metrics, *, width: float, indent: float = 0, spacing: float = 0
) -> list[SetLine]:
    """The lines of a paragraph. All but the last are exactly `width` wide; the first is narrower by `indent`.

    Measures are in thousandths of the type's size. `spacing` stands between characters that need no adjustment. A line
    that no legal place can end is torn between two characters.
    """
    if not any(run.text for run in runs):
        return []
    measured = measure(runs, metrics, spacing)
    return _fill(measured, _choose_ends(measured, _find_places(measured, width), width, indent), width, indent)


def break_ragged(runs: Sequence[TextRun], metrics: Metrics, *, width: float) -> list[SetLine]:
    """The lines of a paragraph, each with as much as it holds and none filled: for the cells of a table."""
    if not any(run.text for run in runs):
        return []
    measured = measure(runs, metrics, 0)
    places, lines, start = _find_places(measured, width).all, list[SetLine](), 0
    following = 0  # the first place that is not known to fit
    while start < len(measured.text):
        first = following
        while following < len(places) and measured.width(start, places[following].end) <= width:
            following += 1
        if following > first:
            following = _last_fair(measured, places, start, range(first, following)) + 1
        ends = places[following - 1] if following > first else _fill_to_edge(measured, start, width)
        lines.append(justify(measured, start, ends.end, width, last=True))
        start = ends.next
        while following < len(places) and places[following].end <= start:
            start = max(start, places[following].next)
            following += 1
    return lines


def _last_fair(measured: MeasuredText, places: Sequence[_BreakPlace], start: int, fitting: range) -> int:
    """The number of the last place that fits; where that is inside a word, of one before it that tears none, if it
    leaves no more than half of the line empty.
    """
    for number in reversed(fitting):
        if measured.width(start, places[number].end) < measured.width(start, places[fitting[-1]].end) / 2:
            break
        if places[number].cost <= _JOINT_COST:
            return number
    return fitting[-1]


def longest_word(runs: Sequence[TextRun], metrics: Metrics) -> float:
    """The widest stretch inside which no line may end."""
    measured = measure(runs, metrics, 0)
    if not measured.text:
        return 0
    places = _find_places(measured, inf).all
    starts = [0, *(place.next for place in places[:-1])]
    return max(measured.width(start, place.end) for start, place in zip(starts, places, strict=True))


def _fill_to_edge(measured: MeasuredText, start: int, width: float) -> _BreakPlace:
    """Where no legal place is: after the last character that finds room."""
    end = start + 1
    while end < len(measured.text) and measured.width(start, end + 1) <= width:
        end += 1
    return _BreakPlace(end, end, _TORN_COST)


def vary_paragraph(
    runs: Sequence[TextRun], metrics: Metrics, *, width: float, indent: float = 0, spacing: float = 0, count: int
) -> list[SetLine] | None:
    """The same in exactly `count` lines, which `break_paragraph` would not choose.

    None where it would take more spacing than goes unnoticed, or would tear a word.
    """
    measured = measure(runs, metrics, spacing)
    if not measured.text:
        return None
    ends = _choose_ends_of(measured, _find_places(measured, width), width, indent, count)
    return _fill(measured, ends, width, indent) if ends else None


_Ends = list[tuple[int, _BreakPlace]]


def _fill(measured: MeasuredText, ends: _Ends, width: float, indent: float) -> list[SetLine]:
    return [
        justify(measured, start, place.end, width - (0 if start else indent), last=place is ends[-1][1])
        for start, place in ends
    ]


def _find_places(measured: MeasuredText, width: float) -> _BreakPlaces:
    """Every place where a line may end, in order. The last one is the end of the paragraph."""
    text = measured.text
    inside = _weigh_divisions(measured, width)
    places = []
    for index in range(1, len(text)):
        if text[index] in _SPACES:
            continue
        end = index
        while end > 1 and text[end - 1] in _SPACES:
            end -= 1
        if index in inside:
            places += [_BreakPlace(index, index, inside[index])] if inside[index] < inf else []
        elif end < index or may_break(text[index - 1], text[index]):
            places.append(_BreakPlace(end, index, 0))
    places.append(_BreakPlace(len(text), len(text), 0))
    ends = [place.end for place in places]
    fair = accumulate((number if place.cost <= _JOINT_COST else -1 for number, place in enumerate(places)), max)
    return _BreakPlaces(places, ends, [measured.advance[end] for end in ends], list(fair))


def _weigh_divisions(measured: MeasuredText, width: float) -> dict[int, float]:
    """What it costs that a line ends before a character inside a word. Infinite where it never does."""
    costs: dict[int, float] = {}
    for start, end in find_unbroken(measured.text):
        word = measured.text[start:end]
        costs |= dict.fromkeys(range(start + 1, end), inf)
        torn = _weigh_tear(word, is_wide=measured.width(start, end) > width)
        for index in range(start + LEAST, end - LEAST + 1) if torn < inf else ():
            costs[index] = torn if may_break(measured.text[index - 1], measured.text[index]) else inf
        costs |= dict.fromkeys((start + joint for joint in find_joints(word)), _JOINT_COST)
    return costs


def _weigh_tear(word: str, *, is_wide: bool) -> float:
    if is_wide or is_address(word):
        return _NO_JOINT_COST
    return _SYLLABLE_COST if is_long(word) else inf


def _choose_ends(measured: MeasuredText, places: _BreakPlaces, width: float, indent: float) -> _Ends:
    """(start, place) of each line of the cheapest division."""
    length = len(measured.text)
    cheapest: dict[int, tuple[float, int, _BreakPlace | None]] = {0: (0.0, 0, None)}
    for start in _reached(cheapest, length):
        so_far = cheapest[start][0]
        for cost, place in _candidates(measured, places, start, width - (0 if start else indent)):
            if place.next not in cheapest or so_far + cost < cheapest[place.next][0]:
                cheapest[place.next] = (so_far + cost, start, place)
    return _trace(cheapest, length)


def _choose_ends_of(measured: MeasuredText, places: _BreakPlaces, width: float, indent: float, count: int) -> _Ends:
    """(start, place) of each of exactly `count` lines. Empty where no such division looks well."""
    length = len(measured.text)
    reached: dict[int, tuple[float, _Ends]] = {0: (0.0, [])}
    for _line in range(count):
        after: dict[int, tuple[float, _Ends]] = {}
        for start, (so_far, ends) in reached.items():
            for cost, place in _candidates(measured, places, start, width - (0 if start else indent)):
                better = place.next not in after or so_far + cost < after[place.next][0]
                if cost <= _UNNOTICED_COST and better:
                    after[place.next] = so_far + cost, [*ends, (start, place)]
        reached = {start: way for start, way in after.items() if start < length or len(way[1]) == count}
    return reached[length][1] if length in reached else []


def _reached(cheapest: dict, length: int):
    """The starts of lines in order. Those added during the iteration are always further right."""
    return (start for start in range(length) if start in cheapest)


def _trace(cheapest: dict, end: int) -> list[tuple[int, _BreakPlace]]:
    lines = []
    while end:
        _, start, place = cheapest[end]
        lines.append((start, place))
        end = start
    return lines[::-1]


def _candidates(
    measured: MeasuredText, places: _BreakPlaces, start: int, width: float
) -> list[tuple[float, _BreakPlace]]:
    """The places near the right edge with their costs, and one further away if all near ones tear a word.

    Where no legal one fits, the last character that does.
    """
    after = bisect_right(places.ends, start)
    near = measured.advance[start] + width - _NEAR
    first = max(after, bisect_left(places.advances, near) - 1)
    before = places.all[places.fair[first] : first] if after <= places.fair[first] < first else []
    found = []
    for place in chain(before[:1], islice(places.all, first, None)):
        cost = _cost(measured, start, place, width)
        if cost is None:
            break
        found.append((cost, place))
    return _without_torn(found) or [(_TORN_COST, _tear(measured, start, width))]


def _without_torn(found: list[tuple[float, _BreakPlace]]) -> list[tuple[float, _BreakPlace]]:
    """No word is torn where a joint, or another place, is so near that no gap of the line becomes too wide."""
    if any(cost < FAR_COST and place.cost <= _JOINT_COST for cost, place in found):
        return [(cost, place) for cost, place in found if place.cost <= _JOINT_COST]
    return found


def _cost(measured: MeasuredText, start: int, place: _BreakPlace, width: float) -> float | None:
    """None where the line does not fit. One or two characters on the last line of a paragraph cost, too."""
    last = place.next == len(measured.text)
    badness = weigh(measured, start, place.end, width, last=last)
    if badness is None:
        return None
    lonely = last and start > 0 and measured.width(start, place.end) < _SHORT_LAST_LINE
    return badness + place.cost + (_SHORT_LAST_LINE_COST if lonely else 0)


def _tear(measured: MeasuredText, start: int, width: float) -> _BreakPlace:
    end = start + 1
    while end < len(measured.text) and weigh(measured, start, end + 1, width, last=False) is not None:
        end += 1
    return _BreakPlace(end, end, _TORN_COST)
