"""The numbered series of a text, and which of them is the outermost."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from ..numbering import CAPITALS, CHINESE_NUMBER, read_chinese_number

_N = CHINESE_NUMBER
_ROMAN = {"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "Ⅴ": 5, "Ⅵ": 6, "Ⅶ": 7, "Ⅷ": 8, "Ⅸ": 9, "Ⅹ": 10} | {
    roman: value
    for value, roman in enumerate(["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"], 1)
}
_CIRCLED = [chr(code) for code in range(0x2460, 0x2474)]  # ① to ⑳
_ADVERBS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "此外": 4, "最后": 9}


class MarkerStyle(IntEnum):
    """How a series is numbered, the outer before the inner."""

    PART = 0  # 第一部分
    BARE = 1  # 一、
    ROMAN = 2  # Ⅰ. I.
    ORDINAL = 3  # 第一，
    BRACKET = 4  # （一） 〔一〕
    ARABIC = 5  # 1. 1、
    ARABIC_BRACKET = 6  # （1）
    ADVERB = 7  # 首先， 其次，
    LISTED = 8  # 一是 二是
    PLAIN = 9  # headings without numbers
    DASH = 10  # ——抓学习，强素质。
    CIRCLED = 11  # ①


_SHAPES = {  # what stands before the number, the number, what stands after it
    MarkerStyle.PART: ("第", _N, r"部分[ \u3000]*[，、：:]?"),
    MarkerStyle.BARE: ("", rf"{_N}|[壹贰叁肆伍陆柒捌玖拾]", r"[ \u3000]*(?:[、：:]|[.．](?![0-9]))"),
    MarkerStyle.ROMAN: ("", "[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|[IVX]{1,4}", "[.．、]"),
    MarkerStyle.ORDINAL: ("第", _N, r"(?:个?方面)?[ \u3000]*(?:[，,、：:.．]|(?=是))"),
    MarkerStyle.BRACKET: (r"[（(〔\[【]", _N, r"[）)〕\]】][、.．]?"),
    MarkerStyle.ARABIC: ("", r"\d{1,2}", r"(?:[.．](?!\d)|[、)）])"),
    MarkerStyle.ARABIC_BRACKET: ("[（(]", r"\d{1,2}", "[）)]"),
    MarkerStyle.ADVERB: ("", "首先|其次|再次|再者|最后", "(?:[，,：:]|(?=是))"),
    MarkerStyle.LISTED: ("", _N, "是(?!否|非)"),
    MarkerStyle.CIRCLED: ("", "[①-⑳]", "[、.．]?"),
}
_FREE_BARE = re.compile(rf"(?P<n>{_N})[ \t\u3000]+(?=[^\s、，。])")  # 一 政治建设: only where a paragraph begins
_FREE_ARABIC = re.compile(r"(?P<n>\d{1,2})[ \t\u3000]+(?=[一-鿿])")
_ANY = "|".join(rf"{before}(?P<n{style:d}>{number}){after}" for style, (before, number, after) in _SHAPES.items())
_MARKER = re.compile(_ANY)
_PARAGRAPH = re.compile(r"[^\n]+")
_SENTENCE_END = "。！？；：”）."
_INSIDE = re.compile(rf"(?:(?<=[{_SENTENCE_END}])|(?<=[^\s、])(?=[ \u3000]))[ \u3000]*(?:{_ANY})")
_PLAIN = re.compile(r"^(?=.{2,24}$)[^\t。，；！？,;!?：:|（(]{2,24}[：:]?$", re.MULTILINE)
_DASH = re.compile(r"^(?:——|--)(?=[^\s—-])", re.MULTILINE)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_FIXED = (
    MarkerStyle.PART,
    MarkerStyle.BARE,
    MarkerStyle.BRACKET,
    MarkerStyle.ARABIC,
    MarkerStyle.ARABIC_BRACKET,
    MarkerStyle.CIRCLED,
)
_LATEST_BEGIN = 0.6  # a list that begins later than this in a text does not divide it
_LONG = 600


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at `start`; the words it numbers begin at `end`. `leads` where a paragraph begins with it."""

    style: MarkerStyle
    value: int
    numeral: str
    start: int
    end: int
    leads: bool


def outermost_series(text: str) -> list[Marker]:
    """The markers that divide the text, in order; empty where nothing does.

    Numbers that begin paragraphs decide; numbers inside paragraphs count where no paragraph begins with one,
    or where they continue the series (第二， in the paragraph of 第一，).
    """
    leading = list(_leading_markers(text))
    inside = list(_inside_markers(text))
    headings = _plain_headings(text, leading) + _dashes(text)
    if series := _choose(leading + headings, text):
        return _continue_inside(series, inside)
    within = _sequences(sorted(leading + inside, key=lambda marker: marker.start))
    if text.count("\n") > 2:  # 一是…二是… in one paragraph of many is a list of that paragraph
        within = [marker for marker in within if marker.style <= MarkerStyle.ORDINAL and marker.start * 2 <= len(text)]
    return _choose(within, text)


def _choose(markers: list[Marker], text: str) -> list[Marker]:
    styles: dict[MarkerStyle, list[Marker]] = {}
    for marker in markers:
        styles.setdefault(marker.style, []).append(marker)
    series = {style: found for style, found in styles.items() if _is_series(found) and _begins_early(found, text)}
    fixed = next((style for style in _FIXED if style in series), None)
    chosen = _enclosing(series, fixed)
    chosen = _single_above(styles, chosen, series, text)
    return _in_order(styles[chosen]) if chosen is not None else []


def _is_series(markers: list[Marker]) -> bool:
    return any(two.value == one.value + 1 for one, two in itertools.pairwise(markers)) or (
        markers[0].style is MarkerStyle.ADVERB and len({marker.value for marker in markers}) > 1
    )


def _begins_early(markers: list[Marker], text: str) -> bool:
    return markers[0].start <= max(_LONG, _LATEST_BEGIN * len(text))


def _enclosing(series: dict[MarkerStyle, list[Marker]], fixed: MarkerStyle | None) -> MarkerStyle | None:
    """The style of fixed rank, unless one of free rank (第一，首先，一是, plain headings) stands around it."""
    free = sorted((found[0].start, style) for style, found in series.items() if style not in _FIXED)
    if fixed is None:
        return free[0][1] if free else None
    inner = series[fixed]
    for start, style in free:
        if style is MarkerStyle.PLAIN and fixed in {MarkerStyle.PART, MarkerStyle.BARE} and not _restarts(inner):
            continue
        if start < inner[0].start < series[style][-1].start:
            return style
    return fixed


def _restarts(markers: list[Marker]) -> bool:
    return sum(marker.value == 1 for marker in markers) > 1


def _single_above(
    styles: dict[MarkerStyle, list[Marker]],
    chosen: MarkerStyle | None,
    series: dict[MarkerStyle, list[Marker]],
    text: str,
) -> MarkerStyle | None:
    """A lone 一、 before the series, as in an excerpt, is still the outermost."""
    above = _FIXED[: _FIXED.index(chosen)] if chosen in _FIXED else _FIXED[:3] if chosen is None else ()
    for style in above:
        first = next((marker for marker in styles.get(style, ()) if marker.value == 1), None)
        if first and (chosen is None or first.start < series[chosen][0].start) and _begins_early([first], text):
            return style
    return chosen


def _in_order(markers: list[Marker]) -> list[Marker]:
    """The markers that go on from one another or begin again; a number from elsewhere is left in the prose."""
    kept: list[Marker] = []
    for marker in markers:
        last = kept[-1].value if kept else 0
        if marker.style is MarkerStyle.ADVERB or marker.value == 1 or last <= marker.value <= last + 3:
            kept.append(marker)
    return kept


def _sequences(markers: list[Marker]) -> list[Marker]:
    """Only the markers that continue 1, 2, 3 … of their style."""
    reached: dict[MarkerStyle, int] = {}
    kept = []
    for marker in markers:
        last = reached.get(marker.style, 0)
        if marker.value == last + 1 or (
            marker.style is MarkerStyle.ADVERB and marker.value > last and (last or marker.value == 1)
        ):
            reached[marker.style] = marker.value
            kept.append(marker)
    return kept


def _continue_inside(series: list[Marker], inside: list[Marker]) -> list[Marker]:
    """The series with the numbers that stand inside its paragraphs and are missing at their beginnings."""
    same = [marker for marker in inside if marker.style is series[0].style]
    merged = sorted([*series, *same], key=lambda marker: marker.start)
    kept: list[Marker] = []
    nested = False
    for index, marker in enumerate(merged):
        if marker.leads:
            kept.append(marker)
            nested = False
            continue
        nested = nested or marker.value == 1
        following = next((later.value for later in merged[index + 1 : index + 40] if later.leads), 0)
        if kept and not nested and marker.value == kept[-1].value + 1 != following:
            kept.append(marker)
    return kept


def _plain_headings(text: str, leading: list[Marker]) -> list[Marker]:
    """Short lines without a number or a final mark that stand above longer ones."""
    numbered = {marker.start for marker in leading}
    lines = [match for match in _PLAIN.finditer(text) if match.start() not in numbered and _HAN.search(match[0])]
    alone = [match for match in lines if _is_above_prose(match, text)]
    return [
        Marker(MarkerStyle.PLAIN, n, "", match.start(), match.start(), leads=True) for n, match in enumerate(alone, 1)
    ]


def _dashes(text: str) -> list[Marker]:
    found = enumerate(_DASH.finditer(text), 1)
    return [Marker(MarkerStyle.DASH, n, "", *match.span(), leads=True) for n, match in found]


def _is_above_prose(line: re.Match[str], text: str) -> bool:
    following = _PARAGRAPH.search(text, line.end())
    return following is not None and len(following[0]) > max(24, len(line[0]))


def _leading_markers(text: str) -> Iterator[Marker]:
    for paragraph in _PARAGRAPH.finditer(text):
        if match := _MARKER.match(text, paragraph.start()):
            yield _read(match, leads=True)
        elif match := _FREE_BARE.match(text, paragraph.start()):
            yield Marker(MarkerStyle.BARE, read_number(match["n"]), match["n"], *match.span(), leads=True)
        elif match := _FREE_ARABIC.match(text, paragraph.start()):
            yield Marker(MarkerStyle.ARABIC, int(match["n"]), match["n"], *match.span(), leads=True)


def _inside_markers(text: str) -> Iterator[Marker]:
    for match in _INSIDE.finditer(text):
        yield _read(match, leads=False)


def _read(match: re.Match[str], *, leads: bool) -> Marker:
    group = match.lastgroup or ""
    numeral = match[group]
    start = match.start() + len(match[0]) - len(match[0].lstrip(" \u3000"))
    style = MarkerStyle(int(group[1:]))
    bare = {
        MarkerStyle.ORDINAL: match[0].strip(" \u3000，,、：:.．。！？；”）"),
        MarkerStyle.PART: f"第{numeral}部分",
        MarkerStyle.LISTED: f"{numeral}是",
    }
    return Marker(style, read_number(numeral), bare.get(style, numeral), start, match.end(), leads)


def read_number(numeral: str) -> int:
    """The value of 1, 一, 十二, 二十, Ⅳ, 首先; 0 where it is none."""
    if numeral.isdecimal():
        return int(numeral)
    if numeral in _CIRCLED:
        return _CIRCLED.index(numeral) + 1
    if special := _ROMAN.get(numeral) or _ADVERBS.get(numeral):
        return special
    return read_chinese_number(numeral.translate(CAPITALS))


def leads_with_marker(line: str) -> bool:
    return bool(_MARKER.match(line))


def leading_marker(line: str) -> Marker | None:
    """The number that a paragraph begins with."""
    return next(_leading_markers(line), None)
