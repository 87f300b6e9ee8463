"""What a report says once more where it sums up: 回顾一年，接警3,214起, of 3,412 that stand further up."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from .amounts import UNITS
from .registry import Span

_SUMS_UP = re.compile(
    r"(?:^[ \t\u3000]*|(?<=[。！？”]))(?:各位[^，。；\n]{1,8}[，：])?(?P<says>回顾|回望|回首|总的[看来说]|"
    r"总体[看来上]|综上|总之|纵观|一年下来|一年来|过去[的这]?一年|这一年|20\d\d年(?=[，我])|(?:附[：:])?主要(?:指标|数据)|"
    r"附[表件]?[一二三1-3]?[：:])[^。！？\n]*",
    re.MULTILINE,
)
_LISTED = re.compile("指标|数据|^附")  # the lines below it sum up as well
_NUMBER = re.compile(
    rf"(?<![\d.,])(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d{{1,9}}(?:\.\d{{1,4}})?)[ ]?(?P<unit>{UNITS})"
)
_NAMED = re.compile(r"(?P<thing>[\u4e00-\u9fff]{2,20})[ ]?[：:\t]?[ ]?$")
_SAID = re.compile(
    "^(?:我们|我[校院局县市区镇乡村集团]?|全[年校院局县市区镇乡村]|今年|共|累计|实现|完成)+|(?:共|达到?|为|有|突破|超过)$"
)
_CHANGES = re.compile("其中|新增|同比|比上?[去上]|增长|下降|提高|减少|增加|目标|计划|明年|力争|去年|上年|每|平均|人均")
_CLAUSE = re.compile("[，、；：（）()]")
_TWO_DIGITS = 10  # numbers of one digit are too few to be known again
_AROUND = 40  # characters
_MOST = 60  # values that are held against one, and that are said once more


class Stated(NamedTuple):
    """A number with the words that stand around it, and the heading that it stands below."""

    number: str
    unit: str
    start: int
    end: int
    words: str


def find_said_otherwise(text: str) -> Iterator[Span]:
    """A number that a summing up has in other digits: two that changed places, or one that is another."""
    places = [match for match in _SUMS_UP.finditer(text) if match.start() > len(text) // 2]
    if not places:
        return
    earlier = _stated_by_unit(text[: places[0].start()])
    for start, end in _passages(text, places):
        for one in _said_again(text, start, end):
            if meant := _meant(one, earlier.get(one.unit, ())):
                yield Span(one.start, one.end, "", {"earlier": text[meant.start : meant.end]})


def _passages(text: str, places: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    for match, following in zip(places, [*places[1:], None], strict=True):
        last = following.start() if following else len(text)
        yield match.start(), last if _LISTED.search(match["says"]) else match.end()


def _said_again(text: str, start: int, end: int) -> Iterator[Stated]:
    for match in islice(_NUMBER.finditer(text, start, end), _MOST):
        named = _NAMED.search(_CLAUSE.split(text[max(start, match.start() - _AROUND) : match.start()])[-1])
        thing = _SAID.sub("", _SAID.sub("", named["thing"])) if named else ""
        if len(thing) > 1 and not _CHANGES.search(thing):
            yield Stated(match["number"], match["unit"], match.start() - len(thing), match.end(), thing)


def _stated_by_unit(text: str) -> Mapping[str, Sequence[Stated]]:
    found: dict[str, list[Stated]] = defaultdict(list)
    heading = ""
    for line in re.finditer(r"[^\n]+", text):
        if len(line[0]) < _AROUND and "。" not in line[0]:
            heading = line[0]
            continue
        for match in _NUMBER.finditer(text, *line.span()):
            if len(found[match["unit"]]) < _MOST:
                found[match["unit"]].append(_stated(text, match, line.start(), heading))
    return found


def _stated(text: str, match: re.Match[str], start: int, heading: str) -> Stated:
    before = text[max(start, match.start() - _AROUND) : match.start()]
    clause, sentence = _CLAUSE.split(before)[-1], re.split("[。；]", before)[-1]
    after = re.split("[，。；、\n]", text[match.end() : match.end() + _AROUND // 2], maxsplit=1)[0]
    words = f"{heading}{sentence}{after}" if not _CHANGES.search(clause) else ""
    return Stated(match["number"], match["unit"], match.start(), match.end(), words)


def _meant(one: Stated, earlier: Sequence[Stated]) -> Stated | None:
    """None where the same number stands there too, or where it is not said of the same thing."""
    of_it = [other for other in earlier if _is_of(one.words, other.words)]
    if any(other.number == one.number for other in of_it):
        return None
    return next((other for other in of_it if _is_slip(one.number, other.number)), None)


def _is_of(thing: str, words: str) -> bool:
    """城北水厂扩建工程投资: 投资4,380万元的城北水厂扩建工程. Of a short name all stands together."""
    return thing in words or (len(thing) > 3 and set(thing) <= set(words))


def _is_slip(one: str, other: str) -> bool:
    if len(one) != len(other) or len(one) < len(str(_TWO_DIGITS)):
        return False
    differ = [at for at, both in enumerate(zip(one, other, strict=True)) if both[0] != both[1]]
    are_exchanged = len(differ) == 2 and [one[at] for at in differ] == [other[at] for at in reversed(differ)]
    return are_exchanged or (len(differ) == 1 and len(one) > 2)
