"""Lists that are counted behind: 3处林场、1处保护区等七处; （戏台、祠堂、古桥）五个; “引客、留客”四篇文章."""

import re
from collections.abc import Iterator

from ..numbering import read_chinese_number
from .registry import Span

_N = "(?:[二两三四五六七八九]|十[一二三四五]?)"
_COUNTERS = "[个大项类级种联环步字处张篇方句套支条道本件座家名位轮重型化]"
_NAME = r"[^，。；、：（）“”\n\d]"
_COUNTED = re.compile(
    rf"(?P<items>(?<![、\d])\d{{1,4}}(?P<unit>[处个所家座条项名件支])(?!月){_NAME}{{1,12}}?"
    rf"(?:、\d{{1,4}}(?P=unit){_NAME}{{1,12}}?){{1,9}})(?P<etc>等)?(?:共计?|合计|总计)?"
    rf"(?P<n>{_N}|(?<=[等共计])\d{{1,4}})(?P=unit)"
)
_BRACKETED = re.compile(
    rf"（(?P<items>[\u4e00-\u9fff]{{1,12}}(?:、[\u4e00-\u9fff]{{1,12}}){{2,11}})）[等共]?(?P<n>{_N})"
    rf"{_COUNTERS}(?![月半])"
)
_QUOTED = re.compile(
    rf"“(?P<items>[\u4e00-\u9fff]{{1,8}}(?:、[\u4e00-\u9fff]{{1,8}}){{2,9}})”(?:的|这)?(?P<n>{_N})"
    rf"(?:位一体|结合|合一|联动|{_COUNTERS}(?![月半小]))"
)
_MOST_APART = 3


def find_tallied(text: str) -> Iterator[Span]:
    for match in _COUNTED.finditer(text):
        yield from _unless_fit(match, sum(map(int, re.findall(r"\d+", match["items"]))))
    for pattern in (_BRACKETED, _QUOTED):
        for match in pattern.finditer(text):
            yield from _unless_fit(match, match["items"].count("、") + 1)
    yield from _miscounted_places(text)
    yield from _miscounted_rules(text)


def _miscounted_rules(text: str) -> Iterator[Span]:
    """执法公示、全过程记录、法制审核“四项制度”"""
    for match in _RULES.finditer(text):
        counted, said = match["items"].count("、") + 1, _value(match["n"])
        if abs(counted - said) == 1:
            yield Span(match.start("n"), match.end() - 1, "", {"said": said, "counted": counted})


_RULES = re.compile(
    r"(?:^|(?<=[，。；：\n]))(?P<items>[\u4e00-\u9fff]{3,16}(?:、[\u4e00-\u9fff]{3,16}){2,8})"
    rf"“(?P<n>{_N})(?:项|个|大|种|类)[\u4e00-\u9fff]{{1,4}}”",
    re.MULTILINE,
)


def _miscounted_places(text: str) -> Iterator[Span]:
    """重点村3个（云上村、白石村）: each ends as what is counted does."""
    for match in _PLACES.finditer(text):
        items, said = re.split("[、和]", match["items"]), int(match["n"])
        if len(items) != said and abs(len(items) - said) < 3 and all(one.endswith(match["kind"]) for one in items):
            yield Span(match.start("n"), match.start("items") - 1, "", {"said": said, "counted": len(items)})


_PLACES = re.compile(
    r"(?P<kind>[村镇乡区县市校院馆站园所局厂])(?P<n>(?<!\d)\d{1,2})[个家所座处]"
    r"（(?P<items>[\u4e00-\u9fff]{2,8}(?:[、和][\u4e00-\u9fff]{2,8}){1,11})）"
)


def _unless_fit(match: re.Match[str], counted: int) -> Iterator[Span]:
    """等 may leave out some; that it leaves out one of six is hard to believe."""
    said = _value(match["n"])
    leaves_out = "etc" in match.re.groupindex and match["etc"] and counted < said - 1
    if said != counted and not leaves_out and abs(said - counted) < max(_MOST_APART, counted // 2):
        yield Span(match.start("n"), match.end(), "", {"said": said, "counted": counted})


def _value(numeral: str) -> int:
    if numeral.isdecimal():
        return int(numeral)
    return 2 if numeral == "两" else read_chinese_number(numeral)
