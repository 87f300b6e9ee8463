"""Text that was left open: the signs that the importer reads as blanks, and notes to oneself."""

import re
from collections.abc import Iterator

from ..parsing.placeholders import Shape
from .registry import CheckedText, Severity, Span, register

_NOTES = re.compile(
    r"(?<![有尚还亟仍])待(?:补充?(?!偿|缺|贴|助|录|选)|填写?|添加)(?=[。，；、！？）)\]】\s]|$)"
    r"|(?<![有尚还亟仍])待(?:补充?|填写?|核实?|定|查)[ ]?"
    r"(?=(?:公里|[万亿]?(?:人次|元|亩|吨)|[个件户名家条项座场])[，。；、])"
    r"|(?<=[，。；：、\n])待(?:完善|核实|核对|确认|更新|统计|修改)(?=[，。；、\n])"
    r"|(?:平均|共计?|累计|每[\u4e00-\u9fff])某[个件户名家条项次]"
    r"|<!--(?:[^\n]{0,200}?-->)?"
    r"|[（(][^（）()\n]{0,12}?(?:待(?:插入|配图|附图|贴|上图)|(?:照片|图片|附?图|附?表格?)略)[^（）()\n]{0,12}[）)]"
    r"|此处(?:填写?|补充|待[补填])|(?<![A-Za-z])(?:TODO|TBD|FIXME)(?![A-Za-z])|[?？]{2,}"
    r"|(?<=[\u4e00-\u9fff])[?？](?=[%％万亿]|(?:[个件户人名家条项次期所]|人次|公里)[^\u4e00-\u9fff])"
    r"|(?<=[\u4e00-\u9fff])(?:[●○◯〇]{2,4}|[●○◯])(?=[个件户人名家条项次万亿年月％%])|(?:情况|内容|做法|事迹)从?略(?=[，。；\n]|$)"
    r"|[（(](?:共|约)?(?:多少|几)[个件户名人家条项次亿万元]{0,2}[）)]|[（(]具体(?:数|数字|数据|情况|名单)(?:见|看|问)[^（）()\n]{0,8}[）)]"
    r"|[—-]{1,2}[^—\-\n，。]{0,8}(?:待修改|待补充|待完善|待续|未完)[^—\-\n，。]{0,4}[—-]{0,2}|"
    r"(?<=[\u4e00-\u9fff ])_[ ]?(?=[\u4e00-\u9fff])"
    r"|[\[［][\u4e00-\u9fff]{0,4}(?:数量|人数|金额|数值|单位|日期|姓名|地点)[\]］]"
    r"|(?:[（(]见?图[一二三四五六七八九\d]{1,2}[）)]){2,}"
    r"|#(?:N/A|REF!|VALUE!|DIV/0!|NAME[?]|NUM!)"
    r"|(?<![A-Za-z])(?:NULL|NaN|undefined|None)(?![A-Za-z])"
    r"|[>＞]{2,}|[<＜]{2,}"
    r"|(?<![A-Za-z0-9])[\[{<［｛＜][A-Za-z_][A-Za-z0-9_]{1,20}[\]}>］｝＞](?!\()"
    r"|(?<![A-Za-z0-9])(?:NN|nn|MM|[NnMmKk])[多余]?(?=[个件户名人家条项封场次座万亿批起村期所台辆])"
    r"|(?<=[\u4e00-\u9fff])[ ]?(?:…{1,2}|\.{3,6}|-{1,4}|—{1,2}|/{1,3}|[#＃]{1,4}|[~～]{1,3})[ ]?"
    r"(?=(?:个|件|户|名|人次|家|条|项|封|场次?|座|万元|亿元|公里|批次?|起|％|%)[^\u4e00-\u9fff]|"
    r"[万亿](?:人次|元|人|亩|吨|户)|(?:公里|万元|亿元|平方米)[\u4e00-\u9fff])|[（(]待[\u4e00-\u9fff]{1,4}[）)]"
    r"|[\[［〔{＜<【（(](?:请|此处|在此)?(?:填写|填入|输入|插入|补充|粘贴)?(?:单位|部门|人员|项目|公司)?(?:姓名|"
    r"名称|职务|日期|"
    r"时间|数字|数据|地点|内容|标题|图片|图表|表格|金额)[\]］〕}＞>】）)]"
    r"|[（(](?:此处|在此|此)?(?:处)?(?:插入|附上?|放|贴)[^（）()\n]{0,10}[）)]|[（(]?(?:……|下|后|"
    r"以下)略[）)]?(?=[，。；\n]|$)"
    r"|[（(]?[待尚需须][^（）()，。\n]{0,2}(?:补充?|完善|填写?|添加|补齐)[）)]"
    r"|(?<![有尚还亟仍等])待[\u4e00-\u9fff]{1,6}?(?:补充|提供|确认|核实|填写)(?=[。\n）])"
    r"|(?<=[由请])[\u4e00-\u9fff]某{1,2}(?=同志|书记|主任|局长|负责|牵头)"
)


@register(
    "unfinished",
    Severity.MUST,
    looks_for="signs of text that was left open: XX, 某某, *, ＿＿, （ ）, 待补充",
    source="what is submitted is complete",
)
def find_unfinished(checked: CheckedText) -> Iterator[Span]:
    """A blank 【label】 is none while its figure is asked for by itself; in a text with its values filled in it is."""
    labels = [] if checked.is_filled else [holder for holder in checked.placeholders if holder.shape is Shape.LABEL]
    holders = [holder for holder in checked.placeholders if checked.is_filled or holder.shape is not Shape.LABEL]
    spans = [Span(holder.start, holder.end) for holder in holders]
    spans += [Span(*match.span()) for match in _NOTES.finditer(checked.text)]
    apart = _apart(sorted(spans, key=_place), [(label.start, label.end) for label in labels])
    yield from (span for span in apart if checked.text[span.start : span.end] != "某")


@register(
    "concealed", Severity.SHOULD, looks_for="a name left out: 某镇, 某公司", source="what is reported can be checked"
)
def find_concealed(checked: CheckedText) -> Iterator[Span]:
    """Perhaps on purpose."""
    for holder in checked.placeholders:
        if holder.shape is not Shape.LABEL and checked.text[holder.start : holder.end] == "某":
            yield Span(holder.start, holder.end)
    taken = {holder.start for holder in checked.placeholders}
    for match in _NAMELESS.finditer(checked.text):
        if match.start() not in taken:
            yield Span(*match.span())


_NAMELESS = re.compile("某(?=(?:部门|单位|科室|领导|负责人|干部)(?!员))")


def _place(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _apart(spans: list[Span], labels: list[tuple[int, int]]) -> Iterator[Span]:
    """Those that overlap neither an earlier one nor a label. Both lists are sorted."""
    reached = 0
    waiting = iter(labels)
    label = next(waiting, None)
    for span in spans:
        while label and label[1] <= span.start:
            label = next(waiting, None)
        if span.start >= reached and not (label and label[0] < span.end):
            reached = span.end
            yield span
