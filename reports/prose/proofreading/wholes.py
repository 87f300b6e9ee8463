"""Parts that are larger than their whole, and shares over a hundred."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from .breakdown import find_broken_down
from .data import read_rows
from .parts import Counted, find_subsets
from .quantities import read_quantities
from .registry import CheckedText, Severity, Span, register
from .subsets import find_by_words

_NUM = r"(?<![\d.])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d.])|(?<![\d.])\d{1,12}(?:\.\d{1,4})?(?![\d.])"
_UNITS = sorted((row["unit"] for row in read_rows("units.csv")), key=len, reverse=True)
_UNIT = rf"(?:余|多)?[ ]?(?P<unit>{'|'.join(_UNITS)})?"
_SENTENCE = re.compile(r"[^。！？；\n]+")
_NO_COUNT = r"[ ]?[%％年月日号岁]|个?百分|[万亿]?(?:元|分|亩|平方米|头|年|级)及?以[上下]"
_COUNT = re.compile(
    rf"(?P<words>[^，、：:（）()\d]{{0,16}}?)(?P<number>{_NUM})(?!{_NO_COUNT}){_UNIT}(?P<after>[^，、：:；。（）()\d]{{0,6}})"
)
_WHOLE = re.compile(
    r"(?:梳理|发现|排查|查摆|查找|征求|征集|收到|收集|受理|接到|接收|检查出|反馈|交办|承办|应|立案|自查|检视|"
    r"摸排|查出|确定|列出|下达|计划|共有|上报|登记)"
)
_DONE = re.compile(
    r"整改(?!措施|方案|清单|台账|责任|任务|通知)|解决|化解|办结|销号|采纳|处置|整治|答复|完成|落实|办理|调解|调处|审结|结案|"
    r"清零|纠正|修复|实到|到位|通过|合格"
)
_OPEN = re.compile(
    r"列入|转入|纳入[明下后]|长期推进|长期坚持|持续推进|正在|未完成|未整改|未解决|未办结|剩余|尚有|推进中|整改中|办理中|其余|限期|"
    r"结转|待整改|待办"
)
_OTHER = re.compile(
    r"措施|方案|清单|制度|办法|台账|机制|会议|条例|意见稿|资金|文件|人员|培训|座谈|督办|责任|新增|另|同比|去年|"
    r"上年|累计|历年|往年|百分"
)
_SORTS = re.compile("^(?:方面|领域|环节|层面|大类|类|轮)")
_SHARE = re.compile(
    r"(?P<of>占|报销比例|支付比例|补助比例|合格率|覆盖率|办结率|满意率|满意度|整改率|参保率|入学率|普及率|化解率|处置率|知晓率|通过率|"
    r"及格率|就业率|成活率|好评率|出席率|到会率|参与率|"
    r"[\u4e00-\u9fff]{2}(?<!增长|负债|完成|周转|投资|杠杆|产销|达产|备付|流动|速动|保值|增值|实现|备覆|保障|执行|"
    r"收益|收入|贡献|同比|债务|使用|赔付|溢价|存贷|回报|上座|超载)率|签约率|达标率|优良率|结案率|回复率|按时率|准确率|使用率|入户率|安装率|收集率|处理率|"
    r"利用率|破案率|巩固率|资产负债率|(?:免疫|接种|防疫|防控|监测)密度|覆盖面|"
    r"下降|减少|降低|降幅|压减|压缩|削减|缩减)"
    r"(?P<between>[^，。；：、\n\d]{0,14}?)(?P<number>\d{1,6}(?:\.\d{1,4})?)[ ]?[%％]"
)
_IN_WORDS = re.compile(
    "(?<!增长)率(?:为|达到?了?|约|高达)?百分之(?:一百[零一二三四五六七八九]|[二三四五六七八九]百|(?:百|一百)以上)"
)
_SHARES = re.compile(
    r"(?:(?:分别|依次)(?:约)?占|占比?(?:分别|依次))[^，。；\n\d]{0,10}(?P<list>\d{1,3}(?:\.\d+)?[%％](?:[、，和及与"
    r"][ ]?\d{1,3}(?:\.\d+)?[%％]){1,6})"
)
_NAMED_SHARES = re.compile(
    r"(?:占比|结构|比例|构成|比重|分别)(?:分别|依次)?(?:为|是|：)?"
    r"(?P<list>(?:[\u4e00-\u9fff]{1,8}?[ ]?\d{1,2}(?:\.\d+)?[%％][、，]?){3,8})"
)
_LISTED_SHARES = re.compile(r"(?:[^，。；、：\n\d]{1,10}占[^，。；、\n\d]{0,6}\d{1,3}(?:\.\d+)?[%％][、，]?){3,8}")


@register(
    "part", Severity.SHOULD, looks_for="parts larger than their whole: 发现问题120个，解决420个", source="arithmetic"
)
def find_parts(checked: CheckedText) -> Iterator[Span]:
    yield from (Span(*match.span("left")) for match in _ALL_AND_SOME.finditer(checked.text))
    found = list(_in_sentences(checked))
    yield from found
    for span in find_broken_down(checked.once(read_quantities)):
        if not any(span.start < one.end and one.start < span.end for one in found):
            yield span


# 全部整改到位，尚有2个正在整改
_ALL_AND_SOME = re.compile(
    r"(?:全部|均已?|悉数)(?:整改|办结|化解|完成|销号|解决|处置|审结)[^，。；\d]{0,4}，(?:目前)?(?P<left>(?:尚有|还有|仍有|剩余|尚余|其余)"
    r"\d+[^，。；\d]{0,3}(?:正在|未|待|尚未|在))"
)


def _in_sentences(checked: CheckedText) -> Iterator[Span]:
    before: list[Counted] = []
    for sentence in _SENTENCE.finditer(checked.text):
        own = [*read_counts(checked.text, *sentence.span())]
        counts = own
        if before and own and checked.text.startswith("其中", sentence.start()):
            counts = [*_largest(before), *own]  # the whole stands in the sentence before
        if len(counts) > 1:
            found = [
                *_too_large(checked.text, counts),
                *find_subsets(checked.text, counts),
                *find_by_words(checked.text, counts),
            ]
            spans = {span.start: span for span in sorted(found, key=lambda span: span.start)}.values()
            yield from (span for span in spans if span.start >= sentence.start())
        before = own


def _largest(counts: Sequence[Counted]) -> Iterable[Counted]:
    """Of each unit: which of them is meant cannot be said."""
    return {one.unit: one for one in sorted(counts, key=lambda one: one.number)}.values()


def _too_large(text: str, counts: Sequence[Counted]) -> Iterator[Span]:
    whole: Counted | None = None
    done = left = Decimal(0)
    is_next = False  # 反馈的4个方面21个问题: the whole is the second number
    for one in counts:
        if is_next or _is_whole(one):
            is_next = bool(_SORTS.search(text[one.end : one.end + 3]))
            whole, done, left = None if is_next else one, Decimal(0), Decimal(0)
        elif whole and (state := _state(one, whole)):
            done, left = (one.number, left) if state == "done" else (done, left + one.number)
            if one.number > whole.number or done + left > whole.number:
                yield Span(one.start, one.end, "", {"whole": text[whole.start : whole.end]})
                whole = None


def read_counts(text: str, start: int, end: int) -> Iterator[Counted]:
    if not _DIGIT.search(text, start, end):
        return  # most sentences have their numbers in blanks
    for match in _COUNT.finditer(text, start, end):
        words, printed, unit, after = match.group("words", "number", "unit", "after")
        begin, place = match.start(), match.end("number")
        number = Decimal(printed.replace(",", ""))
        if text[place : place + 1] in _AND_MORE:
            number += 10 ** max(len(str(int(number))) - len(str(int(number)).rstrip("0")), 0)
        finish = match.end("unit") if unit else place
        lead = len(words) - len(words.lstrip("，、 "))
        length = finish - begin - len(words) - len(unit or "")
        yield Counted(words, after, number, unit or "", begin + lead, finish, length)


_AND_MORE = ("余", "多")
_DIGIT = re.compile(r"\d")


def _is_whole(one: Counted) -> bool:
    return bool(_WHOLE.search(one.before) and not _DONE.search(one.words) and not _OTHER.search(one.words))


def _state(one: Counted, whole: Counted) -> str:
    """Done or left where it can be a part of the whole, else empty."""
    if _OTHER.search(one.words) or one.unit not in {whole.unit, ""}:
        return ""
    if _OPEN.search(one.words):
        return "left"
    return "done" if _DONE.search(one.words) else ""


@register("share", Severity.SHOULD, looks_for="a share over 100 ％, shares that sum to more", source="arithmetic")
def find_shares(checked: CheckedText) -> Iterator[Span]:
    for match in _SHARE.finditer(checked.text):
        if Decimal(match["number"]) > 100 and not _is_of_plan(match):
            yield Span(*match.span())
    yield from (Span(*match.span()) for match in _IN_WORDS.finditer(checked.text))
    for match in _SHARES.finditer(checked.text):
        if sum(map(Decimal, re.findall(r"[\d.]+", match["list"]))) > Decimal("100.5"):
            yield Span(*match.span())
    for match in _NAMED_SHARES.finditer(checked.text):
        if 100.5 < sum(map(float, re.findall(r"\d+(?:\.\d+)?", match["list"]))) < 160:
            yield Span(*match.span("list"))
    for match in _LISTED_SHARES.finditer(checked.text):
        if sum(map(Decimal, re.findall(r"\d+(?:\.\d+)?", match[0]))) > Decimal("100.5"):
            yield Span(*match.span())


def _is_of_plan(match: re.Match[str]) -> bool:
    """完成计划的120％ is no share of a whole."""
    return bool(re.search("计划|目标|任务|去年|上年|同期", match["between"]))
