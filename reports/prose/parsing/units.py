"""Units of counting and measuring, and what they say about the blank before them."""

import re

from ..figures import FigureKind

# A unit, and what may not follow it because the two together are another word (项目 is no 项).
_NOT_AFTER = {
    "项": "目链",
    "家": "庭属长园具中乡政级",
    "支": "部队行书持委撑出援付教",
    "名": "称单优师录义誉牌校医",
    "人": "大民员才社事力口防武均行居本物",
    "处": "长理置级室罚分于",
    "所": "长有在属需以辖作述",
    "位": "于置",
    "分": "局公司管别析行校院工类园为区支党",
    "元": "旦宵",
    "组": "织长团建成",
    "本": "人地级单村市县区省镇乡局年次部着职行院校",
    "期": "间末初货望",
    "场": "镇所地合",
    "条": "例线",
    "门": "户店诊",
    "批": "评准示复发",
    "座": "谈",
    "台": "账湾胞商",
    "套": "餐取路",
    "年": "级轻货青",
    "日": "报常前益照渐起",
    "月": "报",
    "天": "然津气下",
    "时": "期代间任",
    "度": "假",
    "层": "面级",
    "面": "向对积貌",
    "片": "区长警",
    "类": "别似",
    "种": "植子养业粮",
    "起": "来草到步",
    "例": "会外行",
    "个": "人体别性税",
    "字": "第",
    "篇": "幅章",
    "只": "有是要",
    "轮": "岗训换",
    "级": "领",
    "部": "门长队署分委",
    "号": "召",
    "张": "家",
    "头": "雁",
    "株": "洲",
    "斤": "两",
}
_COMPOUND = (
    "人次|户次|班次|件次|场次|批次|车次|亿元|万元|亿美元|万美元|美元|人天|人民币元|"
    "平方公里|平方千米|平方米|立方米|公里|千米|公顷|公斤|千克|千瓦时|千瓦|兆瓦|毫米|厘米|"
    "个百分点|百分点|个工作日|工作日|课时|学时|学分|分钟|小时|个月|千伏安|标准煤|吨标准煤|公分"
)
_SIMPLE = (
    "分笔元亿吨亩米升户名人件条项个次批家期场届轮份篇册部只台套辆座处所栋幢间层支组块片段类种例封字票天周年月日岁"
    "度张幅棵株头尾卷倍位号起宗本门面级枚艘架盏顶孔口眼处方站点时队斤"
)
_SIGNS = "％|%|‰|℃|㎡|km²|km|m²|m³|kg|kW"
_POWERS = "[十百千]?[万亿千百]{0,2}"
_ABOUT = "[余多来几]{0,2}"


def _simple_units() -> str:
    return "|".join(unit + (f"(?![{_NOT_AFTER[unit]}])" if unit in _NOT_AFTER else "") for unit in _SIMPLE)


_UNIT = re.compile(
    rf"[ \u3000]?{_ABOUT}(?P<unit>{_POWERS}(?:{_COMPOUND}|{_simple_units()})|{_SIGNS}"
    rf"|[万亿](?:(?!\w)|(?=以上|左右|以内|大关))){_ABOUT}"
)
_SHARES = frozenset({"％", "%", "‰", "百分点", "个百分点", "倍"})
# What a count in this unit is called when the words before it name only the act: 领导接访*人次.
_MEASURES = (
    ("人次", "人次"),
    ("批次", "批次"),
    ("户次", "户次"),
    ("场次", "场次"),
    ("平方米", "面积"),
    ("平方公里", "面积"),
    ("平方千米", "面积"),
    ("亩", "面积"),
    ("公顷", "面积"),
    ("㎡", "面积"),
    ("公里", "里程"),
    ("千米", "里程"),
    ("美元", "金额"),
    ("元", "金额"),
    ("吨", "吨数"),
    ("人", "人数"),
    ("名", "人数"),
    ("批", "批次"),
    ("次", "次数"),
    ("小时", "时长"),
    ("分钟", "时长"),
    ("月", "月数"),
    ("百分点", "百分点"),
    ("位", "位次"),
)


def is_share(unit: str) -> bool:
    return unit in _SHARES


def find_unit(after: str) -> tuple[str, int]:
    """The unit a text begins with and where it ends in that text; ("", 0) for none. 余 in *余个 is no unit."""
    match = _UNIT.match(after)
    return (match["unit"], match.end()) if match else ("", 0)


def name_measure(unit: str) -> str:
    """What is counted in this unit: 人次, 户数, 面积, 金额."""
    if not unit or is_share(unit):
        return ""
    bare = unit.lstrip("十百千万亿") or unit
    return next((name for ending, name in _MEASURES if bare.endswith(ending)), f"{bare}数")


_NO_SPAN = frozenset({"起", "时", "点"})  # 自【任职日期】起, and not 学习时间【时间】小时
_WIDE_DATE = re.compile(r"(?:日期|时间|年月日|何时)$")
_NAMES = re.compile(r"(?:姓名|名称|单位|职务|部门|地区|地点|主题|内容|对象|类别|说明|情况|事项|签名|述职人)$")
_COUNTS = re.compile(
    r"(?:数|数量|率|额|总额|金额|面积|人次|次|增长|增速|增幅|下降|减少|占比|比重|收入|支出|总值|产值|总量|产量|投资|年份|里程)$"
)
_EXPECTS_NUMBER = re.compile(r"(?:达到?|增长|下降|提高|降低|减少|增加|超过|突破|累计|共计|总计|合计|约为?|近|第)$")
_EXPECTS_DATE = re.compile(r"(?:日期|时间)(?:为|是|[：:])?$")
_DATE_AFTER = re.compile(r"年\d{1,2}月|月\d{1,2}日")


def guess_figure(label: str, before: str, after: str) -> tuple[FigureKind, str]:
    """Kind and unit of a blank from its label and the words on both sides of it."""
    unit, _ = find_unit(after)
    dated = _WIDE_DATE.search(label)
    if unit and not (dated and unit in _NO_SPAN):
        return FigureKind.NUMBER, unit
    if dated or (not label and _EXPECTS_DATE.search(before)):
        return FigureKind.DATE, ""
    if _NAMES.search(label):
        return FigureKind.TEXT, ""
    ends = not after or not after.strip(" ")[:1].isalnum()
    if _COUNTS.search(label) or (ends and _EXPECTS_NUMBER.search(before)):
        return FigureKind.NUMBER, ""
    return FigureKind.TEXT, ""
