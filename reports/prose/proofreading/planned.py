"""What is to be done next, by a month of the year that is reported on, or of one before it."""

import re
from collections.abc import Iterator

from .registry import Span


def find_planned_too_early(text: str, year: int) -> Iterator[Span]:
    is_of_part = bool(_PART_OF_YEAR.search(text[:_HEAD]))
    for pattern in () if is_of_part else (_STILL_TO_COME, _NEXT_BY):
        for match in pattern.finditer(text):
            named = "year" if match.groupdict().get("year") else "by"
            if int(match[named]) == year:
                yield Span(match.start(named), match.end())
    for match in _PLANNED_BEFORE.finditer(text):
        if int(match["plan"]) == year + 1 and int(match["by"]) <= year:
            yield Span(match.start("by"), match.end())


_HEAD = 600
# A report on a year is written at its end: 将于2026年1月 in that of 2026 was meant of the next.
_STILL_TO_COME = re.compile(
    r"(?:将|拟|计划|预计)(?:于|在)(?P<year>20\d\d)年(?=[1-9]月)|"
    r"(?<=[。；\n])(?:下一?步|今后|接下来|明年)[^。；\d\n]{0,40}(?P<by>20\d\d)年(?=[1-9]月)"
)
_NEXT_BY = re.compile(
    r"(?:下一?步|今后|明年|努力方向)[^\n]{0,200}?(?:力争|确保|争取|计划|预计)(?:于|在|到)?(?P<by>20\d\d)年(?=\d{1,2}月|底|[上下]半年)"
)
# 2026年，将…，力争2025年10月前完成
_PLANNED_BEFORE = re.compile(
    r"(?<!\d)(?P<plan>20\d\d)年[，,]?[^。；\n]{0,12}(?:将|要|拟|计划|力争)[^。\n]{0,150}?"
    r"(?:力争|确保|争取|计划|预计)(?:于|在)?(?P<by>20\d\d)年(?=\d{1,2}月|底|[上下]半年)"
)
_PART_OF_YEAR = re.compile("半年|季度|[1-9]月(?:份)?(?:述职|报告|总结)")
