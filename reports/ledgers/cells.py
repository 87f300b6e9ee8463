"""What offices write in the cells of a ledger, read as what the column holds."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from ..prose.days import FIRST_DAY, LAST_DAY, parse_day
from ..prose.figures import is_negative_count, parse_number
from ..prose.widths import to_half_width
from .columns import ColumnType, LedgerColumn, LedgerShape

LONGEST = {ColumnType.TEXT: 2000, ColumnType.PERSON: 60, ColumnType.UNIT: 100}
LONGEST_VALUE = 40  # of days and numbers
LARGEST = Decimal(10) ** 15
NO_VALUE = "\ufdd0"  # as the spreadsheets have it: a formula without a result
_SPACES = re.compile(r"\s+")
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # they cannot be printed
_SEPARATOR = str.maketrans({"，": ",", "、": ",", "．": ".", "。": "."})
_BRACKETS = re.compile(r"^《(.*)》$")


class CellRefused(ValueError):
    """`code` says why, `params` are what a sentence about it needs."""

    def __init__(self, column: LedgerColumn, code: str, **params: str) -> None:
        super().__init__(code)
        self.column, self.code, self.params = column, code, params


def parse_row(shape: LedgerShape, texts: Mapping[str, str], *, year: int) -> tuple[dict[str, str], list[CellRefused]]:
    """The cells that are not empty as they are stored, and those that were refused. Columns unknown are passed over."""
    cells, refused = {}, []
    for column in shape.columns:
        try:
            if value := parse_cell(column, texts.get(column.name, ""), year=year):
                cells[column.name] = value
        except CellRefused as problem:
            refused.append(problem)
    return cells, refused or check_closing(shape, cells)


def check_closing(shape: LedgerShape, cells: Mapping[str, str]) -> list[CellRefused]:
    """销号: what one has done somebody else must find done."""
    closed = cells.get(shape.closed_by, "")
    if closed and _fold(closed) == _fold(cells.get(shape.done_by, "")):
        return [CellRefused(shape[shape.closed_by], "same_person", done_by=shape.done_by)]
    return []


def parse_cell(column: LedgerColumn, text: str, *, year: int) -> str:
    """As it is stored: days as ISO 8601 has them, numbers plain. Days without a year are of `year`.

    Raises CellRefused.
    """
    if NO_VALUE in text:
        raise CellRefused(column, "formula")
    text = _INVISIBLE.sub("", text).strip()
    if not text:
        if column.is_required:
            raise CellRefused(column, "required")
        return ""
    limit = LONGEST.get(column.type, LONGEST_VALUE)
    if len(text) > limit:
        raise CellRefused(column, "long", limit=str(limit))
    return _PARSERS[column.type](column, text, year)


def _date(column: LedgerColumn, text: str, year: int) -> str:
    day = parse_day(text, year=year)
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise CellRefused(column, "date", text=text)
    return day.isoformat()


def _number(column: LedgerColumn, text: str, _year: int) -> str:
    number = _decimal(column, text)
    if abs(number) >= LARGEST:
        raise CellRefused(column, "large", text=text)
    if column.type == ColumnType.WHOLE and number != number.to_integral_value():
        raise CellRefused(column, "whole", text=text)
    if is_negative_count(column.unit, print_number(number)):
        raise CellRefused(column, "negative", text=text, unit=column.unit)
    return print_number(number)


def _decimal(column: LedgerColumn, text: str) -> Decimal:
    """With thousands separators, spaces, full-width digits, and the column's own unit behind it."""
    plain = _SPACES.sub("", to_half_width(text.translate(_SEPARATOR)))
    for unit in (to_half_width(column.unit), unicodedata.normalize("NFKC", column.unit)):  # m³ is also typed m3
        plain = plain.removesuffix(unit)
    try:
        return parse_number(plain)
    except ValueError:
        raise CellRefused(column, "number", text=text) from None


def print_number(number: Decimal) -> str:
    """Without exponent, without zeros behind the last digit."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _choice(column: LedgerColumn, text: str, _year: int) -> str:
    found = {_fold(choice): choice for choice in column.choices}.get(_fold(text))
    if found is None:
        raise CellRefused(column, "choice", text=text, choices="、".join(column.choices))
    return found


def _name(_column: LedgerColumn, text: str, _year: int) -> str:
    return " ".join(text.split())


def _text(_column: LedgerColumn, text: str, _year: int) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _reference(column: LedgerColumn, text: str, _year: int) -> str:
    narrow = to_half_width(text).strip().lstrip("#")
    if not (narrow.isdecimal() and 0 < int(narrow) < LARGEST):
        raise CellRefused(column, "reference", text=text)
    return str(int(narrow))


def _fold(text: str) -> str:
    """For comparing: no spaces, no case, full-width as half-width, without the marks of a title."""
    return _BRACKETS.sub(r"\1", _SPACES.sub("", unicodedata.normalize("NFKC", text)).casefold())


_PARSERS = {
    ColumnType.DATE: _date,
    ColumnType.TEXT: _text,
    ColumnType.WHOLE: _number,
    ColumnType.DECIMAL: _number,
    ColumnType.CHOICE: _choice,
    ColumnType.PERSON: _name,
    ColumnType.UNIT: _name,
    ColumnType.REFERENCE: _reference,
}
