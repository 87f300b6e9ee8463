"""The checks on words, registered in one place: what each is called, how strict it is, and what it finds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TypeAlias

MOST = 50  # of one check in one text: a page of nothing but findings helps nobody
_EXCERPT = 8


class Severity(StrEnum):
    """MUST stands in the way of submitting; SHOULD is asked, and may be answered with "it is meant"."""

    MUST = "must"
    SHOULD = "should"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class CheckedText:
    """One text as written, its blanks as 【label】; `year` is the round's, 0 for none."""

    text: str
    year: int = 0
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class MarkedWords:
    """`start` and `end` are offsets in the text; `excerpt` shows the words with their neighbours."""

    check: str
    severity: Severity
    start: int
    end: int
    text: str
    excerpt: str


Span: TypeAlias = tuple[int, int]
Finder: TypeAlias = Callable[[CheckedText], Iterable[Span]]

REGISTRY: dict[str, tuple[Severity, Finder]] = {}


def register(name: str, severity: Severity) -> Callable[[Finder], Finder]:
    def add(finder: Finder) -> Finder:
        REGISTRY[name] = (severity, finder)
        return finder

    return add


def proofread(checked: CheckedText) -> list[MarkedWords]:
    """What all checks find, in the order of the text."""
    found = [
        _mark(name, severity, span, checked.text)
        for name, (severity, finder) in REGISTRY.items()
        for span in islice(finder(checked), MOST)
    ]
    return sorted(found, key=lambda marked: (marked.start, marked.end))


def _mark(name: str, severity: Severity, span: Span, text: str) -> MarkedWords:
    start, end = span
    before = text[max(0, start - _EXCERPT) : start].rpartition("\n")[2]
    after = text[end : end + _EXCERPT].partition("\n")[0]
    return MarkedWords(name, severity, start, end, text[start:end], before + text[start:end] + after)
