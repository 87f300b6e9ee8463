"""Amounts and their units: a unit twice, a number left out, people and visits mixed up."""

import re
from collections.abc import Iterator

from .misspelt import cut_words
from .percentages import find_percentages
from .registry import CheckedText, Severity, Span, register

# What a report counts and measures in.
UNITS = (
    r"万元|亿元|元|万户|万人(?!次)|万名|万立方米|立方米|万亩|万吨|万人次|万株|公顷|株|人次|人|个|件|项|条|户|家|公里|亩|座|处|"
    r"次|场|批|吨|套|[%％]|亿千瓦时|万千瓦时|千瓦时|万千瓦|笔|本|节|台次|万册次|册次|例|单|所|辆|台|间|眼|盏|名|篇|起|栋|期|"
    r"万平方米|平方米|天|列|架|艘|头|万头|只|张|册|课时|学时|封|幅|门|款|部(?![门分队长])|轮|宗|口|棵|根|块|批次|家次|户次|件次|节次|台套"
)
_UNIT_TWICE = re.compile(
    r"(?<=\d)[ ]?(?:[%％][%％]|[万亿]?(?P<unit>万元|亿元|万人|人次|公里|平方米|万|亿|元|亩|吨|公顷|千克|"
    r"百分点)(?P=unit)(?![旦位])|"
    r"[%％](?:个)?百分点|万?元[万亿]|(?<=\d{4})万亿元|[万亿]?人次人(?=[，。；、（])|亿万|个[亿万]{2}|人次人(?!民|员|口)|人次次|人人次)"
)
_PER_CENT = re.compile(r"百分之[\d.]+[ ]?[%％]|百分之[\d.]+个?百分点")
_NO_NUMBER = re.compile(
    r"(?:完成|达到?|增长|下降|提高|提升|增加|减少|投入|实现|资金|收入|投资|产值|占比?)(?:了|到|至|约|近|"
    r"为)?[ ]?(?P<unit>[%％]|个百分点|"
    r"余?[万亿]元|万亩|万吨|万人次)(?!以上|及以上|级|户|企业|项目|工程|产业|产值|[镇村县园区的大钱富])"
)
_ABOUT = re.compile(
    r"(?:将近|接近|近|约|大约|约有)[ ]?\d[\d.,]*[ ]?(?:余|多)(?!次)|(?:近|约|"
    r"大约)[ ]?\d[\d.,]*[ ]?[万亿]?[^\d，。；、\s]{0,4}左右|(?:超过?|逾|突破)[ ]?\d[\d.,]*[ ]?(?:[万亿])?(?:余|"
    r"多(?![种元]))|\d[万亿]?(?:余多|多余|余余)(?!的)|(?<![\d.,])\d[\d.,]{0,15}[万亿]?(?:余|多)[万亿]?[个名户人件家元亩吨项条]{0,2}左右|"
    r"[二三四五六七八九]?[十百千](?:余|多)[\u4e00-\u9fff]{1,2}左右"
)
_U = "人|户|件|个|名|家|次|条|项|处|座|起|批|场|篇|份|期|辆|台|套|本|米|毫米|公里|平方|公斤|里"
_TWO_UNITS = re.compile(
    rf"(?<=\d)[ ]?[万亿]?(?:余|多)?(?:(?P<twice>{_U})(?P=twice)(?!均|社|员|民|数|长|口|才|工|力|次|级|目|部|头|点|"
    rf"外|别|以|[计计])|"
    r"名人(?![员士大民])|[件项户家条起]个|个[件户家起名](?!人)|公里米|元块|元角|米公里|毫毫|平方平方|公公里|吨斤|"
    r"亩公顷)|"
    r"(?<![\d.])\d{1,6}(?P<again>[户人件批名家])\d{1,6}(?P=again)(?![次均])|"
    r"(?<=\d)[批户](?:次)?人(?![员次数均口民大们])|(?<!\d)[%％][ ]?\d|(?<=\d)个[%％]|"
    r"[一二三四五六七八九两][百千]\d{2,}|"
    r"\d\.\d+\.\d+(?=[ ]?(?:[%％]|[万亿]|元|公里|亩|吨))|"
    r"(?<![\d,.])\d{1,3},\d{1,2}(?=[ ]?[个件户名人元家万亿公％%次项条亩吨座处台辆场份])|[一二三四五六七八九两]成[ ]?\d|"
    r"(?<![\d,.])\d{1,3}(?:,\d{3})*,\d{4,}(?![\d,])|(?<![\d.,])\d{4,12},\d{3}(?!\d)"
)
_OF_A_SHARE = re.compile(
    r"率(?:为|达到?|是|约)[ ]?\d[\d.]*[ ]?个?百分点|\d[ ]?个百分(?!点)|\d[ ]?百分(?=[，。；、])|"
    r"(?<=\d)(?:[顿墩](?!饭|餐)|公理|公倾|平方迷|万无(?=[，。；、])|万?元/元|(?:[母目坐此护综圆园巷出](?=[，。；、]))|"
    r"明(?=党员|干部|学生|教师|同志|职工|群众)|坐(?=桥|水|泵|大|小|学|厂)|"
    r"护(?=居民|群众|农户|家庭|村民|贫|脱))|(?<=\d)[万]?平方(?=[，。；、])|"
    r"(?:书|表|卷|简报|协议|合同|清单|方案|资料|材料|建议|提案|信|证|函)\d+(?P<copies>分)(?=[，。；、])|灯\d+[站展战](?=[，。；、])|"
    r"(?<=\d)[lIOo](?=[\d日月年个件户名人元家万亿％])|(?<=[\d万亿余])(?P<of>[\u4e00-\u9fff])[次份元](?P=of)(?=[，。；、）])|"
    r"(?<=[\d万亿])余[\u4e00-\u9fff]{1,3}余(?=[，。；、）])|(?<=\d)[万亿]?[人户家件批台架艘辆][·.．／/][次套]|"
    r"人均[^，。；、\d]{0,8}收入[^，。；、\d]{0,4}(?<![\d.])\d{1,2}(?:\.\d{1,4})?元|"
    r"(?<=\d)[加各见建像](?=[，。；、])|(?<=\d)批次?\d+[ ]?批|"
    r"(?:投资|税收|产值|经费)(?:达|约|为)?\d[\d.,]*[万亿]?[人个户](?![均次体])"
)
# Of a county no amount is in 万亿.
_TRILLIONS = re.compile(r"(?<=\d)[ ]?万亿元?(?!级|斤|株|次(?:浮点|运算|计算|[/／每])|千瓦|公里|立方)")
_OF_A_COUNTRY = re.compile(
    r"全国|全省|我省|我国|国家|中央|世界|全球|中国|央行|人民银行|生产总值|GDP|经济总量|资产|产业|市场|社会融资|存款|贷款余额|各项贷款"
)
# Two words that count, one after another: 312件人, 47批人次; 家次, 人次 and 人户 are one.
_TWO_COUNTERS = re.compile(
    r"(?<=\d)[万亿]?[余多]?(?!家人|[一-鿿]?户人口)(?:人次|[批家户场件]次|件|起|批|户|家|名|条|项|座|处|人|宗|台|辆)"
    r"(?:人次|批次|人(?!次)|名|个|件|起|批|户(?<!人户)|家|项|条|位|元)(?=[，。；、）\n]|$)|"
    r"(?<=\d)[万亿]?[余多]?[个件条项株棵头座台辆间亩](?:亩|公顷|公里|平方米|立方米|株|棵|头|吨)(?=[，。；、）\n]|$)|"
    r"(?<=\d)[万亿]?元?人民币[万亿]?元|"
    r"(?<=[\u4e00-\u9fff])\d{1,6}\.(?=[万亿％%元])"  # 投入62.万元
)
_UNIT_ENDS_TWICE = re.compile(
    r"(?<=\d)[万亿]?[\u4e00-\u9fff]{0,3}(?P<end>[\u4e00-\u9fff])(?P=end)(?=[，。；、）])|(?<=\d)[万亿]?批次批"
)
# 820万, and no word of what: 粉丝42万 says it before, 3万、5万元 after.
_OF_NOTHING = re.compile(
    r"(?P<said>[^\d，。；：、\n]{0,12})(?<![\d.,])\d[\d.,]{0,12}[万亿]"
    r"(?=[，。；）\n]|$|、(?![^，。；\n]{0,12}?\d[\d.]{0,12}[万亿]))"
)
_MYRIADS = re.compile(r"[\d.,][万亿]")
_SPENT = re.compile(  # 投入42万更新密集架
    r"(?:投入|投资|筹资|筹集|筹措|争取|出资|耗资|募集|捐资|资金|经费)[了达约共近]?(?P<amount>\d[\d.,]{0,12}[万亿])"
    r"(?=[\u4e00-\u9fff])(?![元余多人亩吨户株千立平个件名尾只头羽斤公担方台套册米块美港欧日以左])"
)
_SAYS_OF_WHAT = re.compile(
    r"(?:[量数次]|人口|群众|居民|村民|农户|学生|旅客|游客|党员|职工|用户|粉丝|老人|观众|读者|听众|受众|市民|人群|对象|[人户者]|"
    r"订阅|关注|点击|阅读|浏览|点赞|转发|下载|注册|参保|规模|市值)"
    r"[总共约近超过破达为至到有累计突了]{0,4}[ ]?$|^[ ]?[-—–~～至到]|[第由从每万]$"
)
# What is measured, and measures that it has not: 总产量24.6万亩, 面积300吨; of a county no 固定资产投资7.6万元.
_IS = r"(?:完成|实现|总?额|总量)?[了达约共近为至到是有突破超过]{0,3}[ ]?"
_AMOUNT = r"(?P<amount>(?<![\d.,])\d[\d.,]{0,12}"
_OF_ANOTHER_KIND = [
    re.compile(f"(?:{thing}){_IS}{_AMOUNT}{unit})")
    for thing, unit in (
        ("门急诊|门诊|急诊|诊疗|接诊|就诊|客流|出院病人", "[万亿]?(?:批|件|户|家|起)(?!次)"),
        (
            "(?:惠及|受益|覆盖)(?:各类|困难|参保|全[县市区])?(?:群众|居民|村民|农户|职工|学生|老人|家庭)",
            "[万亿]?(?:批|件|场|项|亩|起)(?!次)",
        ),
        (
            "观众|听众|学员|旅客|游客|群众|队员|党员|居民|村民|学生|职工|官兵|志愿者",
            "[万亿]?(?:场|件|项|亩|起|吨)(?!次)",
        ),
        (
            "(?:培训|轮训|组织)[\u4e00-\u9fff]{0,4}(?:队员|党员|干部|学员|教师|职工|人员)",
            "[万亿]?(?:批|场|件|项|起)(?!次)",
        ),
        ("嫌疑人|违法人员|涉案人员|责任人|获奖者|残疾人|退役军人|贫困学生|困难学生", "[万亿]?(?:批|场|件|项|起)(?!次)"),
        ("(?:下载|播放|点击|阅读|浏览|转发)量", "[万亿]?(?:人次|人|户|件)"),
        ("产量", "[万亿]?(?:亩|公顷|公里|平方米|户|元)"),
        ("处理量|供水量|用水量|储量|运量|吞吐量", "[万亿]?(?:亩|公顷|公里|户)"),
        ("[林耕草湿]地|农田|土地", "[万亿]?(?:吨|公斤)"),
        ("面积", "[万亿]?(?:吨|公斤|元|公里|户)"),
        ("里程|总长|全长", "[万亿]?(?:亩|吨|元|户|公顷)"),
        ("投资|资金|经费|税收|产值|收入|支出", "[万亿]?(?:亩|吨|公里|公顷|平方米|户(?![均主]))"),
        (
            "固定资产投资|生产总值|一般公共预算收入|社会消费品零售总额|工业增加值|工业总产值",
            r"(?:(?<!\d{4})(?<!\d{4}\.\d)(?<!\d{4}\.\d{2})万元|(?<!\d{5})元)",
        ),
    )
]
_TIMES = re.compile(r"(?:减少|下降|降低|缩小|缩短|降幅)(?:了|达)?[ ]?(?:\d[\d.]*|[一二两三四五六七八九十]+)[ ]?倍")
# Who is received once more is counted once more.
_RECEIVED = re.compile(
    r"(?:接待|服务)(?:游客|读者|旅客|观众|参观者)[总共约近超过达]{0,3}[ ]?\d[\d.,]{0,12}[万]?余?人(?![次均])"
)
_VISITS = re.compile(r"(?<![\d,])(?P<people>\d[\d,]*)[ ]?人[，、（(]?[ ]?(?P<visits>\d[\d,]*)[ ]?人次")
_VISITS_FIRST = re.compile(
    r"(?<![\d,])(?P<visits>\d[\d,]*)[ ]?人次[，、（(](?:共|计|合计|共计)?[ ]?(?P<people>\d[\d,]*)[ ]?人(?!次)"
)
_PEOPLE_FIRST = re.compile(r"(?<![\d,])(?P<people>\d[\d,]*)[ ]?人次?[，、]?(?P<groups>\d[\d,]*)[ ]?批")
_GROUPS = re.compile(
    r"(?<![第\d,])(?P<groups>\d[\d,]*)[ ]?(?:批次?|户)(?:[，、（(]?(?:共|计|合计|共计|涉及)|"
    r"[、（(]?)[ ]?(?P<people>\d[\d,]*)[ ]?人"
)


@register(
    "unit",
    Severity.SHOULD,
    looks_for="a unit written twice, a number left out: 5％％, 百分之5％, 完成亿元",
    source="GB/T 15835-2011",
)
def find_units(checked: CheckedText) -> Iterator[Span]:
    for pattern in _OF_UNITS:
        yield from (Span(*match.span()) for match in pattern.finditer(checked.text))
    yield from find_percentages(checked.text)
    yield from (Span(*match.span("counter")) for match in _COUNTER.finditer(checked.text) if _is_rare(match["counter"]))
    for match in _WITHOUT_NUMBER.finditer(checked.text):
        if cut_words(match[0])[-1] == match["unit"]:
            yield Span(*match.span("unit"))
    for match in _OF_NOTHING.finditer(checked.text) if _MYRIADS.search(checked.text) else ():
        if match["said"] and not _SAYS_OF_WHAT.search(match["said"]):
            yield Span(match.end("said"), match.end())
    for pattern in (_SPENT, _NO_MONEY, *_OF_ANOTHER_KIND):
        yield from (Span(*match.span("amount")) for match in pattern.finditer(checked.text))
    for match in _TRILLIONS.finditer(checked.text):
        if not _OF_A_COUNTRY.search(checked.text, max(0, match.start() - _NEAR), match.end() + _NEAR // 2):
            yield Span(*match.span())


def _is_rare(character: str) -> bool:
    """举办讲座96埸: no counter is."""
    return character not in UNITS and character.encode("gb2312", "replace")[0] >= _LEVEL_TWO


_COUNTER = re.compile(r"(?<=\d)(?P<counter>[\u4e00-\u9fff])(?=[，。；、])")
_LEVEL_TWO = 0xD8  # from here on GB 2312 has the characters that are seldom written
_NO_MONEY = re.compile(  # 销售金额达560
    r"(?:金额|收入|产值|利润|税收|投资额|销售额|余额|总额|经费|资金)(?:为|达到?|约|共计?|突破|[ ])*"
    r"(?P<amount>(?<![\d.,])\d{2,9}(?:\.\d{1,2})?)(?=[，。；）\n]|$)"
)
_WITHOUT_NUMBER = re.compile(  # 专题研究安全生产次
    r"(?:研究|召开|举办|开展|组织|检查|查处|办结|受理|走访|化解|培训|解决|发现|整改|新建|改造|建成|发放|争取)"
    r"(?:(?![一二三四五六七八九十百千万几多数每各首两再本此该逐依历上下前后半单某])[\u4e00-\u9fff]){1,10}"
    r"(?P<unit>人次|万元|亿元|公里|[次件起场篇座亩])(?=[，。；])"
)
_OF_UNITS = (_UNIT_TWICE, _TWO_UNITS, _TWO_COUNTERS, _PER_CENT, _OF_A_SHARE, _NO_NUMBER, _TIMES, _UNIT_ENDS_TWICE)
_NEAR = 30  # characters before it that say of whom it is


@register("approximate", Severity.SHOULD, looks_for="an amount that is about twice: 近420余, 约30左右", source="custom")
def find_approximate(checked: CheckedText) -> Iterator[Span]:
    yield from (Span(*match.span()) for match in _ABOUT.finditer(checked.text))


@register(
    "visits",
    Severity.SHOULD,
    looks_for="more people than visits, more groups than people: 20批15人",
    source="arithmetic",
)
def find_visits(checked: CheckedText) -> Iterator[Span]:
    yield from (Span(*match.span(), f"{match[0]}次") for match in _RECEIVED.finditer(checked.text))
    for match in (*_VISITS.finditer(checked.text), *_VISITS_FIRST.finditer(checked.text)):
        if _value(match["people"]) > _value(match["visits"]):
            yield Span(*match.span())
    for match in _PEOPLE_FIRST.finditer(checked.text):
        if _value(match["groups"]) > _value(match["people"]):
            yield Span(*match.span())
    for match in _GROUPS.finditer(checked.text):
        if _value(match["groups"]) > _value(match["people"]):
            yield Span(*match.span())


def _value(number: str) -> int:
    return int(number.replace(",", "") or 0)
