"""Rates, averages and what is left over, against the numbers of their sentence: 受理80件，办结72件，办结率95％."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from .quantities import Quantity, rounding
from .registry import Span

_NAMED = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,8}?)率(?:为|是|达到了?|达|约为?|保持在|稳定在|高达|仅为?|均为|[ ])*$")
_TIMELY = re.compile(
    "按时|按期|限时|首次|一次|法定|审限|及时|满意|同比|增长|平均|历年|累计|群众|当年|当庭|当场|初次|全程|上门|贫困|新增"
)
# What is counted as done for the rate, where the rate is not named by it.
_DONE_FOR = {
    "结案": "审结|办结|执结",
    "回收": "收回",
    "到会": "实到|出席",
    "出席": "实到|到会",
    "出勤": "实到",
    "签约": "签约|签订",
    "就业": "就业|上岗",
    "合格": "合理|达标",
    "检测": "检测|检验",
    "检验": "检验|检测",
    "化解": "化解|调解成功|调处",
    "成功": "成功",
}
_OPEN = re.compile(r"(?:未|不|待|正在|尚)[\u4e00-\u9fff]{0,5}[ ]?$")
_WHOLES, _FAR = 7, 12  # numbers before it, in its sentence
_ALL_DONE = re.compile(
    r"(?:全部|均)(?:如期|按期|按时|一次性?|顺利|已)?(?P<done>合格|办结|整改|化解|通过|完成|到位|销号|达标|回收|参保|接种|清零)"
    r"(?:到位|完毕|完成)?[，、][^。；\n\d，]{0,8}(?P=done)率(?:为|达到?)?[ ]?(?P<rate>\d{1,2}(?:\.\d{1,2})?)[ ]?[%％]"
)
_EACH = re.compile(
    r"(?:(?P<mean>[日月人户村家亩件])均|(?:平均)?每(?:一?个?)?(?P<each>人|名|户|家|村|天|日|月|个|所|件|亩|场|期|支|座|台|批|次|所|间|班)"
    r"(?:[\u4e00-\u9fff](?!均)){0,6}?)(?:平均)?[^，。；、（）()\d每]{0,6}?(?:为|约为?|达到?|是|有)?[ ]?$"
)
_COUNTED_BY = {"日": "天|日", "天": "天|日", "月": "个月", "人": "人", "名": "人", "村": "个|村"}
_OFF = Decimal("0.12")  # of the average: they are rounded
_FARTHEST = Decimal(3)  # times as much is of something else
_LEFT = re.compile(
    r"(?:^|[，、；（(])(?:目前|现|仍|还|其中|比[^，。；\d]{0,6}|较[^，。；\d]{0,6}|距离?[^，。；\d]{0,8}|与[^，。；\d]{0,8})?"
    r"(?:还差|尚差|相差|只差|差|还缺|尚缺|缺口|缺|剩余的?|剩下的?|余下的?|尚余|还剩|结余|超出|超额|少|多)了?[ ]?$|"
    r"还差[ ]?$"
)
_WHOLE_COVERED = re.compile(
    r"(?:实现|做到|覆盖)(?:了)?(?:对)?(?:全[县市区镇乡街园校州省局院系][^，。；\d]{0,4}|所有|辖区|全部)(?:内)?$"
)


def find_rates(text: str, sentences: Sequence[Sequence[Quantity]]) -> Iterator[Span]:
    yield from (Span(match.start("rate"), match.end()) for match in _ALL_DONE.finditer(text))
    yield from _over(text)
    for quantities in sentences:
        for at, one in enumerate(quantities):
            before = quantities[max(0, at - _FAR) : at]
            if one.unit == "%":
                yield from _rate(one, before)
            elif before and not one.is_about:
                yield from _average(one, before)
                yield from _left_over(one, before)
                yield from _covered(text, one, before)


_OVER = re.compile(
    r"(?<![\d.,])(?P<now>\d{1,9}(?:\.\d{1,2})?)(?P<unit>[万亿]?[\u4e00-\u9fff]{1,2})，"
    r"超(?:过|额|出)?(?:完成)?(?P<goal>\d{1,9}(?:\.\d{1,2})?)"
    r"(?P=unit)的?(?:目标|任务|计划)(?P<by>\d{1,9}(?:\.\d{1,2})?)(?P=unit)"
)


def _over(text: str) -> Iterator[Span]:
    """126户，超过100户目标16户"""
    for match in _OVER.finditer(text):
        if Decimal(match["now"]) - Decimal(match["goal"]) != Decimal(match["by"]):
            yield Span(match.start("by"), match.end())


def _rate(rate: Quantity, before: Sequence[Quantity]) -> Iterator[Span]:
    match = _NAMED.search(rate.lead)
    counts = [one for one in before if one.unit not in {"%", "百分点", "倍", ""}]
    if not match or rate.is_about:
        yield from _share(rate, counts) if counts and before[-1] is counts[-1] else ()
        return
    if match["name"].endswith("完成"):
        yield from _of_plan(rate, counts)
    part = next((one for one in reversed(counts) if _is_done(match["name"], one.lead)), None)
    if part is None:
        return
    alike = [one for one in counts if one.unit == part.unit][-_WHOLES:]
    if part not in alike or len(alike) < 2 or any(one.is_about for one in alike):
        return
    ratios = [*_ratios(part, alike)]
    if ratios and all(abs(meant - rate.value) > slack + Decimal("2.1") * rate.rounding for meant, slack in ratios):
        yield Span(rate.start, rate.end)


def _of_plan(rate: Quantity, counts: Sequence[Quantity]) -> Iterator[Span]:
    """320户（计划300户），完成率93.8％"""
    plan = next((one for one in reversed(counts) if _PLAN.search(one.lead)), None)
    done = [one for one in counts if plan and one.unit == plan.unit and one is not plan]
    if plan and plan.value and len(done) == 1 and not (plan.is_about or done[0].is_about):
        meant, slack = done[0].value / plan.value * 100, rounding([plan, *done]) / plan.value * 200
        if abs(meant - rate.value) > slack + Decimal("2.1") * rate.rounding:
            yield Span(rate.start, rate.end)


_PLAN = re.compile("(?:计划|任务|目标)(?:数|为|是)?[ ]?$")


def _share(rate: Quantity, counts: Sequence[Quantity]) -> Iterator[Span]:
    """52人次，第一种形态41人次，占88.8％: of something in its sentence, unless far from it."""
    part = counts[-1]
    wholes = [one for one in counts[-_WHOLES:-1] if one.unit == part.unit and one.value >= part.value]
    if not _IS_SHARE.search(rate.lead) or not wholes or any(one.is_about for one in (part, *wholes)):
        return
    off = [abs(part.value / one.value * 100 - rate.value) for one in wholes]
    slack = Decimal("2.1") * rate.rounding + rounding([part, *wholes]) / wholes[-1].value * 200
    if all(one > slack for one in off) and any(one < rate.value * _LIKE for one in off):
        yield Span(rate.start, rate.end)


_IS_SHARE = re.compile(r"^[^，。；、（）\d]{0,6}[，（]占比?(?:为|达|约)?[ ]?$")
_FEW = Decimal(10)
_LIKE = Decimal("0.4")
_NEARLY = Decimal("0.8")


def _is_done(name: str, lead: str) -> bool:
    """办结率 of 办结72件; 按期办结率 only of 按期办结72件."""
    timely = _TIMELY.search(name)
    if timely and timely[0] not in lead:
        return False
    done = f"{re.escape(name[-2:])}|{_DONE_FOR.get(name[-2:], '(?!)')}"
    return bool(re.search(f"(?:{done})[^，。；、]{{0,6}}$", lead)) and (
        re.search(f"不(?:{done})", lead) is not None or not _OPEN.search(lead)
    )


def _ratios(part: Quantity, counts: Sequence[Quantity]) -> Iterator[tuple[Decimal, Decimal]]:
    """Of it to any other or two of them, and of what is left; with what rounding makes of it."""
    others = [one for one in counts if one is not part]
    wholes = [(one.value, one.rounding) for one in others]
    wholes += [(one.value + two.value, one.rounding + two.rounding) for one, two in combinations(counts, 2)]
    for whole, inexact in wholes:
        if 0 < part.value <= whole:
            ratio, slack = part.value / whole * 100, (part.rounding + inexact) / whole * 100
            yield ratio, slack
            yield 100 - ratio, slack


def _average(one: Quantity, before: Sequence[Quantity]) -> Iterator[Span]:
    match = _EACH.search(one.lead)
    if not match or not one.unit or one.unit in {"%", "百分点"}:
        return
    each = match["mean"] or match["each"]
    unit = re.compile(_COUNTED_BY.get(each, each))
    totals = [other for other in before if other.unit == one.unit]
    numbers = [other for other in before if other.unit and unit.fullmatch(other.unit) and other not in totals]
    means = [total.value / number.value for total in totals for number in numbers if number.value > 1]
    if means and all(abs(mean - one.value) > _OFF * mean + one.rounding for mean in means):
        near = any(one.value / _FARTHEST <= mean <= one.value * _FARTHEST for mean in means)
        if near or any(_is_of_other_scale(mean, one.value) for mean in means):
            yield Span(one.start, one.end)


def _is_of_other_scale(mean: Decimal, said: Decimal) -> bool:
    """500万元 for 500元"""
    large, small = max(mean, said), min(mean, said)
    return small > 0 and any(abs(large / small / 10**power - 1) < _OFF / 2 for power in (1, 2, 3, 4, 8))


def _left_over(one: Quantity, before: Sequence[Quantity]) -> Iterator[Span]:
    """听课26节，距离36节还差12节"""
    alike = [other for other in before if other.unit == one.unit and one.unit]
    if len(alike) < 2 or not _LEFT.search(one.lead) or any(other.is_about for other in alike):
        return
    last = alike[-3:]
    sums = [sum((other.value for other in chosen), Decimal(0)) for chosen in _choices(last)]
    differences = {abs(other.value - total) for other in last for total in sums}
    slack = rounding([*last, one])
    is_near = any(0 < abs(other - one.value) <= max(_FEW, other / 2) for other in differences)
    if is_near and all(abs(other - one.value) > slack for other in differences):
        yield Span(one.start, one.end)


def _choices(counts: Sequence[Quantity]) -> Iterator[Sequence[Quantity]]:
    for many in range(1, len(counts)):
        yield from combinations(counts, many)


def _covered(text: str, one: Quantity, before: Sequence[Quantity]) -> Iterator[Span]:
    """建成16个，实现全县17个乡镇全覆盖"""
    other = before[-1]
    is_covered = text.startswith("全覆盖", _end_of_noun(text, one.end)) and _WHOLE_COVERED.search(one.lead)
    is_short = _NEARLY * one.value < other.value < one.value
    if is_covered and other.unit == one.unit and is_short and not other.is_about:
        yield Span(one.start, one.end)


def _end_of_noun(text: str, start: int) -> int:
    place = text.find("全覆盖", start, start + 10)
    return place if place >= 0 and not re.search("[，。；、]", text[start:place]) else start
