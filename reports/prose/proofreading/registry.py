"""The checks on words, registered in one place: what each is called, how strict it is, and what it finds."""

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from itertools import islice
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple, TypeAlias, TypeVar, cast

from ..parsing.placeholders import Placeholder, find_placeholders
from .listed import NO_WORDS, ListedDocument, ListedKind, WordList

LONGEST_SENTENCE = 150  # characters
MOST = 50  # of one check in one text: a page of nothing but findings helps nobody
_EXCERPT = 8
_SHOWN = 60  # of longer words the beginning and the end
_SENTENCE_END = re.compile(r"[。！？；\n]")


T = TypeVar("T")


class Severity(StrEnum):
    """MUST stands in the way of submitting; SHOULD is asked, and may be answered with "it is meant"; HINT is said."""

    MUST = "must"
    SHOULD = "should"
    HINT = "hint"


@dataclass(frozen=True)
class CheckedText:
    """One text as written, its blanks as 【label】; `year` is the round's, 0 for none.

    `is_filled` where values stand in the blanks: a 【label】 that is left then has none. `longest_sentence` in
    characters as offices count them (a breath is about fifty), 0 for no limit. `compared` are value and last year's
    value by label, as typed; `last_years` are the words of last year's report, its values filled in; `words` are the
    organisation's own, `documents` those of the ledgers that its author reads; `annex` lists its figures, one a line:
    label, value, unit.
    """

    text: str
    year: int = 0
    is_title: bool = False
    is_filled: bool = False
    longest_sentence: int = LONGEST_SENTENCE
    compared: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    last_years: str = ""
    words: WordList = NO_WORDS
    documents: Sequence[ListedDocument] = ()
    annex: str = ""

    @cached_property
    def exempt(self) -> list[tuple[int, int]]:
        """Where words stand that the organisation wants nothing said of."""
        listed = [re.escape(one.words) for one in self.words.of_kind(ListedKind.EXEMPT)]
        listed.sort(key=len, reverse=True)
        return [match.span() for match in re.finditer("|".join(listed), self.text)] if listed else []

    @cached_property
    def placeholders(self) -> list[Placeholder]:
        return find_placeholders(self.text)

    @cached_property
    def _read(self) -> dict[Callable[[str], object], object]:
        return {}

    def once(self, read: Callable[[str], T]) -> T:
        """What `read` says of the text, for all checks that ask."""
        if read not in self._read:
            self._read[read] = read(self.text)
        return cast("T", self._read[read])


class Span(NamedTuple):
    """Offsets of the words; what to write instead, empty for none; and what its sentence has to say besides."""

    start: int
    end: int
    suggestion: str = ""
    details: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class MarkedWords:
    """`start` and `end` are offsets in the text; `excerpt` shows the words with their neighbours, long ones cut.

    `known_by` stays the same while the check, these words, their neighbours in the sentence and what is said of them
    are the same, whatever changes elsewhere.
    """

    check: str
    severity: Severity
    start: int
    end: int
    text: str
    excerpt: str
    suggestion: str = ""
    details: Mapping[str, object] = field(default_factory=dict)
    known_by: str = ""


Finder: TypeAlias = Callable[[CheckedText], Iterable[Span]]


@dataclass(frozen=True, slots=True)
class WordCheck:
    """`source` is the standard or the custom that asks for it; one `of_whole` holds passages of a whole report against
    each other, and says nothing of one section alone.
    """

    name: str
    severity: Severity
    looks_for: str
    source: str
    finder: Finder
    of_whole: bool = False


REGISTRY: dict[str, WordCheck] = {}


def register(
    name: str, severity: Severity, *, looks_for: str, source: str, of_whole: bool = False
) -> Callable[[Finder], Finder]:
    """Raises ValueError for a name that is taken."""

    def add(finder: Finder) -> Finder:
        if name in REGISTRY:
            raise ValueError(f"There are two checks on the words with the name {name}.")
        REGISTRY[name] = WordCheck(name, severity, looks_for, source, finder, of_whole)
        return finder

    return add


def proofread(
    checked: CheckedText,
    severities: Collection[Severity] = tuple(Severity),
    *,
    of_whole: bool | None = None,
    most: int = MOST,
) -> list[MarkedWords]:
    """What the checks of these severities find, in the order of the text; at most `most` of each.

    `of_whole`: only the checks of a whole report, or only the others; all where it is None.
    """
    found = [
        _mark(check, span, checked.text)
        for check in REGISTRY.values()
        if check.severity in severities and of_whole in {None, check.of_whole}
        for span in islice(_unless_exempt(check, checked), most)
    ]
    return sorted(found, key=lambda marked: (marked.start, marked.end))


def _unless_exempt(check: WordCheck, checked: CheckedText) -> Iterable[Span]:
    """What must be mended is said of any words."""
    places = checked.exempt
    if not places or check.severity == Severity.MUST:
        return check.finder(checked)
    return (span for span in check.finder(checked) if not _is_within(span, places))


def _is_within(span: Span, places: list[tuple[int, int]]) -> bool:
    """`places` are in order, and do not overlap."""
    last = bisect_right(places, span.start, key=itemgetter(0)) - 1
    return last >= 0 and span.end <= places[last][1]


def _mark(check: WordCheck, span: Span, text: str) -> MarkedWords:
    start, end = span.start, span.end
    before = text[max(0, start - _EXCERPT) : start].rpartition("\n")[2]
    after = text[end : end + _EXCERPT].partition("\n")[0]
    words = text[start:end]
    shown = words if len(words) <= _SHOWN else f"{words[: _SHOWN // 2]}……{words[-_SHOWN // 2 :]}"
    excerpt = f"{before}{shown}{after}"
    near = (_SENTENCE_END.split(before)[-1], words, _SENTENCE_END.split(after)[0])
    known_by = _fingerprint(check.name, *near, span.suggestion, *sorted(span.details.items()))
    return MarkedWords(check.name, check.severity, start, end, words, excerpt, span.suggestion, span.details, known_by)


def _fingerprint(*said: object) -> str:
    return sha256(json.dumps(said, ensure_ascii=False).encode(errors="surrogatepass")).hexdigest()[:32]
