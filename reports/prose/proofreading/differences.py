"""Changes told twice, and not alike: 由32种增加到38种，新增8种; 同比减少21％，比上年多3吨."""

import re
from collections.abc import Iterator
from decimal import Decimal

from .registry import Span

_NUM = r"(?<![\d.,])\d{1,9}(?:,\d{3}){0,3}(?:\.\d{1,4})?"
_UNIT = r"(?P<unit>[万亿]?[\u4e00-\u9fff]{1,2}?)"
_GAP = r"[^，。；、\n\d]"
_MORE = "净?增加|增长|净增|新增|增|多|提高|提升|上升|扩大|扩展|拓展"
_LESS = "净?减少|净减|减|少|下降|降低|降|压减|压缩|缩减|缩短|精简"
_BUILT = "新建|建成|引进|培育|新发展|创建"  # others may have been lost meanwhile
_BY = rf"(?P<by>{_NUM})[ ]?"


def _from_to(unit: str) -> str:
    return (
        rf"[由从]{_GAP}{{0,8}}(?P<before>{_NUM})[ ]?{unit}(?:{_MORE}|{_LESS}|发展){_GAP}{{0,3}}[到至为]"
        rf"{_GAP}{{0,4}}(?P<now>{_NUM})[ ]?(?P=unit)"
    )


_TOLD_TWICE = [
    re.compile(pattern)
    for pattern in (
        rf"(?:(?P<built>{_BUILT})|新增|净增|净减|压减|精简|减少|增加){_GAP}{{0,10}}{_BY}{_UNIT}"
        rf"[，、]{_GAP}{{0,8}}{_from_to('(?P=unit)')}",
        rf"{_from_to(_UNIT)}{_GAP}{{0,3}}，(?:共|实际|全年)?(?:新增|净增|净减|多了?|少了?){_GAP}{{0,4}}{_BY}(?P=unit)",
        rf"(?P<now>{_NUM})[ ]?{_UNIT}{_GAP}{{0,6}}[，（][较比](?:上年|去年|上一年|年初|前年|20\d\d年)的?{_GAP}{{0,4}}"
        rf"(?P<before>{_NUM})[ ]?(?P=unit)(?:{_MORE}|{_LESS})了?[ ]?{_BY}(?P=unit)",
    )
]
_TURNED = re.compile(
    rf"同比(?:分别|均|又|约)?(?:(?P<up>{_MORE})|{_LESS})[^，。；\n]{{1,20}}，(?P<thing>{_GAP}{{0,8}})"
    rf"[较比](?:上年|去年)(?:同期)?(?:(?P<up_again>{_MORE})|{_LESS})了?[ ]?\d"
)
_MEASURE = re.compile("(?:总|起|件|人|户|个)?(?:数量?|量|额)$")
_BACK = 40  # characters in which a thing is named before


def find_told_twice(text: str) -> Iterator[Span]:
    for pattern in _TOLD_TWICE:
        for match in pattern.finditer(text):
            if _differ(match):
                yield Span(*match.span())
    for match in _TURNED.finditer(text):
        thing = _MEASURE.sub("", match["thing"])
        is_same = not thing or thing in text[max(0, match.start() - _BACK) : match.start()]
        if is_same and bool(match["up"]) != bool(match["up_again"]):
            yield Span(*match.span())


def _differ(match: re.Match[str]) -> bool:
    before, now, by = (Decimal(match[name].replace(",", "")) for name in ("before", "now", "by"))
    change = abs(now - before)
    places = max(-int(one.as_tuple().exponent) for one in (before, now, by))
    slack = Decimal("1.5").scaleb(-places) if places > 0 else Decimal(0)
    is_built = match.re.groupindex.get("built") and match["built"]
    return (change if is_built else abs(change - by)) > (by if is_built else slack)
