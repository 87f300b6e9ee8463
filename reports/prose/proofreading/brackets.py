"""Brackets and quotation marks without their partner."""

import re
from collections import Counter
from collections.abc import Iterator

from .registry import CheckedText, Severity, Span, register

_PAIRS = ("（）", "()", "【】", "《》", "〈〉", "“”", "‘’", "「」", "『』", "〔〕", "[]", "［］", "{}", "｛｝")
_FAMILY = {"(": "（", "[": "［", "{": "｛"}  # half and full width may close one another
_OPENS = {pair[0]: _FAMILY.get(pair[0], pair[0]) for pair in _PAIRS}
_CLOSES = {pair[1]: _FAMILY.get(pair[0], pair[0]) for pair in _PAIRS}
_MARK = re.compile("[" + re.escape("".join(_PAIRS)) + "]")
_NUMBERS_A_LIST = re.compile(r"(?:^|[\s。，；、：:;,.）)])(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[A-Za-z])$")


@register(
    "unpaired",
    Severity.MUST,
    looks_for="brackets and quotation marks without their partner",
    source="GB/T 15834-2011, 4.8, 4.9, 4.15",
)
def find_unpaired(checked: CheckedText) -> Iterator[Span]:
    """In order of the text. 1） before an item of a list needs no partner, nor does the apostrophe of a Latin word."""
    yield from (Span(place, place + 1) for place in sorted(_unpaired(checked.text)))


def _unpaired(text: str) -> Iterator[int]:
    waiting: list[tuple[str, int]] = []
    counts: Counter[str] = Counter()
    for match in _MARK.finditer(text):
        mark, place = match[0], match.start()
        if family := _OPENS.get(mark):
            waiting.append((family, place))
            counts[family] += 1
        elif counts[_CLOSES[mark]]:
            yield from _close(_CLOSES[mark], waiting, counts)
        elif not _stands_alone(mark, place, text):
            yield place
    yield from (place for _family, place in waiting)


def _close(family: str, waiting: list[tuple[str, int]], counts: Counter[str]) -> Iterator[int]:
    """The marks opened since this one was, which are never closed."""
    while True:
        last, place = waiting.pop()
        counts[last] -= 1
        if last == family:
            return
        yield place


def _stands_alone(mark: str, place: int, text: str) -> bool:
    if mark in ")）":
        return bool(_NUMBERS_A_LIST.search(text[max(0, place - 5) : place]))
    around = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
    return mark == "’" and len(around) == 2 and around.isascii() and around.isalpha()
