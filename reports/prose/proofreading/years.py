"""A year that is not the round's: the report of last year with the date left in it."""

import re
from collections.abc import Iterator

from ..numbering import read_chinese_number
from .planned import find_planned_too_early
from .registry import CheckedText, Severity, Span, register

_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_D = "[0-9０-９〇零○一二三四五六七八九]"
_YEAR = re.compile(rf"(?<!{_D})(?:20|２０|二[〇零○]){_D}{{2}}(?=[ ]?年)")
_SPAN_OF_YEARS = re.compile(rf"{_D}{{4}}[ ]?年?度?[ ]?[-—–－~～至到、和与及][ ]?{_D}{{4}}")
_CLAUSE_END = re.compile(r"[，。；！？\n]")
_AGE = 6  # years: an older one is history, not the date of a report that was copied
_SENTENCE = re.compile(r"[^。！？；\n]+")
_TITLE = re.compile(r"《[^《》\n]{1,80}》|[〔\[（(][^〔〕\[\]（()）\n]{0,12}号[〕\]）)]")
_COMPARED_BEFORE = re.compile(
    r"(?:[较比与同和跟]|相[较比]于|(?:[去上前]年[（(])|高于|低于|超过?|自|从|[由继]|早在|以|对照|参照)[ ]?$"
)
_RIGHT_AFTER = re.compile(
    r"[ ]?年(?:度)?(?:以来|以后|以前|之前|之后|之初|起|开始|同期|的?水平|的?基础|遗留|结转|存量|出生|"
    r"\d{0,2}月?\d{0,2}日?(?:以来|起|开始|至|到))|[ ]?年(?:末|底)?(?:相比|的?基础)"
)
_THIS_YEAR = re.compile(r"(?:今年|本年度?)[（(]?[自从于]?$")
_REPORTED = re.compile(r"(?:报告|汇报|述职|总结)如下$")
_PAST_EVENT = re.compile(
    r"任(?!务)职?|入党|入职|参加工作|出生|毕业|调入|调任|转任|转业|退伍|入伍|参军|考入|分配到|来到|选调|成立|始建|立项|开工|建成|启动|获评|被评|荣获|印发|出台|"
    r"预算执行|决算|汇算清缴|颁布|制定|签订|发生|遗留|历史|首次|当选|换届"
)


@register(
    "year",
    Severity.SHOULD,
    looks_for="a year that is not the round's: last year's report with the date left in it",
    source="the round's year",
)
def find_years(checked: CheckedText) -> Iterator[Span]:
    """Of a title every other year, unless the round's stands there too; of a text past years said as if of now.

    Comparisons (较2025年增长), beginnings (2023年以来), titles in 《》, posts held and years to come are right.
    """
    if not checked.year:
        return
    for match in _RELATIVE.finditer(checked.text):
        if _value_of(match["year"]) != checked.year + _AFTER[match["named"]]:
            yield Span(*match.span())
    yield from find_planned_too_early(checked.text, checked.year)
    for match in _in_title(checked) if checked.is_title else _in_text(checked):
        yield Span(match.start(), checked.text.index("年", match.end()) + 1)


_AFTER = {"去年": -1, "上年": -1, "前年": -2, "明年": 1, "来年": 1}
_RELATIVE = re.compile(rf"(?P<named>去年|上年|前年|明年|来年)[（(]?(?P<year>{_D}{{4}})年")


def _value(match: re.Match[str]) -> int:
    return _value_of(match[0])


def _value_of(year: str) -> int:
    return int(year.translate(_DIGITS))


def _in_title(checked: CheckedText) -> list[re.Match[str]]:
    years = list(_YEAR.finditer(checked.text))
    return [] if any(_value(match) == checked.year for match in years) else years


def _in_text(checked: CheckedText) -> Iterator[re.Match[str]]:
    for sentence in _SENTENCE.finditer(checked.text):
        years = list(_YEAR.finditer(checked.text, *sentence.span()))
        if any(_value(match) == checked.year for match in years):
            continue
        right = _right_places(checked.text, *sentence.span()) if years else set()
        for match in years:
            if _THIS_YEAR.search(checked.text, max(0, match.start() - 6), match.start()):
                yield match
                continue
            is_late = checked.year - _AGE <= _value(match) < checked.year
            if is_late and match.start() not in right and not _is_right(match, checked.text):
                yield match


def _right_places(text: str, start: int, end: int) -> set[int]:
    """Where the title of a document stands, or one year beside another."""
    found = [*_TITLE.finditer(text, start, end), *_SPAN_OF_YEARS.finditer(text, start, end)]
    return {place for match in found for place in range(*match.span())}


def _is_right(match: re.Match[str], text: str) -> bool:
    clause = _CLAUSE_END.split(text[match.end() : match.end() + 40], maxsplit=1)[0]
    if _REPORTED.search(clause):
        return False
    return bool(
        _COMPARED_BEFORE.search(text[max(0, match.start() - 4) : match.start()])
        or _RIGHT_AFTER.match(text, match.end())
        or _PAST_EVENT.search(clause)
    )


@register(
    "later_year",
    Severity.SHOULD,
    looks_for="what is said to be done in a year that is still to come",
    source="the round's year",
)
def find_later_years(checked: CheckedText) -> Iterator[Span]:
    for match in _YEAR.finditer(checked.text):
        if not 0 < checked.year < _value(match):
            continue
        rest = _AFTER_DATE.sub(r"\1", checked.text[match.end() : match.end() + 60])
        clause = _CLAUSE_END.split(rest, maxsplit=1)[0]
        before = _CLAUSE_END.split(checked.text[max(0, match.start() - 20) : match.start()])[-1]
        if _UNTIL.search(before) and not _IS_PLANNED_UNTIL.search(before + rest):
            yield Span(match.start(), checked.text.index("年", match.end()) + 1)
            continue
        is_done = _IS_DONE if _value(match) <= checked.year + _AGE else _IS_TOLD
        is_told = _ALREADY.search(clause) or not _IS_PLANNED.search(before + clause)
        if is_done.search(clause) and is_told:
            yield Span(match.start(), checked.text.index("年", match.end()) + 1)


_UNTIL = re.compile("截[至止](?:到|目前|今)?$")  # what is counted until a day has been counted
_IS_PLANNED_UNTIL = re.compile("将|预计|拟|计划|力争|目标|有效|到期|期限|规划|合同|任期")
_AFTER_DATE = re.compile(r"^((?:[ ]?年度?)(?:\d{1,2}月)?(?:\d{1,2}日)?)，")
_IS_DONE = re.compile(
    r"已(?:经)?(?!定|明确)|(?:完成|取得|建成|实现|开展|召开|举办|组织|参加|主持|印发|制定|处理|办理|化解|调研|培训|"
    r"签订|牵头\w{2}|启动|查处|"
    r"走访|获得|启用)了|获得|荣获|以来|被评|到岗|到任|任现职|当选|入职"
)
_ALREADY = re.compile("前已(?:经)?(?:全部|完成|建成|实现|落实)")
_IS_TOLD = re.compile(  # a year that no plan is about
    r"已|了|全年|共|下降|增长|上升|提高|投入|实现|受理|完成|启动|开展|召开|举办|获|新增|[上下]半年|[1-9一二三四]季度|\d{1,2}月"
)
_IS_PLANNED = re.compile(
    r"将|预计|拟|计划|力争|目标|规划|到$|[至—–~～-]|到(?!岗|任)|前|谋划|确保|争取|下一步|准备|部署|方案|安排|要点"
)


@register(
    "odd_year",
    Severity.SHOULD,
    looks_for="a year of too few or too many digits: 202年, 20026年, 2206年",
    source="the calendar",
)
def find_odd_years(checked: CheckedText) -> Iterator[Span]:
    yield from (Span(*match.span()) for match in _ODD_YEAR.finditer(checked.text))


_ODD_YEAR = re.compile(
    r"(?<![\d.,，第近约达前历时])(?:(?:20[0-4]\d{2}|2[1-9]\d\d)[ ]?年|(?:20\d|2\d{4}|20\d{4}|"
    r"2[1-9]\d\d)[ ]?年(?=[度初底末的来，全市县区上下，。\d]|以来|"
    r"内|$))"
)


@register(
    "since_last_year",
    Severity.HINT,
    looks_for="2025年以来 in the report of 2026: perhaps last year's words",
    source="the round's year",
)
def find_since(checked: CheckedText) -> Iterator[Span]:
    if checked.year:
        for match in re.finditer(rf"(?:^|(?<=[，。；\n])){checked.year - 1}年以来", checked.text):
            yield Span(*match.span())


@register(
    "half_year",
    Severity.SHOULD,
    looks_for="a report on half a year that tells of the other half",
    source="the period that the report names",
    of_whole=True,
)
def find_other_half(checked: CheckedText) -> Iterator[Span]:
    if not _FIRST_HALF.search(checked.text[:_HEAD]) or _WHOLE_YEAR.search(checked.text[:_HEAD]):
        return
    for match in _SECOND_HALF.finditer(checked.text):
        before = _CLAUSE_END.split(checked.text[max(0, match.start() - 20) : match.start()])[-1]
        clause = _CLAUSE_END.split(checked.text[match.end() : match.end() + 40], maxsplit=1)[0]
        if not _OF_ANOTHER.search(before + clause):
            yield Span(*match.span())


_FIRST_HALF = re.compile(r"上半年[^。\n]{0,30}(?:报告|汇报|述职|总结|如下)")
_WHOLE_YEAR = re.compile("全年(?!度?(?:目标|任务|计划))|下半年|一年来")
_SECOND_HALF = re.compile(
    r"(?<!第)(?:第?[三四]季度|下半年(?=完成|已|累计)|(?<!\d)(?:[789]|1[0-2])月(?:份|底)?)(?!前|之前)"
)
_OF_ANOTHER = re.compile(
    r"去年|上年|前年|20\d\d年|将|预计|拟|计划|力争|目标|规划|谋划|确保|争取|下一步|准备|安排|前|打算|开始"
)


def find_own_year(text: str) -> int:
    """The year that a report says it is of, in its title or the first lines; 0 where it names none."""
    for line in [line for line in text[:_HEAD].splitlines() if line.strip()][:_TITLE_LINES]:
        years = [_value(match) for match in _YEAR.finditer(line)]
        if years and (_REPORT.search(line) or _BRACKETED.fullmatch(line.strip())):
            return years[-1]
    opening = _OPENING.search(text[:_HEAD])
    return _year_of_signing(text) or (_value_of(opening["year"]) if opening else 0)


_BRACKETED = re.compile(rf"[（(]{_D}{{4}}年度?[）)]")  # below the title
_OPENING = re.compile(rf"^[ \t\u3000]*(?P<year>20{_D}{{2}})年(?:以来|来|度)?[，,是]", re.MULTILINE)


def _year_of_signing(text: str) -> int:
    """Of the day below the author's name, or at the end; in the first months a report is of the year before."""
    lines = [line.strip() for line in (*text[:_HEAD].splitlines()[:_TITLE_LINES], *text[-_FOOT:].splitlines()[-3:])]
    signed = next((match for line in lines if len(line) < _SHORT and (match := _SIGNED.search(line))), None)
    if signed is None:
        return 0
    year, month = _value_of(signed["year"]), signed["month"]
    is_early = (int(month) if month.isdecimal() else read_chinese_number(month)) <= _EARLY
    return year - 1 if is_early else year


_SIGNED = re.compile(
    rf"(?P<year>(?:20|二[〇零○]){_D}{{2}})[ ]?年[ ]?(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})[ ]?月"
    r"(?:[ ]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[ ]?日)?[）)]?$"
)
_FOOT = 100
_SHORT = 40
_EARLY = 3


_REPORT = re.compile("述职|述责|述廉|报告|总结|汇报")
_HEAD = 600
_TITLE_LINES = 4


@register(
    "plan_year",
    Severity.SHOULD,
    looks_for="the first or last year of another five-year plan: 2026年是“十四五”开局之年",
    source="the five-year plans: 十四五 are the years 2021 to 2025",
)
def find_plan_years(checked: CheckedText) -> Iterator[Span]:
    """Of the year that the sentence names, else of the round's."""
    for match in _PLAN_YEAR.finditer(checked.text):
        before = _SENTENCE_END.split(checked.text[max(0, match.start() - 30) : match.start()])[-1]
        named = [_value(one) for one in _YEAR.finditer(before)]
        year = named[-1] if named else checked.year
        first = _FIRST_PLAN + 5 * "一二三四五六七八九".index(match["plan"])
        right = first if match["end"][0] in "开起首第" else first + 4
        if year and year != right and not _OTHER_YEAR.search(before):
            yield Span(*match.span())

    for match in _PLAN_MADE.finditer(checked.text):
        first = _FIRST_PLAN + 5 * "一二三四五六七八九".index(match["plan"])
        if checked.year and not first - _PREPARED <= checked.year <= first + 1:
            yield Span(match.start(), match.end("plan") + 1)
    for match in _PLAN_SPAN.finditer(checked.text):
        first = _FIRST_PLAN + 5 * "一二三四五六七八九".index(match["plan"])
        if (int(match["first"]), int(match["last"])) != (first, first + 4):
            yield Span(*match.span())


_PREPARED = 3  # years before a plan begins in which it is drawn up
_PLAN_MADE = re.compile(
    r"“?十(?P<plan>[一二三四五六七八九])五”?(?:[\u4e00-\u9fff]{0,6}规划)(?:已经?|正在|正|全面)?(?:起草|启动编制|着手编制|编制工作|谋划)"
)
_PLAN_SPAN = re.compile(
    r"“?十(?P<plan>[一二三四五六七八九])五”?(?:规划|时期|期间)?[（(](?P<first>20\d\d)年?[-—–－~～至到](?P<last>20\d\d)年?[）)]"
)
_FIRST_PLAN = 2006  # of 十一五
_PLAN_YEAR = re.compile(
    r"“?十(?P<plan>[一二三四五六七八九])五”?(?:规划|时期)?(?:实施)?的?(?P<end>开局|起步|首|第一|收官|收尾|最后一)之?年"
)
_OTHER_YEAR = re.compile("去年|明年|上年|前年|下一年|来年")
_SENTENCE_END = re.compile(r"[。；！？\n]")
