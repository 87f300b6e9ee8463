"""Numbers that count something off: 一、 （一） 1. （1） before paragraphs, 第一 … 第二, 一是 … 二是 within them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..numbering import chinese_number, read_chinese_number
from .registry import CheckedText, Severity, Span, register

_N = "[一二三四五六七八九十]{1,3}"
_HEADED = re.compile(
    rf"^[ \t\u3000]*(?:附件[：:][ ]*)?(?:(?P<l1>{_N})(?:、(?!{_N}(?:、|季度|等奖|期|线|类|级|月))|[.．])|"
    rf"[（(〔](?P<l2>{_N})[）)〕]|"
    r"(?P<l3>\d{1,2})(?:[.．](?!\d)|、)|[（(](?P<l4>\d{1,2})[）)]|"
    rf"第(?P<l5>{_N})[，、,：])",
    re.MULTILINE,
)
_SPOKEN = re.compile(
    rf"(?:(?:^|(?<=[。；：，！？:;,“\n—]))[ \u3000]*)(?:(?P<is>{_N})是|(?P<to>{_N})要(?!紧)|其(?P<its>{_N})[，是、]|"
    rf"(?<=[。；：！？:;])第(?P<th>{_N})[，,])",
    re.MULTILINE,
)
WITHIN = 9  # a paragraph
_LEVELS = {"l1": 1, "l2": 2, "l3": 3, "l4": 4, "l5": 0}  # 第一，is above them or apart


@dataclass(frozen=True, slots=True)
class SeriesNumber:
    """One number of a series: `kind` says of which, `level` how deep; the offsets are those of the printed number."""

    kind: str
    level: int
    number: int
    start: int
    end: int


def find_numbers(text: str) -> list[SeriesNumber]:
    """Those before paragraphs and those within, in the order of the text."""
    found = [_read(match, _LEVELS[match.lastgroup or ""]) for match in _HEADED.finditer(text)]
    found += [_read(match, WITHIN) for match in _SPOKEN.finditer(text)]
    return sorted((one for one in found if one.number), key=lambda one: one.start)


def _read(match: re.Match[str], level: int) -> SeriesNumber:
    kind = match.lastgroup or ""
    numeral = match[kind]
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    number = int(numeral) if numeral.isdecimal() else read_chinese_number(numeral)
    return SeriesNumber(kind, level, number, start, match.end())


@register(
    "numbering",
    Severity.SHOULD,
    looks_for="a number left out or written twice: 第一 … 第三, （一）（三）, 一是 … 三是",
    source="GB/T 9704-2012, 7.3.3",
)
def find_gaps(checked: CheckedText) -> Iterator[Span]:
    """A series begins at one; below a new heading the numbers of a level may go on or begin again."""
    last: dict[str, int] = {}
    now: dict[str, int] = {}
    for one in find_numbers(checked.text):
        kind = _kind_of(one, now)
        expected = now.get(kind, 0) + 1
        right = {1, expected, last.get(kind, 0) + 1} if one.level != WITHIN else {1, expected}
        if one.number not in right or (one.number == 1 and kind in {"l2", "l4"} and now.get(kind) == 1):
            yield Span(one.start, one.end, _printed(expected, checked.text[one.start : one.end]))
        last[kind] = now[kind] = one.number
        for below in _BELOW.get(kind, ()):
            now.pop(below, None)


def _kind_of(one: SeriesNumber, now: dict[str, int]) -> str:
    """第二， at the start of a paragraph may go on with a 第一， within the one before, and the other way round."""
    other = {"l5": "th", "th": "l5"}.get(one.kind, "")
    return other if one.number > 1 and now.get(other) == one.number - 1 != now.get(one.kind) else one.kind


def _printed(number: int, like: str) -> str:
    """The number as the other is printed: （三） for （四）, 3. for 4."""
    is_decimal = re.search(r"\d", like)
    return re.sub(r"\d+", str(number), like) if is_decimal else re.sub(f"{_N}", chinese_number(number), like, count=1)


_SPOKEN_KINDS = ("is", "to", "its", "th")
_BELOW = {
    "l1": ("l2", "l3", "l4", *_SPOKEN_KINDS),
    "l2": ("l3", "l4", *_SPOKEN_KINDS),
    "l3": ("l4", *_SPOKEN_KINDS),
    "l4": _SPOKEN_KINDS,
    "l5": ("l3", "l4", *_SPOKEN_KINDS),
}


@register(
    "level",
    Severity.HINT,
    looks_for="a level of headings left out: 一、 followed by 1.",
    source="GB/T 9704-2012, 7.3.3",
)
def find_levels(checked: CheckedText) -> Iterator[Span]:
    """Each pair of levels once."""
    said: set[tuple[int, int]] = set()
    above = 0
    for one in (one for one in find_numbers(checked.text) if 1 <= one.level < WITHIN):
        if checked.text.startswith("附件", one.start):
            return
        if above and one.level > above + 1 and (above, one.level) not in said:
            said.add((above, one.level))
            yield Span(one.start, one.end)
        above = one.level
