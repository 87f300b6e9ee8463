"""《》 titles of well-known rules, laws and books that are written a little otherwise: 《…选拔任用条例》."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from .data import read_rows
from .registry import Span

_QUOTED = re.compile(r"《(?P<title>[^《》\n]{5,50})》")
_COUNTRY = "中华人民共和国"
_TRIAL = re.compile(r"[（(](?:试行|暂行|修订|\d{4}年[^（）()]{0,4})[）)]$|[\s“”\"]")
_NEAR = 86  # per cent
_DIGITS = re.compile(r"[\d一二三四五六七八九十]")


def find_wrong_titles(text: str) -> Iterator[Span]:
    for match in _QUOTED.finditer(text):
        if right := _meant(match["title"]):
            yield Span(*match.span("title"), right)


@lru_cache(maxsize=4_096)
def _meant(title: str) -> str:
    """Empty where it is right, or like none."""
    bare = _bare(title)
    if bare in _known() or _DIGITS.search(bare):
        return ""
    found = process.extractOne(bare, _known().keys(), scorer=fuzz.ratio, score_cutoff=_NEAR)
    if found is None or found[0] in bare:
        return ""
    return (_COUNTRY if title.startswith(_COUNTRY) else "") + _known()[found[0]]


@cache
def _known() -> Mapping[str, str]:
    titles = (row["title"].removeprefix(_COUNTRY) for row in read_rows("known_titles.csv"))
    return {_bare(title): title for title in titles}


def _bare(title: str) -> str:
    return _TRIAL.sub("", title.removeprefix(_COUNTRY))
