"""Headings that Word or Markdown marks and nobody numbered: they get the numbers that they would be printed with."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from ..numbering import chinese_number
from .junk import remove_junk
from .markers import MarkerStyle, leading_marker, leads_with_marker

_MARKED = re.compile(r"^[ ]{0,3}(#{1,6})[ \t]+(\S[^\n]*)$", re.MULTILINE)
_MOST_LEVELS = 3


def number_markdown(clean: str, text: str) -> str:
    """`clean` is the text without its marks."""
    marked = [(len(match[1]), remove_junk(match[2])[0].strip()) for match in _MARKED.finditer(text)]
    lines = clean.split("\n")
    waiting = list(zip(number_headings(marked, lines), (words for _level, words in marked), strict=True))[::-1]
    for place, line in enumerate(lines):
        if waiting and line.strip() == waiting[-1][1]:
            numeral, words = waiting.pop()
            lines[place] = f"{numeral}{words}"
    return "\n".join(lines)


def number_headings(marked: Sequence[tuple[int, str]], lines: Sequence[str]) -> list[str]:
    """The numeral of each heading, given its level and words: 一、 （一） 1. from the outermost level of several.

    Empty where anybody numbered a heading, or numbered paragraphs 一、.
    """
    counts = Counter(level for level, _words in marked)
    ranks = {level: rank for rank, level in enumerate(sorted(level for level, count in counts.items() if count > 1))}
    if any(leads_with_marker(words) for _level, words in marked) or any(map(_is_numbered, lines)):
        return [""] * len(marked)
    reached: dict[int, int] = defaultdict(int)
    return [_count(reached, level, ranks.get(level, _MOST_LEVELS)) for level, _words in marked]


def _is_numbered(line: str) -> bool:
    marker = leading_marker(line.strip())
    return marker is not None and marker.style in {MarkerStyle.PART, MarkerStyle.BARE}


def _count(reached: dict[int, int], level: int, rank: int) -> str:
    for inner in [other for other in reached if other > level]:
        del reached[inner]
    reached[level] += 1
    number = reached[level]
    styles = (f"{chinese_number(number)}、", f"（{chinese_number(number)}）", f"{number}.") if number < 100 else ()
    return styles[rank] if rank < len(styles) else ""
