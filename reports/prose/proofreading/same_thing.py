"""A thing named again in other words with two digits exchanged or one mistaken: 招录辅警45名, 年内新招录辅警54人."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from .data import read_rows
from .misspelt import cut_words
from .registry import Span

_COUNTERS = "|".join(sorted({row["unit"] for row in read_rows("units.csv")}, key=len, reverse=True))
_STATED = re.compile(
    rf"(?P<lead>(?<![\u4e00-\u9fff])[\u4e00-\u9fff“”]{{3,30}})[ ]?"
    r"(?P<number>(?<![\d.,])\d{2,9}(?:\.\d{1,3})?|\d\.\d{1,3})"
    rf"[ ]?(?P<unit>[万亿]?(?:{_COUNTERS}))(?P<after>(?:的?[\u4e00-\u9fff]{{2,10}})?)|"
    rf"(?P<short>(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{{1,4}}的?)(?P<n>(?<![\d.,])\d{{2,9}}(?:\.\d{{1,3}})?)"
    rf"(?P<u>{_COUNTERS})(?P<thing>[\u4e00-\u9fff]{{4,12}})"
)
_NO_THING = re.compile(
    r"其中|分别|每|均|平均|同比|增长|下降|[增减]|提高|至少|不少于|不低于|超过|以上|以下|第|约|近|目标|计划|力争|预计|明年|将|拟|"
    r"去年|上年|前年|同期|半年|季度|月|[较比]|剩余|其余|另|再|又|由|从|到$|至$|[东南西北]部|一期|二期|三期|"
    r"(?:村(?!干部|级|民|庄|组|集体|规|里|两委|医|居|务)|镇(?!静|村)|(?<![下城老全])乡(?!镇|村|亲|贤|土)"
    r"|街道(?!办)|社区(?!矫正|干部|工作|卫生|治理|服务)|支部|分局|学校|公司)"
)
_EMPTY = frozenset(row["word"] for row in read_rows("says_nothing.csv"))  # of which thing a number is
_SAME_UNIT = {"名": "人", "位": "人", "余名": "人"}
_LEAST = 4  # characters that say what a thing is
_MOST = 12
_SENTENCE_END = re.compile("[。；！？\n]")
_HELD = re.compile(
    r"(?P<date>(?P<year>(?:19|20)\d\d)年(?P<month>\d{1,2})月)[^，。；\n\d]{0,2}"
    r"(?:任|担任|就任|出任)(?P<post>[\u4e00-\u9fff]{2,12}?)"
    r"(?=以来|至今|一职|职务|[，。；、])"
)


class _Thing(NamedTuple):
    words: frozenset[str]
    number: str
    start: int
    end: int


def find_same_things(text: str) -> Iterator[Span]:
    known: dict[tuple[str, str], list[_Thing]] = defaultdict(list)
    for unit, one in _things(text):
        alike = [other for word in one.words for other in known[unit, word]]
        of_it = [other for other in alike if _is_same(other, one)]
        if not any(other.number == one.number for other in of_it):
            meant = next((other for other in of_it if _is_slip(other.number, one.number)), None)
            if meant and _SENTENCE_END.search(text, meant.end, one.start):
                yield Span(one.start, one.end, "", {"earlier": text[meant.start : meant.end]})
        for word in one.words:
            if len(known[unit, word]) < _MOST:
                known[unit, word].append(one)
    yield from _posts(text)


def _things(text: str) -> Iterator[tuple[str, _Thing]]:
    for match in _STATED.finditer(text):
        lead, after = match["lead"] or match["short"], match["after"] or match["thing"] or ""
        if _NO_THING.search(lead) or _NO_THING.search(after):
            continue
        unit, group = match["unit"] or match["u"], "number" if match["number"] else "n"
        words = frozenset(word for word in cut_words(lead + "，" + after) if word not in _EMPTY and word > "一")
        if sum(map(len, words)) >= _LEAST:
            end = match.end("unit" if match["unit"] else "u")
            yield _SAME_UNIT.get(unit, unit), _Thing(words, match[group], match.start(group), end)


def _is_same(one: _Thing, other: _Thing) -> bool:
    small, large = sorted((one.words, other.words), key=len)
    return small <= large and sum(map(len, small)) >= _LEAST and len(large) - len(small) <= 3


def _is_slip(one: str, other: str) -> bool:
    if len(one) != len(other):
        return False
    differ = [at for at, both in enumerate(zip(one, other, strict=True)) if both[0] != both[1]]
    exchanged = len(differ) == 2 and sorted(one) == sorted(other)
    return exchanged or (len(differ) == 1 and len(one) > 1)


def _posts(text: str) -> Iterator[Span]:
    """2022年5月任副镇长, and 2022年8月任副镇长以来."""
    held: dict[str, re.Match[str]] = {}
    for match in _HELD.finditer(text):
        earlier = held.setdefault(match["post"], match)
        if earlier["year"] == match["year"] and earlier["month"] != match["month"]:
            yield Span(*match.span("date"), "", {"earlier": earlier["date"]})
