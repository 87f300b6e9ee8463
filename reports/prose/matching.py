"""What in an old report became what in a new one: sections first, then paragraphs, wherever they stand."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from rapidfuzz import fuzz

from .content import SectionContent
from .diff import match_units

_CHANGED_LIKENESS = 50  # of 100; under that the words of one place were replaced, not changed
_MOVED_LIKENESS = 70  # looser and set phrases of official prose pass for one another
_MOVED_LENGTH = 4  # characters; two or three stand alone by chance
_MOST_LIKENESSES = 40_000  # each takes microseconds; paragraphs by the thousand are no report

_Couple = tuple[int, int]


class ParagraphPosition(NamedTuple):
    """A paragraph, by the index of its section and its own in that."""

    section: int
    row: int


class Pair(NamedTuple):
    """A paragraph's old and new place; in order, or moved past others or to another section."""

    old: ParagraphPosition
    new: ParagraphPosition
    in_order: bool


def pair_sections(
    old: Sequence[SectionContent], new: Sequence[SectionContent], old_names: Sequence[str], new_names: Sequence[str]
) -> dict[int, int]:
    """By kind and name; the rest of a kind by their words; else the only ones of their kind."""
    found: dict[int, int] = {}
    places = _by_key(new, new_names)
    for key, indices in _by_key(old, old_names).items():
        found |= zip(indices, places.get(key, []), strict=False)
    found |= _best_first(_alike_sections(old, new, found))
    return found | dict(_only_ones(old, new, found))


def _by_key(sections: Sequence[SectionContent], names: Sequence[str]) -> dict[tuple[str, str], list[int]]:
    found = defaultdict(list)
    for index, (section, name) in enumerate(zip(sections, names, strict=True)):
        found[section.kind, name].append(index)
    return found


def _alike_sections(
    old: Sequence[SectionContent], new: Sequence[SectionContent], found: Mapping[int, int]
) -> Iterator[tuple[tuple[float, int], int, int]]:
    for a, b in _left(old, new, found):
        likeness = fuzz.ratio(old[a].heading + old[a].body, new[b].heading + new[b].body)
        if old[a].kind == new[b].kind and likeness >= _CHANGED_LIKENESS:
            yield (likeness, -abs(a - b)), a, b


def _only_ones(
    old: Sequence[SectionContent], new: Sequence[SectionContent], found: Mapping[int, int]
) -> Iterator[_Couple]:
    kinds = [[section.kind for section in sections] for sections in (old, new)]
    for a, b in _left(old, new, found):
        if old[a].kind == new[b].kind and all(side.count(old[a].kind) == 1 for side in kinds):
            yield a, b


def _left(old: Sequence, new: Sequence, found: Mapping[int, int]) -> list[_Couple]:
    taken = set(found.values())
    return [(a, b) for a in range(len(old)) if a not in found for b in range(len(new)) if b not in taken]


def pair_paragraphs(
    old: Sequence[Sequence[str]], new: Sequence[Sequence[str]], sections: Mapping[int, int]
) -> list[Pair]:
    """The paragraphs of each section, paired one to one; those that are in neither pair were removed or added."""
    found = dict(_unchanged(old, new, sections))
    found |= _best_first(_alike_paragraphs(old, new, sections, found))
    kept = {
        (ParagraphPosition(a, one), ParagraphPosition(b, other))
        for a, b in sections.items()
        for one, other in keep_order((o.row, n.row) for o, n in found.items() if (o.section, n.section) == (a, b))
    }
    pairs = [Pair(o, n, (o, n) in kept) for o, n in found.items()]
    return [pair for pair in pairs if pair.in_order or _is_moved(at(old, pair.old), at(new, pair.new))]


def _unchanged(
    old: Sequence[Sequence[str]], new: Sequence[Sequence[str]], sections: Mapping[int, int]
) -> Iterator[tuple[ParagraphPosition, ParagraphPosition]]:
    for a, b in sections.items():
        for old_start, new_start, length in match_units(old[a], new[b]):
            for step in range(length):
                yield ParagraphPosition(a, old_start + step), ParagraphPosition(b, new_start + step)


def _alike_paragraphs(
    old: Sequence[Sequence[str]],
    new: Sequence[Sequence[str]],
    sections: Mapping[int, int],
    found: Mapping[ParagraphPosition, ParagraphPosition],
) -> Iterator[tuple[tuple[float, bool, int], ParagraphPosition, ParagraphPosition]]:
    taken = set(found.values())
    olds = [place for place in _places(old) if place not in found]
    news = [place for place in _places(new) if place not in taken]
    if len(olds) * len(news) > _MOST_LIKENESSES:
        return
    for one in olds:
        for other in news:
            is_home = sections.get(one.section) == other.section
            least = _CHANGED_LIKENESS if is_home else _MOVED_LIKENESS
            likeness = fuzz.ratio(at(old, one), at(new, other), score_cutoff=least)
            if likeness:
                yield (likeness, is_home, -abs(one.row - other.row)), one, other


def _places(sections: Sequence[Sequence[str]]) -> list[ParagraphPosition]:
    return [ParagraphPosition(a, row) for a, paragraphs in enumerate(sections) for row in range(len(paragraphs))]


def at(sections: Sequence[Sequence[str]], place: ParagraphPosition) -> str:
    return sections[place.section][place.row]


def are_alike(old: str, new: str) -> bool:
    """Whether `new` is `old` with changes, and not another text in its place."""
    return fuzz.ratio(old, new) >= _CHANGED_LIKENESS


def _is_moved(old: str, new: str) -> bool:
    return min(len(old), len(new)) >= _MOVED_LENGTH and fuzz.ratio(old, new) >= _MOVED_LIKENESS


def _best_first(scored: Iterable[tuple]) -> dict:
    """Pairs (score, old, new) taken one to one, the best of what is left each time; of equals the first."""
    found: dict = {}
    taken = set()
    for _, old, new in sorted(scored, key=itemgetter(0), reverse=True):
        if old not in found and new not in taken:
            found[old] = new
            taken.add(new)
    return found


def keep_order(pairs: Iterable[_Couple]) -> list[_Couple]:
    """As many of the pairs as stand in the same order on both sides; the others are what has moved."""
    by_old = sorted(pairs)
    by_new = sorted(by_old, key=lambda pair: pair[1])
    matches = match_units(by_old, by_new)
    return [pair for start, _, length in matches for pair in by_old[start : start + length]]


def interleave(old_count: int, new_count: int, pairs: Iterable[_Couple]) -> Iterator[tuple[int | None, int | None]]:
    """All indices in reading order; `pairs` are in order, what is on one side only comes before them, the old first."""
    one = other = 0
    for old, new in pairs:
        yield from _alone(range(one, old), range(other, new))
        yield old, new
        one, other = old + 1, new + 1
    yield from _alone(range(one, old_count), range(other, new_count))


def _alone(old: range, new: range) -> Iterator[tuple[int | None, int | None]]:
    yield from ((index, None) for index in old)
    yield from ((None, index) for index in new)
