"""Two texts held against each other, sentence by sentence."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, pairwise
from operator import attrgetter
from typing import NamedTuple

from rapidfuzz import fuzz

from .masking import MARK, MaskedText, mask

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_CLAUSE = re.compile(r"[^，、：,:]+")
_SHORTEST = 10  # characters that are not masked: in fewer, two people say the same by chance
_ALIKE = 75
_HELD = 90  # of the shorter of two
_LONGEST_JOINED = 500  # characters
_GRAM = 4
_LOOKED_AT = 5  # sentences of the other text that share most with one
_COMMON = 50  # sentences: a gram that stands in more tells none of them apart


class CopiedPassage(NamedTuple):
    start: int
    end: int
    other_start: int
    other_end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """`words` are masked; `sorted_words` have its clauses in an order of their own."""

    words: str
    sorted_words: str
    start: int
    end: int
    number: int


@dataclass(frozen=True)
class TextCompared:
    """`names`: of the people, units and posts of this text, to be masked."""

    text: str
    names: tuple[str, ...] = ()
    _found: dict[str, Sentence | None] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def masked(self) -> MaskedText:
        return mask(self.text, self.names)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """Those that are long enough to be compared."""
        matches = enumerate(_SENTENCE.finditer(self.text))
        return [found for number, match in matches if (found := self._read(number, match))]

    def _read(self, number: int, match: re.Match[str]) -> Sentence | None:
        words = self.masked.between(*match.span())
        if len(words) - words.count(MARK) < _SHORTEST:
            return None
        clauses = (self._unmarked(*clause.span()) for clause in _CLAUSE.finditer(self.text, *match.span()))
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        return Sentence(words, "".join(sorted(clauses)), start, match.end(), number)

    def _unmarked(self, start: int, end: int) -> str:
        """What was masked at the end of one clause and the beginning of the next is one mark: it belongs to neither."""
        return self.masked.between(start, end).strip(MARK)

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Which sentences hold a gram."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, sentence in enumerate(self.sentences):
            for gram in _grams(sentence.words):
                found[gram].append(place)
        return found

    @cached_property
    def by_words(self) -> dict[str, Sentence]:
        return {sentence.sorted_words: sentence for sentence in reversed(self.sentences)}

    def find(self, sentence: Sentence) -> Sentence | None:
        """One that says the same."""
        if sentence.words not in self._found:
            self._found[sentence.words] = self.by_words.get(sentence.sorted_words) or self._find_alike(sentence)
        return self._found[sentence.words]

    def _find_alike(self, sentence: Sentence) -> Sentence | None:
        shared: Counter[int] = Counter()
        for gram in _grams(sentence.words):
            places = self.places.get(gram, ())
            if len(places) <= _COMMON:
                shared.update(places)
        nearest = [self.sentences[place] for place, count in shared.most_common(_LOOKED_AT) if count > 1]
        whole = (one for one in nearest if _is_alike(sentence, one))
        longer = (one for one in nearest if _holds(one, sentence))
        return next(chain(whole, longer), None) or _join_parts(
            [one for one in nearest if _holds(sentence, one)], sentence
        )


def compare(
    text: TextCompared, other: TextCompared, exempt: Collection[TextCompared] = ()
) -> tuple[int, list[CopiedPassage]]:
    """How much of a text stands in the other, per cent of its comparable characters, and where. What stands in one of
    the `exempt` texts is nobody's own.
    """
    own = [sentence for sentence in text.sentences if not any(one.find(sentence) for one in exempt)]
    pairs = [(sentence, found) for sentence in own if (found := other.find(sentence))]
    total = sum(len(sentence.words) for sentence in own)
    share = sum(len(sentence.words) for sentence, _ in pairs) * 100 // total if total else 0
    return share, list(_join(pairs))


def _is_alike(sentence: Sentence, other: Sentence) -> bool:
    return (
        fuzz.ratio(sentence.words, other.words, score_cutoff=_ALIKE) > 0
        or fuzz.ratio(sentence.sorted_words, other.sorted_words, score_cutoff=_ALIKE) > 0
    )


def _holds(longer: Sentence, sentence: Sentence) -> bool:
    """A sentence that was divided, or joined with another, is no other sentence."""
    if not len(sentence.words) <= len(longer.words) <= _LONGEST_JOINED:
        return False
    return fuzz.partial_ratio(sentence.words, longer.words, score_cutoff=_HELD) > 0


def _join_parts(parts: list[Sentence], sentence: Sentence) -> Sentence | None:
    """Sentences that follow one another, a heading between them or not, as one, where they make up most of it."""
    parts = sorted(parts, key=attrgetter("number"))
    is_row = all(after.number <= before.number + 2 for before, after in pairwise(parts))
    if not is_row or sum(len(one.words) for one in parts) * 100 < _ALIKE * len(sentence.words):
        return None
    return replace(parts[-1], start=parts[0].start)


def _grams(words: str) -> set[str]:
    return {words[at : at + _GRAM] for at in range(len(words) - _GRAM + 1)}


def _join(pairs: list[tuple[Sentence, Sentence]]) -> Iterator[CopiedPassage]:
    """Sentences that follow one another in both texts are one passage."""
    started = 0
    for at in range(1, len(pairs) + 1):
        if at == len(pairs) or not _goes_on(pairs[at - 1], pairs[at]):
            (first, other_first), (last, other_last) = pairs[started], pairs[at - 1]
            yield CopiedPassage(first.start, last.end, other_first.start, other_last.end)
            started = at


def _goes_on(pair: tuple[Sentence, Sentence], following: tuple[Sentence, Sentence]) -> bool:
    return all(after.number == before.number + 1 for before, after in zip(pair, following, strict=True))
