"""Texts with separated columns (.csv) in the encodings that Chinese offices save them in."""

import codecs
import csv
import io
from collections.abc import Iterator

from . import limits
from .cells import clean_written
from .problems import UnreadableSpreadsheet

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_DELIMITERS = ",;\t|，；"
_FIRST = 30  # rows by which the delimiter is recognised
_FEW = 0.01
_END = "\ufdd1"  # a last line of our own: a quotation mark that nobody closed swallows it


def read_delimited(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """The number, as a spreadsheet program shows it, and the cells of each row. Raises UnreadableSpreadsheet."""
    text = decode(data)
    delimiter = _delimiter(text)
    if text.startswith("sep="):  # Excel's own line
        _line, _end, text = text.partition("\n")
        delimiter = _line.strip()[4:5] or delimiter
    csv.field_size_limit(limits.MAX_CELL)
    rows, number = csv.reader(io.StringIO(f"{text}\r\n{_END}", newline=""), delimiter=delimiter), 0
    try:
        for number, row in enumerate(rows, start=1):
            if row == [_END]:
                return
            yield number, [clean_written(cell) for cell in row]
    except csv.Error as error:
        code = "quotes" if '"' in text else "long_cell"
        raise UnreadableSpreadsheet(code, row=number + 1, limit=limits.MAX_CELL) from error
    raise UnreadableSpreadsheet("quotes", row=number)


def decode(data: bytes) -> str:
    """By its mark; without one, a comma or line break in UTF-16 has a zero byte, and UTF-8 is strict enough to be
    certain. Raises UnreadableSpreadsheet.
    """
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "") or _recognise(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableSpreadsheet("encoding") from None
    if "\x00" in text or _control_share(text) > _FEW:
        raise UnreadableSpreadsheet("not_csv")
    return text


def _recognise(data: bytes) -> str:
    sample = data[:100_000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if even or odd:
        return "utf-16-be" if even > odd else "utf-16-le"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _gb18030_unless_damaged(data)
    return "utf-8"


def _gb18030_unless_damaged(data: bytes) -> str:
    """A file in UTF-8 with a few wrong bytes would be read as other characters. Raises UnreadableSpreadsheet."""
    attempt = data.decode("utf-8", errors="replace")
    if attempt.count("\ufffd") < _FEW * sum(character > "\x7f" for character in attempt):
        raise UnreadableSpreadsheet("encoding")
    return "gb18030"


def _control_share(text: str) -> float:
    sample = text[:5_000]
    return sum(character < " " and character not in "\t\r\n" for character in sample) / max(1, len(sample))


def _delimiter(text: str) -> str:
    """The one that divides most of the first rows, into the same number of columns most often."""
    lines = text[:20_000].splitlines()[:_FIRST]

    def divided(delimiter: str) -> tuple[int, int]:
        counts = [line.count(delimiter) for line in lines]
        common = max(set(counts) - {0}, key=counts.count, default=0)
        return counts.count(common) if common else 0, common

    return max(_DELIMITERS, key=divided)
