"""One thing with two values in one report."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from .amounts import UNITS
from .registry import CheckedText, Severity, Span, register
from .restated import find_restated
from .same_thing import find_same_things
from .summary import find_said_otherwise

_SENTENCE = re.compile(r"[^。！？；\n]+")
_VALUE = re.compile(
    r"(?:(?<=[，：:、\n\u3000 （(])|(?<=\d年)|"
    r"(?<![^。！？；\n]))(?P<thing>[\u4e00-\u9fff]{3,20}?)"
    r"(?P<before>[由从][ ]?\d[\d.,]{0,9}[%％\u4e00-\u9fff]{0,8}(?:至|到|为))?"
    r"[ ]?[：:\t]?[ ]?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|"
    r"\d{1,9}(?:\.\d{1,4})?)"
    rf"(?P<about>余|多)?[ ]?(?P<unit>{UNITS})(?![月分部小季])"
)
_SAID_OF_ALL = re.compile(
    r"^(?:(?:[一二三四五六七八九十]是|在|[上下]半年|20\d\d年|全[院校乡村行社州盟旗团队场]|全系统|全街道|我[院校乡村市区中]|"
    r"我县|全县|全镇|全市|全区|全局|我局|我镇|我们|我|本人|共计|合计|总计|累计|先后|已经|已|共|一共|总共|仅仅?|只|"
    r"全年|年度|年终统计|年内|年(?!度|末|底|初)|据统计|测评显示|组织和|统计|今年|本年度?|今年以来|[一二三四五几近]年来|截至年底)+"
    r"(?:共|累计)?)"
)
_OF_ALL = re.compile("全[年县市区局院校]")  # what stood before in its sentence was said of something else
_DONE = re.compile(
    r"^(?:新(?=发展|招|引进|签约)|现有|拥有|有(?!效|关|限|机|色|偿|毒|害|组织|序)|完成|实现|组织(?!部|生活|关系|观念)|开展|进行|举办|达到)+"
)
_SAID_OF_NUMBER = re.compile(r"(?:仅仅?|只|均|才)?(?:为|是|有|达到?|共计?)$|(?:仅仅?|只|才)$")
_REACHED = re.compile(r"(?:降低?|下降|减少|缩短|压缩|压减|提高|提升|上升|升|增加|增长|扩大)(?:至|到|为)$")
_CHANGED = re.compile(r"(?:增加?|减少?|提高|提升|降低?|下降|上升|扩大|调整|变更?|改|升|压缩|控制|由|从|到)$")
_MEASURED = re.compile(r"(?<=..)(?:面积|数量|总数|总量|总额|金额|人数|户数|总计|合计)$")
_SCOPE = re.compile(
    r"上半年|下半年|[一二三四]季度|\d{1,2}月|去年|上年|前年|明年|同比|同期|计划|目标|预计|力争|下一步|将|拟|"
    r"[东南西北中][片区部线岸]|第[一二三四五六七八九十\d]+[批期轮次个]|[一二三]期|"
    r"其中|每|各(?![类项级种位])|分别|均|平均|人均|新增|另|再|又|剩余|其余|增加|减少|比|较|最|单[次个笔]|日均|月均|\d{4}年|"
    r"原有|原来|由|从|"
    r"(?!全[镇乡村社校公]|个|乡镇)[\u4e00-\u9fff]{1,3}(?:(?<!全)镇(?!村|政)|(?<!全)乡(?!镇|村)|"
    r"(?<![乡农全])村(?!干部|民|级|里|庄|组|医|务|规|[（(]|“?两委)|"
    r"社区(?!干部|工作)|街道|分局|支部|中心(?!组|工作|任务)|学校|公司)"
)
_NOT_ONE_THING = re.compile(
    r"其中|分别|每|各(?![类项级种])|平均|人均|同比|增长|下降|提高|至少|不少于|不低于|不超过|以上|第|[年月日]$|约$|近$|超$|等$|及$|和$"
)

_LEAST = 3  # characters that say what a thing is
_END = 5  # characters that are enough to know a thing again
_MOST = 20  # things that end alike
_BEFORE = 60
_YUAN = {"元": 1, "万元": 10**4, "亿元": 10**8}


class Valued(NamedTuple):
    """A thing with its number and unit as written; `value` of amounts is in 元.

    `scope` are the words before it in its sentence that say of which part or time.
    """

    thing: tuple[str, str]
    number: str
    unit: str
    value: Decimal
    last_place: Decimal  # what one of the last digit written is worth
    scope: frozenset[str]
    sentence: int
    lead: str  # what its sentence says before it
    start: int
    end: int


@register(
    "two_values",
    Severity.SHOULD,
    looks_for="one thing with two values: 新建泵站12座, and further on 新建泵站13座; 投资3.2亿元, and 投资3.2万元",
    source="one report says one thing",
    of_whole=True,
)
def find_two_values(checked: CheckedText) -> Iterator[Span]:
    """What is found in both ways is said once."""
    found = list(_find_same_words(checked))
    ends = {span.end for span in found}
    yield from found
    for find in (find_said_otherwise, find_restated, find_same_things):
        others = [span for span in find(checked.text) if span.end not in ends]
        ends.update(span.end for span in others)
        yield from others


def _find_same_words(checked: CheckedText) -> Iterator[Span]:
    """The same words before the number, in two sentences that speak of the same time and place."""
    said: dict[tuple[str, str, frozenset[str]], list[Valued]] = {}
    for one in read_values(checked.annex):
        said.setdefault(_known_by(one), []).append(one._replace(sentence=_ANNEX))
    title = _TITLE.match(checked.text)
    of_report = frozenset([f"{checked.year}年", *(_SCOPE.findall(title[0]) if title else [])])
    for found in read_values(checked.text):
        one = found._replace(scope=found.scope - of_report)
        alike = said.setdefault(_known_by(one), [])
        earlier = next((other for other in alike if _is_same(other.thing[0], one.thing[0])), None)
        if earlier is None and len(alike) < _MOST:
            alike.append(one)
        elif earlier and earlier.sentence != one.sentence and not _agree(earlier, one):
            is_of_annex = earlier.sentence == _ANNEX
            source = checked.annex if is_of_annex else checked.text
            named = {"in_annex" if is_of_annex else "earlier": source[earlier.start : earlier.end]}
            yield Span(one.start, one.end, "", named)


_SHARES = frozenset("%％")
_TITLE = re.compile(r"\s*[^\n，。]{2,40}(?:报告|述职|总结|汇报)(?=\n)")
_ANNEX = -1  # in place of the number of a sentence


def _known_by(one: Valued) -> tuple[str, str, frozenset[str]]:
    return one.thing[0][-_END:], one.thing[1], one.scope


def _is_same(earlier: str, later: str) -> bool:
    """医保基金当期结余 and then 基金当期结余: what was named once is named shorter."""
    return earlier == later or (len(later) >= _END and earlier.endswith(later))


def read_values(text: str) -> Iterator[Valued]:
    for sentence_number, sentence in enumerate(_SENTENCE.finditer(text)):
        for match in _VALUE.finditer(text, *sentence.span()):
            thing = _thing(match["thing"])
            if not thing or match["about"] or _NOT_ONE_THING.search(match["thing"]):
                continue
            begin = match.start() if _OF_ALL.match(match["thing"]) else max(sentence.start(), match.start() - _BEFORE)
            scope = frozenset(_SCOPE.findall(text, begin, match.end("thing")))
            start = match.start("thing") + match["thing"].rfind(thing)
            worth = _YUAN.get(match["unit"], 1)
            number = Decimal(match["number"].replace(",", ""))
            yield Valued(
                thing=(thing, "元" if match["unit"] in _YUAN else match["unit"]),
                number=match["number"].replace(",", ""),
                unit=match["unit"],
                value=number * worth,
                last_place=Decimal(worth).scaleb(int(number.as_tuple().exponent)),
                scope=scope,
                sentence=sentence_number,
                lead=text[sentence.start() : match.start()],
                start=start,
                end=match.end("unit"),
            )


def _thing(words: str) -> str:
    """What is counted, without the words that say so of everything; empty where it is too short to be known again."""
    thing = _SAID_OF_NUMBER.sub("", _REACHED.sub("", _SAID_OF_ALL.sub("", words)))
    is_measure = len(thing) == _LEAST and thing[-1] in "量额率值积入"
    if (len(thing) < (2 if words.startswith("全年") else 4) and not is_measure) or _CHANGED.search(thing):
        return ""
    done = _DONE.sub("", thing)
    bare = _MEASURED.sub("", done)
    return next((words for words in (bare, done) if len(words) >= _LEAST), thing)


def _agree(one: Valued, other: Valued) -> bool:
    """3.2亿元 is what 32,156万元 is rounded to; in one unit the same number is expected. 办结率 is of what stands
    before it in its sentence.
    """
    if one.unit in _SHARES and len(one.thing[0]) < _END + 2 and one.lead and other.lead and one.lead != other.lead:
        return True
    if one.unit == other.unit:
        return one.value == other.value
    return abs(one.value - other.value) < max(one.last_place, other.last_place)
