"""A title broken by sense into lines of a balanced shape (GB/T 9704-2012, 7.3.1: 梯形或菱形)."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise, product
from math import ceil

from reports.prose.proofreading.misspelt import cut_words

from .punctuation import find_joints, find_unbroken, may_break

_BEFORE = re.compile(
    r"(?<!\d)\d{4}年|(?<![〇○零一二三四五六七八九])[一二][〇○零一二三四五六七八九]{3}年|述职述廉|述责述廉|述职报告|工作报告|工作情况|情况的报告|总结报告|关于|履行|抓(?=基层|党建)|"
    r"落实|推进|加强"
)
_AFTER = re.compile(
    r"年度|上半年|下半年|委员会(?!主任|副)|党[组委](?!书记|副|成员|委员|会)|书记|主任|局长|部长|处长|科长|县长|市长|镇长|乡长|院长|校长|同志|以来|[：》—]"
)
_AFTER_PART = re.compile(r"[的和与及、，”）]|规划|计划|清单|方案|制度|办法|规定|意见|工程|项目|情况(?!的)")
_WHOLE = re.compile(
    r"全面从严治党|从严治党|党风廉政建设?|主体责任|基层党建|意识形态|领导班子|领导干部|第一责任人|法治建设|关于|\d+年度?|[一二三四五六七八九〇○零十]+年度?|"
    r"述职述廉|述责述廉|述职|述廉|工作|报告|情况|个人|单位|同志"
)
_QUOTED = re.compile(r"《[^》]*》|“[^”]*”|（[^）]*）")  # as a whole, where a line holds it
_NEVER_FIRST = frozenset(
    ["的", "地", "得", "了", "着", "过", "之", "等", "们", "和", "与", "及", "及其", "以及", "或", "并", "而"]
)
_NEVER_LAST = frozenset(
    ["对", "在", "向", "将", "把", "被", "为", "以", "由", "从", "抓", "以及", "及其", "关于"]
)  # they lead on to the next word
_MOST_LINES = 5  # a longer title is simply divided evenly
_REACH = 20  # characters by which all lines together may differ from even ones
# How ill the sense bears a division there. Inside a word only where nothing else makes lines that fit.
_GOOD, _FAIR, _POOR, _ILL, _TORN = 0.0, 3.0, 5.0, 8.0, 30.0


def break_title(title: str, width: float) -> list[str]:
    """Lines of at most `width` characters. A Latin letter or digit counts half.

    Uses as few lines as fit, divided so that words stay whole and lines are balanced.
    """
    lines = [part for part in title.split("\n") if part.strip()]
    return [line for part in lines for line in _break_part(part.strip(), width)]


def _break_part(title: str, width: float) -> list[str]:
    if _length(title) <= width:
        return [title]
    places = _places(title)
    whole = {place: cost for place, cost in places.items() if cost < _TORN}
    fewest = ceil(_length(title) / width)
    return (
        _divide_best(title, whole, range(fewest, fewest + 2), width)
        or _divide_best(title, places, range(fewest, fewest + 2), width)
        or _divide_best(
            title, places | dict.fromkeys(range(1, len(title)), _TORN), range(fewest, len(title) + 1), width
        )
        or [title]
    )


def _divide_best(title: str, places: dict[int, float], counts: Iterable[int], width: float) -> list[str]:
    """The best division into the first of the counts that has one. Empty where none has."""
    for count in counts:
        ways = [way for way in _divide(title, places, count) if all(_length(line) <= width for line in way)]
        if ways:
            return min(ways, key=lambda way: _badness(title, way, places))
    return []


def _length(text: str) -> float:
    """Two marks side by side count whole: not every program sets them closer."""
    return sum(0.5 if character < "\u2000" else 1 for character in text)


def _divide(title: str, places: dict[int, float], count: int) -> Iterator[list[str]]:
    """The divisions into `count` lines of not too different lengths."""
    for cut in product(*(_near(title, places, count, number) for number in range(1, count))):
        edges = [0, *cut, len(title)]
        if all(start < end for start, end in pairwise(edges)):
            yield [title[start:end].strip() for start, end in pairwise(edges)]


def _near(title: str, places: dict[int, float], count: int, number: int) -> list[int]:
    """The places near the end of line `number` of an even division; of a long title the nearest one alone."""
    even = len(title) * number / count
    if count > _MOST_LINES:
        return [min(places, key=lambda place: abs(place - even))] if places else []
    return [place for place in places if abs(place - even) <= _REACH / count + 0.5]


def _places(title: str) -> dict[int, float]:
    """Where the title may be divided, and how much the division disturbs the sense (0 is best)."""
    spans = [*find_unbroken(title), *(match.span() for match in _WHOLE.finditer(title))]
    inside = {index for start, end in spans for index in range(start + 1, end)}
    quoted = {index for match in _QUOTED.finditer(title) for index in range(match.start() + 1, match.end())}
    words = {index: cost + _ILL * (index in quoted) for index, cost in _weigh_words(title).items()}
    good = {match.start() for match in _BEFORE.finditer(title)} | {match.end() for match in _AFTER.finditer(title)}
    fair = {match.end() for match in _AFTER_PART.finditer(title)}
    legal = (i for i in words if i not in inside and may_break(title[i - 1], title[i]))
    divided = {i: _GOOD if i in good else _FAIR if i in fair and i not in quoted else words[i] for i in legal}
    return divided | {start + joint: _FAIR for start, end in spans for joint in find_joints(title[start:end])}


def _weigh_words(title: str) -> dict[int, float]:
    """What a division costs before each character, as far as words tell. Left out where none may be."""
    costs, end = dict.fromkeys(range(1, len(title)), _TORN), 0
    for before, word in pairwise(cut_words(title)):
        end += len(before)
        costs[end] = _ILL if min(len(before), len(word)) == 1 else _POOR
        if before in _NEVER_LAST or word in _NEVER_FIRST:
            del costs[end]
    return costs


def _badness(title: str, way: list[str], places: dict[int, float]) -> float:
    lengths = [_length(line) for line in way]
    position, sense = 0, 0.0
    for line in way[:-1]:
        position = title.index(line, position) + len(line)
        sense += places.get(position, _POOR)
    uneven = (max(lengths) - min(lengths)) / max(lengths) * 10
    return sense + uneven + (0 if _is_shapely(lengths) else 9)


def _is_shapely(lengths: list[float]) -> bool:
    """A trapezium (lines get longer, or shorter) or a rhombus (longest in the middle)."""
    steps = [second - first for first, second in pairwise(lengths)]
    if any(step == 0 for step in steps):
        return len(steps) < 1
    turns = [first > 0 > second for first, second in pairwise(steps)]
    falls_then_rises = any(first < 0 < second for first, second in pairwise(steps))
    return not falls_then_rises and sum(turns) <= 1
