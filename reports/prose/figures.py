"""The values that fill blanks: what is a number, what is a date, how each is printed and compared.

A value is kept as it was typed. These functions say what is wrong with it and how it prints.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from .rounding import USUAL_ROUNDING, Rounding
from .widths import to_half_width

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_DATE = re.compile(
    r"(?P<year>\d{4})\s*[年./-]\s*(?P<month>\d{1,2})\s*(?:月|[./-](?=\s*\d)|$)\s*(?:(?P<day>\d{1,2})\s*日?)?"
)
_DATE_WITHOUT_YEAR = re.compile(r"(?P<year>)(?P<month>\d{1,2})\s*(?:月|[./-](?=\s*\d))\s*(?:(?P<day>\d{1,2})\s*日?)?")
_YEAR = re.compile(r"(\d{4})\s*年?")

_remembered = lru_cache(maxsize=2_048)  # a page asks the same of the same values many times

# No amount is among them, and no 度, 天 or 倍.
_COUNTED = frozenset("人户件次场批个条项家名位份篇期起宗例处所座栋幢辆台套只头株棵本册张") | {
    f"{one}次" for one in "人户件场批班车"
}


class FigureKind(StrEnum):
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"


@_remembered
def parse_number(value: str) -> Decimal:
    """The number typed: sign, decimals, thousands and full-width digits allowed. Raises ValueError."""
    narrow = _digits(value).replace("\u2212", "-")
    if not _NUMBER.fullmatch(narrow):
        raise ValueError(value)
    return Decimal(narrow.replace(",", ""))


def parse_date(value: str) -> tuple[int | None, int | None, int | None]:
    """(year, month, day), with None for a part that was not typed. Raises ValueError.

    At least a year or a month: 2026年, 2026年4月, 4月5日, 2026-04-05.
    """
    narrow = to_half_width(value).strip()
    if only_year := _YEAR.fullmatch(narrow):
        return int(only_year[1]), None, None
    match = _DATE.fullmatch(narrow) or _DATE_WITHOUT_YEAR.fullmatch(narrow)
    if not match:
        raise ValueError(value)
    year, month, day = (int(part) if part else None for part in match.group("year", "month", "day"))
    date(year or 2000, month or 1, day or 1)
    return year, month, day


@_remembered
def is_valid(kind: str, value: str) -> bool:
    """Whether a typed, non-empty value fits its kind."""
    parsers: dict[str, Callable[[str], object]] = {FigureKind.NUMBER: parse_number, FigureKind.DATE: parse_date}
    parser = parsers.get(FigureKind(kind))
    try:
        return parser is None or parser(value) is not None
    except ValueError:
        return False


@_remembered
def is_negative_count(unit: str, value: str) -> bool:
    """-3件. An amount may be negative, and so may a share."""
    try:
        return unit in _COUNTED and parse_number(value) < 0
    except ValueError:
        return False


@_remembered
def print_value(kind: str, value: str) -> str:
    """The value as it stands in the prose: half-width digits, and a date with no leading zero.

    GB/T 9704-2012, 7.3.5.4: Arabic digits, full year, no leading zero. A wrong value prints as typed.
    """
    value = value.strip()
    if kind == FigureKind.TEXT or not is_valid(kind, value):
        return value
    if kind == FigureKind.NUMBER:
        return _digits(value)
    parts = zip(parse_date(value), "年月日", strict=True)
    return "".join(f"{number}{unit}" for number, unit in parts if number is not None)


def _digits(value: str) -> str:
    return "".join(to_half_width(value).split())


def is_same_value(kind: str, one: str, other: str) -> bool:
    """1,286 is 1286, ２４ is 24, 3.0 is 3, and 2026-01-16 is 2026年1月16日."""
    return _compared(kind, one) == _compared(kind, other)


@_remembered
def _compared(kind: str, value: str) -> str | Decimal:
    is_number = kind == FigureKind.NUMBER and is_valid(kind, value)
    return parse_number(value) if is_number else print_value(kind, value)


@_remembered
def print_change(unit: str, value: str, previous: str, rounding: Rounding = USUAL_ROUNDING) -> str:
    """This year's value against last year's: '+50.0%', or '+4.5个百分点' where the unit is a share.

    Empty where either is no number, or last year's is zero or negative (no honest percentage exists).
    """
    try:
        now, before = parse_number(value), parse_number(previous)
    except ValueError:
        return ""
    if unit in {"%", "％", "百分点", "个百分点"}:
        points = f"{rounding.round(now - before):+}"
        return f"{points.rstrip('0').rstrip('.') if '.' in points else points}个百分点"
    if before <= 0:
        return ""
    return f"{rounding.round((now - before) / before * 100):+f}%"
