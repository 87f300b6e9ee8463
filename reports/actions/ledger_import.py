"""Rows of a ledger from a spreadsheet: looked at row by row first, then all of it is done or nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from ..documents.spreadsheets import SpreadsheetTable, fold_head
from ..documents.spreadsheets.matching import MatchedHeads
from ..ledgers.columns import LedgerShape
from ..models import Event, Ledger, LedgerImport, LedgerRow, User
from .errors import PlanChanged, Refused
from .event import log
from .ledger_plan import (
    CellChange,
    CellProblem,
    LedgerPlan,
    PlannedLedgerRow,
    match_columns,
    missing_columns,
    plan_rows,
)
from .stored_plan import RowKind, StoredPlan, pack_rows, table_of


class StoredLedgerPlan(StoredPlan[PlannedLedgerRow]):
    """What the list would do, as it was last planned."""

    @property
    def counts(self) -> dict[str, int]:
        return self.head["counts"]

    def unpack_row(self, stored: Sequence[Any]) -> PlannedLedgerRow:
        number, cells, kind, changes, problems, warnings = stored
        return PlannedLedgerRow(
            number,
            cells,
            RowKind(kind),
            [CellChange(*change) for change in changes],
            [CellProblem(*problem) for problem in problems],
            [CellProblem(*warning) for warning in warnings],
        )


def _pack_plan(plan: LedgerPlan, table: SpreadsheetTable, *, at: datetime) -> bytes:
    return pack_rows(
        [(row.number, row.cells, row.kind, row.changes, row.problems, row.warnings) for row in plan.rows],
        kinds=[row.kind for row in plan.rows],
        warned=[place for place, row in enumerate(plan.rows) if row.warnings],
        table=table,
        digest=plan.digest,
        at=at,
        counts=plan.counts,
    )


@transaction.atomic
def upload_rows(
    *, ledger: Ledger, name: str, table: SpreadsheetTable, year: int, by: User, at: datetime
) -> LedgerImport:
    """Nothing of it is in the ledger yet. An earlier list of the same person that was not imported is forgotten.

    Raises Refused where a column is in another unit.
    """
    LedgerImport.objects.filter(ledger=ledger, uploaded_by=by, imported_at=None).delete()
    matched = match_heads_of(ledger, table)
    is_certain = not matched.doubtful and not missing_columns(ledger.kind.newest.shape, matched.columns)
    uploaded = LedgerImport(ledger=ledger, uploaded_by=by, uploaded_at=at, name=name[:200], year=year)
    uploaded.table = table._asdict()
    uploaded.columns = matched.columns if is_certain else None
    uploaded.save()
    if is_certain:
        _keep_plan(uploaded, at)
    return uploaded


def match_heads_of(ledger: Ledger, table: SpreadsheetTable) -> MatchedHeads:
    """Doubtful ones as they were said to be of the list that was imported into the ledger last."""
    last = LedgerImport.objects.filter(ledger=ledger).exclude(imported_at=None).first()
    remembered: dict[str, str] = {}
    if last is not None:
        names = {place: name for name, place in (last.columns or {}).items()}
        remembered = {fold_head(head): names.get(place, "") for place, head in enumerate(last.table["heads"])}
    return match_columns(ledger.kind.newest.shape, table.heads, remembered)


@transaction.atomic
def choose_ledger_columns(*, ledger_import: LedgerImport, chosen: Mapping[int, str], by: User, at: datetime) -> None:
    """`chosen` are the names of the columns by their places; empty for one that is not read. Raises Refused."""
    ledger_import.columns = {name: place for place, name in chosen.items() if name}
    LedgerImport.objects.filter(pk=ledger_import.pk, imported_at=None).update(columns=ledger_import.columns)
    _keep_plan(ledger_import, at)


def _keep_plan(uploaded: LedgerImport, at: datetime) -> None:
    """Kept with the list, so that no page plans anew: looking at a page stores nothing."""
    table = table_of(uploaded)
    packed = _pack_plan(_plan(uploaded, table), table, at=at)
    uploaded.planned = packed
    LedgerImport.objects.filter(pk=uploaded.pk, imported_at=None).update(planned=packed)


def _plan(uploaded: LedgerImport, table: SpreadsheetTable) -> LedgerPlan:
    return plan_rows(ledger=uploaded.ledger, table=table, columns=uploaded.columns or {}, year=uploaded.year)


def import_uploaded(*, ledger_import: LedgerImport, digest: str, by: User, at: datetime) -> LedgerPlan:
    """All of it or nothing. Raises PlanChanged where it is not any more what was looked at, after planning it anew;
    Refused where the list was imported already.
    """
    try:
        return _import_uploaded(ledger_import, digest=digest, by=by, at=at)
    except PlanChanged:
        _keep_plan(ledger_import, at)
        raise


@transaction.atomic
def _import_uploaded(ledger_import: LedgerImport, *, digest: str, by: User, at: datetime) -> LedgerPlan:
    _lock(ledger_import.ledger)
    stored = LedgerImport.objects.select_for_update().get(pk=ledger_import.pk)
    if stored.imported_at:
        raise Refused(_("This list was imported already."))
    stored.ledger = ledger_import.ledger
    plan = _plan(stored, table_of(stored))
    if plan.digest != digest:
        raise PlanChanged(
            _("Since you looked, something of this has changed, so nothing was written. Look at it as it would be now.")
        )
    _write(plan, ledger=stored.ledger, name=stored.name, by=by, at=at)
    _keep_refused(stored, plan, at)
    return plan


def _keep_refused(stored: LedgerImport, plan: LedgerPlan, at: datetime) -> None:
    """Of the list only what is still to be corrected."""
    table = stored.table
    refused = {row.number: row.reason for row in plan.of(RowKind.REFUSED)}
    table["rows"] = [[number, cells] for number, cells in table["rows"] if number in refused]
    stored.table = {**table, "reasons": refused}
    stored.planned, stored.imported_at = None, at
    stored.outcome = {"rows": len(plan.rows), **plan.counts, "refused": len(refused)}
    stored.save()


@transaction.atomic
def import_rows(*, ledger: Ledger, table: SpreadsheetTable, year: int, name: str, by: User, at: datetime) -> LedgerPlan:
    """All rows that are not refused, or none. Raises Refused. The same list a second time changes nothing."""
    _lock(ledger)
    shape = ledger.kind.newest.shape
    _refuse_twice(table.heads, shape)
    columns = match_columns(shape, table.heads, {}).columns
    plan = plan_rows(ledger=ledger, table=table, columns=columns, year=year)
    _write(plan, ledger=ledger, name=name, by=by, at=at)
    return plan


def _refuse_twice(heads: Iterable[str], shape: LedgerShape) -> None:
    """Nobody is there to say which of two columns is meant."""
    counted = Counter(map(fold_head, heads))
    if twice := [one.name for one in shape.columns if counted[fold_head(one.name)] > 1]:
        raise Refused(_("Two columns have the same head: %(names)s.") % {"names": "、".join(twice)})


def _lock(ledger: Ledger) -> None:
    """With its rows, so that nothing of it changes between the plan and the writing."""
    Ledger.objects.select_for_update().get(pk=ledger.pk)
    list(ledger.rows.select_for_update().order_by("pk").values_list("pk"))


def _write(plan: LedgerPlan, *, ledger: Ledger, name: str, by: User, at: datetime) -> None:
    version = ledger.kind.newest
    saved: dict[str, Any] = {"saved_by": by, "saved_at": at, "saved_tab": ""}
    LedgerRow.objects.bulk_create(
        LedgerRow(ledger=ledger, kind_version=version, cells=row.cells, day=_day(row, version.shape.dated_by), **saved)
        for row in plan.of(RowKind.CREATED)
    )
    for row in plan.of(RowKind.CHANGED):
        stored = LedgerRow.objects.filter(pk__in=[row.stored])
        stored.update(cells=row.cells, kind_version=version, version=F("version") + 1, **saved)
    created, changed = plan.counts["created"], plan.counts["changed"]
    if created or changed:
        log(verb=Event.Verb.LEDGER_IMPORTED, actor=by, at=at, detail=f"{ledger} · +{created} ~{changed} · {name}")


def _day(row: PlannedLedgerRow, dated_by: str) -> date:
    return date.fromisoformat(row.cells[dated_by])
