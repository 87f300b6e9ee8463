"""Changes that turn within their sentence: 同比减少21％，比上年多3吨."""

import re
from collections.abc import Iterator

from .registry import Span

_GAP = r"[^，。；、\n\d]"
_MORE = "净?增加|增长|净增|新增|增|多|提高|提升|上升|扩大|扩展|拓展"
_LESS = "净?减少|净减|减|少|下降|降低|降|压减|压缩|缩减|缩短|精简"
_TURNED = re.compile(
    rf"同比(?:分别|均|又|约)?(?:(?P<up>{_MORE})|{_LESS})[^，。；\n]{{1,20}}，(?P<thing>{_GAP}{{0,8}})"
    rf"[较比](?:上年|去年)(?:同期)?(?:(?P<up_again>{_MORE})|{_LESS})了?[ ]?\d"
)
_MEASURE = re.compile("(?:总|起|件|人|户|个)?(?:数量?|量|额)$")
_BACK = 40  # characters in which a thing is named before


def find_turned(text: str) -> Iterator[Span]:
    for match in _TURNED.finditer(text):
        thing = _MEASURE.sub("", match["thing"])
        is_same = not thing or thing in text[max(0, match.start() - _BACK) : match.start()]
        if is_same and bool(match["up"]) != bool(match["up_again"]):
            yield Span(*match.span())
