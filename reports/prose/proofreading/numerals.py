"""A number that was typed twice, once in each spelling or with each of two units: 十八次18次, 12号12日."""

import re
from collections.abc import Iterator

from ..numbering import read_chinese_number
from .registry import Span

_TWICE = re.compile(
    r"(?P<chinese>(?<![一二三四五六七八九十百千万第])[一二三四五六七八九十]{1,3})(?P<unit>[\u4e00-\u9fff]{0,2}?)[、（(]?"
    r"(?P<digits>\d{1,2})(?![\d.,，％%])(?P=unit)(?P<after>[\u4e00-\u9fff]?)"
)
_DAY_TWICE = re.compile(r"(?<!\d)(?P<day>\d{1,2})[ ]?[日号](?P=day)[ ]?[日号]")


def find_typed_twice(text: str) -> Iterator[Span]:
    yield from (Span(*match.span()) for match in _DAY_TWICE.finditer(text))
    for match in _TWICE.finditer(text):
        chinese, digits = match["chinese"], int(match["digits"])
        is_counted = bool(match["unit"] or match["after"])
        if is_counted and read_chinese_number(chinese) == digits:
            yield Span(match.start(), match.start("digits"), match["digits"])
