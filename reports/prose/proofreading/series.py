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
    rf"(?<=[。；：！？:;])第(?P<th>{_N})[，,、])",
    re.MULTILINE,
)
# Within a paragraph, after the end of a sentence or what announces them: （1）…；（2）…, ①…②…, 第一阶段…第二阶段….
_INSIDE = re.compile(
    rf"(?<=[。；：;:])[ ]?(?:[（(](?P<in2>{_N})[）)]|(?P<in3>\d{{1,2}})(?:[.．](?!\d)|、)|"
    rf"[（(](?P<in4>\d{{1,2}})[）)])|"
    rf"(?P<ring>[①-⑳])|(?:^|(?<=[。；：]))第(?P<phase>{_N})(?:阶段|步(?!骤))",
    re.MULTILINE,
)
_DECIMAL = re.compile(
    r"^[ \t\u3000]*(?P<whole>\d{1,2})\.(?P<part>\d{1,2})(?![\d.%％])[ ]?(?=[\u4e00-\u9fff])", re.MULTILINE
)
_UNITS = re.compile(r"万|亿|个|元|公里|亩|吨|倍|平方米|人次|余")
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


def find_series_numbers(text: str) -> list[SeriesNumber]:
    """Those before paragraphs and those within, in the order of the text."""
    found = [_read(match, _LEVELS[match.lastgroup or ""]) for match in _HEADED.finditer(text)]
    found += [_read(match, WITHIN) for match in _SPOKEN.finditer(text)]
    found += [_read(match, WITHIN) for match in _INSIDE.finditer(text)]
    return sorted((one for one in found if one.number), key=lambda one: one.start)


def _read(match: re.Match[str], level: int) -> SeriesNumber:
    kind = match.lastgroup or ""
    numeral = match[kind]
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    number = _value(numeral)
    return SeriesNumber(kind, level, number, start, match.end())


def _value(numeral: str) -> int:
    if "①" <= numeral <= "⑳":
        return ord(numeral) - ord("①") + 1
    return int(numeral) if numeral.isdecimal() else read_chinese_number(numeral)


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
    lasts: dict[str, SeriesNumber] = {}
    yield from _find_decimal_gaps(checked.text)
    yield from _find_next_twice(checked.text)
    yield from _find_verb_gaps(checked.text)
    yield from _find_other_marks(checked.text)
    for one in checked.once(find_series_numbers):
        kind = _kind_of(one, now)
        if kind in _INSIDE_KINDS and kind not in now and one.number != 1:
            headed = lasts.get(_HEADED_LIKE.get(kind, "")) or _goes_on(one, lasts)
            if headed is None or "\n" in checked.text[headed.start : one.start]:
                continue  # a reference: no list begins here
            kind = headed.kind
            if kind in _INSIDE_KINDS:
                yield Span(one.start, one.end, _printed(headed.number + 1, checked.text[headed.start : headed.end]))
                continue
        expected = now.get(kind, 0) + 1
        right = {1, expected, last.get(kind, 0) + 1} if one.level != WITHIN else {1, expected}
        is_first_again = one.number == 1 and now.get(kind) == 1
        if one.number not in right or (is_first_again and _is_same_series(kind, lasts.get(kind), one, checked.text)):
            yield Span(one.start, one.end, _printed(expected, checked.text[one.start : one.end]))
        last[kind] = now[kind] = one.number
        lasts[kind] = one
        for below in _BELOW.get(kind, ()):
            now.pop(below, None)


def _goes_on(one: SeriesNumber, lasts: dict[str, SeriesNumber]) -> SeriesNumber | None:
    """（一）…（二）…（2）… or （3）…: the next in a list whose numbers are written otherwise."""
    before = lasts.get("in2") if one.kind == "in4" else lasts.get("in4") if one.kind == "in2" else None
    return before if before and before.number in {one.number, one.number - 1} else None


def _is_same_series(kind: str, earlier: SeriesNumber | None, one: SeriesNumber, text: str) -> bool:
    """A second （一） below the same heading; a second 一是 in the same few words of a paragraph."""
    if kind in {"l2", "l4"} or earlier is None:
        return kind in {"l2", "l4"}
    return kind == "is" and one.start - earlier.start < _NEAR and "\n" not in text[earlier.start : one.start]


_NEAR = 20


def _find_decimal_gaps(text: str) -> Iterator[Span]:
    """1.1, 1.2, 1.4 before paragraphs; 1.5亿元 is an amount."""
    last = (0, 0)
    for match in _DECIMAL.finditer(text):
        if _UNITS.match(text, match.end()):
            continue
        whole, part = int(match["whole"]), int(match["part"])
        if part not in {1, last[1] + 1 if whole == last[0] else 1}:
            expected = last[1] + 1 if whole == last[0] else 1
            yield Span(match.start("whole"), match.end("part"), f"{whole}.{expected}")
        last = (whole, part)


def _find_next_twice(text: str) -> Iterator[Span]:
    """首先，…其次，…其次，… and 首先，…再次，…"""
    before = ""
    for match in _NEXT.finditer(text):
        if match["next"] == before == "其次":
            yield Span(*match.span("next"), "再次")
        elif (before, match["next"]) == ("首先", "再次"):
            yield Span(*match.span("next"), "其次")
        before = match["next"]


_NEXT = re.compile(r"(?:^|(?<=[。；：，\n]))(?P<next>首先|其次|再次|最后)(?=[，、：是])", re.MULTILINE)


def _find_verb_gaps(text: str) -> Iterator[Span]:
    """一抓摸底，三抓防范: of one verb in one paragraph, from the first on; 三改一拆 is no number."""
    reached: dict[str, int] = {}
    last = 0
    for match in _BY_VERB.finditer(text):
        if "\n" in text[last : match.start()]:
            reached.clear()
        last, verb, number = match.end(), match["verb"], _value(match["n"])
        if number == 1:
            reached[verb] = 1
        elif verb in reached:
            expected = reached[verb] + 1
            if number != expected:
                yield Span(*match.span("n"), chinese_number(expected))
            reached[verb] = number


_BY_VERB = re.compile(
    r"(?:^|(?<=[：；，。“]))(?P<n>[一二三四五六七八])(?P<verb>[抓靠看查比促强建立改治带帮讲学管保防补重])", re.MULTILINE
)


def _find_other_marks(text: str) -> Iterator[Span]:
    """1. … 2、: the numbers of one list have one mark."""
    before = (0, "")
    for match in _MARKED.finditer(text):
        number, mark = int(match["n"]), match["mark"]
        if number == before[0] + 1 > 1 and mark != before[1]:
            yield Span(match.start("n"), match.end("mark"), f"{number}{before[1]}")
            mark = before[1]
        before = (number, mark)


_MARKED = re.compile(r"^[ \t\u3000]*(?P<n>\d{1,2})(?P<mark>[.．、])(?!\d)", re.MULTILINE)


def _kind_of(one: SeriesNumber, now: dict[str, int]) -> str:
    """第二， at the start of a paragraph may go on with a 第一， within the one before, and the other way round."""
    other = (_ORDINALS | _HEADED_LIKE).get(one.kind, "")
    if one.kind in _ORDINALS and one.number > 1 and one.kind not in now and other in now:
        return other
    return other if one.number > 1 and now.get(other) == one.number - 1 != now.get(one.kind) else one.kind


def _printed(number: int, like: str) -> str:
    """The number as the other is printed: （三） for （四）, 3. for 4."""
    if "①" <= like <= "⑳":
        return chr(ord("①") + number - 1) if number <= 20 else ""
    is_decimal = re.search(r"\d", like)
    return re.sub(r"\d+", str(number), like) if is_decimal else re.sub(f"{_N}", chinese_number(number), like, count=1)


_ORDINALS = {"l5": "th", "th": "l5"}
_HEADED_LIKE = {"in2": "l2", "in3": "l3", "in4": "l4"}
_INSIDE_KINDS = ("in2", "in3", "in4", "ring", "phase")
_SPOKEN_KINDS = ("is", "to", "its", "th", *_INSIDE_KINDS)
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
    for one in (one for one in checked.once(find_series_numbers) if 1 <= one.level < WITHIN):
        if checked.text.startswith("附件", one.start):
            return
        if above and one.level > above + 1 and (above, one.level) not in said:
            said.add((above, one.level))
            yield Span(one.start, one.end)
        above = one.level
