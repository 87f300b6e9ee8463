"""Numbers that others in the same sentence give: 办结率 of 受理 and 办结, 每家 by how many, a sum after its parts."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from .parts import Counted
from .quantities import read_quantities
from .rates import find_rates
from .registry import CheckedText, Severity, Span, register
from .wholes import read_counts

_NUM = r"(?<![\d.,])\d{1,9}(?:,\d{3}){0,3}(?:\.\d{1,4})?"
_SENTENCE_END = re.compile(r"[。！？；\n]")
_BACK = 120  # characters of the sentence before it
_SHARE_OF = re.compile(
    r"[，（、(]占(?:比|总[^，。；\d]{0,4}|全[^，。；\d]{0,6})?(?:为|达到?|约)?[ ]?"
    r"(?P<rate>\d{1,3}(?:\.\d{1,2})?)[ ]?[%％]"
)
_TARGET = re.compile(
    rf"(?P<part>{_NUM})[ ]?(?P<unit>[万亿]?[\u4e00-\u9fff]{{1,3}}?)[，、（](?:完成|为|是|达到|占|相当于)"
    rf"[^，。；\d]{{0,12}}(?P<whole>{_NUM})[ ]?(?P=unit)的[ ]?(?P<rate>\d{{1,3}}(?:\.\d{{1,2}})?)[ ]?[%％]"
)
_EACH = re.compile(
    rf"(?P<times>{_NUM})[ ]?(?P<unit>[家户个人名所村亩座台件处户])[^。；\n\d]{{0,14}}每(?:个|一)?(?P=unit)"
    rf"[^，。；\n\d]{{0,10}}(?P<each>{_NUM})[ ]?(?P<money>万?元)[^，。；\n\d]{{0,6}}[，、（]"
    rf"[^，。；\n\d]{{0,8}}(?:共|合计|总计|累计)[^，。；\n\d]{{0,8}}(?P<all>{_NUM})[ ]?(?P<sum>[万亿]?元)"
)
# 任务为3万亩。建成3.2万亩，完成任务的106.7％
_TASK = re.compile(
    rf"(?:任务|目标|计划)(?:数|量)?(?:为|是)?[ ]?(?P<whole>{_NUM})[ ]?(?P<unit>[万亿]?[\u4e00-\u9fff]{{1,3}}?)[，。；]"
    rf"[^\n%％]{{0,60}}?(?P<part>{_NUM})[ ]?(?P=unit)[，、]完成(?:年度|全年|年初)?(?:目标|计划)?任务?的"
    r"[ ]?(?P<rate>\d{1,3}(?:\.\d{1,2})?)[ ]?[%％]"
)
_EACH_FIRST = re.compile(
    rf"每(?:个|一)?(?P<unit>[家户个人名所村亩座台件处])[^，。；\n\d]{{0,10}}(?P<each>{_NUM})[ ]?(?P<money>万?元)[，、]"
    rf"[^，。；\n\d]{{0,8}}(?P<times>{_NUM})[ ]?个?(?P=unit)[^，。；\n\d]{{0,6}}[，、]?(?:共|合计|总计|累计)"
    rf"[^，。；\n\d]{{0,8}}(?P<all>{_NUM})[ ]?(?P<sum>[万亿]?元)"
)
# 210万人次，比上年增加20万人次，增长10.5％
_MORE = re.compile(
    rf"(?P<now>{_NUM})[ ]?(?P<unit>[万亿]?[\u4e00-\u9fff]{{1,3}}?)[，、（](?:比|较)(?:上年|去年)(?:同期)?"
    rf"(?P<verb>增加|增长|多|减少|下降|少)了?[ ]?(?P<by>{_NUM})[ ]?(?P=unit)[，、]"
    r"(?:增长|增幅|下降|降幅|增加|减少)[为达]?[ ]?(?P<rate>\d{1,3}(?:\.\d{1,2})?)[ ]?[%％]"
)
_TOTAL = re.compile(
    rf"[，、](?:共计|合计|总计|加起来共?|一?共(?:有)?)(?:有|为)?[\u4e00-\u9fff]{{0,4}}?(?P<all>{_NUM})[ ]?"
    r"(?P<unit>[万亿]?[\u4e00-\u9fff]{1,2}?)(?=[，。；、（）\n]|$|[\u4e00-\u9fff]{2,8}[，。；])"
)
_ENDS_IN_A_NUMBER = re.compile(r"\d[余多]?[ ]?[\u4e00-\u9fff]{0,4}$")
_ABOUT = re.compile(r"[余多]|(?<![签预履邀])[近约](?=[ ]?\d)")
_YUAN = {"元": Decimal(1), "万元": Decimal(10**4), "亿元": Decimal(10**8)}
_WHOLES = 3  # numbers of one unit before it, each of which the rate may be of


@register(
    "computed",
    Severity.SHOULD,
    looks_for="a number that others beside it do not give: 受理80件，办结72件，办结率95％",
    source="arithmetic",
)
def find_computed(checked: CheckedText) -> Iterator[Span]:
    text = checked.text
    yield from find_rates(text, checked.once(read_quantities))
    for match in _SHARE_OF.finditer(text):
        yield from _share(text, match)
    for match in (*_TARGET.finditer(text), *_TASK.finditer(text)):
        pair = [_plain(match, "whole"), _plain(match, "part")]
        yield from _unless_given(match, _shares(*pair), _slack(pair, match["rate"]))
    for match in _MORE.finditer(text):
        now, by = _plain(match, "now"), _plain(match, "by")
        before = now + by if match["verb"] in {"减少", "下降", "少"} else now - by
        yield from _unless_given(match, _shares(before, by), _slack([now, by], match["rate"]))
    yield from _products(text)
    yield from _sums(text)


def _before(text: str, place: int) -> list[Counted]:
    """The numbers of the sentence that stand before `place`."""
    start = max(0, place - _BACK)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, start, place)]
    return list(read_counts(text, ends[-1] if ends else start, place))


def _share(text: str, match: re.Match[str]) -> Iterator[Span]:
    near = text[max(0, match.start() - _BACK) : match.start()]
    counts = _before(text, match.start()) if _ENDS_IN_A_NUMBER.search(near[-8:]) and "其中" in near else []
    part = counts[-1] if counts else None
    if part is None or not part.unit or re.search(r"[，。；、（）()\d]", text[part.end : match.start()]):
        return
    between = text[counts[-2].end : part.start + len(part.before)] if len(counts) > 1 else ""
    if "其中" not in between or _ABOUT.search(text[part.start : part.end]):
        return
    wholes = [one for one in counts[:-1] if one.unit == part.unit and one.number >= part.number][-_WHOLES:]
    if wholes and not any(_ABOUT.search(text[one.start : one.end]) for one in wholes):
        said = [share for one in wholes for share in _shares(one.number, part.number)]
        yield from _unless_given(match, said, _slack([wholes[-1].number, part.number], match["rate"]))


def _shares(whole: Decimal, part: Decimal) -> list[Decimal]:
    return [part / whole * 100] if whole > 0 else []


def _slack(numbers: Sequence[Decimal], printed: str) -> Decimal:
    """Half of the last digit of each number, and a whole last digit of the share: some cut it off."""
    places = Decimal(printed).as_tuple().exponent
    rounded = sum((Decimal("0.5").scaleb(int(one.as_tuple().exponent)) / one for one in numbers if one % 1), Decimal(0))
    return Decimal("1.05").scaleb(int(places)) + 100 * rounded


def _unless_given(match: re.Match[str], said: Sequence[Decimal], slack: Decimal) -> Iterator[Span]:
    rate = Decimal(match["rate"])
    if said and all(abs(one - rate) > slack for one in said):
        places = max(0, -int(rate.as_tuple().exponent))
        yield Span(match.start("rate"), match.end(), f"{said[-1]:.{places}f}％")


def _products(text: str) -> Iterator[Span]:
    for match in (*_EACH.finditer(text), *_EACH_FIRST.finditer(text)):
        product = _plain(match, "times") * _plain(match, "each") * _YUAN[match["money"]] / _YUAN[match["sum"]]
        said = _plain(match, "all")
        if abs(product - said) > max(said / 50, Decimal("0.5").scaleb(int(said.as_tuple().exponent))):
            yield Span(match.start("all"), match.end("sum"), f"{product.normalize():f}{match['sum']}")


def _sums(text: str) -> Iterator[Span]:
    """小学5所、初中3所，共9所: the numbers of its unit that commas join to it, two at least."""
    for match in _TOTAL.finditer(text):
        parts: list[Counted] = []
        place = match.start()
        for one in reversed(_before(text, place)):
            if one.unit != match["unit"] or not re.fullmatch("[，、]?", text[one.end : place]):
                break
            parts.append(one)
            place = one.start
        total = sum((one.number for one in parts), Decimal(0))
        is_sum = len(parts) > 1 and not any(_ABOUT.search(text[one.start : one.end]) for one in parts)
        if is_sum and "其中" not in text[parts[-1].start : match.start()] and total != _plain(match, "all"):
            yield Span(match.start("all"), match.end(), f"{total:f}{match['unit']}")


def _plain(match: re.Match[str], name: str) -> Decimal:
    return Decimal(match[name].replace(",", ""))
