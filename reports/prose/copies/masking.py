"""A text without what changes from year to year and from office to office."""

import re
from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MARK = "□"
_DATA = Path(__file__).parent / "data" / "set_phrases.txt"
_HAN = "\u4e00-\u9fff"
_N = "[一二三四五六七八九十百千万亿零〇两]"
_UNITS = (
    r"万元|亿元|元|人次|人|个|件|项|条|户|家|公里|亩|座|处|次|场|批|吨|套|名|篇|起|栋|期|份|轮|平方米|立方米|天|"
    r"小时|米|年|月|日|号|倍|百分点|多"
)
_MEETING = (
    rf"(?:党的)?{_N}+届{_N}+[中次]全[体]?会议?|党的{_N}{{1,3}}大|"
    rf"第?{_N}+次(?:党代会|代表大会|全国代表大会)"
)
_MASKED = re.compile(
    rf"{_MEETING}|《[^《》\n]{{1,60}}》|【[^【】\n]{{1,60}}】|[*＊×]+|[XxＸ]{{2,}}|某+|"
    rf"百分之{_N}+|\d[\d,.，．]*(?:[ ]?[%％‰])?(?:[ ]?[余多])?(?:[ ]?[万亿])?(?:[ ]?(?:{_UNITS}))?|"
    rf"第?{_N}+(?:余|多)?(?:{_UNITS}|季度)|[去今本上前当]年|年度|[上下]半年|[全]年|"
    rf"[{_HAN}]{{2,3}}(?=同志)|[{_HAN}]{{2}}(?:镇|乡|村|县|区|市|街道|公司|河|渠|路)"
)
_KEPT = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffffA-Za-z]")
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class MaskedText:
    """The words without punctuation, each masked thing as one MARK; `places` are their offsets in the text."""

    words: str
    places: list[int]

    def between(self, start: int, end: int) -> str:
        """The words of a part of the text."""
        return self.words[bisect_left(self.places, start) : bisect_left(self.places, end)]


def mask(text: str, names: Collection[str] = ()) -> MaskedText:
    """`names` of people, units and posts are masked too. Set phrases are left out."""
    words: list[str] = []
    places: list[int] = []
    reached = 0
    for match in _pattern(tuple(sorted(names))).finditer(text):
        _keep(text, reached, match.start(), words, places)
        if match.lastgroup != "phrase" and words[-1:] != [MARK]:
            words.append(MARK)
            places.append(match.start())
        reached = match.end()
    _keep(text, reached, len(text), words, places)
    return MaskedText("".join(words), places)


def _keep(text: str, start: int, end: int, words: list[str], places: list[int]) -> None:
    for match in _KEPT.finditer(text, start, end):
        words.append(match[0])
        places.append(match.start())


@cache
def _set_phrases() -> tuple[str, ...]:
    lines = _DATA.read_text(encoding="utf-8").splitlines()
    return tuple(sorted(filter(None, lines), key=len, reverse=True))


def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    known = [re.escape(name) for name in sorted(names, key=len, reverse=True) if 1 < len(name) <= _LONGEST_NAME]
    return re.compile("|".join([f"(?P<phrase>{_any_of_phrases()})", *known, _MASKED.pattern]))  # re remembers some


@cache
def _any_of_phrases() -> str:
    """Most places have none of their first characters: that is asked first."""
    firsts = "".join(sorted({phrase[0] for phrase in _set_phrases()}))
    return f"(?=[{firsts}])(?:{'|'.join(re.escape(phrase) for phrase in _set_phrases())})"
