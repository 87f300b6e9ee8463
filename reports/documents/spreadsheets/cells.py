"""What stands in a cell, as text."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

NO_VALUE = "\ufdd0"  # in place of a formula whose result is not in the file, or is an error; no text contains it
_EMPTY = {"-", "--", "—", "——", "－", "/", "\\", "无"}
_GUARDED = re.compile(r'="([^"]*)"')  # how programs keep 00123 a text in a .csv
_ERRORS = {"#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
_DIGITS = 15  # that spreadsheet programs keep of a number; those after them are zeros
_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """Drops invisible characters and outer spaces, and joins inner spaces. Signs for "nothing" give an empty text."""
    if not text.isprintable():
        text = "".join(" " if character.isspace() else character for character in text if _is_visible(character))
    text = " ".join(text.split())
    return "" if text in _EMPTY else text


def _is_visible(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in {"Cc", "Cf"}


def clean_written(text: str) -> str:
    """As `clean`, for a text file, in which formulas are texts too."""
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
    """A number as a person would write it: no exponent, no .0, with as many digits as its format of zeros shows. One
    with more digits than are kept of it (an identity card's) is written as Excel shows it, so that nobody believes it.
    """
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return value
    if number.adjusted() >= _DIGITS:
        return f"{number:.5E}"
    if number == number.to_integral_value():
        return f"{int(number):0{zeros}d}"
    return f"{round(number, 10):f}".rstrip("0")
