"""The numbers of sections, and the levels of headings inside a section's text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from .content import Numbering, SectionKind

CAPITALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
CHINESE_NUMBER = "[一二三四五六七八九十百千零]{1,7}"  # the longest is 一千一百一十一
LARGEST_NUMBER = 9_999
_DIGITS = "零一二三四五六七八九"
_POWERS = ((1000, "千"), (100, "百"), (10, "十"))
_LEVELS = (
    # Not 一、二、三等奖 and 一、二季度, which are no numbers of a heading.
    (1, re.compile(rf"{CHINESE_NUMBER}、(?!{CHINESE_NUMBER}(?:、|季度|等奖|期|线|类|级))")),
    (2, re.compile(rf"[（(〔]{CHINESE_NUMBER}[）)〕]")),
    (3, re.compile(r"\d{1,2}[.．](?!\d)")),
    (4, re.compile(r"[（(]\d{1,2}[）)]")),
)
_LEAD_LENGTH = 60
ITEM_ENDS = ("；", ";")  # of all items but the last; no heading ends so


def chinese_number(number: int) -> str:
    """1 to 9,999 in Chinese numerals: 一, 十二, 二十一, 一百一十, 一千零一. Raises ValueError for any other."""
    if not 1 <= number <= LARGEST_NUMBER:
        raise ValueError(f"{number} has no numeral here")
    numeral, rest = "", number
    for power, mark in _POWERS:
        digit, rest = divmod(rest, power)
        numeral += f"{_DIGITS[digit]}{mark}" if digit else "零"
    numeral = re.sub("零+", "零", numeral + (_DIGITS[rest] if rest else "")).strip("零")
    return numeral.removeprefix("一") if 10 <= number < 20 else numeral


@cache
def _numbers() -> dict[str, int]:
    return {chinese_number(number): number for number in range(1, LARGEST_NUMBER + 1)}


def read_chinese_number(numeral: str) -> int:
    """The value of a numeral that `chinese_number` writes, also of 一十; 0 for any other words."""
    return _numbers().get(numeral.removeprefix("一") if numeral.startswith("一十") else numeral, 0)


def number_sections(kinds: Iterable[str], numbering: str) -> Iterator[str]:
    """The bare numeral of each section in turn, empty for one that has none.

    Run-in topic sentences number the duties only (第一 …); headings number all but opening and closing (一 …).
    """
    counted = {SectionKind.DUTY} if numbering == Numbering.RUN_IN else set(SectionKind) - _UNNUMBERED
    number = 0
    for kind in kinds:
        if numbering == Numbering.NONE or kind not in counted:
            yield ""
            continue
        number += 1
        yield ("第" if numbering == Numbering.RUN_IN else "") + chinese_number(number)


_UNNUMBERED = {SectionKind.OPENING, SectionKind.CLOSING}


def print_numeral(numeral: str) -> str:
    """The numeral with its mark: 第一， or 一、 (GB/T 15834: 顿号 after a bare Chinese number)."""
    if not numeral:
        return ""
    return f"{numeral}，" if numeral.startswith("第") else f"{numeral}、"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a text, starting at offset `start`.

    `level` is 1 一、, 2 （一）, 3 1., 4 （1） or 0 for plain prose; `lead` is the heading it begins with (the numeral
    and the words up to the first full stop, or the whole line where it has none), `rest` what follows. An item of a
    list, which ends with a semicolon, has no heading.
    """

    level: int
    lead: str
    rest: str
    start: int


def read_paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a text in order, empty lines left out."""
    found = [(m.start(), m[0].rstrip()) for m in re.finditer(r"[^\n]+", text)]
    return [_read_paragraph(line, start) for start, line in found if line.strip()]


def level_of(paragraph: str) -> int:
    """1 for a paragraph that begins with 一、, 2 （一）, 3 1., 4 （1）, 0 for one without such a number."""
    return next((level for level, marker in _LEVELS if marker.match(paragraph)), 0)


def _read_paragraph(line: str, start: int) -> Paragraph:
    stripped = line.lstrip()
    start += len(line) - len(stripped)
    level = level_of(stripped)
    if not level:
        return Paragraph(0, "", stripped, start)
    end = stripped.find("。") + 1 or len(stripped)
    if end > _LEAD_LENGTH or stripped.endswith(ITEM_ENDS):  # a numbered sentence, or an item of a list
        return Paragraph(level, "", stripped, start)
    return Paragraph(level, stripped[:end], stripped[end:], start)
