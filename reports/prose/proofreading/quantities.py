"""The numbers of each sentence with their units, for the checks that reckon with them."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from .data import read_rows

SENTENCE = re.compile(r"[^。！？；\n]+")
_NUM = r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,4})?|\d{1,12}(?:\.\d{1,4})?)(?![\d.])"
_COUNTERS = "|".join(sorted({row["unit"].lstrip("万亿") for row in read_rows("units.csv")}, key=len, reverse=True))
_QUANTITY = re.compile(
    rf"(?P<number>{_NUM})(?P<about>[余多](?!个?[年月日]))?[ ]?(?P<unit>[%％‰]|个?百分点|倍|(?P<scale>[万亿]{{0,2}})余?"
    rf"(?P<counter>个?工作日|个?小时|分钟|个月|{_COUNTERS})?)"
)
_NO_QUANTITY = re.compile(r"[年月日号时点岁周届](?!次)|[-—–~～/:：.]\d|[.．、）)](?=[\u4e00-\u9fff])")
_ORDINAL = re.compile(r"(?:第|[A-Za-z“])$")
_BEGINS = re.compile(r"[ \u3000]*[（(]?")
_ABOUT = re.compile(r"(?:将?近|(?<![签预履邀])约|超过?|突破|逾|不足|至少|不低于)[ ]?$")
_ABOUT_BEHIND = re.compile(r"左右|以上|以下|上下|[余多](?!了?[ ]?\d)")
_SAME = {"位": "人", "名": "人", "％": "%", "个百分点": "百分点"}


class Quantity(NamedTuple):
    """`lead` are the words between the number before it, or the beginning of its sentence, and it."""

    value: Decimal
    rounding: Decimal  # half of what one of its last digit is worth; nothing of a count
    unit: str  # without 万 and 亿; 人 for 名
    lead: str
    start: int
    end: int
    is_about: bool


def read_quantities(text: str) -> list[list[Quantity]]:
    """Sentence by sentence, those with two at least."""
    read = ([*islice(_quantities(text, *sentence.span()), _MOST)] for sentence in SENTENCE.finditer(text))
    return [one for one in read if len(one) > 1]


_MOST = 60  # of one sentence: more has nobody written


def _quantities(text: str, start: int, end: int) -> Iterator[Quantity]:
    reached = start
    for match in _QUANTITY.finditer(text, start, end):
        lead = text[reached : match.start()]
        is_none = not match["unit"] and _NO_QUANTITY.match(text, match.end())
        is_numbered = reached == start and _BEGINS.fullmatch(lead) and not match["unit"]
        if is_none or is_numbered or _ORDINAL.search(lead) or _NO_QUANTITY.match(text, match.end("number")):
            continue
        reached = match.end()
        yield _read(match, lead)


def _read(match: re.Match[str], lead: str) -> Quantity:
    unit = match["counter"] or ("" if match["scale"] else match["unit"])
    number, scale = Decimal(match["number"].replace(",", "")), _power(match["scale"] or "")
    is_count = not number % 1 and not scale and unit not in _MEASURED
    last = int(number.as_tuple().exponent) + scale
    is_about = bool(match["about"] or _ABOUT.search(lead) or _ABOUT_BEHIND.match(match.string, match.end()))
    half = Decimal(0) if is_count else Decimal("0.5").scaleb(last)
    return Quantity(number.scaleb(scale), half, _SAME.get(unit, unit), lead, match.start(), match.end(), is_about)


_MEASURED = frozenset(["%", "％", "倍", "百分点", "个百分点"])


def _power(scale: str) -> int:
    return 4 * scale.count("万") + 8 * scale.count("亿")


def rounding(quantities: Sequence[Quantity]) -> Decimal:
    return sum((one.rounding for one in quantities), Decimal(0))
