"""Words that were typed or pasted twice."""

import re
from collections.abc import Iterator

from .registry import CheckedText, Severity, Span, register

# What may follow where the second of the two begins another word: 的的确确, 和和睦睦, 对对口帮扶.
_PARTICLES = re.compile(
    r"的的(?!确)|和和(?![美睦气谐平解])|了了(?![之解结却断当无])|与与(?!会)|及及(?!时|格|早)|把把(?![关脉握控守手])|"
    r"被被(?!动)|在在(?![此职岗建外校线册编场位])|也也|们们|向向"
)
_TWICE = re.compile(r"(?=[\u4e00-\u9fff])(?![一两几]|逐)(?P<word>(?!(.)\2)[\u4e00-\u9fff]{2,12})(?P=word)")
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
        "组织",
    ]
)
_JOINED = re.compile(
    r"工作工作[组队站日岗]|委员委员会|党员党员大会|问题问题线索|会议会议室|人民人民(?:法院|检察院|政府)"
)
_PATTERN = re.compile("[共随边越再又]")  # 共建共治, 随到随办, 边查边改
# The first character of a word twice: only words before which no other word ends in that character.
_STUTTERED = (
    "进一步 坚持 落实 推进 推动 贯彻 履行 认真 严格 健全 完成 完善 提高 提升 群众 切实 积极 围绕 聚焦 狠抓 "
    "压实 主动 情况 坚决 领导 着力 突出 "
    "统筹 牢固 述职 促进 巩固"
)
_STUTTER = re.compile("|".join(word[0] + word for word in _STUTTERED.split()))


@register("doubled", Severity.SHOULD, looks_for="a word written twice: 的的, 目标目标, 进进一步", source="custom")
def find_doubled(checked: CheckedText) -> Iterator[Span]:
    for match in _PARTICLES.finditer(checked.text):
        yield Span(*match.span(), match[0][0])
    for match in _TWICE.finditer(checked.text):
        if (
            match["word"] not in _REPEATED
            and "共" not in match["word"]
            and not _JOINED.match(checked.text, match.start())
        ):
            yield Span(*match.span(), match["word"])
    yield from (Span(*match.span(), match[0][1:]) for match in _STUTTER.finditer(checked.text))
