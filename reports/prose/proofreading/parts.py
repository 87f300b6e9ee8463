"""Parts of a number that stands before them in its sentence: 其中…, 40条中的35条, 检查80家，合格75家."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from .registry import Span


class Counted(NamedTuple):
    """A number of a sentence with the words before and after it, in its clause."""

    before: str
    after: str
    number: Decimal
    unit: str
    start: int
    end: int
    length: int  # of the number as printed

    @property
    def words(self) -> str:
        return self.before + self.after


_AMONG = re.compile(
    r"其中[：:]?(?:[^，、。；\d]|\d{1,4}(?:周?岁|[万亿]?元|(?:分|亩|平方米|头|年|级)(?=及?以[上下]))){0,14}$"
)
_MEASURES = frozenset(["元", "万元", "亿元", "公里", "亩", "吨", "平方米"])  # money is spent once
_SORT = re.compile(  # of one thing there is one sort
    "低保|特困|孤儿|火灾|救援|公办|民办|在职|退休|投产|在建|省级|市级|县级|一般|较大|重大|集中|分散|本科|专科|高中|初中|小学"
)
_OVERLAPS = re.compile(  # who is one may be the other: 女职工, 党员, 35岁以下
    "女|党员|以上|以下|学历|学位|职称|民族|青年|岁|退役|骨干|兼|新增|含|重点|残疾|留学|海归|代表|委员|人才|研究生|博士|"
    "硕士|本科|[中副正高]级|规上|外资|上市|涉及|发现|整改|参与|参加|惠及|覆盖|获|评|奖|检查|查处|开展|走访|解决|化解"
)
_MOST, _NEAR = 12, 8  # parts beside each other, characters
_OUT_OF = re.compile(r"^[^，、。；\d其]{0,6}中(?:的|已?有)?[^，、。；\d]{0,6}$")
COMPARED = re.compile("旧存|旧案|结转|去年|上年|同期|增|减|较|比|另|累计|历年|计划|目标|以上|以下|次数|到位资金|均|每")
# A verb that stands right before the number is said of the number before: 检查企业80家，合格85家.
_SAID_OF_IT = re.compile(
    r"^[，、；（(]?(?:风险|隐患|问题|矛盾|纠纷|案件|事项)?(?:其中|目前|现|已经?|均|共|全部|实际|按期|按时|及时|如期|逾期|成功|当场|[^，、。；\d]{0,10}后)*"
    r"(?:被|获|经|成功|有效|妥善|全部|圆满|依法|完成(?=支出)|实现(?=支出))*(?:风险|隐患|问题|矛盾|纠纷)?(?P<verb>合格|不合格|支出|"
    r"消除|获批|审结|办结|化解|整改|销号|"
    r"解决|满意|实到|成功(?=$)|回收|收回|答复|办复|回复|回访|采纳|结清|兑付|完成(?:治理|整改|改造|建设|安装|搬迁|审核|验收|修复|整治)?|"
    r"检出|年检|在[建办审施查]|通过|处置|结案|达标|拨付|到位|脱贫|剩余|尚余|其余|余下|正在[^，、。；\d]{2}|"
    r"未[^，、。；\d]{1,3}|"
    r"待[^，、。；\d]{1,3}|(?:已经?)(?!累计|建|达|超|突破|覆盖|拥有|发展|增|形成|创|有)[^，、。；\d]{2,4}|"
    r"(?<=成功)[^，、。；\d]{2,4}|(?<=实际)(?!开放|在岗|在编|使用|占用|运行|服务)[^，、。；\d]{2}|"
    r"已[^，、。；\d]{2,10}的有?)(?:风险|隐患|问题|矛盾|纠纷)?(?:到位|完毕|完成|了|的)?$"
)
_NOT_A_WHOLE = re.compile(
    r"(?:审结|办结|化解|整改|销号|解决|处置|结案|执结|完成|达标|合格|[竣完开]工|投产)(?:了|到位)?$"
)


def find_subsets(text: str, counts: Sequence[Counted]) -> Iterator[Span]:
    """`counts` are the numbers of one sentence in order. Larger than its whole, alone or with those beside it."""
    yield from _among(text, counts)
    yield from _said_of_it(text, counts)


def _among(text: str, counts: Sequence[Counted]) -> Iterator[Span]:
    reached = 0  # what stands in a list is no whole of the rest of it
    for number, (before, part) in enumerate(pairwise(counts), start=1):
        lead = text[before.end : digits_of(part)]
        is_among = "其中" in lead and bool(_AMONG.search(lead))
        whole = _whole_of(counts[max(0, number - _FAR) : number], part.unit) if is_among else before
        if whole is None or whole.unit != part.unit or _NOT_AMONG.search(lead.rpartition("其中")[2]):
            continue
        is_out_of = bool(_OUT_OF.search(lead))
        if is_among or is_out_of or number > reached:
            parts = [part, *_beside(text, counts[number : number + _MOST])]
            reached = number + len(parts) - 1
            if is_among or is_out_of or _is_listed(text, whole, parts):
                yield from _unless_they_fit(text, whole, parts, is_among=is_among or is_out_of)


def _unless_they_fit(text: str, whole: Counted, parts: Sequence[Counted], *, is_among: bool) -> Iterator[Span]:
    total = sum((one.number for one in parts), Decimal(0))
    are_all = _are_all(text, parts)
    is_apart = len(parts) > 1 and (not is_among or are_all or _are_apart(parts))
    is_larger = is_among and any(one.number > whole.number for one in parts)
    more = total - whole.number
    is_other_sum = are_all and -more > _rounding([whole, *parts])
    if is_larger or is_other_sum or (is_apart and more > _rounding([whole, *parts])):
        yield Span(parts[0].start, parts[-1].end, "", {"whole": text[whole.start : whole.end]})


_FAR = 4  # numbers before it, among which the whole may stand
_NOT_AMONG = re.compile("旧存|旧案|结转|去年|上年|同期|增|减|较|比|另|累计|历年|计划|目标|次数|到位资金|均|每")


def _whole_of(counts: Sequence[Counted], unit: str) -> Counted | None:
    """The nearest of its unit that is not itself a change: 受理80件，比上年增加20件，其中…"""
    of_unit = (one for one in reversed(counts) if one.unit == unit)
    return next((one for one in of_unit if not _CHANGE.search(one.before)), None)


_CHANGE = re.compile("[较比]|(?:增加?|增长|减少?|下降|降低|提高|上升|多|少)了?$")


def _are_all(text: str, parts: Sequence[Counted]) -> bool:
    """税收和非税收入, 线上和线下, …和其他: nothing is left beside them."""
    words = [_words(one) for one in parts]
    if len(parts) < 2 or text[parts[-1].end : parts[-1].end + 1] in _GOES_ON or any(map(_ABOUT.search, words)):
        return False
    if words[-1].startswith(("其他", "其它", "其余")):
        return True
    first, second = words[:2]
    opposite = {first.removeprefix(one): two for one, two in _OPPOSITES if first.startswith(one)}
    is_pair = any(second == two + rest or second == two for rest, two in opposite.items())
    return len(parts) == 2 and (is_pair or second.startswith(f"非{first[:2]}"))


_GOES_ON = {"余", "多", "、", "以"}
_ABOUT = re.compile("近|约|超|多于|逾")
_PAIRED = (
    "线上:线下 男:女 有效:无效 合格:不合格 集中:分散 新开工:续建 城镇:农村 城市:农村 公办:民办 在职:退休 采纳:未采纳"
)
_OPPOSITES = [(one, two) for pair in _PAIRED.split() for a, b in [pair.split(":")] for one, two in ((a, b), (b, a))]


def _rounding(counts: Sequence[Counted]) -> Decimal:
    """Whole numbers are exact; of others half of the last digit each."""
    places = [int(one.number.as_tuple().exponent) for one in counts if one.number % 1]
    return sum((Decimal("0.5").scaleb(place) for place in places), Decimal(0))


def digits_of(one: Counted) -> int:
    """Where its number begins."""
    return one.end - len(one.unit) - one.length


def _words(one: Counted) -> str:
    return one.before.rpartition("其中")[2].lstrip(" ：")


def _beside(text: str, counts: Sequence[Counted]) -> Iterator[Counted]:
    """Those that 、 joins to the first, and a comma where their words end alike: 简易程序5件，普通程序4件."""
    for one, other in pairwise(counts):
        if other.unit != one.unit or text[one.end : one.end + 1] not in {"、", "，"}:
            return
        between = text[one.end : digits_of(other)]
        if "其中" in between or not _JOINS.fullmatch(between):
            return
        if between[0] == "，" and (_words(one)[-2:] != between[-2:] or COMPARED.search(between)):
            return
        yield other


_JOINS = re.compile(r"[、，](?:[^，、。；\d]|\d{1,4}(?:[万亿]?元|周?岁)){1,14}")


def _are_apart(parts: Sequence[Counted]) -> bool:
    """小学4所、中学3所: words that end alike name sorts that do not overlap; 审结210件、未结110件."""
    words = [_words(one) for one in parts]
    if parts[0].unit in _MEASURES and len(parts) > 1:
        return len({*words}) == len(words)
    if any(word.startswith("未") for word in words[1:]):
        return True
    sorts = [_SORT.search(word) for word in words]
    if all(sorts) and len({sort[0] for sort in sorts if sort}) == len(words):
        return True
    is_different = len({*words}) == len(words)
    return is_different and (len({word[-1:] for word in words}) == 1 or not any(map(_OVERLAPS.search, words)))


def _is_listed(text: str, whole: Counted, parts: Sequence[Counted]) -> bool:
    """干部90人，男干部60人、女干部40人, without 其中: all end as the whole does."""
    if len(parts) > 2 and _is_nearly_sum(whole, parts) and text.startswith("，", whole.end):
        return True
    if len(parts) == 2 and _are_all(text, parts) and text.startswith(("，", "：", "（"), whole.end):
        return True
    name = _words(whole)[-2:]
    if not text.startswith("，", whole.end) or len(name) < 2 or len(parts) < 2:
        return text.startswith("，", whole.end) and len(parts) == 2 and _words(parts[1]).startswith("未")
    return all(_words(one).endswith(name) and _words(one) != name for one in parts)


def _is_nearly_sum(whole: Counted, parts: Sequence[Counted]) -> bool:
    """流转1300亩，脐橙800亩、药材300亩、稻虾300亩: what is a little more was meant to be all."""
    total = sum((one.number for one in parts), Decimal(0))
    return max(one.number for one in parts) < whole.number < total <= whole.number * _LITTLE_MORE


_LITTLE_MORE = Decimal("1.2")


def _said_of_it(text: str, counts: Sequence[Counted]) -> Iterator[Span]:
    wholes: dict[str, tuple[int, Counted]] = {}
    done: dict[str, Decimal] = {}  # by verb, of the whole of each unit
    for place, one in enumerate(counts):
        verb = _verb_of(text, one)
        if not verb:
            wholes.pop(one.unit, None)
            if _can_be_whole(text[one.start : digits_of(one)]):
                wholes[one.unit] = (place, one)
            done = {key: number for key, number in done.items() if not key.startswith(f"{one.unit} ")}
            continue
        at, whole = wholes.get(one.unit or counts[place - 1].unit, (place, one))
        key = f"{one.unit} {verb}"
        if whole is one or place - at > _FAR or key in done or text.startswith("、", whole.end):
            continue
        if _IS_LEFT.match(verb):
            whole = max((other for other in counts[:place] if other.unit == whole.unit), key=lambda other: other.number)
        done[key] = one.number
        total = sum((number for key, number in done.items() if key.startswith(f"{one.unit} ")), Decimal(0))
        is_larger = one.number > whole.number and not verb.startswith("在")
        if total > whole.number and (is_larger or _IS_LEFT.match(verb)):
            yield Span(one.start, one.end, "", {"whole": text[whole.start : whole.end]})
            wholes.pop(one.unit, None)


def _verb_of(text: str, one: Counted) -> str:
    """已整改35件, or after the number: 3件正在推进; empty where it is not said of another number."""
    match = _SAID_OF_IT.search(_CLAUSE_START.split(text[max(0, one.start - _NEAR) : digits_of(one)])[-1])
    if match:
        return match["verb"]
    after = _IS_LEFT_AFTER.match(one.after) if not one.before.strip("，、；（ ") else None
    return after[0] if after else ""


_CLAUSE_START = re.compile(r"(?=[，、；：（(])|\d[\d.,]*(?:人次|[个件项条户处起名人家])?")  # 28个问题已整改27个
_IS_LEFT = re.compile("正在|未|不|待|剩|尚|其余|余|列入|纳入|持续|长期|转入|结转|仍|暂")
_IS_LEFT_AFTER = re.compile("正在|未[^，]|待|尚[未在待]|列入|纳入[明下后]|持续|长期|转入|结转|仍[在未待]|暂")


_AUDITED = re.compile("[上去]年度?(?=[^，。；\\d]{0,4}(?:查出|发现))")  # what was found then is mended now


def _can_be_whole(words: str) -> bool:
    return not COMPARED.search(_AUDITED.sub("", words)) and not _NOT_A_WHOLE.search(words) and "其中" not in words
