"""Rows of a ledger from a spreadsheet: looked at row by row first, then all of it is done or nothing."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from ..documents.spreadsheets import Known, SpreadsheetTable, fold_head
from ..ledgers.cells import parse_row
from ..ledgers.columns import ColumnType, LedgerColumn, LedgerShape
from ..models import Event, Ledger, LedgerRow, User
from .errors import Refused
from .event import log
from .ledger_cell import explain_cell

_UNIT = re.compile(r"[(（\[【]\s*(?:单位[:：])?\s*(.*?)\s*[)）\]】]")
_REMARKS = {"必填", "选填", "可不填", "必填项"}


class RowOutcome(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class CellProblem(NamedTuple):
    """`row` as the spreadsheet program numbers it, `column` as the file calls it."""

    row: int
    column: str
    reason: str


@dataclass(slots=True)
class PlannedLedgerRow:
    """`stored` is the key of the row that is changed, or is there already."""

    number: int
    cells: Mapping[str, str]
    outcome: RowOutcome = RowOutcome.CREATED
    problems: list[CellProblem] = field(default_factory=list)
    stored: int | None = None


@dataclass(slots=True)
class LedgerPlan:
    rows: list[PlannedLedgerRow]
    warnings: list[CellProblem]

    def of(self, outcome: RowOutcome) -> list[PlannedLedgerRow]:
        return [row for row in self.rows if row.outcome == outcome]

    def to_json(self) -> dict[str, Any]:
        counts = {outcome.value: len(self.of(outcome)) for outcome in RowOutcome if outcome != RowOutcome.REFUSED}
        refused = [problem._asdict() for row in self.rows for problem in row.problems]
        warnings = [problem._asdict() for problem in self.warnings]
        return {"rows": len(self.rows), **counts, "refused": refused, "warnings": warnings}


def known_heads(shape: LedgerShape) -> Known:
    return {column.name: [column.name] for column in shape.columns}


def plan_rows(*, ledger: Ledger, table: SpreadsheetTable, year: int) -> LedgerPlan:
    """Nothing is written. Raises Refused where a column that every row needs is missing, or is in another unit."""
    shape = ledger.kind.newest.shape
    places = _match_columns(shape, table.heads)
    heads = {name: table.heads[place] for name, place in places.items()}
    planned = []
    for number, texts in table.rows:
        cells, refused = parse_row(shape, {name: texts[place] for name, place in places.items()}, year=year)
        row = PlannedLedgerRow(number, cells)
        for problem in refused:
            head = heads.get(problem.column.name, problem.column.name)
            row.problems.append(CellProblem(number, head, explain_cell(problem)))
            row.outcome = RowOutcome.REFUSED
        planned.append(row)
    _find_stored(shape, [row for row in planned if not row.problems], ledger)
    return LedgerPlan(planned, _warn(shape, planned, places, table, year))


def _match_columns(shape: LedgerShape, heads: tuple[str, ...]) -> dict[str, int]:
    by_head = {fold_head(head): place for place, head in reversed(list(enumerate(heads)))}
    found = {column.name: by_head.get(fold_head(column.name)) for column in shape.columns}
    places = {name: place for name, place in found.items() if place is not None}
    if missing := [column.name for column in shape.columns if column.is_required and column.name not in places]:
        raise Refused(_("The list has no column for: %(names)s.") % {"names": "、".join(missing)})
    for name, place in places.items():
        _refuse_other_unit(shape[name], heads[place])
    return places


def _refuse_other_unit(column: LedgerColumn, head: str) -> None:
    """协议投资额（万元） read as 亿元 would be wrong by four digits."""
    stated = {unit for unit in _UNIT.findall(head) if unit and unit not in _REMARKS}
    if column.unit and stated - {column.unit}:
        said = {"head": head, "unit": column.unit}
        raise Refused(_("The numbers of “%(head)s” are needed in %(unit)s. Convert them and change the head.") % said)


def _identity(shape: LedgerShape, cells: Mapping[str, str]) -> tuple[str, ...]:
    """By what a row is known again when its other cells change: its day and the texts that every row has."""
    texts = [column.name for column in shape.columns if column.is_required and column.type == ColumnType.TEXT]
    return tuple(cells.get(name, "") for name in (shape.dated_by, *texts))


def _find_stored(shape: LedgerShape, rows: list[PlannedLedgerRow], ledger: Ledger) -> None:
    """First the same rows, each once; of the rest a row is changed where it is the only one known by what it says."""
    stored = {row.key: dict(row.cells) for row in ledger.rows.current().as_cells()}
    same: dict[tuple[tuple[str, str], ...], list[int]] = defaultdict(list)
    for key, cells in reversed(stored.items()):
        same[tuple(sorted(cells.items()))].append(key)
    for row in rows:
        if alike := same[tuple(sorted(row.cells.items()))]:
            row.outcome, row.stored = RowOutcome.UNCHANGED, alike.pop()
            del stored[row.stored]
    rest = [row for row in rows if row.stored is None]
    there: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for key, cells in stored.items():
        there[_identity(shape, cells)].append(key)
    sent = Counter(_identity(shape, row.cells) for row in rest)
    for row in rest:
        identity = _identity(shape, row.cells)
        if sent[identity] == 1 and len(there[identity]) == 1:
            row.outcome, row.stored = RowOutcome.CHANGED, there[identity][0]


def _warn(
    shape: LedgerShape, rows: list[PlannedLedgerRow], places: Mapping[str, int], table: SpreadsheetTable, year: int
) -> list[CellProblem]:
    unread = [head for place, head in enumerate(table.heads) if head and place not in places.values()]
    reason = _("This column is not known and was not read.")
    found = [CellProblem(table.head_row, head, reason) for head in unread]
    for row in rows:
        day = row.cells.get(shape.dated_by, "")
        if day and not day.startswith(f"{year}-"):
            said = _("%(day)s is not in the year %(year)s.") % {"day": day, "year": year}
            found.append(CellProblem(row.number, table.heads[places[shape.dated_by]], said))
    return found


@transaction.atomic
def import_rows(*, ledger: Ledger, table: SpreadsheetTable, year: int, name: str, by: User, at: datetime) -> LedgerPlan:
    """All rows that are not refused, or none. Raises Refused. The same list a second time changes nothing."""
    Ledger.objects.select_for_update().get(pk=ledger.pk)
    plan = plan_rows(ledger=ledger, table=table, year=year)
    version = ledger.kind.newest
    saved: dict[str, Any] = {"saved_by": by, "saved_at": at, "saved_tab": ""}
    dated_by = version.shape.dated_by
    LedgerRow.objects.bulk_create(
        LedgerRow(ledger=ledger, kind_version=version, cells=row.cells, day=_day(row, dated_by), **saved)
        for row in plan.of(RowOutcome.CREATED)
    )
    for row in plan.of(RowOutcome.CHANGED):
        stored = LedgerRow.objects.filter(pk__in=[row.stored])
        stored.update(cells=row.cells, kind_version=version, version=F("version") + 1, **saved)
    created, changed = len(plan.of(RowOutcome.CREATED)), len(plan.of(RowOutcome.CHANGED))
    if created or changed:
        log(verb=Event.Verb.LEDGER_IMPORTED, actor=by, at=at, detail=f"{ledger} · +{created} ~{changed} · {name}")
    return plan


def _day(row: PlannedLedgerRow, dated_by: str) -> date:
    return date.fromisoformat(row.cells[dated_by])
