"""A value against last year's, and against the verb that says how it has changed."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from ..blanks import Blank, find_blanks
from ..figures import parse_number
from ..parsing.numbers import find_numbers
from .registry import CheckedText, Severity, Span, register

_OPPOSITES = {
    "增长": "下降",
    "上升": "下降",
    "增加": "减少",
    "提高": "降低",
    "提升": "降低",
    "减少": "增加",
    "下降": "上升",
    "降低": "提高",
    "压减": "增加",
}
_UP = frozenset({"增长", "上升", "增加", "提高", "提升"})
_VERB = "|".join(_OPPOSITES)
_NEGATIVE = re.compile(
    rf"(?P<verb>{_VERB})(?P<between>了|约|达)?[ ]?[-－−](?P<number>\d[\d,]*(?:\.\d+)?)[ ]?(?P<unit>[%％]|个?百分点)?"
)
_SAID_OF_LAST_YEAR = re.compile(
    rf"[^【】，。；！？\n\d]{{0,6}}[，、（(](?:同比|(?:比|较)(?:上年|去年)(?:同期)?|与(?:上年|去年)相比)(?:均|共|又|"
    rf"约)?(?P<verb>{_VERB})"
)
_BEFORE_A_BLANK = re.compile(rf"(?P<verb>{_VERB})(?:了|约|达)?【(?P<label>[^【】\n]+)】")
_LARGEST_SLIP = 6  # powers of ten
_SMALLEST = 20  # 2 to 20 may be so
_ABOUT = (Decimal("0.85"), Decimal("1.18"))  # of a power of ten
_CLAUSE_END = re.compile(r"[，。；：、！？（）()【】“”《》\s\d]")
_NEAR = 4  # characters before and behind a number by which it is known again a year later
_LEAST_BEFORE, _LEAST = 2, 5  # of them that are needed
_SCALES = {"万": Decimal(10**4), "亿": Decimal(10**8)}


@register(
    "direction",
    Severity.SHOULD,
    looks_for="a verb against its number: 下降-5％; 发文【发文】件，同比减少 where it was fewer last year",
    source="arithmetic",
)
def find_directions(checked: CheckedText) -> Iterator[Span]:
    for match in _NEGATIVE.finditer(checked.text):
        opposite = _OPPOSITES[match["verb"]]
        yield Span(*match.span(), f"{opposite}{match['between'] or ''}{match['number']}{match['unit'] or ''}")
    yield from _negative_values(checked)
    for blank, value, previous in _compared(checked):
        said = _SAID_OF_LAST_YEAR.match(checked.text, blank.end)
        if said and value != previous and (value > previous) != (said["verb"] in _UP):
            yield Span(*said.span("verb"), _OPPOSITES[said["verb"]])


@register(
    "ten_times",
    Severity.SHOULD,
    looks_for="a value of about ten, a hundred or ten thousand times last year's, or as small a part of it",
    source="one digit too many, 万 for 亿",
)
def find_ten_times(checked: CheckedText) -> Iterator[Span]:
    seen: set[str] = set()
    for blank, value, previous in _compared(checked):
        if blank.label not in seen and _is_slip(value, previous):
            seen.add(blank.label)
            now, before = checked.compared[blank.label]
            yield Span(blank.start, blank.end, "", {"label": blank.label, "value": now, "previous": before})


@register(
    "ten_times_in_words",
    Severity.SHOULD,
    looks_for="a number typed into the words, ten times the one between the same words in last year's report",
    source="one digit too many, 万 for 亿",
)
def find_ten_times_in_words(checked: CheckedText) -> Iterator[Span]:
    """Only between words that stand once in each of the two: a number of something else would be a false alarm."""
    before = _typed_numbers(checked.last_years) if checked.last_years else {}
    for words, number in _typed_numbers(checked.text).items() if before else ():
        if words in before and _is_slip(number.value, before[words].value):
            yield Span(number.start, number.end, "", {"previous": before[words].text})


class _TypedNumber(NamedTuple):
    """`text` with its 万 or 亿, which `value` has in it."""

    start: int
    end: int
    text: str
    value: Decimal


def _typed_numbers(text: str) -> dict[tuple[str, str], _TypedNumber]:
    """By the words before and behind, without those between words that stand several times."""
    found: dict[tuple[str, str], list[_TypedNumber]] = {}
    for place in find_numbers(text):
        scale = text[place.end : place.end + 1]
        end = place.end + (scale in _SCALES)
        try:
            value = parse_number(text[place.start : place.end]) * _SCALES.get(scale, Decimal(1))
        except ValueError:  # 3至5次, 三分之二
            continue
        before = _CLAUSE_END.split(text[max(0, place.start - _NEAR) : place.start])[-1]
        behind = _CLAUSE_END.split(text[end : end + _NEAR])[0]
        if len(before) >= _LEAST_BEFORE and len(before + behind) >= _LEAST:
            found.setdefault((before, behind), []).append(
                _TypedNumber(place.start, end, text[place.start : end], value)
            )
    return {words: numbers[0] for words, numbers in found.items() if len(numbers) == 1}


def _negative_values(checked: CheckedText) -> Iterator[Span]:
    """下降【降幅】％ with -5 in the blank."""
    for match in _BEFORE_A_BLANK.finditer(checked.text):
        value, _previous = checked.compared.get(match["label"].strip(), ("", ""))
        if value.strip()[:1] in {"-", "－", "−"}:
            yield Span(*match.span("verb"), _OPPOSITES[match["verb"]])


def _compared(checked: CheckedText) -> Iterator[tuple[Blank, Decimal, Decimal]]:
    """The blanks whose value and last year's are numbers."""
    for blank in checked.once(find_blanks) if checked.compared else ():
        try:
            value, previous = map(parse_number, checked.compared[blank.label])
        except (KeyError, ValueError):
            continue
        yield blank, value, previous


def _is_slip(value: Decimal, previous: Decimal) -> bool:
    """Near to a power of ten: whatever else changes by so much is seldom just that."""
    small, large = sorted((abs(value), abs(previous)))
    if not small or large < _SMALLEST:
        return False
    lowest, highest = _ABOUT
    return any(
        small * 10**power * lowest <= large <= small * 10**power * highest for power in range(1, _LARGEST_SLIP + 1)
    )
