"""％ and 个百分点 left out or mixed up, and as many numbers after 分别 as things before it."""

import re
from collections.abc import Iterator

from .registry import Span

_SHARE = (
    r"(?:(?<![汇频心功倍息])(?<!容积)(?<!分辨)(?<!市盈)"
    r"率|满意度|知晓度|比重|占比|覆盖面)"
)
_REACHED = (
    r"(?:为|是|达到?了?|高达|只有|仅有|仅为|仅|约|均|"
    r"(?:提高|提升|上升|升|增|下降|降低|降|保持|稳定|控制|维持|巩固)(?:至|到|在|为)|[ ])*"
)
_N = r"(?<![\d.])\d{1,3}(?:\.\d{1,2})?(?![\d.])"
_NO_SIGN = re.compile(
    rf"{_SHARE}{_REACHED}(?P<number>{_N})(?=[，。；）]|以上|以下|左右|$)|"
    rf"(?:占|同比(?:增长|下降|提高)|[，（](?:增长|下降|增幅|降幅)(?:为|达)?)"
    r"(?P<decimal>(?<![\d.])\d{1,3}\.\d{1,2})(?=[，。；）]|$)",
    re.MULTILINE,
)
_REACHES_POINTS = re.compile(
    rf"(?:{_SHARE}(?:仅?为|是|达到?了?|只有|[ ])+|"
    r"(?:提高|提升|上升|增长|下降|降低|增加|回升|回落|升|降|增|减)(?:至|到|为)[ ]?)"
    rf"(?P<number>{_N})[ ]?(?P<sign>个?百分点)"
)
_COMPARED = re.compile(
    rf"{_SHARE}[^，。；、\d]{{0,8}}?(?P<level>{_N})[ ]?[%％][，（][^，。；\d]{{0,3}}"
    rf"(?:比|较|高于|高出|低于|优于|同比|环比)(?!分别)"
    rf"(?P<verb>(?:(?!分别)[^，。；、\d]){{0,14}}?)[ ]?(?P<by>{_N})[ ]?(?P<sign>[%％])"
)
_GROWS = re.compile("增长|增幅")
_PIECE = r"(?:\d[\d.,]*[ ]?(?:[%％]|个?百分点|倍|[万亿]?[\u4e00-\u9fff]{1,2}?))"
_RESPECTIVELY = re.compile(
    rf"分别[^，。；、\d]{{0,8}}(?P<values>{_PIECE}(?:[、和与及][^，。；、\d别]{{0,4}}{_PIECE}){{1,7}})(?=[，。；（）\n]|以上|$)"
)
_ITEMS = re.compile(r"(?P<items>[^，。；：\n]{2,60})(?P<comma>，?)(?:同比|较上年|比上年|环比)?$")
_BACK = 64
_NUMBER = re.compile(r"\d[\d.,]*")
_JOINS = re.compile("[、和与]")


def find_percentages(text: str) -> Iterator[Span]:
    for match in _NO_SIGN.finditer(text):
        number = "number" if match["number"] else "decimal"
        if float(match[number]) <= 100:
            yield Span(*match.span(number), f"{match[number]}％")
    for match in _REACHES_POINTS.finditer(text):
        yield Span(match.start("number"), match.end("sign"), f"{match['number']}％")
    yield from _unequal(text)


def find_compared_shares(text: str) -> Iterator[Span]:
    """合格率98％，比上年提高3％"""
    for match in _COMPARED.finditer(text):
        is_by = float(match["by"]) * 2 < float(match["level"])
        if is_by and not _GROWS.search(match["verb"]) and not match["verb"].endswith(("的", "（")):
            yield Span(match.start("by"), match.end("sign"), f"{match['by']}个百分点")


def _unequal(text: str) -> Iterator[Span]:
    """收入18.6亿元、利润1.3亿元，分别增长12.4％、9.1％和7％"""
    for match in _RESPECTIVELY.finditer(text):
        before = _ITEMS.search(text[max(0, match.start() - _BACK) : match.start()])
        said = _count_items(before) if before else 0
        values = len(_NUMBER.findall(match["values"]))
        if said > 1 and abs(said - values) == 1:
            yield Span(*match.span("values"), "", {"said": said, "counted": values})


def _count_items(before: re.Match[str]) -> int:
    """The numbers, or the names that 、 joins; 0 where that cannot be said."""
    if numbers := len(_NUMBER.findall(before["items"])):
        return numbers
    return len(_JOINS.split(before["items"])) if "、" in before["items"] and not before["comma"] else 0
