"""Enumerations held against the number that announces or sums them up: 六个方面 after or before five."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from ..numbering import read_chinese_number
from .registry import CheckedText, Severity, Span, register
from .series import SeriesNumber, find_series_numbers
from .tallied import find_tallied

_N = r"(?:[二两三四五六七八九]|十[一二三四五]?|[2-9]|1[0-5])"
_OF = (
    r"(?:方面|环节|层面|维度|领域|板块|阶段|重点|关键|难点|症状|倾向|不足|短板|问题|任务|工作|措施|举措|机制|制度|行动|"
    r"工程|目标|抓手|转变|突破|提升|成效|变化|关系|能力|意识|作风|特点|亮点|建议|要求|原则|步骤|渠道|平台|清单|方案|"
    r"办法|品牌|要素|思维|优势|产业|体系|主题|专题|载体|项目)"
)
# 从A、B、C等三个方面: the list stands before the number.
_BEFORE = re.compile(
    rf"(?P<etc>等)?[“]?(?<![第\d.,])(?P<n>{_N})(?:(?:个|大|种|项)?(?:主要|重点|关键)?"
    r"(?P<of>方面|环节|层面|维度|领域|板块|症状|倾向|重点任务|问题类型|难点|要素)|"
    r"(?P<near>(?:大|类|种|项|个|部|份|支|条|家|座|名|段|处|张|篇|句|套)(?![月半小])|"
    r"方(?=责任|联动|合力|协议|力量|主体|协同|共)|期(?=培训|讲座|轮训)|(?:部门|单位|镇|乡|村|社区|县|市|区|街道|岗|"
    r"所|场|次|期|批)(?=[，。；联共会的座]|考察|调研|走访|检查|培训|活动|讲座))(?:(?!等)[\u4e00-\u9fff])?)"
)
# 医疗、医保、医药“三医”联动; 防火、防盗、防疫三防措施
_NAMED = re.compile(
    rf"(?:“(?P<n>{_N})(?P<quoted>[\u4e00-\u9fff]{{1,3}})”|(?<![第\d十])(?P<m>{_N})(?P<shared>[\u4e00-\u9fff]))"
)
_NUMBERED = re.compile(r"^[ \u3000]*\d{1,2}[.．、][ ]?")
_VERB = 2  # characters that may stand between the last item and the name: 进家庭开展“五进”
_SHORT = 4  # characters of an item, and not many more in the first, before which other words stand
_CLAUSE = re.compile(r"[，。；：！？\n（）]")
_BACK = 200
_LISTS = re.compile("[、》”]")
_LEAD = re.compile(
    r"从|在|对|围绕|抓住|抓好|聚焦|突出|瞄准|紧扣|包括|涵盖|涉及|按照|通过|针对|坚持|开展|进行|做到|把|将|以"
)
# 三个方面的问题：一是…; 五种症状：A、B
_AFTER = re.compile(
    rf"(?<![第\d一二三四五六七八九十百千万余多几数近约、])(?P<n>{_N})(?:个|方面|项|种|类|大|条|件|座|支|份|句|张|批|层|"
    rf"级|道|所|家|名|位|次|场|部|册|台|"
    rf"点){_OF}?[”]?[^，。；：、！？\n\d]{{0,10}}?"
    r"(?P<mark>：|。|”?[—－]{1,2}|[，、]?即|（|，包括(?=[^，。；等]{4,60}[。，；])|[，、]?分别[是为]|，一是|[，、]?[也就]*是指)"
)

_ENDING_TITLES = re.compile(r"(?:《[^《》\n]{1,60}》、?){2,}$|(?:“[^“”\n]{1,20}”、?){2,}$")
_MADE_OF = re.compile(
    "(?:组成|组建|成立|建立|设立|形成|建成|打造|新增|培育|选派|抽调)[了为]?$"
)  # 党员、骑手等组成7支队伍
_LONG_ITEM = re.compile(r"\d|、[^、]{9,}$")
_LONG_ITEM_OF_SOME = re.compile(r"\d|、[^、]{19,}$")  # before 等
_COUNTED_ITEM = re.compile(r"\d[\d.,]*[ ]?(?:[%％]|[\u4e00-\u9fff]{1,3})$")
_NOTHING = re.compile("(?!)")
_ITEM_TITLES = re.compile(r"《[^《》\n]{1,60}》|“[^“”\n]{1,30}”")


@register(
    "enumeration",
    Severity.SHOULD,
    looks_for="an enumeration that is longer or shorter than it says: 六个方面 with five",
    source="custom",
)
def find_miscounted(checked: CheckedText) -> Iterator[Span]:
    yield from _miscounted_before(checked.text)
    yield from _miscounted_by_name(checked.text)
    yield from _miscounted_in_brackets(checked.text)
    yield from find_tallied(checked.text)
    numbers = checked.once(find_series_numbers)
    for match in _AFTER.finditer(checked.text):
        said = _value(match["n"])
        counted = _count_after(match, numbers)
        if counted and counted != said:
            yield _span(match, said, counted)


_ANNOUNCED = re.compile("报告|汇报|如下|以下|下面")


def _span(match: re.Match[str], said: int, counted: int) -> Span:
    end = match.start("mark") if "mark" in match.re.groupindex else match.end()
    return Span(match.start("n"), end, "", {"said": said, "counted": counted})


def _value(numeral: str) -> int:
    if numeral.isdecimal():
        return int(numeral)
    return 2 if numeral == "两" else read_chinese_number(numeral)


def _miscounted_before(text: str) -> Iterator[Span]:
    for match in _BEFORE.finditer(text):
        said, back = _value(match["n"]), text[max(0, match.start() - _BACK) : match.start()]
        is_name = (
            match["near"] and text[match.start("n") - 1] == "“" and "”" in _CLAUSE.split(back)[-1]
        )  # 坚定“四个自信”
        if not _LISTS.search(back) or is_name or (match["near"] in _TIMES_HELD and "等" in back[-_NEAR:]):
            continue
        before = _NUMBERED.sub("", _CLAUSE.split(back)[-1])
        if _MADE_OF.search(before):
            continue
        titles = _ENDING_TITLES.search(before)
        least, most = [titles[0].count("》") or titles[0].count("”")] * 2 if titles else _count_items(before)
        are_few = match["near"] and not match["etc"] and not titles and not _is_whole_sentence(before, back)
        if most < (3 if are_few else 2) or least <= said <= most:
            continue
        if said < 3 and not (match["etc"] or titles):
            continue
        is_long = _LONG_ITEM_OF_SOME if match["etc"] else _LONG_ITEM
        if match["etc"] and all(map(_COUNTED_ITEM.search, before.split("、"))):
            is_long = _NOTHING  # 归集7.3亿元、贷款2亿元等两个目标
        if match["near"] and not titles and is_long.search(before) and not _end_alike(re.split("、|和|及", before)):
            continue
        counted = least if said < least else most
        # 等 may leave out some; that it leaves out one of six is hard to believe.
        is_wrong = said - counted == 1 and said >= 4 if match["etc"] and counted < said else abs(said - counted) <= 3
        if is_wrong:
            yield _span(match, said, counted)


def _is_whole_sentence(items: str, back: str) -> bool:
    """心血管内科、神经外科三个专科: nothing but two short names stands before the number."""
    names = items.split("、")
    begins = back[: len(back) - len(items)][-1:]
    return begins in _SENTENCE_ENDS and len(names) == 2 and all(2 < len(one) < 9 for one in names)


_SENTENCE_ENDS = frozenset("。；：\n")
_TIMES_HELD = frozenset("场次期批")  # 举办采茶节、丰收节等活动4场 tells of two of them
_NEAR = 8


def _end_alike(items: list[str]) -> bool:
    """胸痛中心、危重孕产妇救治中心: however long, each is one."""
    end = items[-1][-2:]
    return len(items) > 2 and len(end) > 1 and all(one.endswith(end) and len(one) < _LONGEST for one in items)


_LONGEST = 16


def _miscounted_by_name(text: str) -> Iterator[Span]:
    """By one at most: 党史、国史“四史” names two of four."""
    for match in _NAMED.finditer(text):
        if text.rfind("、", max(0, match.start() - _SHORT - _VERB - 1), match.start()) < 0:
            continue
        items = _CLAUSE.split(text[max(0, match.start() - _BACK) : match.start()])[-1].split("、")
        said, name = _value(match["n"] or match["m"]), match["quoted"] or match["shared"]
        longest = max(map(len, items[1:-1]), default=0), len(items[-1])
        if len(items) < 3 or abs(len(items) - said) != 1 or longest[0] > _SHORT or longest[1] > _SHORT + _VERB:
            continue
        begin_alike = all(name in {one[0], one[-1]} for one in (items[1:-1] if match["n"] else items[1:]) if one)
        if begin_alike or (match["n"] and longest[1] <= _SHORT):
            number = match.span("n" if match["n"] else "m")
            yield Span(number[0], match.end(), "", {"said": said, "counted": len(items)})


def _count_items(items: str) -> tuple[int, int]:
    """The least and the most that they can be: 和 in the last item may join two, or stand within one."""
    listed = items.split("、")
    begins = [number for number, item in enumerate(listed[1:], start=1) if _LEAD.search(item[1:-1])]
    joins = 1 if re.search(r"(?<!不)(?:和(?![谐睦平解])|与|及(?!时|格|早))|以及", listed[-1][1:]) else 0
    return len(listed) - (begins[-1] if begins else 0), len(listed) + joins


def _count_after(match: re.Match[str], numbers: list[SeriesNumber]) -> int:
    """How many stand after it; 0 where that cannot be said."""
    text, place = match.string, match.end()
    is_spoken = match["mark"] == "，一是"
    start = place - 2 if is_spoken else place
    if series := _series_at(start, numbers, text):
        is_of_report = series[0].kind in {"l1", "l5"} and not _ANNOUNCED.search(match[0] + text[place - 40 : place])
        is_done_before = match["mark"] == "。" and abs(len(series) - _value(match["n"])) > _OFF_BY
        return 0 if is_of_report or is_done_before else len(series)
    if match["mark"] == "。" or is_spoken:
        return 0
    if match["mark"] == "（":
        return _count_bracketed(text[place : place + _BACK])
    return _count_list(text[place : place + 300])


_OFF_BY = 2  # 十件实事全部兑现。一是…二是…三是… tells of three of them


def _count_bracketed(text: str) -> int:
    """“六送”（送戏、送书…）; （含甲、乙两镇） lists some of them."""
    items, closed, _rest = text.partition("）")
    is_list = closed and not _NO_LIST.search(items)
    least, most = _count_items(items) if is_list else (0, 0)
    are_names = least == 2 and all(one.endswith(items[-1]) and 1 < len(one) < _SHORT * 2 for one in items.split("、"))
    return least if least == most and (least > 2 or are_names) else 0


def _miscounted_in_brackets(text: str) -> Iterator[Span]:
    """“六送”活动（送戏、送书…）: a character of the name is in each of them."""
    for match in _QUOTED_BEFORE.finditer(text):
        items = match["items"].split("、")
        said = _value(match["n"])
        if len(items) != said and abs(len(items) - said) < 3 and all(match["name"][-1] in one for one in items):
            yield Span(match.start("n"), match.end("name"), "", {"said": said, "counted": len(items)})


_QUOTED_BEFORE = re.compile(
    rf"“(?P<n>{_N})(?P<name>[\u4e00-\u9fff]{{1,3}})”[^，。；：、（\n\d]{{0,8}}[（：，](?:即)?"
    r"(?P<items>[\u4e00-\u9fff]{1,8}(?:、[\u4e00-\u9fff]{1,8}){2,11})(?=[）。；，])"
)
_NO_LIST = re.compile(r"^(?:含|如|包括|其中|主要|例如|不含|分布|位于|涉及|另)|等|\d|[，。；：（]")


def _series_at(place: int, numbers: list[SeriesNumber], text: str) -> list[SeriesNumber]:
    """The series that begins here, as far as it goes on before another of its kind or a higher heading begins."""
    at = bisect_left(numbers, place, key=lambda one: one.start)
    below = numbers[at : at + 60]
    if not below or below[0].number != 1 or text[place : below[0].start].strip(" \n\u3000“"):
        return []
    found = [below[0]]
    for one in below[1:]:
        if one.level < found[0].level or (one.kind == found[0].kind and one.number <= found[-1].number):
            break
        if one.kind == found[0].kind:
            found.append(one)
    return found


def _parallel(clauses: list[str]) -> int:
    """做好水的文章，做好茶的文章: all begin alike; 0 where they do not."""
    begin = clauses[0][:2]
    alike = all(one.startswith(begin) for one in clauses)
    return len(clauses) if alike and len(clauses) > 1 else 0


def _parallel_at_first(clauses: list[str]) -> int:
    """抓住“人”这个关键，抓住“制度”这个关键，以…的精神推动…: what follows begins with another kind of word."""
    begin, end = clauses[0][:2], clauses[0][-2:]
    alike = [one for one in clauses if one.startswith(begin) and one.endswith(end)]
    is_first = alike == clauses[: len(alike)] and len(clauses) == len(alike) + 1
    return len(alike) if is_first and len(alike) > 1 and _GOES_ON.match(clauses[-1]) else 0


_GOES_ON = re.compile("以|让|使|把|推动|确保|努力|不断|切实|全力|着力|奋力|为")


def _as_long(clauses: list[str]) -> int:
    """建好劳动实践基地，改造学校运动场，评上省级文明校园: each says one thing, in as many words."""
    lengths = [len(one) for one in clauses]
    are_alike = (min(lengths) > 4 or {*lengths} == {4}) and max(lengths) < 13 and max(lengths) - min(lengths) < 3
    is_plain = not any(
        re.search(r"[、\d“]|^(?:并|从而|使|让|以|确保|推动|不断|切实|努力|进一步)", one) for one in clauses
    )
    return len(clauses) if are_alike and is_plain and len(clauses) > 2 else 0


def _short_and_parallel(sentence: str) -> int:
    """抓学习，抓队伍，抓服务、抓落实"""
    clauses = re.split("[，、]", sentence)
    is_one = len(clauses) > 2 and all(one[:1] == clauses[0][:1] and len(one) <= _SHORT for one in clauses)
    return len(clauses) if is_one else 0


def _count_list(text: str) -> int:
    """Items between 、 in the rest of the sentence, or clauses between ；."""
    sentence = re.split(r"[。！？\n]|——", text, maxsplit=1)[0]
    if "等" in sentence or len(sentence) > 200 or re.search(r"[一二三]是|第[一二三]|首先|其[一二]", sentence):
        return 0
    if "；" in sentence:
        return sentence.count("；") + 1 if sentence.count("；") > 1 else 0
    clause, comma, _rest = sentence.partition("，")
    if (
        clauses := (comma and _parallel_at_first(sentence.split("，")))
        or _short_and_parallel(sentence)
        or (comma and "、" not in sentence and _parallel(sentence.split("，")))
        or _as_long(sentence.split("，"))
    ):
        return clauses
    titles = _ITEM_TITLES.findall(clause)
    if "、" not in clause and (comma or len(titles) > 1):
        return len(titles) if len(titles) > 1 else 0
    least, most = _count_items(clause)
    if len(clause.split("、")) > 2 and (items := _parallel(clause.split("、"))):
        return items  # 和 in the last joins no two
    return least if least == most and least > 1 else 0
