"""What stands in a cell, as text; and the days that people write as text."""

import calendar
import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

NO_VALUE = "\ufdd0"  # in place of a formula whose result is not in the file, or is an error; no text contains it
_EMPTY = {"-", "--", "—", "——", "－", "/", "\\", "无"}
_GUARDED = re.compile(r'="([^"]*)"')  # how programs keep 00123 a text in a .csv
_ERRORS = {"#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
_SPACES = re.compile(r"\s+")
_EPOCH = date(1899, 12, 30)  # of Excel's serial numbers, with its leap year 1900
_SERIALS = range(18_264, 109_575)  # 1950 to 2199: 2026.3 and 20260308 are none
_DAY = re.compile(
    r"(?:(?P<year>\d{4})\s*(?:[-./年]\s*))?(?P<month>\d{1,2})\s*(?:[-./月]\s*(?:(?P<day>\d{1,2})\s*[日号]?)?)?"
    r"(?:[ T]\s*0{1,2}:00(?::00(?:\.0+)?)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")


def clean(text: str) -> str:
    """Without invisible characters and outer spaces; inner ones are one. Signs that say "nothing" are nothing."""
    if not text.isprintable():
        text = "".join(" " if character.isspace() else character for character in text if _is_visible(character))
    text = " ".join(text.split())
    return "" if text in _EMPTY else text


def _is_visible(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in {"Cc", "Cf"}


def clean_written(text: str) -> str:
    """The same for a text file, in which formulas are texts too."""
    if guarded := _GUARDED.fullmatch(text.strip()):
        return clean(guarded[1])
    return NO_VALUE if text.lstrip().startswith("=") or text.strip() in _ERRORS else clean(text)


def fold(text: str) -> str:
    """For comparing: full-width letters and digits as half-width ones, no spaces, no case."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text)).casefold()


def narrow(text: str) -> str:
    """Full-width letters, digits and signs as half-width ones, without spaces: for numbers, addresses, days."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text))


def number_text(value: str, zeros: int = 0) -> str:
    """A number as a person would write it: no exponent, no .0, with as many digits as its format of zeros shows."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return value
    if number == number.to_integral_value():
        return f"{int(number):0{zeros}d}"
    return f"{round(number, 10):f}".rstrip("0")


def parse_day(text: str, *, year: int, is_end: bool = False) -> date | None:
    """A day as texts and spreadsheets have it: 2026.3.8, 2026年3月8日, 3月8日 (of `year`), 20260308, 46089.

    Of a month alone its first day, its last where `is_end`. None for what is no day.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if text.isdecimal() and int(text) in _SERIALS:
        return _EPOCH + timedelta(days=int(text))
    if found := _COMPACT.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]), is_end=is_end)
    found = _DAY.fullmatch(text)
    if found is None or not (found["day"] or found["year"] or "月" in text):
        return None
    return _day(int(found["year"] or year), int(found["month"]), int(found["day"] or 0), is_end=is_end)


def _day(year: int, month: int, day: int, *, is_end: bool) -> date | None:
    """Without a day (0) the first or the last of the month."""
    try:
        return date(year, month, day or (calendar.monthrange(year, month)[1] if is_end else 1))
    except ValueError:
        return None
