"""What a figure could be taken from, by its label, its unit and the words before it: a proposal, never done by itself.

The rules, each worth so much; a ledger is proposed only where something says that it is about the same thing:

- an indicator of exactly this name and unit stands in its rows (8): then its latest number is taken;
- a word of the ledger's matter stands in the label (3) or only in the words before the blank (1); where neither does, a
  choice of four characters or of the state may: 绿色食品认证 in 新认证绿色食品数 (3);
- the label says a column (3), or the figure's unit is the column's (2): then the column is summed. Of two columns that
  fit alike none is;
- the label counts places (村, 乡镇, 企业) and a column names them (2): then different ones are counted;
- no column is said, and the unit counts things (件, 次, 个): then the rows are counted (1);
- the label says at least half of a choice, or what its state means (2): then only the rows with that choice are taken.
  A choice that is a word of the matter itself (接访, 整改) says nothing;
- what else the label says must stand in the rows (2): then only those are taken. Where it does not, nothing is
  proposed; neither is what has no value, where there are rows at all.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from .binding import SHARES, Binding, LedgerCells, Measure, Operator, RowCondition
from .columns import ItemState, LedgerColumn, LedgerShape

# What ledgers of a ready-made kind are about; of any other kind its name says it.
MATTERS: dict[str, tuple[str, ...]] = {
    "reception": ("接访", "下访", "信访", "接待", "来访", "约访", "群众诉求"),
    "research": ("调研", "走访", "座谈", "蹲点", "调查研究", "下基层"),
    "meetings": ("会议", "研究", "党组会", "常委会", "中心组", "学习"),
    "rectification": ("整改", "巡察", "巡视", "审计", "反馈", "问题"),
    "self_review": ("检视", "查摆", "自查", "认领", "问题"),
    "rules": ("制度", "文件", "出台", "办法"),
    "paperwork": ("发文", "文件", "会议", "督查", "检查"),
    "projects": ("项目", "投资", "招商"),
    "indicators": (),
}
_WEAK = frozenset({"问题"})  # explains a word of the label, and does not say alone what the ledger is about
_COUNTS = frozenset("件次个项批场篇条份户人家处所名起宗")
_PLACES = ("村", "乡镇", "社区", "企业", "学校", "单位")
_GENERAL = (
    *("本人", "全年", "全县", "全市", "领导", "面向", "群众", "干部", "事项", "情况", "新增", "累计", "次数", "件数"),
    *(
        "条数",
        "个数",
        "户数",
        "天数",
        "人数",
        "批次",
        "人次",
        "场次",
        "总数",
        "数量",
        "农户",
        "乡镇",
        "其中",
        "数",
        "新",
    ),
)
_SAME = {"梳理": "发现", "查找": "发现", "党建": "党的建设", "巡察": "巡视巡察", "党课": "讲党课"}
_STATES = {
    ItemState.DONE: ("到位", "化解", "办结", "完成", "销号", "解决"),
    ItemState.LONG_TERM: ("长期", "持续"),
}
_LEAST = 4
_MOST = 3


class AskedFigure(NamedTuple):
    """`before` are the words before its blank, as far as they belong to the same sentence."""

    label: str
    unit: str
    before: str
    year: int

    @property
    def words(self) -> str:
        """The label, in the words that ledgers use."""
        said = self.label
        for word, other in _SAME.items():
            if other not in said:
                said = said.replace(word, other)
        return said

    @property
    def period(self) -> tuple[date, date]:
        return date(self.year, 1, 1), date(self.year, 12, 31)


class ProposedBinding(NamedTuple):
    """`ledger` is the place in the ledgers that were handed in."""

    score: int
    ledger: int
    binding: Binding


class OfferedLedger(NamedTuple):
    slug: str
    name: str
    shape: LedgerShape
    rows: Sequence[LedgerCells] = ()

    @property
    def matter(self) -> tuple[str, ...]:
        return MATTERS.get(self.slug, (self.name,))


class _Said(NamedTuple):
    """What a part of the label says of a ledger; `rest` is what it leaves unsaid."""

    score: int
    conditions: tuple[RowCondition, ...]
    rest: str


def propose_bindings(figure: AskedFigure, ledgers: Sequence[OfferedLedger]) -> list[ProposedBinding]:
    """The best first, at most three, one for each ledger."""
    found = []
    for place, ledger in enumerate(ledgers):
        bindings = [*_indicators(figure, ledger), *_bindings(figure, ledger)]
        found += [ProposedBinding(score, place, one) for score, one in bindings if _says_something(one, ledger)]
    best: dict[int, ProposedBinding] = {}
    for one in sorted(found, key=lambda one: -one.score):
        if one.score >= _LEAST:
            best.setdefault(one.ledger, one)
    return list(best.values())[:_MOST]


def _says_something(binding: Binding, ledger: OfferedLedger) -> bool:
    return not ledger.rows or binding.evaluate(ledger.rows).value not in {"", "0"}


def _indicators(figure: AskedFigure, ledger: OfferedLedger) -> Iterator[tuple[int, Binding]]:
    for column in ledger.shape.words:
        named = [row for row in ledger.rows if row.cells.get(column.name) == figure.label]
        numbers = [one for one in ledger.shape.numbers if one.is_required]
        if named and len(numbers) == 1 and all(_has_unit(figure, row, numbers[0]) for row in named):
            condition = RowCondition(column.name, Operator.IS, figure.label)
            yield 8, Binding(*figure.period, Measure.LATEST, numbers[0].name, (condition,))


def _has_unit(figure: AskedFigure, row: LedgerCells, number: LedgerColumn) -> bool:
    return not figure.unit or figure.unit in {number.unit, *row.cells.values()}


def _bindings(figure: AskedFigure, ledger: OfferedLedger) -> Iterator[tuple[int, Binding]]:
    chosen = _choices(figure, ledger)
    about = _matter(figure, ledger) or 3 * any(_names_matter(figure, one, ledger.shape) for one in chosen.conditions)
    if not about:
        return
    for score, measure, column in _measures(figure, ledger.shape):
        said = _rest(_without(chosen.rest, [column, *_PLACES] if measure == Measure.DISTINCT else [column]), ledger)
        if said is not None:
            conditions = (*chosen.conditions, *said.conditions)
            yield about + score + chosen.score + said.score, Binding(*figure.period, measure, column, conditions)


def _measures(figure: AskedFigure, shape: LedgerShape) -> list[tuple[int, Measure, str]]:
    taken = [(score, _adds_up(shape[column]), column) for score, column in _columns(figure, shape)]
    if any(place in figure.label for place in _PLACES) and "地点" in shape:
        taken.append((4, Measure.DISTINCT, "地点"))
    is_said = any(score >= 3 for score, _measure, _column in taken)
    if not is_said and (figure.unit[-1:] in _COUNTS or not figure.unit):
        taken.append((1, Measure.COUNT, ""))
    return taken


def _adds_up(column: LedgerColumn) -> Measure:
    """Shares do not: the last one is the indicator as of a day."""
    return Measure.LATEST if column.unit in SHARES else Measure.SUM


def _names_matter(figure: AskedFigure, condition: RowCondition, shape: LedgerShape) -> bool:
    is_state = condition.column == shape.state_column and _stem(condition.value) in figure.words
    return len(condition.value) > 3 or is_state


def _stem(choice: str) -> str:
    return choice.removeprefix("已").removesuffix("中")


def _matter(figure: AskedFigure, ledger: OfferedLedger) -> int:
    words = [word for word in ledger.matter if word not in _WEAK]
    if any(word in figure.label for word in words):
        return 3
    return int(any(word in figure.before for word in words))


def _columns(figure: AskedFigure, shape: LedgerShape) -> list[tuple[int, str]]:
    """The one that is said best; none where it is in another unit, or where two are said alike."""
    scored = [(_column(figure, column), column.name) for column in shape.numbers]
    best = max(scored, default=(0, ""))
    is_only = [score for score, _name in scored].count(best[0]) == 1
    return [best] if best[0] and is_only else []


def _column(figure: AskedFigure, column: LedgerColumn) -> int:
    if figure.unit and column.unit and figure.unit != column.unit:
        return 0
    is_said = column.name in figure.words or _share(column.name, figure.words) > 0.5
    return 3 * is_said + 2 * bool(figure.unit and figure.unit == column.unit)


def _choices(figure: AskedFigure, ledger: OfferedLedger) -> _Said:
    """One of each column: what the label says best, or what its state means."""
    conditions, rest = [], figure.words
    for column in ledger.shape.choices:
        stems = {choice: _stem(choice) for choice in column.choices}
        shares = {c: _share(stem, figure.words) for c, stem in stems.items() if stem not in ledger.matter}
        choice = max(shares, key=lambda one: (shares[one], len(one)), default="")
        if not choice or shares[choice] < 0.5:
            choice = _state(figure, ledger.shape) if column.name == ledger.shape.state_column else ""
        if choice:
            conditions.append(RowCondition(column.name, Operator.IS, choice))
            rest = _without(rest, _pairs(choice))
    return _Said(2 * len(conditions), tuple(conditions), _without(rest, ledger.matter))


def _state(figure: AskedFigure, shape: LedgerShape) -> str:
    """The only choice that means what the label says."""
    for state, words in _STATES.items():
        meant = [choice for choice, means in shape.states.items() if means == state]
        if len(meant) == 1 and any(word in figure.words for word in words):
            return meant[0]
    return ""


def _rest(rest: str, ledger: OfferedLedger) -> _Said | None:
    """What is left of the label must stand in one column of the rows. None where it stands nowhere."""
    states = [word for words in _STATES.values() for word in words] if ledger.shape.state_column else []
    names = [pair for column in ledger.shape.columns for pair in (column.name, *_pairs(column.name))]
    for explained in ([*_GENERAL, *states], [*_GENERAL, *states, *names]):
        left = [part for part in _without(rest, explained).split() if len(part) > 1]
        if not left:
            return _Said(0, (), "")
        for column in ledger.shape.words:
            if len(left) == 1 and any(left[0] in row.cells.get(column.name, "") for row in ledger.rows):
                return _Said(2, (RowCondition(column.name, Operator.CONTAINS, left[0]),), "")
    return None


def _without(text: str, words: Iterable[str]) -> str:
    """Longer words first; what stood on both sides stays apart."""
    for word in sorted(filter(None, words), key=len, reverse=True):
        text = text.replace(word, " ")
    return text


def _pairs(text: str) -> list[str]:
    return [text[place : place + 2] for place in range(len(text) - 1)]


def _share(part: str, text: str) -> float:
    """How much of the pairs of its characters stand in the text."""
    pairs = _pairs(part)
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0
