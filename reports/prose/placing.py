"""The parts of a text that was read in, divided as an outline asks and placed in its sections."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias

from .content import SectionKind
from .parsing.kinds import kind_of_heading
from .parsing.markers import Marker, outermost_series
from .parsing.passages import split_off
from .parsing.result import ParsedReport, ParsedSection
from .parsing.sections import read_heading
from .size import find_excess, measure_parts
from .themes import find_themes, likeness_of, shares_of

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LEAST_LIKENESS = 0.1  # below it two texts share only what all official prose shares
_CLEAR_LIKENESS, _RIVAL = 0.25, 0.8  # what is less like, or nearly as like something else, is a guess
_OF_ANOTHER_KIND = 0.6  # a heading that nearly is a section's title outweighs the kind that was guessed
_HEADING_WEIGHT, _TITLE_WEIGHT, _WORDS_WEIGHT = 0.6, 0.2, 0.2
_THEMES_WEIGHT = 0.4
_TELLING = 10  # characters of a body that names no theme: it is the work of the office then
_MOST_PARTS = 400  # likeness is measured for every pair; a text of more parts is placed by kind and order alone


class ReadPart(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def heading(self) -> str: ...
    @property
    def body(self) -> str: ...


@dataclass(frozen=True, slots=True)
class AskedSection:
    """A section of an outline; `words` are its guidance and sample."""

    kind: str
    title: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class PartPlace:
    """`section` is the index of the section that a part belongs in, None where the outline has no room for it.

    `is_guess` where its words do not say so clearly.
    """

    section: int | None
    is_guess: bool


def place_parts(parts: Sequence[ReadPart], asked: Sequence[AskedSection]) -> list[int | None]:
    """For each part the index of the section it belongs in, none twice."""
    return [place.section for place in find_places(parts, asked)]


def find_places(parts: Sequence[ReadPart], asked: Sequence[AskedSection]) -> list[PartPlace]:
    """Likeness of heading and words decides; what is like nothing takes the sections left over, by kind and in order.

    Where text and outline have one part of a kind each, that is no guess.
    """
    measure = _Likeness(asked)
    scores = list(_scores(parts, measure)) if len(parts) <= _MOST_PARTS else []
    found = _couple([score for score in scores if score[0] >= _CLEAR_LIKENESS])
    likeness: dict[int, dict[int, float]] = defaultdict(dict)
    for score, index, section in scores:
        likeness[index][section] = score
    clear = {
        index
        for index, section in found.items()
        if _is_clear(section, likeness[index]) and measure.is_said(parts[index], section)
    }
    found |= _couple(list(_left_over(parts, measure, found, likeness)))
    alone = _alone(parts) & _alone(asked)
    return [PartPlace(found.get(n), n not in clear and part.kind not in alone) for n, part in enumerate(parts)]


class _OfAKind(Protocol):
    @property
    def kind(self) -> str: ...


def _alone(several: Sequence[_OfAKind]) -> set[str]:
    return {kind for kind, count in Counter(str(one.kind) for one in several).items() if count == 1}


_Score: TypeAlias = tuple[float, int, int]  # how alike the part and the section are


def _couple(scores: Sequence[_Score]) -> dict[int, int]:
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _likeness, index, place in sorted(scores, key=lambda row: (-row[0], row[1], row[2])):
        if index not in found and place not in taken:
            found[index] = place
            taken.add(place)
    return found


def _is_clear(place: int, likeness: Mapping[int, float]) -> bool:
    """Whether no other section is nearly as like the part, or more; `likeness` is that of each section."""
    own = likeness[place]
    rivals = (score for other, score in likeness.items() if other != place)
    return own >= _CLEAR_LIKENESS and all(score <= own * _RIVAL for score in rivals)


def _scores(parts: Sequence[ReadPart], measure: "_Likeness") -> Iterator[_Score]:
    """By the words that part and section share; themes tell apart what does not name several sections."""
    for index, part in enumerate(parts):
        scores = measure.of_words(part)
        if sum(score >= _TITLE_WEIGHT for score in scores) < 2:
            scores = [score + more for score, more in zip(scores, measure.of_themes(part), strict=True)]
        for place in measure.places_for(part):
            least = _LEAST_LIKENESS if measure.asked[place].kind == part.kind else _OF_ANOTHER_KIND
            if scores[place] >= least:
                yield scores[place], index, place


def _left_over(
    parts: Sequence[ReadPart],
    measure: "_Likeness",
    found: Mapping[int, int],
    likeness: Mapping[int, Mapping[int, float]],
) -> Iterator[_Score]:
    """What is clearly like nothing takes the sections of its kind that are left, by what it is about, else in order."""
    free = [place for place in range(len(measure.asked)) if place not in set(found.values())]
    for index, part in enumerate(parts):
        places = [place for place in free if measure.asked[place].kind == part.kind]
        if index not in found and places:
            is_told = len(places) > 1 and len(parts) <= _MOST_PARTS
            shares = measure.shares_of(part) if is_told else [0.0] * len(measure.asked)
            yield from ((shares[place] + likeness[index].get(place, 0.0), index, place) for place in places)


class _Likeness:
    """How alike a part is to each section of an outline."""

    def __init__(self, asked: Sequence[AskedSection]) -> None:
        self.asked = asked
        self._titles = [_pairs(section.title) for section in asked]
        self._words = [_pairs(section.title + "\n" + section.words) for section in asked]
        self._weights = _weights(self._words)
        self._themes = [find_themes(section.title, section.words) for section in asked]

    def places_for(self, part: ReadPart) -> list[int]:
        """A duty may be any section; what its words call problems, causes or plans is that, where it is asked for."""
        same = [place for place, section in enumerate(self.asked) if section.kind == part.kind]
        return same if same and part.kind != SectionKind.DUTY else [*range(len(self.asked))]

    def of_words(self, part: ReadPart) -> list[float]:
        heading, text = _pairs(part.heading), _pairs(f"{part.heading}\n{part.body}")
        return [
            _HEADING_WEIGHT * _covered(title, heading, self._weights)
            + _TITLE_WEIGHT * _covered(title, text, self._weights)
            + _WORDS_WEIGHT * _covered(words, text, self._weights)
            for title, words in zip(self._titles, self._words, strict=True)
        ]

    def of_themes(self, part: ReadPart) -> list[float]:
        """Themes tell sections of the part's kind apart; where it is the only one, they say nothing."""
        own = find_themes(part.heading, part.body)
        several = sum(section.kind == part.kind for section in self.asked) > 1
        return [
            _THEMES_WEIGHT * likeness_of(own, themes) if several and section.kind == part.kind else 0.0
            for section, themes in zip(self.asked, self._themes, strict=True)
        ]

    def shares_of(self, part: ReadPart) -> list[float]:
        """Of the heading, which says what the part is, and of all its words. None where a few words name no theme."""
        themes = find_themes(part.heading, part.body)
        if not any(themes.values()) and len(part.body) < _TELLING:
            return [0.0] * len(self.asked)
        whole = shares_of(themes, self._themes)
        above = shares_of(find_themes(part.heading, ""), self._themes) if part.heading else whole
        return [one + other for one, other in zip(above, whole, strict=True)]

    def is_said(self, part: ReadPart, place: int) -> bool:
        """Whether words or heading say so, and not only what the body is about."""
        of_heading = likeness_of(find_themes(part.heading, ""), self._themes[place])
        return of_heading > 0 or self.of_words(part)[place] >= _CLEAR_LIKENESS


def _pairs(text: str) -> set[str]:
    return {run[n : n + 2] for run in _HAN.findall(text) for n in range(len(run) - 1)}


def _weights(words: Sequence[set[str]]) -> Mapping[str, float]:
    """What many sections of the outline say tells them apart less."""
    counts = Counter(pair for pairs in words for pair in pairs)
    return {pair: 1 / count**2 for pair, count in counts.items()}


def _covered(asked: set[str], given: set[str], weights: Mapping[str, float]) -> float:
    whole = sum(weights[pair] for pair in asked)
    return sum(weights[pair] for pair in asked & given) / whole if whole else 0.0


def divide_report(parsed: ParsedReport, asked: Sequence[AskedSection]) -> ParsedReport:
    """The report with the parts that hold several of the outline's sections divided at their headings （一）, 1. As it
    was read where there would be more parts than a report may have.
    """
    sections = divide_parts(parsed.sections, asked)
    if find_excess(measure_parts([("", parsed.opening), *((part.heading, part.body) for part in sections)])):
        return parsed
    return with_sections(parsed, sections)


def with_sections(parsed: ParsedReport, sections: Sequence[ParsedSection]) -> ParsedReport:
    """The report with its sections divided differently, each blank in the one that holds it now."""
    holders = [f"{section.heading}\n{section.body}" for section in sections]
    blanks = tuple(replace(blank, section=_holder(blank.label, blank.section, holders)) for blank in parsed.blanks)
    return replace(parsed, sections=tuple(sections), blanks=blanks)


def _holder(label: str, section: int | None, holders: list[str]) -> int | None:
    if section is None:
        return None
    return next((index for index, text in enumerate(holders) if f"【{label}】" in text), section)


def divide_parts(parts: Sequence[ParsedSection], asked: Sequence[AskedSection]) -> tuple[ParsedSection, ...]:
    """Every word stays; only the numerals of the headings go, since the outline numbers."""
    divided: list[ParsedSection] = []
    for part in parts:
        inner = _divide(part)
        divided += inner if inner and _asks_for(inner, part, parts, asked) else [part]
    missing = {str(section.kind) for section in asked} - {str(part.kind) for part in divided}
    return tuple(one for part in divided for one in split_off(part, missing))


def _asks_for(
    inner: list[ParsedSection], part: ParsedSection, parts: Sequence[ParsedSection], asked: Sequence[AskedSection]
) -> bool:
    """Whether the outline has more sections of a kind than the text has parts, and the inner headings fill them."""
    have = Counter(str(one.kind) for one in parts)
    wanted = Counter(str(section.kind) for section in asked)
    gained = Counter(str(one.kind) for one in inner)
    if any(wanted[kind] and not have[kind] for kind in gained):
        return True
    if wanted[part.kind] <= have[part.kind]:
        return False
    if have[part.kind] == 1:
        return True
    return not _is_named(part, asked) and len({place for place in find_places(inner, asked) if not place.is_guess}) > 1


def _is_named(part: ParsedSection, asked: Sequence[AskedSection]) -> bool:
    """Whether the heading of the part names a section."""
    weights = _weights([_pairs(section.title) for section in asked])
    heading = _pairs(part.heading)
    return any(_covered(_pairs(section.title), heading, weights) >= _OF_ANOTHER_KIND for section in asked)


def _divide(part: ParsedSection) -> list[ParsedSection]:
    """The part at the headings of the numbered series in it; empty where paragraphs begin with none.

    Its own heading and the words before the series go in front of the first.
    """
    markers = [marker for marker in outermost_series(part.body) if marker.leads and marker.numeral]
    if len(markers) < 2:
        return []
    ends = [marker.start for marker in markers[1:]] + [len(part.body)]
    first, *others = [_read(part, marker, end) for marker, end in zip(markers, ends, strict=True)]
    lead = part.body[: markers[0].start].strip()
    return [_put_in_front(part, lead, first), *others]


def _read(part: ParsedSection, marker: Marker, end: int) -> ParsedSection:
    heading, body = read_heading(part.body[marker.end : end])
    return ParsedSection(kind_of_heading(heading) or SectionKind(part.kind), marker.numeral, heading, body)


def _put_in_front(part: ParsedSection, lead: str, first: ParsedSection) -> ParsedSection:
    heading = "：".join(filter(None, [part.heading, first.heading]))
    return replace(first, heading=heading, body="\n".join(filter(None, [lead, first.body])))
