"""Parts that are a little more than their whole: 36个，其中立行立改24个、限期整改10个、长期坚持3个."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from .quantities import Quantity
from .registry import Span

_LITTLE = Decimal("0.2")  # of the whole: what is far more was not meant to be all of it
_FEW = 3
_MOST = 24  # numbers of one list
_SHORT, _LONG = 14, 24  # characters before a part
_OPENS = re.compile(r"^[^，。；、：（）()\d]{0,10}[，：:（(—]+")
_CLOSED = re.compile("[）)]")
_CHANGED = re.compile(
    "[较比]|同比|增[加长幅]|净增|减少|下降|提高|提升|上升|超出|去年|上年|同期|累计|历年|计划|目标|均|每|另"
)
_OVERLAPS = re.compile(
    "女|党员|岁|学历|以上|以下|新增|民族|骨干|代表|委员|职称|博士|硕士|研究生|残疾|获|奖|表彰|联合|含|包括"
)
_DONE = re.compile("^，?[^，。；\\d]{0,6}其中[：:]?(?:现|目前)?(?:已|立行立改|完成|按期|及时|当场|现场)")
_REST = re.compile(
    "^，(?:其中)?(?:已|分类|均已)?(?:落实|制定|采取|纳入|列入|移交|移送|转|限期|正在|暂|其余|剩余|剩|尚|未|仍|长期|持续|挂牌)"
)


_OUTCOME = re.compile("^，(?:被|经)?(?:维持|撤销|变更|驳回|撤诉|胜诉|败诉|改判|发回|和解|判决|确认)")


def find_broken_down(sentences: Sequence[Sequence[Quantity]]) -> Iterator[Span]:
    for quantities in sentences:
        reached = 0
        for at, whole in enumerate(quantities):
            if at < reached or not whole.unit or whole.unit in {"%", "百分点", "倍"} or _is_no_whole(whole):
                continue
            following = quantities[at + 1 : at + _MOST]
            parts = _parts(following, whole)
            if _is_more(whole, parts):
                reached = at + 1 + following.index(parts[-1])
                yield Span(parts[0].start, parts[-1].end)


def _is_no_whole(one: Quantity) -> bool:
    return one.is_about or one.lead.startswith("、") or bool(_CHANGED.search(one.lead[-8:])) or "其中" in one.lead


def _parts(rest: Sequence[Quantity], whole: Quantity) -> list[Quantity]:
    """Of its unit, side by side; what counts something else of the same part may stand between."""
    found: list[Quantity] = []
    first = ""
    for together in _together(rest):
        one = next((one for one in together if one.unit == whole.unit), None)
        lead = together[0].lead
        if one is None and (not lead.strip() if not found else together[0].unit == "%"):
            continue
        if one is None or one.is_about or _CHANGED.search(lead):
            break
        if not (_joins(lead, first) if found else _OPENS.search(lead)):
            break
        found.append(one)
        first = first or lead
    return found


def _together(rest: Sequence[Quantity]) -> Iterator[list[Quantity]]:
    """乙类10种1536例 are two of one part."""
    together: list[Quantity] = []
    for one in rest:
        if together and one.lead.strip():
            yield together
            together = []
        together.append(one)
    if together:
        yield together


def _joins(lead: str, first: str) -> bool:
    if _CLOSED.search(lead) or len(lead) > _LONG:
        return False
    is_rest = _DONE.search(first) and _REST.search(lead)
    is_rest = is_rest or (_OUTCOME.search(first) and _OUTCOME.search(lead))
    is_like = lead.startswith("，") and len(lead) < _SHORT and lead[-2:] == first[-2:]
    return bool(lead.startswith("、") or is_rest or is_like)


def _is_more(whole: Quantity, parts: Sequence[Quantity]) -> bool:
    if len(parts) < 2 or any(_OVERLAPS.search(one.lead) for one in parts):
        return False
    is_among = "其中" in parts[0].lead
    if len(parts) < (2 if is_among or _OUTCOME.search(parts[0].lead) else 3):
        return False
    more = sum((one.value for one in parts), Decimal(0)) - whole.value
    slack = max(one.rounding for one in (whole, *parts)) * (2 if len(parts) < 4 else 3)
    is_little = more <= max(whole.value * _LITTLE, Decimal(_FEW if whole.value < 20 else 0))
    return slack < more and is_little and max(one.value for one in parts) <= whole.value
