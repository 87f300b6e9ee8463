"""The days that people write as text."""

import calendar
import re
from datetime import date, timedelta

from .widths import to_half_width

FIRST_DAY, LAST_DAY = date(1949, 1, 1), date(2200, 12, 31)  # of whatever happens or is due
_EPOCH = date(1899, 12, 30)  # of Excel's serial numbers, with its leap year 1900
_SERIALS = range(18_264, 109_575)  # 1950 to 2199: 2026.3 and 20260308 are none
_DAY = re.compile(
    r"(?:(?P<year>\d{4})\s*(?:[-./年]\s*))?(?P<month>\d{1,2})\s*(?:[-./月]\s*(?:(?P<day>\d{1,2})\s*[日号]?)?)?"
    r"(?:[ T]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")


def parse_day(text: str, *, year: int, is_end: bool = False) -> date | None:
    """Reads a day as texts and spreadsheets write it: 2026.3.8, 2026年3月8日, 3月8日 (of `year`), 20260308, 46089.

    A month alone means its first day, or its last if `is_end` is set. None for anything else.
    """
    text = to_half_width(text).strip()
    if text.isdecimal() and int(text) in _SERIALS:
        return _EPOCH + timedelta(days=int(text))
    if found := _COMPACT.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]), is_end=is_end)
    found = _DAY.fullmatch(text)
    if found is None or not (found["day"] or found["year"] or "月" in text):
        return None
    return _day(int(found["year"] or year), int(found["month"]), int(found["day"] or 0), is_end=is_end)


def _day(year: int, month: int, day: int, *, is_end: bool) -> date | None:
    """`day` 0 means the first or the last of the month."""
    try:
        return date(year, month, day or (calendar.monthrange(year, month)[1] if is_end else 1))
    except ValueError:
        return None
