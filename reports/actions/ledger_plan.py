"""What a list would do to a ledger, row by row, before anything is written."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from ..documents.spreadsheets import Known, SpreadsheetTable, fold_head
from ..documents.spreadsheets.cells import fold
from ..documents.spreadsheets.matching import MatchedHeads, match_heads
from ..documents.spreadsheets.problems import HIDDEN_COLUMN, HIDDEN_ROW, OTHER_SHEET
from ..ledgers.cells import check_closing, parse_row
from ..ledgers.columns import ColumnType, LedgerColumn, LedgerShape
from ..models import Ledger
from .errors import Refused
from .ledger_cell import explain_cell
from .stored_plan import RowKind

_UNIT = re.compile(r"[(（\[【]\s*(?:单位[:：])?\s*(.*?)\s*[)）\]】]")
_REMARKS = {"必填", "选填", "可不填", "必填项"}
_NOT_READ = {fold_head(head) for head in ("序号", "行号", "未导入原因")}  # nothing is asked about them
Columns = Mapping[str, int]  # the place of each in a row, from 0


class CellProblem(NamedTuple):
    """`row` as the spreadsheet program numbers it, `column` as the file calls it; of a whole sheet 0 and its name."""

    row: int
    column: str
    reason: str

    @property
    def label(self) -> str:
        return self.column


class CellChange(NamedTuple):
    column: str
    old: str
    new: str

    @property
    def label(self) -> str:
        return self.column


@dataclass(slots=True)
class PlannedLedgerRow:
    """`stored` is the key of the row that is changed, or is there already."""

    number: int
    cells: Mapping[str, str]
    kind: RowKind = RowKind.CREATED
    changes: list[CellChange] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    warnings: list[CellProblem] = field(default_factory=list)
    stored: int | None = None

    @property
    def reason(self) -> str:
        return " ".join(problem.reason for problem in self.problems)


@dataclass
class LedgerPlan:
    """`unread` says which columns and sheets of the file were not read, or are hidden."""

    rows: list[PlannedLedgerRow]
    unread: list[CellProblem]

    def of(self, kind: RowKind) -> list[PlannedLedgerRow]:
        return [row for row in self.rows if row.kind == kind]

    @cached_property
    def counts(self) -> dict[str, int]:
        found = Counter(row.kind for row in self.rows)
        return {kind.value: found[kind] for kind in (RowKind.CREATED, RowKind.CHANGED, RowKind.UNCHANGED)}

    @property
    def digest(self) -> str:
        """The same for two plans that do the same to the same, in whatever language they say so."""
        rows = [(row.number, row.kind.value, sorted(row.cells.items()), row.changes, row.stored) for row in self.rows]
        return sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        refused = [problem._asdict() for row in self.rows for problem in row.problems]
        warnings = [*self.unread, *(warning for row in self.rows for warning in row.warnings)]
        told = {"refused": refused, "warnings": [warning._asdict() for warning in warnings]}
        return {"rows": len(self.rows), **self.counts, **told}


def known_heads(shape: LedgerShape) -> Known:
    return {column.name: [column.name] for column in shape.columns}


def match_columns(shape: LedgerShape, heads: Iterable[str], remembered: Mapping[str, str]) -> MatchedHeads:
    by_head = {fold_head(column.name): column.name for column in shape.columns}
    known = {head: name for head, name in remembered.items() if not name or name in shape}
    return match_heads(tuple(heads), by_head, remembered=known, not_read=_NOT_READ)


def missing_columns(shape: LedgerShape, columns: Iterable[str]) -> list[str]:
    """Those that every row needs."""
    there = set(columns)
    return [column.name for column in shape.columns if column.is_required and column.name not in there]


def plan_rows(*, ledger: Ledger, table: SpreadsheetTable, columns: Columns, year: int) -> LedgerPlan:
    """Nothing is written. Raises Refused where a column that every row needs is missing, or is in another unit."""
    shape = ledger.kind.newest.shape
    places = {name: place for name, place in columns.items() if name in shape}
    _check_columns(shape, places, table.heads)
    planned = [_read_row(shape, number, texts, places, table.heads, year) for number, texts in table.rows]
    _warn_of_hidden(planned, table, places)
    _find_stored(shape, [row for row in planned if not row.problems], ledger, places)
    return LedgerPlan(planned, _unread(table, places))


def stated_units(head: str) -> set[str]:
    return {unit for unit in _UNIT.findall(head) if unit and unit not in _REMARKS}


def refuse_other_unit(column: LedgerColumn, head: str) -> None:
    """协议投资额（万元） read as 亿元 would be wrong by four digits."""
    stated = {fold(unit) for unit in stated_units(head)}  # ％ is %
    if column.unit and stated - {fold(column.unit)}:
        said = {"head": head, "unit": column.unit}
        raise Refused(_("The numbers of “%(head)s” are needed in %(unit)s. Convert them and change the head.") % said)


def _check_columns(shape: LedgerShape, places: Columns, heads: tuple[str, ...]) -> None:
    if missing := missing_columns(shape, places):
        raise Refused(_("The list has no column for: %(names)s.") % {"names": "、".join(missing)})
    for name, place in places.items():
        refuse_other_unit(shape[name], heads[place])


def _read_row(
    shape: LedgerShape, number: int, texts: tuple[str, ...], places: Columns, heads: tuple[str, ...], year: int
) -> PlannedLedgerRow:
    cells, refused = parse_row(shape, {name: texts[place] for name, place in places.items()}, year=year)
    row = PlannedLedgerRow(number, cells)
    for problem in refused:
        name = problem.column.name
        row.problems.append(CellProblem(number, heads[places[name]] if name in places else name, explain_cell(problem)))
        row.kind = RowKind.REFUSED
    day = cells.get(shape.dated_by, "")
    if day and not day.startswith(f"{year}-"):
        said = _("%(day)s is not in the year %(year)s.") % {"day": day, "year": year}
        row.warnings.append(CellProblem(number, heads[places[shape.dated_by]], said))
    return row


def _warn_of_hidden(rows: list[PlannedLedgerRow], table: SpreadsheetTable, places: Columns) -> None:
    hidden, head = frozenset(table.hidden_rows), table.heads[min(places.values())]
    for row in rows:
        if row.number in hidden:
            row.warnings.append(CellProblem(row.number, head, str(HIDDEN_ROW)))


def _unread(table: SpreadsheetTable, places: Columns) -> list[CellProblem]:
    unread = [head for place, head in enumerate(table.heads) if head and place not in places.values()]
    reason = _("This column is not known and was not read.")
    found = [CellProblem(table.head_row, head, reason) for head in unread]
    read = {table.heads[place] for place in places.values()}
    found += [CellProblem(table.head_row, head, str(HIDDEN_COLUMN)) for head in table.hidden_columns if head in read]
    return found + [CellProblem(0, sheet, str(OTHER_SHEET)) for sheet in table.other_sheets]


def _identity(shape: LedgerShape, cells: Mapping[str, str]) -> tuple[str, ...]:
    """By what a row is known again when its other cells change: its day and the texts that every row has."""
    texts = [column.name for column in shape.columns if column.is_required and column.type == ColumnType.TEXT]
    return tuple(cells.get(name, "") for name in (shape.dated_by, *texts))


def _find_stored(shape: LedgerShape, rows: list[PlannedLedgerRow], ledger: Ledger, places: Columns) -> None:
    """First the same rows, each once; of the rest a row is changed where it is the only one known by what it says.

    What a row holds in columns that the file does not have stays.
    """
    stored = {row.key: dict(row.cells) for row in ledger.rows.current().as_cells()}
    same: dict[tuple[tuple[str, str], ...], list[int]] = defaultdict(list)
    for key, cells in reversed(stored.items()):
        same[tuple(sorted(item for item in cells.items() if item[0] in places))].append(key)
    for row in rows:
        if alike := same[tuple(sorted(row.cells.items()))]:
            row.kind, row.stored = RowKind.UNCHANGED, alike.pop()
            del stored[row.stored]
    _find_changed(shape, [row for row in rows if row.stored is None], stored, places)


def _find_changed(
    shape: LedgerShape, rest: list[PlannedLedgerRow], stored: dict[int, dict[str, str]], places: Columns
) -> None:
    there: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for key, cells in stored.items():
        there[_identity(shape, cells)].append(key)
    sent = Counter(_identity(shape, row.cells) for row in rest)
    for row in rest:
        identity = _identity(shape, row.cells)
        if sent[identity] == 1 and len(there[identity]) == 1:
            _change(shape, row, there[identity][0], stored, places)


def _change(
    shape: LedgerShape, row: PlannedLedgerRow, key: int, stored: dict[int, dict[str, str]], places: Columns
) -> None:
    old = stored[key]
    row.kind, row.stored = RowKind.CHANGED, key
    row.changes = [
        CellChange(name, old.get(name, ""), row.cells.get(name, ""))
        for name in places
        if old.get(name, "") != row.cells.get(name, "")
    ]
    row.cells = {**{name: value for name, value in old.items() if name not in places}, **row.cells}
    for problem in check_closing(shape, row.cells):
        row.problems.append(CellProblem(row.number, problem.column.name, explain_cell(problem)))
        row.kind = RowKind.REFUSED
