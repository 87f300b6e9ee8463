"""Where a comment's passage is in a text that has changed since.

An anchor is the passage's words, 32 characters before and after, and its offset, in a section's text with blanks
as 【label】 (filling a blank moves nothing). Placing it never takes a look-alike for the passage without saying so:

placed  these are the passage's own words, unchanged; an offset changed by edits elsewhere is no matter
moved   probably here: the words were changed, or stand elsewhere, or look-alikes leave a doubt; a person confirms
lost    nothing of it is found

The first of these rules that finds something decides:

1. Carried (old text known). More than half of the passage lies in a run of words that every shortest difference
   keeps; the run stands once in the old and once in the new text and is no shorter than four characters; and some
   shortest difference keeps the whole passage with it: placed. (Not all of it in the run: when a sentence is added
   after 工作。 nobody can say which 。 is the old one, and it does not matter.)
2. By context (what was cut and pasted). The quote with all its context stands once in the new text, and once in the
   old: placed; but moved where a shortest difference keeps the passage elsewhere or says that these are other words.
3. Survivors (old text known). More than half of the passage's units (characters; a blank or a number is one) are
   kept, whichever shortest difference one takes: moved, from the first to the last of them.
4. By quote. The unchanged quote where most of the context agrees, at the nearest offset among equals: moved.
5. By likeness. At least 70 of 100 similar to a quote of four characters or more: moved.

Rules 2 and 4 never take words that certainly are other words of the old text; rule 5 looks only at words typed since.
Everything happens inside one section. Without the old text rule 2 is all that can say placed.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import chain
from operator import itemgetter

from rapidfuzz import fuzz
from rapidfuzz.distance import Postfix, Prefix

from ..blanks import Blank, find_blanks
from ..diff import split_units
from .align import MatchingBlock, align

CONTEXT_LENGTH = 32
_ENOUGH = 4  # characters; two or three stand together by chance in any prose
_LIKENESS = 70  # of 100; looser and set phrases of official prose pass for one another
_OLD, _NEW = 0, 1  # the sides of a MatchingBlock
_TAKEN = "\0"  # stands in for kept words; no text has it


class PlacementState(StrEnum):
    PLACED = "placed"
    MOVED = "moved"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage as it was marked: text[start:end] == quote."""

    quote: str
    prefix: str
    suffix: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.quote)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a passage is now; start and end are None where it is lost."""

    state: PlacementState
    start: int | None = None
    end: int | None = None


def describe(text: str, start: int, end: int) -> Anchor:
    """The anchor of text[start:end], widened to whole blanks. Raises ValueError where that is empty or outside."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"{start}:{end} is no passage of a text of {len(text)} characters")
    start, end = _widen(text, start, end)
    before, after = text[max(0, start - CONTEXT_LENGTH) : start], text[end : end + CONTEXT_LENGTH]
    return Anchor(text[start:end], before, after, start)


def place(anchor: Anchor, new_text: str, old_text: str | None = None) -> Placement:
    """Where the passage is in `new_text`; `old_text` is the text the anchor's offsets belong to."""
    return place_all([anchor], new_text, old_text)[0]


def place_all(anchors: Iterable[Anchor], new_text: str, old_text: str | None = None) -> list[Placement]:
    """`place` for many anchors of one text, in their order; the texts are compared once.

    An anchor whose offsets do not fit `old_text` is placed as if that were unknown.
    """
    unaided = _Search(new_text)
    aided = _Search(new_text, old_text) if old_text else unaided
    return [(aided if _fits(anchor, old_text) else unaided).place(anchor) for anchor in anchors]


def _fits(anchor: Anchor, text: str | None) -> bool:
    return text is not None and text[anchor.start : anchor.end] == anchor.quote


def _widen(text: str, start: int, end: int) -> tuple[int, int]:
    cut = [blank for blank in _blanks(text) if blank.start < end and start < blank.end]
    return min([start, *(blank.start for blank in cut)]), max([end, *(blank.end for blank in cut)])


@lru_cache(maxsize=4)  # a thousand passages of one text ask for them one after another
def _blanks(text: str) -> tuple[Blank, ...]:
    return tuple(find_blanks(text))


class _Search:
    """The rules of the module over one new text, and the old one where it is known."""

    def __init__(self, new: str, old: str = "") -> None:
        self._new, self._old = new, old
        alignment = align(old, new)
        self._runs, self._extremes = alignment.certain, alignment.possible
        self._is_sure = cache(self._is_long_and_unique)
        self._free = _take_away(new, self._extremes)

    def place(self, anchor: Anchor) -> Placement:
        rules = (self._by_carrying, self._by_context, self._by_survivors, self._by_quote, self._by_likeness)
        found = (rule(anchor) for rule in rules)
        return next((placement for placement in found if placement), Placement(PlacementState.LOST))

    def _by_carrying(self, anchor: Anchor) -> Placement | None:
        overlapping = _overlapping(self._runs, anchor.start, anchor.end)
        run = max(overlapping, key=lambda run: _overlap(run, anchor), default=None)
        if run is None or _overlap(run, anchor) * 2 <= len(anchor.quote) or not self._is_sure(run):
            return None
        whole = (_covering(runs, _OLD, anchor.start, anchor.end) for runs in self._extremes)
        if not any(other and _shift(other) == _shift(run) for other in whole):
            return None
        return _at(PlacementState.PLACED, anchor, anchor.start + _shift(run))

    def _is_long_and_unique(self, run: MatchingBlock) -> bool:
        words = self._new[run.new_start : run.new_start + run.length]
        is_long = run.length >= min(_ENOUGH, len(self._old))
        return is_long and all(_find_only(text, words) is not None for text in (self._old, self._new))

    def _by_context(self, anchor: Anchor) -> Placement | None:
        window = anchor.prefix + anchor.quote + anchor.suffix
        found = _find_only(self._new, window)
        if found is None or (self._old and _find_only(self._old, window) is None):
            return None
        start = found + len(anchor.prefix)
        if self._is_other_words(anchor, start):
            return None
        doubtful = any(_contradicts(runs, anchor, start) for runs in self._extremes)
        return _at(PlacementState.MOVED if doubtful else PlacementState.PLACED, anchor, start)

    def _is_other_words(self, anchor: Anchor, start: int) -> bool:
        """Whether the words at `start` certainly were others in the old text."""
        run = _covering(self._runs, _NEW, start, start + len(anchor.quote))
        return run is not None and _shift(run) != start - anchor.start

    def _by_survivors(self, anchor: Anchor) -> Placement | None:
        kept = min((_clip(runs, anchor) for runs in self._extremes), key=self._count_units)
        if self._count_units(kept) * 2 <= len(split_units(anchor.quote)):
            return None
        return Placement(PlacementState.MOVED, kept[0].new_start, kept[-1].new_start + kept[-1].length)

    def _count_units(self, runs: Iterable[MatchingBlock]) -> int:
        return sum(len(split_units(self._new[run.new_start : run.new_start + run.length])) for run in runs)

    def _by_quote(self, anchor: Anchor) -> Placement | None:
        starts = [start for start in _find_all(self._new, anchor.quote) if not self._is_other_words(anchor, start)]
        agreeing = [(self._agreement(anchor, start), -abs(start - anchor.start), start) for start in starts]
        agreement, _, start = max(agreeing, default=(0, 0, None))
        if start is None or len(anchor.quote) + agreement < _ENOUGH:
            return None
        return _at(PlacementState.MOVED, anchor, start)

    def _agreement(self, anchor: Anchor, start: int) -> int:
        """How many characters next to the place agree with the context, before and after."""
        end = start + len(anchor.quote)
        before = self._new[max(0, start - CONTEXT_LENGTH) : start]
        after = self._new[end : end + CONTEXT_LENGTH]
        return Postfix.similarity(before, anchor.prefix) + Prefix.similarity(after, anchor.suffix)

    def _by_likeness(self, anchor: Anchor) -> Placement | None:
        if not _ENOUGH <= len(anchor.quote) <= len(self._free):
            return None
        found = fuzz.partial_ratio_alignment(anchor.quote, self._free, score_cutoff=_LIKENESS)
        if found is None:
            return None
        words = self._free[found.dest_start : found.dest_end]
        start = found.dest_end - len(words.lstrip(_TAKEN))
        end = found.dest_start + len(words.rstrip(_TAKEN))
        return Placement(PlacementState.MOVED, *_widen(self._new, start, end))


def _at(state: PlacementState, anchor: Anchor, start: int) -> Placement:
    return Placement(state, start, start + len(anchor.quote))


def _shift(run: MatchingBlock) -> int:
    return run.new_start - run.old_start


def _contradicts(runs: Sequence[MatchingBlock], anchor: Anchor, start: int) -> bool:
    """Whether a difference keeps the passage at another place than `start`, or other words at `start`."""
    length = len(anchor.quote)
    covering = (_covering(runs, _OLD, anchor.start, anchor.end), _covering(runs, _NEW, start, start + length))
    return any(run is not None and _shift(run) != start - anchor.start for run in covering)


def _take_away(new: str, differences: Iterable[Sequence[MatchingBlock]]) -> str:
    """The new text with all words that any of the differences keeps blanked out, offsets unchanged."""
    characters = list(new)
    for run in chain.from_iterable(differences):
        characters[run.new_start : run.new_start + run.length] = _TAKEN * run.length
    return "".join(characters)


def _covering(runs: Sequence[MatchingBlock], side: int, start: int, end: int) -> MatchingBlock | None:
    """The run that holds all of start:end in the text of that side (_OLD or _NEW)."""
    index = bisect_right(runs, start, key=itemgetter(side)) - 1
    return runs[index] if index >= 0 and end <= runs[index][side] + runs[index].length else None


def _overlapping(runs: Sequence[MatchingBlock], start: int, end: int) -> Sequence[MatchingBlock]:
    """The runs that share a character with start:end of the old text."""
    first = bisect_right(runs, start, key=lambda run: run.old_start + run.length)
    return runs[first : bisect_left(runs, end, key=itemgetter(_OLD))]


def _overlap(run: MatchingBlock, anchor: Anchor) -> int:
    return min(anchor.end, run.old_start + run.length) - max(anchor.start, run.old_start)


def _clip(runs: Sequence[MatchingBlock], anchor: Anchor) -> list[MatchingBlock]:
    starts = ((run, max(anchor.start, run.old_start)) for run in _overlapping(runs, anchor.start, anchor.end))
    return [MatchingBlock(start, start + _shift(run), _overlap(run, anchor)) for run, start in starts]


def _find_all(text: str, words: str) -> Iterator[int]:
    """Every offset of the words, overlapping ones too."""
    start = text.find(words)
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


def _find_only(text: str, words: str) -> int | None:
    """The offset of the words, None where they stand there never or more than once."""
    start = text.find(words)
    return start if start >= 0 and start == text.rfind(words) else None
