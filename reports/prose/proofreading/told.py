"""Changes told more than once, and not alike: 由412项增至528项，增加126项; 126万元，比上年的105万元增长25％."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from .quantities import Quantity, rounding
from .registry import Span

_UP = "净?增加|增长|净增|新增|增收|增|多收|多|提高|提升|上升|扩大|扩展|拓展|上涨|增幅|涨幅|升|发展|扩|涨|翻"
_DOWN = "净?减少|净减|减收|压减|精减|精简|少|下降|降低|降幅|压缩|压降|缩减|缩短|减幅|回落|裁减|核减|减|降|缩|跌|降价"
_VERB = f"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))"
_G = r"[^，。；、（）()]"
_PAST = (
    r"(?:上一?年度?|去年|前年|年初|同期|原来|原先|以前|过去|之前|此前|改造前|改革前|整治前|合并前|上一?学[年期]|上一?届|"
    r"上一?季度?|上个?月|20\d\d年|(?:“?十[三四五]五”?)末?|上轮|上次|期初|开局|建[馆校院所站]前|计划|目标|任务)"
)
_FROM = re.compile(rf"[由从](?!此){_G}{{0,14}}$")
_TO = re.compile(rf"^{_G}{{0,8}}?{_VERB}{_G}{{0,3}}?(?:到了?|至|为|成){_G}{{0,8}}$")
_NO_VERB = rf"(?:(?!增|减|多|少|升|降|提高|扩|缩|回落|翻|好于|高于|低于|高出){_G}){{0,10}}"
_THAN = re.compile(rf"^{_G}{{0,8}}[，（(、]?{_G}{{0,8}}?(?:比|较|相比于?|相较于?|同){_G}{{0,3}}{_PAST}{_NO_VERB}$")
_TIMES_OF = re.compile(rf"^{_G}{{0,4}}[，（(]?{_G}{{0,3}}?(?:是|为|相当于|达到?){_G}{{0,3}}{_PAST}{_G}{{0,8}}$")
_WAS = re.compile(rf"^{_G}{{0,4}}[，（(](?:而)?(?:上年|去年)(?:同期)?(?:{_G}{{0,4}})?(?:为|是|仅为?|只有)[ ]?$")
_STATED = re.compile(
    rf"^[，、（(）)]{{0,2}}(?:(?!其中|每|另)[^，。；、（）()\d]){{0,8}}?{_VERB}"
    rf"(?:了|达到?|约|近|幅度?|为|率|额|数|整整|[个一共]){{0,3}}[ ]?$"
)
_SAID_BEFORE = re.compile(
    rf"(?:新建|建成|引进|培育|新发展|创建|净?新?增加?|净增|净减|压减|精减|精简|减少|缩短|压缩|压降|下降|降低|提高|提升|多){_G}{{0,12}}$"
)
_AFTER_IT = re.compile(rf"^{_G}{{0,8}}[，（(、]{_G}{{0,8}}[由从]{_G}{{0,10}}$")
_BY_ITSELF = re.compile(
    r"^[，、（(]{0,2}(?:同比|较上年|比上年|较去年|比去年|净|绝对额|也?就是)?(?:(?P<up>增加|增收|增长|净增|多收|增|多)|"
    r"(?P<down>减少|减收|净减|下降|少收|少))了?额?[ ]?$"
)
_BUILT = re.compile("新建|建成|引进|培育|新发展|创建")  # others may have been lost meanwhile


_AFTER = 7  # numbers that may tell of it


class ToldChange(NamedTuple):
    before: Quantity
    now: Quantity
    told: Sequence[Quantity]  # by how much
    after: Sequence[Quantity] = ()  # of them those that stand behind the two


def find_told_twice(sentences: Sequence[Sequence[Quantity]]) -> Iterator[Span]:
    for quantities in sentences:
        for change in _changes(quantities):
            yield from _unless_alike(change)
        yield from _times(quantities)
        yield from _by_rate(quantities)


def _changes(quantities: Sequence[Quantity]) -> Iterator[ToldChange]:
    for at, (one, other) in enumerate(pairwise(quantities)):
        if one.unit not in {other.unit, ""} or one.is_about or other.is_about:
            continue
        is_from_to = _TO.search(other.lead) and (_FROM.search(one.lead) or re.search("[到至]", other.lead))
        before = [quantities[at - 1]] if at and is_from_to and _is_told_before(quantities[at - 1], one, other) else []
        if is_from_to:
            after = [*_told(quantities[at + 2 : at + _AFTER], other)]
            yield ToldChange(one, other, [*before, *after], after)
        elif _THAN.search(other.lead) or _WAS.search(other.lead):
            after = [*_told(quantities[at + 2 : at + _AFTER], other)]
            yield ToldChange(other, one, after, after)
    yield from _changes_in_brackets(quantities)


def _changes_in_brackets(quantities: Sequence[Quantity]) -> Iterator[ToldChange]:
    """7件，同比下降30％（上年为12件）"""
    for now, rate, before in zip(quantities, quantities[1:], quantities[2:], strict=False):
        is_told = (
            rate.unit == "%" and now.unit == before.unit and _STATED.search(rate.lead) and _WAS.search(before.lead)
        )
        if is_told and not any(one.is_about for one in (now, rate, before)):
            yield ToldChange(before, now, [rate], [rate])


def _is_told_before(first: Quantity, one: Quantity, other: Quantity) -> bool:
    """精减12名（由46名减至32名）"""
    return first.unit == other.unit and bool(_SAID_BEFORE.search(first.lead) and _AFTER_IT.search(one.lead))


def _told(rest: Sequence[Quantity], like: Quantity) -> Iterator[Quantity]:
    for one in rest:
        if one.unit not in {like.unit, "%", "百分点", "倍"} or not _STATED.search(one.lead):
            return
        if not one.is_about:
            yield one


def _unless_alike(change: ToldChange) -> Iterator[Span]:
    before, now = change.before, change.now
    if not before.unit and before.value < now.value / 1000:
        before = before._replace(value=before.value.scaleb(_scale_of(now)))
    for one in change.told:
        meant = _meant(before, now, one)
        verb = _STATED.search(one.lead)
        if verb and one in change.after and bool(verb["up"]) != (now.value > before.value):
            yield Span(one.start, one.end)
            continue
        more = None if meant is None else abs(meant[0] - one.value)
        if meant and more and more > meant[1] and not (_BUILT.search(one.lead) and one.value > meant[0]):
            yield Span(one.start, one.end)


def _scale_of(one: Quantity) -> int:
    return 8 if one.value >= 10**8 else 4 if one.value >= 10**4 else 0


def _meant(before: Quantity, now: Quantity, told: Quantity) -> tuple[Decimal, Decimal] | None:
    """What it should be, and by how much it may differ; None where that cannot be said."""
    change, inexact = abs(now.value - before.value), rounding([before, now])
    if told.unit == "%" and (now.unit == "%" or not before.value):
        return None  # said of another check
    if told.unit in {"%", "倍"}:
        share = 100 if told.unit == "%" else 1
        of_each = inexact / before.value * share * (1 + now.value / before.value)
        return change / before.value * share, of_each + Decimal("2.1") * told.rounding
    if told.unit == "百分点" and now.unit != "%":
        return None
    return change, inexact + told.rounding


def _times(quantities: Sequence[Quantity]) -> Iterator[Span]:
    """43万人次，是上年同期28万人次的2.5倍"""
    for now, before, times in zip(quantities, quantities[1:], quantities[2:], strict=False):
        is_of = times.unit == "倍" and times.lead.startswith("的") and _TIMES_OF.search(before.lead)
        if is_of and now.unit == before.unit and before.value and not times.is_about:
            meant = now.value / before.value
            if abs(meant - times.value) > times.rounding * 2 + rounding([now, before]) / before.value * (1 + meant):
                yield Span(times.start, times.end)


def _by_rate(quantities: Sequence[Quantity]) -> Iterator[Span]:
    """收入2.87亿元，增长6.3％，增收0.71亿元"""
    for now, one, other in zip(quantities, quantities[1:], quantities[2:], strict=False):
        if (
            {one.unit, other.unit} != {"%", now.unit}
            or now.unit in {"%", ""}
            or any(part.is_about for part in (now, one, other))
        ):
            continue
        rate, by = (one, other) if one.unit == "%" else (other, one)
        verbs = [_BY_ITSELF.search(part.lead) for part in (one, other)]
        if _THAN.search(now.lead) or _WAS.search(now.lead) or not all(verbs):
            continue
        if bool(verbs[0]["up"]) != bool(verbs[1]["up"]):  # type: ignore[index]
            yield Span(one.start, other.end)
        else:
            whole = 100 + rate.value if verbs[0]["up"] else 100 - rate.value  # type: ignore[index]
            if whole > 0 and abs(now.value * rate.value / whole - by.value) > _slack(now, rate, by):
                yield Span(by.start, by.end)


def _slack(now: Quantity, rate: Quantity, by: Quantity) -> Decimal:
    return rounding([now, by]) + now.value * rate.rounding / 50 + by.value / 50
