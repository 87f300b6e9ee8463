"""Half-width punctuation beside Han characters made full width; nothing else is touched."""

import re

from ..counting import HAN

_BESIDE = rf"{HAN}“”‘’《》（）〔〕【】、，。；：！？…—％"
_WIDE = str.maketrans(",;:?!()", "，；：？！（）")
_BRACKETS = re.compile(r"\(([^()\n]*)\)")
_QUOTES = re.compile(r'"([^"\n]*)"')
_MARKS = re.compile(r"[,;:?!()]+")
_HAN = re.compile(rf"[{_BESIDE}]")
_STOP = re.compile(rf"(?<=[{_BESIDE}%])\.(?=[{_BESIDE}]|\s|$)")
_NUMERAL = re.compile(r"[ \u3000]*[一二三四五六七八九十]{1,3}")
_STOPS = 3  # so many in a text without 。: its author writes them so
_WRONG_CLOSING = re.compile(r"[“”〝〞]")


def repair_punctuation(text: str) -> tuple[str, int]:
    """The text and the number of marks repaired. 1,234 and 10:30 stay, for no Han character touches their marks."""
    text, quotes = _repair_pairs(text, _QUOTES, "“”")
    text, brackets = _repair_pairs(text, _BRACKETS, "（）")
    text, closings = _repair_closings(text)
    text, marks = _repair_marks(text)
    text, stops = _repair_stops(text)
    return text, quotes + brackets + closings + marks + stops


def _repair_pairs(text: str, pairs: re.Pattern[str], wide: str) -> tuple[str, int]:
    count = 0

    def repair(match: re.Match[str]) -> str:
        nonlocal count
        start, end = match.span()
        beside = text[max(0, start - 1) : start] + match[1][:1] + match[1][-1:] + text[end : end + 1]
        if not _HAN.search(beside):
            return match[0]
        count += 2
        return wide[0] + match[1] + wide[1]

    return pairs.sub(repair, text), count


def _repair_closings(text: str) -> tuple[str, int]:
    """〞 closes a “ in badly scanned texts; where it closes a 〝 it is right."""
    count, pending = 0, ""

    def repair(match: re.Match[str]) -> str:
        nonlocal count, pending
        mark = match[0]
        if mark == "〞" and pending == "“":
            count += 1
            mark = "”"
        pending = mark if mark in "“〝" else ""
        return mark

    return _WRONG_CLOSING.sub(repair, text), count


def _repair_stops(text: str) -> tuple[str, int]:
    """The stops of a text that has no 。; 一. before a heading stays."""
    stops = [] if "。" in text else [match.start() for match in _STOP.finditer(text)]
    stops = [stop for stop in stops if not _NUMERAL.fullmatch(text, text.rfind("\n", 0, stop) + 1, stop)]
    if len(stops) < _STOPS:
        return text, 0
    marks = list(text)
    for stop in stops:
        marks[stop] = "。"
    return "".join(marks), len(stops)


def _repair_marks(text: str) -> tuple[str, int]:
    count = 0

    def repair(match: re.Match[str]) -> str:
        nonlocal count
        start, end = match.span()
        if not _HAN.search(text[max(0, start - 1) : start] + text[end : end + 1]):
            return match[0]
        count += end - start
        return match[0].translate(_WIDE)

    return _MARKS.sub(repair, text), count
