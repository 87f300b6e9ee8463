"""A title broken by sense into lines of a balanced shape (GB/T 9704-2012, 7.3.1: 梯形或菱形)."""

import re
from collections.abc import Iterator
from itertools import pairwise, product

from .punctuation import find_unbroken, may_break

_BEFORE = re.compile(
    r"(?<!\d)\d{4}年|(?<![〇○零一二三四五六七八九])[一二][〇○零一二三四五六七八九]{3}年|述职述廉|述责述廉|述职报告|工作报告|工作情况|情况的报告|总结报告|履行|抓(?=基层|党建)|"
    r"落实|推进|加强"
)
_AFTER = re.compile(
    r"年度|上半年|下半年|委员会(?!主任|副)|党[组委](?!书记|副|成员|委员|会)|书记|主任|局长|部长|处长|科长|县长|市长|镇长|乡长|院长|校长|同志|以来|[：》”）—]"
)
_AFTER_PART = re.compile(r"[的和与及、，]")
_WHOLE = re.compile(
    r"全面从严治党|从严治党|党风廉政建设?|主体责任|基层党建|意识形态|领导班子|领导干部|第一责任人|法治建设|[《“（][^》”）]*[》”）]|关于|\d+年度?|[一二三四五六七八九〇○零十]+年度?|"
    r"述职述廉|述责述廉|述职|述廉|工作|报告|情况|个人|单位|同志"
)
_MOST_LINES = 5  # a longer title is simply divided evenly
_GOOD, _FAIR, _POOR = 0.0, 3.0, 6.0  # how ill the sense bears a division there


def break_title(title: str, width: float) -> list[str]:
    """Lines of at most `width` characters. A Latin letter or digit counts half.

    Uses as few lines as fit, divided so that words stay whole and lines are balanced.
    """
    lines = [part for part in title.split("\n") if part.strip()]
    return [line for part in lines for line in _break_part(part.strip(), width)]


def _break_part(title: str, width: float) -> list[str]:
    places = _places(title)
    for count in range(1, len(title) + 1):
        ways = [way for way in _divide(title, places, count) if all(_length(line) <= width for line in way)]
        if ways:
            return min(ways, key=lambda way: _badness(title, way, places))
    return [title]


def _length(text: str) -> float:
    return sum(0.5 if character < "\u2000" else 1 for character in text)


def _divide(title: str, places: dict[int, float], count: int) -> Iterator[list[str]]:
    """The divisions into `count` lines of not too different lengths."""
    for cut in product(*(_near(title, places, count, number) for number in range(1, count))):
        edges = [0, *cut, len(title)]
        if all(start < end for start, end in pairwise(edges)):
            yield [title[start:end].strip() for start, end in pairwise(edges)]


def _near(title: str, places: dict[int, float], count: int, number: int) -> list[int]:
    """The places near the end of line `number` of an even division. Where there is none, that very position."""
    even = round(len(title) * number / count)
    reach = 20 // count if count <= _MOST_LINES else 0
    return [place for place in places if abs(place - even) <= reach] or [even]


def _places(title: str) -> dict[int, float]:
    """Where the title may be divided, and how much the division disturbs the sense (0 is best)."""
    inside = {index for start, end in find_unbroken(title) for index in range(start + 1, end)}
    inside |= {index for match in _WHOLE.finditer(title) for index in range(match.start() + 1, match.end())}
    good = {match.start() for match in _BEFORE.finditer(title)} | {match.end() for match in _AFTER.finditer(title)}
    fair = {match.end() for match in _AFTER_PART.finditer(title)}
    legal = (i for i in range(1, len(title)) if i not in inside and may_break(title[i - 1], title[i]))
    return {index: _GOOD if index in good else _FAIR if index in fair else _POOR for index in legal}


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
