"""Words that look right and are not, and names that are no longer used. Both lists are data: `data/*.csv`."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from .data import read_rows
from .known_titles import find_wrong_titles
from .listed import ListedKind, ListedWord, WordList
from .misspelt import find_misspelt
from .registry import CheckedText, Severity, Span, register

_FORMER = re.compile(r"[原前]$|由$|[（(]原$|党校[（(]$")


@dataclass(frozen=True, slots=True)
class WrongWord:
    """`followed_by`: only before one of these; `except_in`: right within these words (标准那么 has no 准则)."""

    wrong: str
    right: str
    followed_by: tuple[str, ...]
    except_in: tuple[str, ...]


_LISTS = 32  # of organisations, remembered in a process


@lru_cache(maxsize=_LISTS)
def _wrong_words(own: WordList) -> dict[str, WrongWord]:
    rows = (
        WrongWord(row["wrong"], row["right"], _split(row["followed_by"]), _split(row["except"]))
        for row in read_rows("wrong_words.csv")
    )
    added = (WrongWord(one.words, one.use_instead, (), ()) for one in own.of_kind(ListedKind.WRONG_WORD))
    return {row.wrong: row for row in (*rows, *added)}


@lru_cache(maxsize=_LISTS)
def _terms(own: WordList) -> dict[str, ListedWord]:
    rows = (
        ListedWord(
            ListedKind.TERM,
            row["term"],
            row["use_instead"],
            int(row["from"] or 0),
            int(row["until"] or 0),
            row["source"],
        )
        for row in read_rows("terms.csv")
    )
    return {row.words: row for row in (*rows, *own.of_kind(ListedKind.TERM))}


@cache
def _right_beside() -> dict[str, tuple[str, ...]]:
    """By term the words of its sentence that make it right."""
    return {row["term"]: _split(row["unless"]) for row in read_rows("terms.csv") if row["unless"]}


def _sentence_at(text: str, place: int) -> str:
    before = _SENTENCE_END.split(text[max(0, place - _SENTENCE) : place])[-1]
    return before + _SENTENCE_END.split(text[place : place + _SENTENCE])[0]


_SENTENCE = 60  # characters on either side
_SENTENCE_END = re.compile(r"[。！？；\n]")


def _split(words: str) -> tuple[str, ...]:
    return tuple(word for word in words.split(";") if word)


class _WordFinder:
    """Finds any of thousands of words: an alternation of a regular expression tries them one after another."""

    def __init__(self, words: Sequence[str]) -> None:
        """A word of one character is its own beginning."""
        self._by_beginning: dict[str, list[str]] = defaultdict(list)
        for word in sorted(words, key=len, reverse=True):
            self._by_beginning[word[:2]].append(word)

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """The longest at each place, none within another."""
        reached, begin = 0, self._by_beginning
        for place, beginning in enumerate(map("".join, zip(text, f"{text[1:]} ", strict=False))):
            is_one = beginning in begin or beginning[0] in begin  # rarely so: nothing is called for any other place
            if is_one and place >= reached and (word := self._at(place, beginning, text)):
                reached = place + len(word)
                yield place, word

    def _at(self, place: int, beginning: str, text: str) -> str:
        for word in self._by_beginning.get(beginning, ()):
            if text.startswith(word, place):
                return word
        return beginning[0] if beginning[0] in self._by_beginning else ""


@lru_cache(maxsize=3 * _LISTS)
def _any_of(words: Sequence[str]) -> _WordFinder:
    return _WordFinder(words)


@register(
    "wrong_word", Severity.SHOULD, looks_for="布暑 for 部署, 克苦 for 刻苦, 截止目前 for 截至目前", source="data/*.csv"
)
def find_wrong_words(checked: CheckedText) -> Iterator[Span]:
    """Those that a list names, those that are known by what is right, and titles that are nearly so."""
    own = {one.title for one in checked.documents}
    titles = [span for span in find_wrong_titles(checked.text) if checked.text[span.start : span.end] not in own]
    within = [(span.start, span.end) for span in titles]
    listed = [span for span in _listed(checked.text, checked.words) if not _is_in(span, within)]
    yield from titles
    yield from listed
    ends = [span.end for span in listed]
    for start, end, right in find_misspelt(checked.text):
        after = bisect_right(ends, start)
        is_free = after == len(listed) or listed[after].start >= end
        if is_free and not _is_in(Span(start, end), within):
            yield Span(start, end, right)


def _is_in(span: Span, places: Sequence[tuple[int, int]]) -> bool:
    """`places` are in order."""
    at = bisect_right(places, (span.start, _ENDLESS)) - 1
    return at >= 0 and span.end <= places[at][1]


_ENDLESS = 10**9


def _listed(text: str, own: WordList) -> Iterator[Span]:
    words = _wrong_words(own)
    for place, wrong in _any_of(tuple(words)).find(text):
        if not _is_right(words[wrong], place, text):
            yield Span(place, place + len(wrong), words[wrong].right)


def _is_right(word: WrongWord, place: int, text: str) -> bool:
    if word.followed_by and not text.startswith(word.followed_by, place + len(word.wrong)):
        return True
    return any(_covers(phrase, word.wrong, place, text) for phrase in word.except_in)


def _covers(phrase: str, wrong: str, place: int, text: str) -> bool:
    start = place - phrase.find(wrong)
    return start >= 0 and text.startswith(phrase, start)


@register(
    "outdated_term",
    Severity.SHOULD,
    looks_for="the name of an organisation, a rule or a meeting that is used no longer: 国土资源局",
    source="data/terms.csv",
)
def find_outdated(checked: CheckedText) -> Iterator[Span]:
    """Of a report whose year is known; 原国土资源局 is right, and 巩固党史学习教育成果."""
    terms = _terms(checked.words)
    unless = _right_beside()
    for place, words in _any_of(tuple(terms)).find(checked.text):
        term = terms[words]
        is_former = _FORMER.search(checked.text[max(0, place - 3) : place])
        if not checked.year or term.is_valid(checked.year) or is_former:
            continue
        if words not in unless or not any(one in _sentence_at(checked.text, place) for one in unless[words]):
            yield Span(place, place + len(words), term.use_instead, {"source": term.source or term.words})


@register(
    "stock_words",
    Severity.SHOULD,
    looks_for="what the organisation calls a stock phrase",
    source="the organisation's own list",
)
def find_stock_words(checked: CheckedText) -> Iterator[Span]:
    if listed := tuple(one.words for one in checked.words.of_kind(ListedKind.STOCK_PHRASE)):
        yield from (Span(place, place + len(words)) for place, words in _any_of(listed).find(checked.text))
