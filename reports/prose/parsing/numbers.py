"""The figures of an old report: numbers that would be submitted as this year's."""

import re
from collections.abc import Iterator

from .placeholders import Placeholder, Shape
from .units import find_unit

_NUMBER = re.compile(
    r"(?<![\dA-Za-z.．,+＋×*/:~～—–“第-])(?:\d{1,3}(?:,\d{3})+|\d+)(?:[.．]\d+)?(?![\dA-Za-z])(?![.．,]\d)"
)
_CELL = re.compile(r"\t[ ]?(\d[\d,]*(?:[.．]\d+)?)[ ]?(?=\t|\n|$)")
_TITLE = re.compile(r"《[^《》\n]{1,80}》|[〔\[【][^〔〕\[\]【】\n]{1,40}[〕\]】]")
_OF_CALENDAR = re.compile(r"周?年|个?月|日|号|[时点分起届级层度]")  # 3月, 5号楼, 20届, 四级: no figure of a year's work
_STRUCTURE = re.compile(
    r"[ ]?(?:个(?:方面|环节|阶段|层面|维度|坚持|必须|确保|一批)|小时(?:值班|在线|待命|不间断|服务))"
)


def find_numbers(text: str) -> list[Placeholder]:
    """Numbers with a unit, and those alone in a cell of a table; `value` is the number as it stands.

    Days, years, numbers of documents and ranks (第3名) are none.
    """
    titles = [match.span() for match in _TITLE.finditer(text)]
    found = sorted({*_with_unit(text), *_cells(text)})
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


def _cells(text: str) -> Iterator[tuple[int, int]]:
    for match in _CELL.finditer(text):
        yield match.span(1)
