"""The plan of a roll as it is kept with its list."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ...documents.spreadsheets import SpreadsheetTable
from ..stored_plan import RowKind, StoredPlan, pack_rows
from .columns import RollColumn
from .plan import PlannedRow, RollChange, RollPlan
from .rows import RowProblem


def pack_plan(plan: RollPlan, table: SpreadsheetTable, *, at: datetime) -> bytes:
    """What the pages say of the plan."""
    return pack_rows(
        [_pack_row(row) for row in plan.rows],
        kinds=[row.kind for row in plan.rows],
        warned=[place for place, row in enumerate(plan.rows) if row.warnings],
        table=table,
        digest=plan.digest,
        at=at,
        is_empty=plan.is_empty,
        created=len(plan.participants),
        changed=len(plan.changed_participants),
        people=len(plan.people),
        unit_paths=plan.unit_paths,
    )


def _pack_row(row: PlannedRow) -> tuple:
    return row.number, row.name, row.unit, row.kind, row.changes, row.problems, row.warnings


class StoredRollPlan(StoredPlan[PlannedRow]):
    """What `pack_plan` has kept."""

    def __init__(self, packed: bytes) -> None:
        super().__init__(packed)
        self.is_empty: bool = self.head["is_empty"]
        self.created: int = self.head["created"]
        self.changed: int = self.head["changed"]
        self.people: int = self.head["people"]
        self.unit_paths: list[str] = self.head["unit_paths"]

    def unpack_row(self, stored: Sequence[Any]) -> PlannedRow:
        number, name, unit, kind, changes, problems, warnings = stored
        return PlannedRow(
            number,
            name,
            unit,
            RowKind(kind),
            [RollChange(RollColumn(column), *rest) for column, *rest in changes],
            [RowProblem(row, RollColumn(column), reason) for row, column, reason in problems],
            [RowProblem(row, RollColumn(column), reason) for row, column, reason in warnings],
        )
