"""What a figure could be taken from, by its label, its unit and the words before it: a proposal, never done by itself.

The rules, each worth so much; a ledger is proposed only where something says that it is about the same thing:

- a word of the ledger's matter stands in the label (3) or only in the words before the blank (1);
- the label says a column (3), or the figure's unit is the column's (2): then the column is summed;
- no column is said, and the unit counts things (件, 次, 个): then the rows are counted (1);
- the label says a choice, without 已 and 中 (2): then only the rows with that choice are taken. A choice that is a word
  of the matter itself (接访, 整改) says nothing.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from .binding import Binding, Measure, Operator, RowCondition
from .columns import LedgerColumn, LedgerShape

# What ledgers of a ready-made kind are about; of any other kind its name says it.
MATTERS: dict[str, tuple[str, ...]] = {
    "reception": ("接访", "下访", "信访", "接待", "来访", "约访", "群众诉求"),
    "research": ("调研", "走访", "座谈", "蹲点", "调查研究", "基层"),
    "meetings": ("会议", "研究", "党组会", "常委会", "中心组", "学习"),
    "rectification": ("整改", "巡察", "巡视", "审计", "反馈问题", "问题数"),
    "self_review": ("检视", "查摆", "自查"),
    "rules": ("制度", "文件", "出台", "办法"),
    "paperwork": ("发文", "文件", "会议", "督查", "检查"),
    "projects": ("项目", "投资", "招商"),
    "indicators": ("增长", "完成率", "覆盖率"),
}
_COUNTS = frozenset("件次个项批场篇条份户人家处所名起宗")
_LEAST = 4
_MOST = 3


class AskedFigure(NamedTuple):
    """`before` are the words before its blank, as far as they belong to the same sentence."""

    label: str
    unit: str
    before: str
    year: int


class ProposedBinding(NamedTuple):
    """`ledger` is the place in the ledgers that were handed in."""

    score: int
    ledger: int
    binding: Binding


class OfferedLedger(NamedTuple):
    slug: str
    name: str
    shape: LedgerShape


def propose_bindings(figure: AskedFigure, ledgers: Sequence[OfferedLedger]) -> list[ProposedBinding]:
    """The best first, at most three, one for each ledger."""
    found = []
    for place, ledger in enumerate(ledgers):
        matter = _matter(figure, ledger)
        if matter:
            found += [ProposedBinding(matter + score, place, binding) for score, binding in _bindings(figure, ledger)]
    best: dict[int, ProposedBinding] = {}
    for one in sorted(found, key=lambda one: -one.score):
        if one.score >= _LEAST:
            best.setdefault(one.ledger, one)
    return list(best.values())[:_MOST]


def _matter(figure: AskedFigure, ledger: OfferedLedger) -> int:
    words = _words(ledger)
    if any(word in figure.label for word in words):
        return 3
    return int(any(word in figure.before for word in words))


def _words(ledger: OfferedLedger) -> tuple[str, ...]:
    return MATTERS.get(ledger.slug, (ledger.name,))


def _bindings(figure: AskedFigure, ledger: OfferedLedger) -> Iterator[tuple[int, Binding]]:
    period = date(figure.year, 1, 1), date(figure.year, 12, 31)
    for_choice, conditions = _choices(figure, ledger)
    for column in ledger.shape.numbers:
        if score := _column(figure, column):
            yield score + for_choice, Binding(*period, Measure.SUM, column.name, conditions)
    if figure.unit[-1:] in _COUNTS or not figure.unit:
        yield 1 + for_choice, Binding(*period, Measure.COUNT, "", conditions)


def _column(figure: AskedFigure, column: LedgerColumn) -> int:
    """Nothing where the figure is in another unit."""
    if figure.unit and column.unit and figure.unit != column.unit:
        return 0
    return 3 * (column.name in figure.label) + 2 * bool(figure.unit and figure.unit == column.unit)


def _choices(figure: AskedFigure, ledger: OfferedLedger) -> tuple[int, tuple[RowCondition, ...]]:
    """The longest choice that the label says, of each column."""
    words, said = _words(ledger), []
    for column in ledger.shape.choices:
        stems = {choice: choice.removeprefix("已").removesuffix("中") for choice in column.choices}
        named = [
            choice for choice, stem in stems.items() if len(stem) > 1 and stem in figure.label and stem not in words
        ]
        if named:
            said.append(RowCondition(column.name, Operator.IS, max(named, key=len)))
    return 2 * len(said), tuple(said)
