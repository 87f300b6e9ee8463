"""A value named once more by its thing: 检查定点医药机构326家, and further on 362家定点医药机构."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from .amounts import UNITS
from .registry import Span

_STATED = re.compile(
    rf"(?<![\d.,])(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d{{1,9}}(?:\.\d{{1,4}})?)[ ]?"
    rf"(?P<unit>{UNITS})(?P<thing>[\u4e00-\u9fff]{{0,8}})"
)
_LEAD = re.compile(r"(?P<lead>[\u4e00-\u9fff]{0,12})[ ]?$")  # of a number, read from behind: few numbers, many words
_OF_ALL = re.compile("(?:全[年县市区镇乡村局院校系集]|这|上述|所有)[^，。；\\d]{0,6}$")
_NOT_ALL = re.compile(
    "其中|另外?|新增|同比|[比较][去上]|去年|上年|每|平均|人均|目标|计划|力争|将|明年|前|后[^，]{0,2}$"
)
_LEAST, _SHORTEST = 3, 2  # characters of a thing; of one with many digits
_MANY = 5  # with the mark between them
_LONGEST = 13  # characters of a lead, with a space
_MOST = 5  # that are alike
_SENTENCE_END = re.compile("[。；！？\n]")


class _Stated(NamedTuple):
    """`words` are those of its sentence, the heading's aside."""

    number: str
    start: int
    end: int
    lead: str
    words: str


def find_restated(text: str) -> Iterator[Span]:
    """In digits that changed places, or as the number of all."""
    by_digits: dict[tuple[str, str], list[_Stated]] = defaultdict(list)
    by_thing: dict[tuple[str, str], list[_Stated]] = defaultdict(list)
    numbers: set[tuple[str, str]] = set()
    for match in _STATED.finditer(text):
        number, unit, thing = match.group("number", "unit", "thing")
        lead = _lead(text[max(0, match.start() - _LONGEST) : match.start()])
        digits = (unit, "".join(sorted(number)))
        alike = [*by_digits[digits], *by_thing[unit, thing[:_LEAST]]] if len(thing) >= _SHORTEST else []
        meant = next((one for one in alike if _is_meant(one, number, thing, lead)), None)
        if meant and (unit, number) not in numbers:
            yield Span(match.start("number"), match.end("unit"), "", {"earlier": text[meant.start : meant.end]})
        numbers.add((unit, number))
        if not _NOT_ALL.search(lead):
            stated = _Stated(number, match.start("number"), match.end("unit"), lead, _words(match))
            _remember(by_digits[digits], stated)
            for at in range(len(lead) - _LEAST + 1):
                _remember(by_thing[unit, lead[at : at + _LEAST]], stated)


def _lead(before: str) -> str:
    match = _LEAD.search(before)
    return match["lead"] if match else ""


def _remember(alike: list[_Stated], stated: _Stated) -> None:
    if len(alike) < _MOST:
        alike.append(stated)


def _words(match: re.Match[str]) -> str:
    """What its sentence says before it, and its thing."""
    before = _SENTENCE_END.split(match.string[max(0, match.start("number") - 40) : match.start("number")])[-1]
    return before + match["thing"]


def _is_meant(one: _Stated, number: str, thing: str, lead: str) -> bool:
    if one.number == number or _NOT_ALL.search(lead):
        return False
    least = _SHORTEST if len(number) >= _MANY else _LEAST
    named = next((thing[:length] for length in range(len(thing), least - 1, -1) if thing[:length] in one.words), "")
    if sorted(one.number) == sorted(number):
        return len(number) >= _LEAST and bool(named)
    return bool(named) and one.lead.endswith(named) and bool(_OF_ALL.search(lead))
