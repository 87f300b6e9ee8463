"""The figures of an old report: numbers that would be submitted as this year's."""

import re
from collections.abc import Iterator

from .placeholders import Placeholder, Shape
from .units import find_unit

_AMOUNT = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:[.．]\d+)?"
_TO = r"[ ]?(?:[至到~～—–-]|——)[ ]?"
_NUMBER = re.compile(
    rf"(?<![\dA-Za-z.．,+＋×*/:~～—–“第-])(?<!\d[至到、])(?:(?:(?<!\w)|(?<=[长为达比速率]))[-−－])?"
    rf"{_AMOUNT}(?:[％%]?{_TO}{_AMOUNT})?(?![\dA-Za-z])(?![.．,/]\d)"
)
_FRACTION = re.compile(
    r"(?:(?<=[占达到近约超过由从成盖])(?P<said>\d{1,3}/\d{1,3})|(?<![\d/.])(?P<bare>\d{1,3}/\d{1,3})(?=的|以[上下]|左右|多|强))"
    r"(?![\d/])"
)
_CELL = re.compile(r"\t[ ]?(\d[\d,]*(?:[.．]\d+)?)[ ]?(?=\t|\n|$)")
_TITLE = re.compile(r"《[^《》\n]{1,80}》|[〔\[【][^〔〕\[\]【】\n]{1,40}[〕\]】]")
_OF_CALENDAR = re.compile(r"周?年|个?月|日|号|[时点分起届级层度]")  # 3月, 5号楼, 20届, 四级: no figure of a year's work
_STRUCTURE = re.compile(
    r"[ ]?(?:个(?:方面|环节|阶段|层面|维度|坚持|必须|确保|一批)|小时(?:值班|在线|待命|不间断|服务)|项规定"
    r"|周?岁(?:及?以[上下]|的))"
)


def find_numbers(text: str) -> list[Placeholder]:
    """Numbers with a unit, ranges of them (3至5次), fractions, and numbers alone in a cell of a table; `value` is what
    stands there.

    Days, years, numbers of documents and ranks (第3名) are none.
    """
    titles = [match.span() for match in _TITLE.finditer(text)]
    found = sorted({*_with_unit(text), *_fractions(text), *_cells(text)})
    return [
        Placeholder(start, end, Shape.VALUE, value=text[start:end])
        for start, end in found
        if not any(one <= start < two for one, two in titles)
    ]


def _with_unit(text: str) -> Iterator[tuple[int, int]]:
    for match in _NUMBER.finditer(text):
        after = text[match.end() : match.end() + 12]
        unit, _ = find_unit(after)
        if unit and not _OF_CALENDAR.fullmatch(unit) and not _STRUCTURE.match(after):
            yield match.span()


def _fractions(text: str) -> Iterator[tuple[int, int]]:
    """2/3 of something; 5/3 would be a day."""
    for match in _FRACTION.finditer(text):
        part, whole = map(int, match[0].split("/"))
        if part < whole:
            yield match.span()


def _cells(text: str) -> Iterator[tuple[int, int]]:
    for match in _CELL.finditer(text):
        yield match.span(1)
