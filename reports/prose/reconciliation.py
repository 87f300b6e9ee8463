"""Values of one thing in the reports of one unit, held against each other."""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from .content import ReportContent
from .figures import FigureKind, is_valid, parse_number
from .plain import print_plain
from .proofreading.values import read_values

SUDDEN = 3  # times as much as last year, or as little
_SMALL = 10  # below it a few make many times as much


class Contradiction(StrEnum):
    SAME_NAME = "same_name"
    PARTS = "parts"
    LEDGER = "ledger"
    LAST_YEAR = "last_year"


class Claim(NamedTuple):
    """What a report says of a thing; `words` are the sentence that says it."""

    report: int
    is_leader: bool
    value: Decimal
    words: str


def judge(claims: list[Claim]) -> Contradiction | None:
    """A leader's total may be the sum of the deputies' parts; otherwise all say the same."""
    if len({claim.report for claim in claims}) < 2 or len({claim.value for claim in claims}) < 2:
        return None
    leaders = {claim.value for claim in claims if claim.is_leader}
    parts = {claim.report: claim.value for claim in claims if not claim.is_leader}
    if len(leaders) != 1 or len(parts) < 2:
        return Contradiction.SAME_NAME
    return None if sum(parts.values()) in leaders else Contradiction.PARTS


def is_sudden(value: Decimal, previous: Decimal) -> bool:
    """Against last year's."""
    small, large = sorted((abs(value), abs(previous)))
    return large >= _SMALL and large >= SUDDEN * small and large != small


def claims_of(content: ReportContent, report: int, *, is_leader: bool) -> Iterator[tuple[tuple[str, str], Claim]]:
    """By what is counted and its unit: the figures by label, and the numbers of the text by the words before them."""
    for figure in content.figures:
        if figure.kind == FigureKind.NUMBER and figure.value and is_valid(figure.kind, figure.value):
            words = passage_of(content, figure.label)
            if words:
                yield (figure.label, figure.unit), Claim(report, is_leader, parse_number(figure.value), words)
    text = print_plain(content)
    for one in read_values(text):
        if not one.scope:
            words = _sentence_at(text, one.start, one.end)
            yield one.thing, Claim(report, is_leader, Decimal(one.value), words)


def passage_of(content: ReportContent, label: str) -> str:
    """The sentence with the blank, filled; empty where no section has it."""
    for section in content.sections:
        text = f"{section.heading}\n{section.body}"
        if (at := text.find(f"【{label}】")) >= 0:
            return content.filled(_sentence_at(text, at, at + len(label) + 2))
    return ""


def _sentence_at(text: str, start: int, end: int) -> str:
    begin = max(text.rfind(mark, 0, start) for mark in "。！？；\n") + 1
    finish = min((at for mark in "。！？；\n" if (at := text.find(mark, end)) >= 0), default=len(text))
    return text[begin : finish + 1].strip()
