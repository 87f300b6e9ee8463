"""Days that do not exist, and periods that end before they begin."""

import calendar
import re
from collections.abc import Iterator

from ..numbering import read_chinese_number
from .registry import CheckedText, Severity, Span, register

_C = "[一二三四五六七八九十]{1,3}"
_DAY = re.compile(
    rf"(?:(?P<year>(?:19|20)\d\d)[ ]?年[ ]?)?(?<![\d.])(?P<month>\d{{1,2}}|"
    rf"(?<![一二三四五六七八九十]){_C})[ ]?月(?:(?P<part>份|底|初|末|中旬|上旬|下旬)|[ ]?(?P<day>\d{{1,3}}|"
    rf"{_C})[ ]?[日号](?![线楼]))"
)
_WRITTEN = re.compile(
    r"(?<![\d./-])(?P<year>(?:19|20)\d\d)(?P<sep>[-./])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?![\d./-])"
)
_YEAR_MONTH = re.compile(r"(?<!\d)(?:19|20)\d\d[ ]?年[ ]?(?P<month>\d{1,2})[ ]?月")
_NO_MONTH = re.compile(r"(?<=[。；，、：\n至到于])(?:0|1[3-9]|[2-9]\d)[ ]?月(?![ ]?\d)")
_NO_DAY = re.compile(r"(?<!\d)\d{1,2}月\d{1,2}[曰白目](?![\u4e00-\u9fff])")
_QUARTER = re.compile(r"第?(?P<n>[五六七八九5-9])季度")
_TO = r"起?[ ]?(?:[-—–－~～]{1,2}|持?续?至|持?续?到)[ ]?"
_HOUR = re.compile(
    r"(?<![\d.,:：])(?:2[5-9]|[3-9]\d)[时点](?:[0-5]?\d分|许|整|左右(?![^，。]{0,6}小时)|(?=[0-5]\d))|"
    r"(?<![\d.,:：])(?:[01]?\d|2[0-3])[:：][6-9]\d(?![\d:：])|(?<![\d.,:：])24[:：](?!00)[0-5]\d(?!\d)|"
    r"(?:(?<=[日号至从])|(?<=定于))(?:2[5-9]|[3-9]\d)[时点](?![期间段长])|"
    r"(?<![\d.,:：])(?:2[5-9]|[3-9]\d)[时点](?=召开|开始|结束|举行|启动|前|起)|"
    r"(?<![\d.,:：])(?:2[5-9])[:：][0-5]\d(?![\d:：])|"
    r"(?:[上下]午|凌晨|早上|晚上?)(?:2[5-9]|[3-9]\d)[时点](?!期)|(?:上午|凌晨)(?:1[3-9]|2[0-4])(?:[时点](?!期)|[:：][0-5]\d)"
)
_CLOCK = re.compile(r"时|点|午|晚|早|夜|间|凌晨|[日号]|[至—–-]$|于$")
_PERIOD = re.compile(
    rf"(?:(?P<y1>(?:19|20)\d\d)[ ]?年[ ]?)?(?<!\d)(?P<m1>\d{{1,2}})[ ]?月(?:份|[ ]?(?P<d1>\d{{1,2}})[ ]?日)?{_TO}"
    rf"(?P<next>次年|翌年|今年|本年|当年|第二年|来年|明年|下年|下一年)?(?:(?P<y2>(?:19|"
    rf"20)\d\d)[ ]?年[ ]?)?(?P<m2>\d{{1,2}})[ ]?月(?:[ ]?(?P<d2>\d{{1,2}})[ ]?日)?"
)
_HOURS = re.compile(rf"(?<!\d)(?P<h1>\d{{1,2}})[时点](?:[0-5]?\d分)?{_TO}(?P<h2>\d{{1,2}})[时点]")
_MORNING, _EVENING = 7, 18  # 上午9时至5时 ends in the afternoon
_DAYS = re.compile(rf"(?P<m>\d{{1,2}})月(?P<d1>\d{{1,2}})日?{_TO}(?P<d2>\d{{1,2}})日")
_YEARS = re.compile(rf"(?<!\d)(?P<y1>(?:19|20)\d\d)[ ]?年?{_TO}(?P<y2>(?:19|20)\d\d)[ ]?年")
_AFTERNOON = re.compile("[上下]午|晚|夜")
_SUMMER = 7  # a winter ends before
_WINTER = re.compile(r"供暖|采暖|取暖|防火|禁渔|跨年|冬|越冬|每年|年度")


@register(
    "impossible_day",
    Severity.MUST,
    looks_for="a day that does not exist: 2月30日, 13月, 五季度, 8：70",
    source="the calendar",
)
def find_impossible(checked: CheckedText) -> Iterator[Span]:
    for pattern in (_DAY, _WRITTEN):
        for match in pattern.finditer(checked.text):
            if not _exists(match):
                yield Span(*match.span())
    for match in _YEAR_MONTH.finditer(checked.text):
        if not 1 <= int(match["month"]) <= 12 and not _DAY.match(checked.text, match.start()):
            yield Span(*match.span())
    yield from (Span(*match.span()) for match in _NO_MONTH.finditer(checked.text))
    for pattern in (_QUARTER, _NO_DAY):
        yield from (Span(*match.span()) for match in pattern.finditer(checked.text))
    for match in _HOUR.finditer(checked.text):
        around = checked.text[max(0, match.start() - 8) : match.start()]
        if "时" in match[0] or "点" in match[0] or _CLOCK.search(around):
            yield Span(*match.span())


def _exists(match: re.Match[str]) -> bool:
    month, day = _number(match["month"]), match["day"]
    if not 1 <= month <= 12:
        return False
    year = int(match["year"]) if match["year"] else 2000  # a leap year, where none is written
    return not day or 1 <= _number(day) <= calendar.monthrange(year, month)[1]


def _number(numeral: str) -> int:
    return int(numeral) if numeral.isdecimal() else read_chinese_number(numeral)


@register(
    "leap_day",
    Severity.SHOULD,
    looks_for="2月29日 in a year of 365 days",
    source="the calendar, the round's year",
)
def find_leap_days(checked: CheckedText) -> Iterator[Span]:
    """Where the sentence names no other year."""
    if checked.year and not calendar.isleap(checked.year):
        for match in _LEAP_DAY.finditer(checked.text):
            if not _NAMES_A_YEAR.search(checked.text, max(0, match.start() - _SENTENCE), match.start()):
                yield Span(*match.span())


_LEAP_DAY = re.compile(r"(?<!\d)0?2[ ]?月29[ ]?[日号]|二月二十九[日号]")
_NAMES_A_YEAR = re.compile(r"(?:\d{4}|去|前)年[^。；\n]*$")
_SENTENCE = 40


@register(
    "period",
    Severity.SHOULD,
    looks_for="a period that ends before it begins: 9月至3月, 2025—2023年",
    source="the calendar",
)
def find_reversed(checked: CheckedText) -> Iterator[Span]:
    text = checked.text
    for match in _PERIOD.finditer(text):
        around = text[max(0, match.start() - 12) : match.end() + 12]
        has_years = match["y1"] and match["y2"]
        may_cross = not has_years and int(match["m2"]) < _SUMMER and _WINTER.search(around)
        if _is_reversed(match) and not may_cross:
            yield Span(*match.span())
    for match in _DAYS.finditer(text):
        if int(match["d1"]) >= int(match["d2"]) and int(match["d1"]) <= 31:
            yield Span(*match.span())
    for match in _HOURS.finditer(text):
        halves = _AFTERNOON.findall(text, max(0, match.start() - 4), match.end())
        is_morning = halves == ["上午"] and int(match["h2"]) >= _MORNING
        if int(match["h2"]) < int(match["h1"]) < _EVENING and (is_morning or not halves):
            yield Span(*match.span())
    for match in _YEARS.finditer(text):
        if match["y1"] > match["y2"]:
            yield Span(*match.span())
    yield from _ends_first(text)
    yield from _parts_of_months(text)
    yield from (Span(*match.span("days")) for match in _TOO_MANY_DAYS.finditer(text))
    yield from _other_months(text)


def _parts_of_months(text: str) -> Iterator[Span]:
    """9月中旬至8月底"""
    for match in _PARTS.finditer(text):
        first, last = ((int(match[f"m{n}"]), _PART_AT.index(match[f"p{n}"])) for n in (1, 2))
        is_winter = _WINTER.search(text, max(0, match.start() - 12), match.end() + 12) and last[0] < _SUMMER
        if last < first and not is_winter:
            yield Span(*match.span())


_PART_AT = ("", "初", "上旬", "中旬", "下旬", "底", "末")
_PARTS = re.compile(
    r"(?<!\d)(?P<m1>\d{1,2})月(?P<p1>初|上旬|中旬|下旬|底|末|)(?:起|开始)?(?:[-—–－~～]{1,2}|至|到)"
    r"(?P<m2>\d{1,2})月(?P<p2>初|上旬|中旬|下旬|底|末)"
)


_TOO_MANY_DAYS = re.compile(r"(?:全年|年内|一年|今年)[^，。；\d]{0,8}(?P<days>(?:36[7-9]|3[7-9]\d|[4-9]\d\d)天)")


def _ends_first(text: str) -> Iterator[Span]:
    """2026年10月开工，8月竣工."""
    for match in _BEGUN_AND_ENDED.finditer(text):
        first, last = (
            (int(match["y1"] or 0), int(match["m1"])),
            (int(match["y2"] or match["y1"] or 0), int(match["m2"])),
        )
        if last < first and not (match["y2"] and not match["y1"]):
            yield Span(*match.span())


def _other_months(text: str) -> Iterator[Span]:
    """上半年（1月至7月）."""
    for match in _NAMED_MONTHS.finditer(text):
        if (int(match["m1"]), int(match["m2"])) != _MONTHS[match["name"].removeprefix("第")]:
            yield Span(*match.span())


_QUARTERS = {f"{n}季度": (3 * at + 1, 3 * at + 3) for names in ("一二三四", "1234") for at, n in enumerate(names)}
_MONTHS = {"上半年": (1, 6), "下半年": (7, 12), "前三季度": (1, 9)} | _QUARTERS
_NAMED_MONTHS = re.compile(
    r"(?P<name>上半年|下半年|前三季度|第?[一二三四1-4]季度)[ ]?(?:（|，?即|，?也就是)(?P<m1>\d{1,2})月?(?:份)?"
    r"[ ]?[-—–－~～至到][ ]?(?P<m2>\d{1,2})月"
)
_MONTH = r"(?:(?P<y{0}>(?:19|20)\d\d)[ ]?年[ ]?)?(?<!\d)(?P<m{0}>\d{{1,2}})[ ]?月(?:份|底|初|中旬|[ ]?\d{{1,2}}[ ]?日)?"
_BEGUN_AND_ENDED = re.compile(
    _MONTH.format(1)
    + r"(?:正式|全面|已|即)?(?:开工|动工|启动|开始|立项|开建|进场|施工|开班|开学|入汛|开幕)[^。；\n\d年月]{0,14}[，、]"
    + r"(?!次年|翌年)[^。；\n\d年月]{0,8}"
    + _MONTH.format(2)
    + r"(?:正式|全面|已|底|前|即)?(?:竣工|完工|建成|投用|投入使用|投产|验收|通过验收|结束|通车|结业|闭幕|交付|"
    + r"完成|收官|通水|通电|通气|通航|投运|运营|开业|落成|并网|试运行)"
)


def _is_reversed(match: re.Match[str]) -> bool:
    if match["next"] or (match["y2"] and not match["y1"]):
        return False
    first = (int(match["y1"] or 0), int(match["m1"]), int(match["d1"] or 0))
    last = (int(match["y2"] or match["y1"] or 0), int(match["m2"]), int(match["d2"] or 31))
    return max(first[1], last[1]) <= 12 and last < first
