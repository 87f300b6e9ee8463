"""Which kind of section a heading or a sentence announces."""

import re

from ..content import SectionKind

_FAULTS = "问题|不足|差距|短板|薄弱环节|缺点|欠缺|困难"
_YEAR = r"(?:20[\dXx*×]{2}|【[^】]{1,12}】)年"
_AHEAD = rf"(?:下一?步|下一?阶段|下半年|今后|明年|来年|未来|新的一年|{_YEAR})"
_PLANS = "打算|计划|思路|安排|设想|展望|举措|措施|方向|目标|任务|规划|工作"

_PROBLEMS_HEADING = re.compile(
    rf"(?:存在|面临)(?:的|着|一些|以下|主要|突出|诸多|几个方面|几点|[、和及]){{0,3}}(?:{_FAULTS})(?!整改|清单|.{{0,6}}(?:落实|整改)情况)"
    rf"|^(?:主要|突出|当前|目前|工作中?|自身|个人|本人|履职|党建|的|中|还)*(?:{_FAULTS})(?:[与和及、]|以及|$|剖析|分析|查摆|表现|之处|方面)"
    rf"|(?:检视|查摆|剖析)(?:出?的)?(?:{_FAULTS})$|^(?:{_FAULTS})(?:检视|查摆|剖析)"
    rf"|(?:{_FAULTS})(?:之处)?(?:[与和及]|以及)(?:.{{0,6}}原因|改进|整改措施|下一?步|今后)"
    rf"|^(?:关于)?(?:{_FAULTS})$|(?:哪些|什么)(?:{_FAULTS})|还(?:差|缺)(?:什么|哪些)|没(?:有)?(?:做好|做到位)"
    r"|(?:正视|直面|查找|寻找|对照)[^，。]{0,12}(?:差距|不足|短板)(?!.*(?:补|破解|解决|整改|提升|攻坚))|找(?:差距|不足|短板)"
    rf"|不足之处$|^(?!.*(?:补|破解|解决|整改|克服|针对|聚焦|围绕)).{{0,8}}(?:工作|履职|自身|本人|自己|身上)(?:中|上)?的(?:{_FAULTS})$"
)
_CAUSES_HEADING = re.compile(
    r"原因(?:分析|剖析|查找|反思)?$|^(?:原因|根源|成因)|(?:剖析|分析|查找).{0,8}(?:原因|根源|成因)|(?:根源|成因|思想)剖析$"
)
_NEXT_HEADING = re.compile(
    rf"^(?:针对.{{0,12}}[，,])?(?:关于)?{_AHEAD}.{{0,24}}(?:{_PLANS}|努力)|^下一?步|^(?:今后|明年|来年)"
    rf"|(?:工作)?(?:打算|设想|展望)$|(?:努力|改进|整改)的?方向$|^.{{0,6}}工作的?思路$|^.{{0,6}}工作(?:计划|安排|思路|目标|重点)$"
    r"|(?:明年|今后|以后|下一?步)[^，。]{0,4}怎么"
    r"|^(?:改进|整改)(?:工作)?的?(?:措施|举措|思路|方向|打算)|^展望|[和及与、](?:改进|整改)(?:措施|举措)$|^.{0,8}(?:工作)?计划$"
)
_FOREIGN = re.compile(r"^[A-Za-z][A-Za-z &'.-]*(?=[^A-Za-z])")  # Plan 2026年计划
_NOT_NEXT = re.compile(r"(?:完成|落实|执行|推进|进展|回顾)(?:情况)?$|^(?:强化|加强|落实|完善|制定|狠抓)")
_CLOSING_HEADING = re.compile(r"^(?:结语|结束语|结尾)$")

_ONSET = (
    r"(?:(?:在|通过|回顾|总结|肯定|看到|对照|虽然|尽管|当然|但是?|然而|不过|同时|与此同时|一年来|工作中|成绩|目前|当前|此外|反思|"
    r"检视|我(?:们|也|深|清|还|深知)?|本人|自己|自身|也)[^。！？；\n]{0,60}?)?"
)
_FAULTS_SEEN = (
    rf"(?:(?:认识到|看到|意识到|感到|发现|深知)[^。！？；\n]{{0,30}}?(?:{_FAULTS})|"
    rf"(?:还|仍|也|依然|尚)(?:旧|然)?(?:有|存在)[^。！？；\n]{{0,24}}?(?:{_FAULTS})|"
    rf"存在(?:的|着|一些|以下|主要|诸多|许多|不少|一定)*(?:{_FAULTS}))"
)
_PROBLEMS_LEAD = re.compile(
    rf"{_ONSET}{_FAULTS_SEEN}|(?:我|本人|自身|工作)?的?(?:主要)?(?:{_FAULTS})(?:主要)?(?:(?:是|有|表现在|体现在|如下)[：:，]|[：:])"
    rf"|(?:存在)?(?:的)?(?:{_FAULTS})的?(?:地方|之处)?(?:也|还|仍)(?:是)?(?:不少|很多|有)|还(?:差|缺)(?:什么|哪些)[：:]"
)
_RECTIFIED = re.compile(
    rf"(?:针对|聚焦|围绕|结合|坚持|解决|整改|化解)[^。，；]{{0,20}}(?:{_FAULTS})|(?:{_FAULTS})[^。，]{{0,10}}(?:整改|解决|化解|得到|全部)|没有存在|不存在"
)
_CAUSES_LEAD = re.compile(
    r"究其(?:根源|原因)|(?:分析|剖析|反思|深究|深挖)[^。，；]{0,16}(?:原因|根源)|(?:产生|造成|出现|存在|导致)[^。，；]{0,16}原因|"
    r"(?:主要|其)?原因(?:主要)?(?:分析|是|有|在于)|(?:上述|以上|这些)[^。，；]{0,16}(?:原因|根源)"
)
_NEXT_LEAD = re.compile(
    rf"(?:在|针对|面对|展望|接下来|为此)?[^。！？；，\n]{{0,16}}?(?:下一?步|下一?阶段|今后|明年|来年|新的一年|接下来|展望未来|展望{_YEAR}|未来一年)"
    rf"(?:的?(?:工作|时间|日子|一年|里|中|我|将|要)*)[^。！？\n]{{0,40}}?[，：:、]|{_YEAR}[，,]?(?:我|本人|我们)?(?:将|要|计划|打算)|"
    r"(?:针对|对于?)(?:上述|以上|这些|存在)[^。！？；，\n]{0,16}(?:问题|不足|差距|短板)[^。！？；，\n]{0,6}，[^。！？；\n]{0,20}(?:将|要|下决心|努力)|"
    r"(?:改进|整改)(?:的)?(?:措施|方向|打算)[：:]|(?:明年|今后|以后)[^，。]{0,4}怎么[^，。：]{1,3}[：:]|"
    r"(?:我|本人|我们)(?:将|决心)(?:以此|继续|认真|虚心|在今后)"
)
_PAST = re.compile(
    r"(?:去年|上年|截至|已经?)[^。，]{0,12}(?:下一步|今后)|(?:为|对)(?:下一?步|今后|明年)[^。，]{0,16}(?:奠定|打下|提供|基础)"
)
_ANNOUNCES_NEXT = re.compile(r"打算|计划|安排|设想|改进|今后|明年|来年|下一?步|努力|展望|举措")
_ANNOUNCES_FAULTS = re.compile(_FAULTS)


def kind_of_heading(heading: str) -> SectionKind | None:
    """The kind a heading names; None for a duty. What a combined heading names first decides."""
    heading = _FOREIGN.sub("", heading)
    kinds = (
        (_PROBLEMS_HEADING, SectionKind.PROBLEMS),
        (_CAUSES_HEADING, SectionKind.CAUSES),
        (_CLOSING_HEADING, SectionKind.CLOSING),
    )
    for pattern, kind in kinds:
        if pattern.search(heading):
            return kind
    return SectionKind.NEXT_STEPS if _NEXT_HEADING.search(heading) and not _NOT_NEXT.search(heading) else None


def kind_of_lead(sentence: str) -> SectionKind | None:
    """The kind of the passage that a sentence begins; None for none in particular."""
    sentence = sentence.lstrip()[:160]
    if _CAUSES_LEAD.match(sentence):
        return SectionKind.CAUSES
    if _NEXT_LEAD.match(sentence) and not _PAST.search(sentence):
        return SectionKind.NEXT_STEPS
    if _PROBLEMS_LEAD.match(sentence) and not _RECTIFIED.match(sentence):
        return SectionKind.PROBLEMS
    return None


def kind_announced(lead: str) -> SectionKind | None:
    """The kind that a paragraph announces for the second numbered series below it."""
    if _ANNOUNCES_NEXT.search(lead):
        return SectionKind.NEXT_STEPS
    return SectionKind.PROBLEMS if _ANNOUNCES_FAULTS.search(lead) else None
