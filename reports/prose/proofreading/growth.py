"""A change that does not follow from its numbers, ％ and 百分点 told apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .differences import find_turned
from .percentages import find_compared_shares
from .quantities import read_quantities
from .registry import CheckedText, Severity, Span, register
from .told import find_told_twice

_NUM = r"(?<![\d.])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d.])|(?<![\d.])\d{1,12}(?:\.\d{1,4})?(?![\d.])"
_CHANGE = re.compile(
    rf"(?:由|从)[^，。；、\n\d]{{0,10}}(?P<before>{_NUM})[ ]?"
    rf"(?P<u1>[万亿]?(?:元|人次|人|吨|亩|个|件|起|户|家|分钟|小时|个?工作日|天|"
    rf""
    rf"公里|斤)|[%％]|[个件起户家次])?[^，。；、\n\d]{{0,4}}?(?P<verb>增加|增长|提高|提升|上升|扩大|增|升|减少|"
    rf"下降|降低|压减|压缩|压降|缩减|缩短|降|减)[^，。；、\n\d]{{0,3}}?(?:到|至|为)[^，。；、\n\d]{{0,6}}?"
    rf"(?P<now>{_NUM})[ ]?(?P<u2>[万亿]?(?:元|人次|人|吨|亩|个|件|起|户|家|分钟|小时|个?工作日|天|公里|斤)|[%％]|"
    rf"[个件起户家次])?"
    rf"(?:[^，。；、\n\d]{{0,4}}[，、][^，。；、\n\d]{{0,4}}(?P<rated>增长|增幅|缩短|压减|压缩|提高|提升|上升|下降|减少|降低|降幅|"
    rf"同比增长|同比下降|增加)(?:了|达|达到|为|约|近)?[ ]?(?P<rate>{_NUM})[ ]?"
    rf"(?P<sign>[%％](?!点)|个?百分点|(?P=u2))?)?"
)
_UP = frozenset("增升提扩上")
_PER_CENT = frozenset("%％")
_ROUNDED = Decimal("0.6")
_ROUNDED_OF = 50  # a fiftieth of a large change is rounding too


@dataclass(frozen=True, slots=True)
class StatedChange:
    """由80％提高到85％，提高5％: `rate` is 5, of `points` 5 and `per_cent` 6.25; None for what it cannot be."""

    match: re.Match[str]
    before: Decimal
    now: Decimal
    rate: Decimal | None
    points: Decimal | None
    per_cent: Decimal | None

    @property
    def is_against_its_verb(self) -> bool:
        is_more = self.now > self.before
        rated = self.match["rated"]
        return (
            self.before == self.now
            or is_more != (self.match["verb"][0] in _UP)
            or bool(rated and is_more != (rated.removeprefix("同比")[0] in _UP))
        )

    @property
    def says_points(self) -> bool:
        """Or the difference itself, in the unit of the two."""
        return self.match["sign"] not in _PER_CENT

    @property
    def said(self) -> Decimal | None:
        return self.points if self.says_points else self.per_cent

    @property
    def other(self) -> Decimal | None:
        return self.per_cent if self.says_points else self.points

    @property
    def is_of_other(self) -> bool:
        """The number is right where ％ and 百分点 change places."""
        return self._distance(self.other) <= self._tolerance(self.other) and (
            self._distance(self.other) < self._distance(self.said)
        )

    @property
    def is_wrong(self) -> bool:
        return not self.is_of_other and self._distance(self.said) > self._tolerance(self.said)

    @property
    def is_false(self) -> bool:
        return self.is_against_its_verb or (self.rate is not None and self.is_wrong)

    def _distance(self, change: Decimal | None) -> Decimal:
        return Decimal("Infinity") if change is None or self.rate is None else abs(change - self.rate)

    @staticmethod
    def _tolerance(change: Decimal | None) -> Decimal:
        return max(_ROUNDED, (change or Decimal(0)) / _ROUNDED_OF)


@register(
    "growth",
    Severity.SHOULD,
    looks_for="a change that does not follow from its numbers: 由80增加到60; 由100增至150，增长5％",
    source="arithmetic",
)
def find_growth(checked: CheckedText) -> Iterator[Span]:
    whole = [change.match.span() for change in checked.once(_changes) if change.is_false]
    yield from (Span(*span) for span in whole)
    for span in find_told_twice(checked.once(read_quantities)):
        if not any(start <= span.start and span.end <= end for start, end in whole):
            yield span
    yield from find_turned(checked.text)


@register(
    "points",
    Severity.SHOULD,
    looks_for="％ for 百分点 or the other way round: 由80％提高到85％，提高5％",
    source="arithmetic",
)
def find_points(checked: CheckedText) -> Iterator[Span]:
    yield from find_compared_shares(checked.text)
    for change in checked.once(_changes):
        if not change.is_against_its_verb and change.rate is not None and change.is_of_other:
            match = change.match
            yield Span(
                match.start("rate"), match.end("sign"), f"{match['rate']}{'％' if change.says_points else '个百分点'}"
            )


def _changes(text: str) -> list[StatedChange]:
    matches = _CHANGE.finditer(text)
    return [_read(match) for match in matches if (match["u1"] or "") in {match["u2"] or "", ""}]


def _read(match: re.Match[str]) -> StatedChange:
    before, now = _decimal(match["before"]), _decimal(match["now"])
    can_say = bool(match["sign"]) and (bool(before) or match["u2"] in _PER_CENT)
    return StatedChange(
        match,
        before,
        now,
        rate=_decimal(match["rate"]) if match["rate"] and can_say else None,
        points=abs(now - before) if match["u2"] in _PER_CENT or match["sign"] == match["u2"] else None,
        per_cent=abs(now - before) / before * 100 if before else None,
    )


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))
