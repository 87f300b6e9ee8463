"""What official prose is about, by the words that each theme is written with: 减负 and 文山会海 share no character."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

_THEMES = {
    "study": ("政治|理论|学习|中心组|第一议题|党课|主题教育|意识形态|学思|信念|两个维护|两个确立|忠诚|思想|武装头脑"),
    "conduct": (
        "作风|风纪|减负|四风|形式主义|官僚主义|文山会海|发文|精文减会|文件|会议|精简|"
        "台账|报表|表格|表单|督查检查|检查|取消|清理|压减"
    ),
    "inquiry": ("调研|调查研究|走访|蹲点|座谈|实情|入户|深入基层|深入一线|进村|下乡|摸清|跑遍"),
    "growth": (
        "发展|经济|业务|投资|增长|产值|产量|总产|产业|招商|企业|收入|税收|财政|"
        "工业|农业|粮食|旅游|交通|项目|指标|主责主业|中心工作|营商|营收|增收|研发|"
        "规上"
    ),
    "party": (
        "党建|党的建设|党组织|支部|主体责任|第一责任人|谈心谈话|谈话|三会一课|党员|"
        "管党治党|从严治党|一岗双责|组织生活|选人用人"
    ),
    "integrity": (
        "廉洁|廉政|倡廉|清廉|述廉|纪律|规矩|警示教育|约谈|腐|违纪|违规|风险点|"
        "礼品|礼金|身边工作人员|个人有关事项|八项规定|问责"
    ),
    "people": "队伍|团队|干部|人才|班子|培养|招聘|轮岗|博士|硕士|教师|练兵|骨干",
    "livelihood": "民生|群众|实事|就业|社保|救助|便民|出行|满意|养老|住房",
    "safety": "安全|隐患|事故|稳定|信访|矛盾|应急|治安|风险排查",
    "reform": "改革|创新|数字|信息化|智慧|试点",
    "law": "法治|依法|执法|普法|提案|审判|复议",
    "deeds": "实绩|业绩|成绩|成效|完成情况|目标任务|主要工作|重点工作|履行职责|履职|本职",
    "nature": "生态|环保|污染|绿色|森林|河长|植树|种树|水质",
}
_KIN = {  # where an outline has no section for a theme, a clerk puts it there
    "integrity": {"party": 0.5, "conduct": 0.4},
    "people": {"party": 0.3},
    "livelihood": {"growth": 0.5},
    "safety": {"growth": 0.3},
    "reform": {"growth": 0.3},
    "law": {"growth": 0.3},
    "nature": {"growth": 0.3},
    "deeds": {"growth": 0.8},
}
_DOUBT = 2  # a theme that an outline names once in passing is hardly the section's
_WORK = {"growth": 0.5, "deeds": 0.3}  # what names no theme is the work of the office
_PATTERNS = {theme: re.compile(words) for theme, words in _THEMES.items()}
_HEADING_WEIGHT = 3  # a heading says in few words what many below it are about
_COMMON = 0.5
_READ = 4_000  # characters of a body that are looked through

Themes = Mapping[str, float]


def find_themes(heading: str, body: str) -> Themes:
    """How much each theme is written of; a word that is said often counts little more than once."""
    above, below = _count(heading), _count(body[:_READ])
    return {theme: _HEADING_WEIGHT * above[theme] + below[theme] for theme in above.keys() | below.keys()}


def _count(text: str) -> Counter[str]:
    return Counter({theme: len({*pattern.findall(text)}) for theme, pattern in _PATTERNS.items()})


def likeness_of(one: Themes, other: Themes) -> float:
    """From 0, where they share little, to 1: the cosine above what texts about everything have in common."""
    length = math.hypot(*one.values()) * math.hypot(*other.values())
    cosine = sum(weight * other.get(theme, 0) for theme, weight in one.items()) / length if length else 0.0
    return max(0.0, (cosine - _COMMON) / (1 - _COMMON))


def shares_of(part: Themes, sections: Sequence[Themes]) -> list[float]:
    """How much of what the part is about is each section's, as far as sections tell themes apart."""
    wanted = defaultdict[str, float](float, _WORK)
    for theme, weight in part.items():
        wanted[theme] += weight
    for theme, kin in _KIN.items():
        for other, nearness in kin.items():
            wanted[other] += nearness * part.get(theme, 0)
    whole = sum(wanted.values())
    known = {theme: sum(themes.get(theme, 0) for themes in sections) + _DOUBT for theme in wanted}
    return [
        sum(weight * themes.get(theme, 0) / known[theme] for theme, weight in wanted.items()) / whole
        for themes in sections
    ]
