"""Words that were typed or pasted twice."""

import re
from collections.abc import Iterator
from functools import cache

from .data import read_rows
from .misspelt import cut_words, has_word
from .numerals import find_typed_twice
from .registry import CheckedText, Severity, Span, register

_SAME = re.compile(r"(?P<one>[\u4e00-\u9fff])(?P=one)(?P<next>[\u4e00-\u9fff]?)")
# 人人, 层层, 久久 are words; 扎扎实实 is known by its shape.
_WORDS_OF_TWO = frozenset(
    "人家户村事件时刻处层步天年月日代个条项桩笔种样久常刚仅渐慢深紧牢狠纷频屡往偏恰足整默迟源滔欣循谆孜娓津头"
    "字句声丝斤两双历重沉茫爷奶爸妈哥弟姐妹叔伯太宝娃星谢试看说谈聊想走听问等喋蒸朗洋彬侃楚井斑翩苦匆微稍悄暗"
    "早好快远满空道座片张排棵粒颗滚绵芸遥级门行镇某一三五七八九万百买凭款宗起批本册篇首幅队站岗班季周夜朝暮"
    "街店县车船田亩山水湾楼栋单课讲期届轮次回趟场遍丰红火热暖甜香脆绿蓝白黑亮活稳静轻松细密粗短长宽窄厚薄宣数"
    "歇坐聚组院校厂矿"
)


@cache
def _begins_a_word() -> frozenset[str]:
    """局局长, 会会议: the second begins another word. Only after a word that may end so."""
    return frozenset(row["word"] for row in read_rows("begins_a_word.csv"))


_NUMERALS = frozenset("一二三四五六七八九十")
# What may follow where the second of the two begins another word: 的的确确, 和和睦睦, 对对口帮扶.
_RIGHT_BEFORE = {
    "的": "确",
    "和": "美睦气谐平解",
    "了": "之解结却断当无",
    "与": "会",
    "及": "时格早",
    "把": "关脉握控守手",
    "被": "动",
    "在": "此职岗建外校线册编场位",
    "也": "",
    "们": "",
}
_TWICE = re.compile(
    r"(?=[\u4e00-\u9fff])(?![一两几](?!.{2}化|[起直并同律贯定向致]一)|逐)"
    r"(?P<word>(?!(.)\2)[\u4e00-\u9fff]{2,12})(?P=word)"
)
# 研究研究 is a way of speaking; 党组织组织 are two words.
_REPEATED = frozenset(
    [
        "研究",
        "讨论",
        "考虑",
        "商量",
        "沟通",
        "交流",
        "学习",
        "锻炼",
        "休息",
        "打听",
        "琢磨",
        "了解",
        "检查",
        "整理",
        "收拾",
        "观察",
        "体验",
        "放松",
        "意思",
        "大家",
        "慢慢",
        "好好",
        "常常",
        "谢谢",
        "天天",
        "年年",
        "人人",
        "家家",
        "渐渐",
        "尝试",
        "调整",
        "分析",
        "打扫",
    ]
)
_JOINED = re.compile(
    r"工作工作[组队站日岗]|委员委员会|(?<=党|团|群)组织组织|党员党员大会|问题问题线索|会议会议室|人民人民(?:法院|"
    r"检察院|政府)|(?P<led>大队|支队|中队|总队|小组|村组|街长|路长)(?P=led)[长员]"
)
# 加强领导，加强领导，压实责任 and 第二，第二，
_CLAUSE_TWICE = re.compile(
    r"(?P<numbered>[第其][一二三四五六七八九十])[、，](?P=numbered)|"
    r"(?P<clause>(?:(?<=[，。；：、\n])第[一二三四五六七八九十]|[\u4e00-\u9fff][\u4e00-\u9fff、]{3,20})[，、；。])(?P=clause)"
)
_PATTERN = re.compile("[共随边越再又]")  # 共建共治, 随到随办, 边查边改


@register("doubled", Severity.SHOULD, looks_for="a word written twice: 的的, 目标目标, 进进一步", source="custom")
def find_doubled(checked: CheckedText) -> Iterator[Span]:
    for match in _CLAUSE_TWICE.finditer(checked.text):
        yield Span(*match.span(), match["clause"] or match["numbered"])
    for match in _SAME.finditer(checked.text):
        if not _is_a_word(match):
            yield Span(match.start(), match.start() + 2, match["one"])
    for match in _TWICE.finditer(checked.text):
        if (
            match["word"] not in _REPEATED
            and not _PATTERN.search(match["word"])
            and match["word"][1:] != "一"  # 连续五年一年一鉴
            and not _JOINED.match(checked.text, match.start())
        ):
            yield Span(*match.span(), match["word"])

    yield from _joined_twice(checked.text)
    yield from (Span(*match.span(), "等") for match in _AND_SO_ON.finditer(checked.text))
    yield from find_typed_twice(checked.text)
    yield from _particles(checked.text)
    for match in _AGAIN.finditer(checked.text):
        if has_word(match["word"]):
            yield Span(match.start("again"), match.end(), match["word"])


def _particles(text: str) -> Iterator[Span]:
    """较好地的完成: of 各地的 the first is the end of a word."""
    for match in _PARTICLES.finditer(text):
        start = max(0, match.start() - _NEAR)
        place = match.start() - start
        words = cut_words(text[start : match.end() + 2])
        ends = {sum(map(len, words[:number])) for number in range(len(words) + 1)}
        if {place, place + 1, place + 2} <= ends:
            yield Span(*match.span(), match[0][0])


def _joined_twice(text: str) -> Iterator[Span]:
    """在年底前在年底前"""
    place = text.find("在", 1)
    while place >= 0:
        for length in _JOINED_LENGTHS:
            word = text[max(0, place - length) : place]
            if text.startswith(word, place + 1) and len(word) == length and _ALL_HAN.fullmatch(word):
                yield Span(place - length, place + 1 + length, word)
                break
        place = text.find("在", place + 1)


_JOINED_LENGTHS = (3, 4, 5, 6)
_ALL_HAN = re.compile("[\u4e00-\u9fff]+")
_AND_SO_ON = re.compile("(?<=[\u4e00-\u9fff”》])等等(?=[\u4e00-\u9fff])")
_PARTICLES = re.compile("(?<=[好快深效力实真速面高])地的|(?<=[得成])了的(?!是)")
_NEAR = 4  # characters
_AGAIN = re.compile(r"(?P<word>(?P<one>[一-鿿])[一-鿿])(?P<again>(?P=one))(?=\d)")  # 达到达96％


def _begins_here(rest: str) -> bool:
    """学习习近平: another word begins."""
    return rest[:2] in _begins_a_word() or any(has_word(rest[:length]) for length in (2, 3, 4) if length <= len(rest))


_PHRASE = 4  # characters


def _begins_a_phrase(text: str, place: int) -> bool:
    """坚持持之以恒"""
    phrase = text[place : place + _PHRASE]
    return len(phrase) == _PHRASE and has_word(phrase)


def _may_end_so(text: str, place: int) -> bool:
    """县县长, 会会议: the first of the two ends a word, or is one; 职职责 after 岗位 is neither."""
    if not "\u4e00" <= text[place - 1 : place] <= "\u9fff":
        return False
    longer = (text[place - more : place + 1] for more in (1, 2, 3) if place >= more)
    return text[place] in _ENDS_NAMES or any(map(has_word, longer))


_ENDS_NAMES = frozenset(
    "局县市区省州乡镇村组会院校所站厂队科室部处长员人家户团国社法性化度率量额费税款金年月日期次个名件项事业者界"
    "病型式类庭馆园台社团班路街桥河湖山水电气车船机器线网点面口房楼馆园店城港田地里内外前后时分级层代"
)


_SPOKEN_TWICE = frozenset("看说谈聊想听问试")  # 再说说困难
_LITTLE = frozenset("点些丢滴")  # 一点点


def _is_a_word(match: re.Match[str]) -> bool:
    text, place, one, follows = match.string, match.start(), match["one"], match["next"]
    if one == "和" and not "\u4e00" <= text[place - 1 : place] <= "\u9fff":
        return text[place + 3 : place + 4] == follows
    if one in _RIGHT_BEFORE:
        return bool(follows) and follows in _RIGHT_BEFORE[one]
    if one in _WORDS_OF_TWO and has_word(text[place : place + 4]):
        return True  # 坚持久久为功, although 持久 is a word too
    before = text[place - 1 : place]
    if one in _SPOKEN_TWICE or (before == "一" and one in _LITTLE):
        return bool(follows) or one in _LITTLE or not has_word(before + one)  # 思想想，
    if (
        one not in _NUMERALS
        and follows != one
        and has_word(before + one)
        and not _begins_here(text[place + 1 : place + 5])
    ):
        return False  # 现场场会
    return (
        one in _WORDS_OF_TWO
        or (one + follows in _begins_a_word() and _may_end_so(text, place))
        or (_begins_a_phrase(text, place + 1) and _may_end_so(text, place))
        or bool(follows and text[place + 3 : place + 4] == follows)
        or text[max(0, place - 2) : place - 1] == before != ""
    )
