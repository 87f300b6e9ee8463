"""Marks of punctuation: repeated, wrong, half width beside Chinese."""

import re
from collections.abc import Iterator

from .registry import CheckedText, Severity, Span, register

_HAN = "\u4e00-\u9fff"
_WIDE = str.maketrans(",;:?!()", "，；：？！（）")
_REPEATED = re.compile(
    r"(?P<mark>[，、；：。])(?P=mark)+|[，、；：。]{2,}|[！]{2,}|？！|！？|[！？][，。；、]|[，、；。][！？]|(?P<dots>(?<!\.)\.{3,}+)(?!\d)|,,+|"
    r"(?<=[\u4e00-\u9fff])\.\.(?=[\u4e00-\u9fff\n])"
)
_WRONG = re.compile(
    r"(?P<colon>(?:(?<=问题[是有为])|(?<=不足[是有为])|(?<=原因[是有为])|(?<=主要[是有为])|(?<=重点[是有为])|(?<=任务[是有为]))；|"
    r"(?:(?<=以下工作)|(?<=以下问题)|(?<=以下不足)|(?<=以下措施)|(?<=以下方面)|(?<=以下几点)|(?<=方面工作)|(?<=项工作)|"
    r"(?<=件事)|(?<=以下任务)|(?<=以下差距)|(?<=以下打算))[；、](?=[\u4e00-\u9fff1一（]))|"
    r"、(?=[二三四五六七八九]是)|(?<=[\u4e00-\u9fff]、[\u4e00-\u9fff])，(?=[\u4e00-\u9fff][两三四五]级)|"
    r"(?<=、[\u4e00-\u9fff]{2})，(?=[\u4e00-\u9fff]{2}各项)|"
    r"(?P<list>：)(?=[二三四五六七八九]是|其[二三四五][，是]|[二三四五六七八九]要)|"
    r"(?P<etc>、)等(?!级|次|额|待|同|于|地|价|候|距|量|外|第)|(?P<end>[，、])(?=[ ]*(?:\n|\Z))|"
    r"(?<=[（《“【])[，。；、！？]|^[ \u3000]*[，。；、！？：](?=[\u4e00-\u9fff])|"
    r"(?<=\d)，(?=\d{1,2}[万亿％%])|(?<=\d)，(?=\d{3}(?:[万亿％%余个件户名人元家]))|"
    r"^[ \u3000]*(?:[（(][一二三四五六七八九十\d]{1,3}[）)](?P<after>[、，.．])|"
    r"[一二三四五六七八九十]{1,3}(?P<dot>[.．]))|"
    r"(?<=[，、])(?:合计|共计|总计|核减|核增|完成|实现|投入|发放|争取|新增|减少|增加|查处|整改|解决|培训|组织|开展|节约|追回)"
    r"(?P<object>：)(?=[^，。；：、\n]{0,10}\d)",
    re.MULTILINE,
)
_SALUTATION = re.compile(r"尊敬|各位|同志们|领导|代表|你好|您好")
_HALF = re.compile(
    rf"(?<=[{_HAN}”’》）％%])[,;:?!](?!\d{{1,3}}[:,])|[,;?!](?=[{_HAN}“‘《（])|(?<=[{_HAN}”》）])\((?!s\))|"
    rf"\((?=[{_HAN}])|(?<=[{_HAN}])\)|\)(?=[{_HAN}])|"
    rf"(?<=[{_HAN}”》）])\.(?=[{_HAN}“《]|\s*$)|(?<=\d[%％])\.(?=\s*$)|(?<=[{_HAN}”》）\d%％])．(?=\s*$)|"
    rf"(?<=[{_HAN}])(?<![一二三四五六七八九十·])．(?=[{_HAN}])|"
    rf"(?<=\d)．(?=\d)|(?<=[{_HAN}])\"|\"(?=[{_HAN}])",
    re.MULTILINE,
)
_WIDE_DIGITS = re.compile("[０-９Ａ-Ｚａ-ｚ]+(?:[．，][０-９]+)*")
_BETWEEN = re.compile("(?<=》)、(?=《)|(?<=”)、(?=“)")
_SPACE = re.compile(
    rf"(?<=[{_HAN}，。；：、])[ \u3000]+(?=[{_HAN}，。；：、])|"
    r"(?<=\d)(?<!\d{4})[ ]+(?=\d{1,4}(?:\.\d+)?[个件项条户人名家元万亿公亩吨处座台场次％%平])"
)
_LINE = re.compile(r"[^\n]+")
_IN_PROSE = re.compile("[，。；]")


@register(
    "repeated_mark", Severity.SHOULD, looks_for="marks one after another: 。。, ，，, 、。", source="GB/T 15834-2011"
)
def find_repeated(checked: CheckedText) -> Iterator[Span]:
    for match in _REPEATED.finditer(checked.text):
        dots = match["dots"] or (len(match[0]) > 2 and set(match[0]) == {"。"})
        yield Span(*match.span(), "……" if dots else _one_of(match[0]))


def _one_of(marks: str) -> str:
    """The weightier of them: a full stop ends the sentence whatever stands beside it."""
    return next((mark for mark in "。！；：，、" if mark in marks), "，")


@register(
    "wrong_mark",
    Severity.SHOULD,
    looks_for="a mark where none may stand: 、等, a comma at the end of a paragraph, （一）、, ：二是",
    source="GB/T 15834-2011, 4.5, 4.6",
)
def find_wrong(checked: CheckedText) -> Iterator[Span]:
    is_wrapped = len(_COMMA_END.findall(checked.text)) * 4 > checked.text.count("\n") + 4
    for match in _WRONG.finditer(checked.text):
        group = next((name for name in ("list", "etc", "after", "dot", "end", "object", "colon") if match[name]), None)
        start, end = match.span(group or 0)
        if group != "end" or not (checked.text[start] == "，" and (is_wrapped or _may_end(checked.text, start))):
            yield Span(start, end, _SUGGESTED.get(group or "", ""))


def _may_end(text: str, place: int) -> bool:
    """A salutation and a short line may end in a comma."""
    line = text[max(text.rfind("\n", 0, place) + 1, place - 60) : place]
    return len(line) < 10 or bool(_SALUTATION.search(line))


_COMMA_END = re.compile(r"，[ ]*\n")  # of a text whose lines are wrapped by hand
_SUGGESTED = {"list": "；", "dot": "、", "end": "。", "colon": "："}


@register(
    "half_width",
    Severity.HINT,
    looks_for="half-width marks beside Chinese, full-width digits",
    source="GB/T 15834-2011",
)
def find_half_width(checked: CheckedText) -> Iterator[Span]:
    for match in _HALF.finditer(checked.text):
        yield Span(*match.span(), "。" if match[0] in ".．" else match[0].translate(_WIDE).replace('"', ""))
    for match in _WIDE_DIGITS.finditer(checked.text):
        yield Span(*match.span(), match[0].translate(_NARROW))


@register(
    "needless_mark",
    Severity.HINT,
    looks_for="、 between titles in 《》 or words in “”",
    source="GB/T 15834-2011, 4.5.3.5",
)
def find_needless(checked: CheckedText) -> Iterator[Span]:
    yield from (Span(*match.span()) for match in _BETWEEN.finditer(checked.text))


@register("space", Severity.HINT, looks_for="a space inside Chinese words", source="GB/T 15834-2011")
def find_spaces(checked: CheckedText) -> Iterator[Span]:
    """In prose only: 姓　名 and other lines without a mark are laid out by spaces."""
    for line in _LINE.finditer(checked.text):
        if _IN_PROSE.search(line[0]):
            yield from (Span(*match.span()) for match in _SPACE.finditer(checked.text, *line.span()))


_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
