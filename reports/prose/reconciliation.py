"""Values of one thing in the reports of one unit, held against each other."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import chain, islice
from typing import NamedTuple

from .content import ReportContent
from .figures import FigureKind, is_valid, parse_number
from .plain import print_plain
from .proofreading import find_own_year
from .proofreading.values import read_values

SUDDEN = 3  # times as much as last year, or as little
_SMALL = 10  # below it a few make many times as much
MOST_ASKED = 20  # at once
MOST_STATED = 2_000  # of one text
_ENDS = "。！？；\n"
_SENTENCE = re.compile(f"[^{_ENDS}]+[{_ENDS}]?")
_GLANCE = 200  # characters on each side


class Contradiction(StrEnum):
    SAME_NAME = "same_name"
    PARTS = "parts"
    LEDGER = "ledger"
    LAST_YEAR = "last_year"


class StatedValue(NamedTuple):
    """A number in a report, as it is kept; `previous` is last year's, empty where there is none or it is no figure's.

    `words` are the sentence that says it.
    """

    label: str
    measure: str
    value: str
    words: str
    previous: str = ""
    is_figure: bool = False


class Claim(NamedTuple):
    """What a report says of a thing."""

    report: int
    is_leader: bool
    value: Decimal
    words: str


@dataclass(frozen=True)
class Contradicted:
    """`label` and `measure` say of what; `source` is the value of the ledger or of last year, None between reports."""

    kind: Contradiction
    label: str
    measure: str
    claims: list[Claim]
    unit_pk: int
    unit_name: str
    source: Decimal | None = None

    @cached_property
    def key(self) -> str:
        """Another one as soon as a report says something else."""
        said = sorted((claim.report, str(claim.value)) for claim in self.claims)
        words = repr((self.kind.value, self.label, self.measure, str(self.source), said))
        return hashlib.sha256(words.encode()).hexdigest()[:32]

    @cached_property
    def rarest(self) -> list[Claim]:
        """Whom to ask: of very many those that stand alone with what they say."""
        counts = Counter(claim.value for claim in self.claims)
        return sorted(self.claims, key=lambda claim: counts[claim.value])[:MOST_ASKED]


# Powers of ten, in 万元.
_MONEY = {"元": -4, "万元": 0, "亿元": 4}


def comparable(measure: str) -> str:
    """What is said in 亿元 can be held against what is said in 万元."""
    return "万元" if measure in _MONEY else measure


def in_one_measure(said: list[tuple[str, Claim]]) -> tuple[str, list[Claim]]:
    """As written where all say it in one measure. 3.2亿元 is 3.2E+4 万元: of its last digits nothing is known."""
    measures = {measure for measure, _claim in said}
    if len(measures) == 1:
        return measures.pop(), [claim for _measure, claim in said]
    return "万元", [claim._replace(value=claim.value.scaleb(_MONEY[measure])) for measure, claim in said]


def _are_one(values: Iterable[Decimal]) -> bool:
    """What is known to the last digit is equal; what was rounded, as 3.2E+4, is no further off than its last."""
    kept = set(values)
    exact = {value for value in kept if _exponent(value) <= 0}
    if len(exact) != 1:
        return len(kept) < 2
    (one,) = exact
    return all(abs(value - one) < Decimal(1).scaleb(_exponent(value)) for value in kept - exact)


def _exponent(value: Decimal) -> int:
    return int(value.as_tuple().exponent)


def find_contradiction(claims: list[Claim]) -> Contradiction | None:
    """A leader's total may be the sum of the deputies' parts; otherwise all say the same. What the leader says and a
    deputy too is no total.
    """
    if len({claim.report for claim in claims}) < 2 or _are_one(claim.value for claim in claims):
        return None
    leaders = {claim.value for claim in claims if claim.is_leader}
    parts = {claim.report: claim.value for claim in claims if not claim.is_leader}
    if len(leaders) != 1 or len(parts) < 2:
        return Contradiction.SAME_NAME
    if _are_one([sum(parts.values(), Decimal(0)), *leaders]):
        return None
    return Contradiction.SAME_NAME if leaders & set(parts.values()) else Contradiction.PARTS


def is_sudden(value: Decimal, previous: Decimal) -> bool:
    """Against last year's."""
    small, large = sorted((abs(value), abs(previous)))
    return large >= _SMALL and large >= SUDDEN * small and large != small


def stated_values(content: ReportContent) -> list[StatedValue]:
    """The figures that stand in the text, and the numbers of the text by the words before them."""
    return list(islice(chain(_figures(content), _numbers(content)), MOST_STATED))


def _figures(content: ReportContent) -> Iterator[StatedValue]:
    for figure in content.figures:
        value = _number(figure.value) if figure.kind == FigureKind.NUMBER else ""
        if value and (words := passage_of(content, figure.label)):
            yield StatedValue(figure.label, figure.unit, value, words, _number(figure.previous), is_figure=True)


def _numbers(content: ReportContent) -> Iterator[StatedValue]:
    """Of the year that the report is of, whether a sentence names it or not."""
    text = print_plain(content)
    own_year = frozenset([f"{find_own_year(text)}年"])
    for one in read_values(text):
        if not one.scope - own_year:
            words = _sentence_at(text, one.start, one.end)
            yield StatedValue(one.thing[0], one.unit, one.number, words)


def passage_of(content: ReportContent, label: str) -> str:
    """The sentence with the blank, filled; empty where no section has it."""
    for section in content.sections:
        text = section.words.text
        if (at := text.find(f"【{label}】")) >= 0:
            return content.filled(_sentence_at(text, at, at + len(label) + 2))
    return ""


def place_of(content: ReportContent, words: str) -> tuple[int, tuple[int, int] | None]:
    """The section with a sentence of `stated_values` and where it stands in its body; None for the whole section."""
    for number, section in enumerate(content.sections):
        for start, end in _sentences(section.body):
            if content.filled(section.body[start:end]) == words:
                return number, (start, end)
    headed = (n for n, section in enumerate(content.sections) if section.heading and section.heading in words)
    return next(headed, 0), None


def _number(value: str) -> str:
    return str(parse_number(value)) if value and is_valid(FigureKind.NUMBER, value) else ""


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(text):
        words = match[0]
        if words.strip():
            yield match.start() + len(words) - len(words.lstrip()), match.start() + len(words.rstrip())


def _sentence_at(text: str, start: int, end: int) -> str:
    """No more than is read at a glance: a text may have no end of a sentence at all."""
    before = max(0, start - _GLANCE)
    begin = max((at + 1 for mark in _ENDS if (at := text.rfind(mark, before, start)) >= 0), default=before)
    after = min(len(text), end + _GLANCE)
    finish = min((at + 1 for mark in _ENDS if (at := text.find(mark, end, after)) >= 0), default=after)
    return text[begin:finish].strip()
