"""Excel workbooks (.xlsx), read as they are stored: a cell is what is kept of it, nothing is calculated.

openpyxl finds the sheets and the formats. The rows are read here, in one pass over the XML: for 750,000 cells that
takes a third of the time, and keeps what openpyxl leaves out of a workbook that is only read (merged cells, formulas
without a result).
"""

import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import IO, Any, NamedTuple

from lxml import etree
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import from_excel

from . import limits
from .cells import NO_VALUE, clean, number_text
from .problems import UnreadableSpreadsheet

_NAMESPACES = (
    "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}",
    "{http://purl.oclc.org/ooxml/spreadsheetml/main}",  # "strict"
)
_COLUMN = re.compile(r"([A-Z]{1,3})\d+")
_ZEROS = re.compile(r"0+")
_ESCAPED = re.compile("_x00([0-7][0-9A-Fa-f])_")  # how XML has a line's end and what it may not hold: _x000D_
_QUOTED = re.compile(r'"[^"]*"|\\.')


class MergedRange(NamedTuple):
    """Numbers of the first and last row and column, from 1."""

    left: int
    top: int
    right: int
    bottom: int


class SheetRows(NamedTuple):
    """A sheet's name, the number and cells of each row that is not empty, and its merged ranges. What is hidden (rows
    mostly by a filter) is read too: `hidden_rows` are their numbers, `hidden_columns` their places from 0.
    """

    name: str
    rows: list[tuple[int, list[str]]]
    merged: list[MergedRange]
    hidden_rows: set[int]
    hidden_columns: set[int]


class StoredSheet(NamedTuple):
    """`part` is the name of its entry in the archive."""

    name: str
    part: str


class _Reader(ExcelReader):
    """Of a workbook its strings, without their fonts, its styles, and which sheets there are. No sheet is opened."""

    def read(self) -> None:
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        apply_stylesheet(self.archive, self.wb)

    def read_strings(self) -> None:
        part = next((p for p in self.package.Override if p.ContentType.endswith("sharedStrings+xml")), None)
        if part is not None:
            with self.archive.open(part.PartName.lstrip("/")) as stream:
                self.shared_strings = list(_strings(stream))

    @property
    def sheets(self) -> list[StoredSheet]:
        """Those that are visible."""
        found = [(sheet, rel) for sheet, rel in self.parser.find_sheets() if "chartsheet" not in rel.Type]
        return [StoredSheet(sheet.name, rel.target) for sheet, rel in found if sheet.state == "visible"]


def read_workbook(data: bytes) -> list[SheetRows]:
    """The visible sheets that have cells. Raises UnreadableSpreadsheet."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells programmers what of a file it does not keep
            return _read_sheets(data)
    except etree.XMLSyntaxError as error:
        raise UnreadableSpreadsheet("deep" if "depth" in str(error).lower() else "broken") from error
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, IndexError, AttributeError, OSError) as error:
        raise UnreadableSpreadsheet("broken") from error


def _read_sheets(data: bytes) -> list[SheetRows]:
    reader = _Reader(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    reader.read()
    found = []
    for sheet in reader.sheets[: limits.MAX_SHEETS]:
        with reader.archive.open(sheet.part) as stream:
            found.append(_SheetReader(reader).read(sheet.name, stream))
    return [sheet for sheet in found if sheet.rows]


def _parse(stream: IO[bytes], *names: str) -> Iterator[Any]:
    tags = [f"{namespace}{name}" for namespace in _NAMESPACES for name in names]
    for _event, element in etree.iterparse(stream, tag=tags, resolve_entities=False, no_network=True):
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _strings(stream: IO[bytes]) -> Iterator[str]:
    for item in _parse(stream, "si"):
        yield clean(_text(item))


def _text(item: Any) -> str:
    """Of all its runs, without how they are pronounced (rPh)."""
    if len(item) == 1 and item[0].tag.endswith("}t"):
        return _unescape(item[0].text or "")
    runs = [node for node in item.iter() if _local(node) == "t" and _local(node.getparent()) != "rPh"]
    return _unescape("".join(node.text or "" for node in runs))


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _local(node: Any) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


class _SheetReader:
    """Cells by what their type and format say."""

    def __init__(self, reader: _Reader) -> None:
        book: Any = reader.wb
        self._strings: Sequence[str] = reader.shared_strings
        self._epoch = book.epoch
        self._dates = {str(index) for index in book._date_formats}
        self._zeros = {
            str(index): zeros for index, style in enumerate(book._cell_styles) if (zeros := _zeros(book, style))
        }
        self._shares = {str(index) for index, style in enumerate(book._cell_styles) if "%" in _format(book, style)}
        self._room = limits.MAX_CHARACTERS

    def read(self, name: str, stream: IO[bytes]) -> SheetRows:
        found, number = SheetRows(name, [], [], set(), set()), 0
        for element in _parse(stream, "row", "mergeCell", "col"):
            if _local(element) == "mergeCell":
                self._add_merged(found, element.get("ref", ""))
            elif _local(element) == "col":
                _add_hidden(found, element)
            else:
                number = int(element.get("r") or number + 1)
                self._add_row(found, number, element)
        return found

    def _add_row(self, found: SheetRows, number: int, element: Any) -> None:
        if any(cells := self._cells(element)):
            found.rows.append((number, cells))
            if _is_hidden(element):
                found.hidden_rows.add(number)
        if len(found.rows) > limits.MAX_ROWS + 100:
            raise UnreadableSpreadsheet("too_many_rows", limit=limits.MAX_ROWS)

    def _add_merged(self, found: SheetRows, ref: str) -> None:
        if len(found.merged) >= limits.MAX_MERGED:
            raise UnreadableSpreadsheet("bomb")
        left, top, right, bottom = range_boundaries(ref)
        if left and top and right and bottom:
            found.merged.append(MergedRange(left, top, right, bottom))

    def _cells(self, row: Any) -> list[str]:
        cells: list[str] = []
        column = -1
        for cell in row:
            reference = cell.get("r")
            column = _column(reference) if reference else column + 1
            if text := self._read(cell):
                if column >= limits.MAX_COLUMNS:
                    raise UnreadableSpreadsheet("too_wide", limit=limits.MAX_COLUMNS)
                cells += [""] * (column + 1 - len(cells))
                cells[column] = text
                self._room -= len(text)
        if self._room < 0:
            raise UnreadableSpreadsheet("bomb")
        return cells

    def _read(self, cell: Any) -> str:
        kind, value, has_formula = cell.get("t", "n"), None, False
        for part in cell:
            tag = part.tag
            if tag.endswith("}v"):
                value = part.text
            elif tag.endswith("}f"):
                has_formula = True
            elif tag.endswith("}is"):
                return clean(_text(part))[: limits.MAX_CELL]
        if value is None or kind == "e":
            return NO_VALUE if has_formula or value is not None else ""
        if kind == "s":
            return self._strings[int(value)]
        if kind in {"str", "d"}:
            return clean(_unescape(value))
        return ("是" if value == "1" else "否") if kind == "b" else self._number(value, cell.get("s", "0"))

    def _number(self, value: str, style: str) -> str:
        if style in self._dates:
            return _day(value, self._epoch)
        if style in self._shares:
            return _share(value)
        return number_text(value, self._zeros.get(style, 0))


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") in {"1", "true"}


def _add_hidden(found: SheetRows, columns: Any) -> None:
    """`columns` says it of several side by side, of all to the last that there may be."""
    if _is_hidden(columns):
        first, last = int(columns.get("min")), int(columns.get("max"))
        found.hidden_columns.update(range(first - 1, min(last, limits.MAX_COLUMNS)))


def _zeros(book: Any, style: Any) -> int:
    """How many digits a format such as 000000 always shows; 0 for every other."""
    code = _format(book, style)
    return len(code) if len(code) > 1 and _ZEROS.fullmatch(code) else 0


def _format(book: Any, style: Any) -> str:
    """Without what it shows as it is."""
    own = style.numFmtId - BUILTIN_FORMATS_MAX_SIZE
    code = book._number_formats[own] if 0 <= own < len(book._number_formats) else BUILTIN_FORMATS.get(style.numFmtId)
    return _QUOTED.sub("", code or "")


def _share(value: str) -> str:
    """35.7% is stored as 0.357."""
    try:
        return f"{number_text(str(Decimal(value) * 100))}%"
    except InvalidOperation:
        return value


def _day(value: str, epoch: Any) -> str:
    """As ISO 8601 writes it, without a time of midnight; a number that is no day stays a number."""
    try:
        moment = from_excel(float(value), epoch)
    except (OverflowError, ValueError):
        return number_text(value)
    return str(moment).removesuffix(" 00:00:00")


def _column(reference: str) -> int:
    """From 0."""
    found = _COLUMN.match(reference)
    if found is None:
        raise ValueError(reference)
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1
