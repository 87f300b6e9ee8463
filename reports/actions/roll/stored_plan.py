"""A plan as it is kept with its list, so that no page of the preview plans anew: an archive, read part by part."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from io import BytesIO
from typing import Any, overload
from zipfile import ZIP_DEFLATED, ZipFile

from ...documents.spreadsheets import SpreadsheetTable
from .columns import RollColumn
from .plan import PlannedRow, RollChange, RollPlan, RowKind
from .rows import RowProblem

_PART = 500  # rows


def pack_plan(plan: RollPlan, table: SpreadsheetTable, *, at: datetime) -> bytes:
    """What the pages say of the plan, and of the table all but its rows."""
    head = {
        "at": at.isoformat(),
        "digest": plan.digest,
        "is_empty": plan.is_empty,
        "created": len(plan.participants),
        "changed": len(plan.changed_participants),
        "people": len(plan.people),
        "unit_paths": plan.unit_paths,
        "kinds": [row.kind for row in plan.rows],
        "warned": [place for place, row in enumerate(plan.rows) if row.warnings],
        "table": table._replace(rows=())._asdict(),
    }
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("head", json.dumps(head, ensure_ascii=False))
        for start in range(0, len(plan.rows), _PART):
            part = [_pack_row(row) for row in plan.rows[start : start + _PART]]
            archive.writestr(f"{start // _PART}", json.dumps(part, ensure_ascii=False))
    return stream.getvalue()


def _pack_row(row: PlannedRow) -> tuple:
    return row.number, row.name, row.unit, row.kind, row.changes, row.problems, row.warnings


def _unpack_row(stored: Sequence[Any]) -> PlannedRow:
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


class StoredPlan:
    """What `pack_plan` has kept."""

    def __init__(self, packed: bytes) -> None:
        self._archive = ZipFile(BytesIO(packed))
        self._parts: dict[int, list[Any]] = {}
        head = json.loads(self._archive.read("head"))
        self.table = SpreadsheetTable(**head["table"])
        self.at = datetime.fromisoformat(head["at"])
        self.digest: str = head["digest"]
        self.is_empty: bool = head["is_empty"]
        self.created: int = head["created"]
        self.changed: int = head["changed"]
        self.people: int = head["people"]
        self.unit_paths: list[str] = head["unit_paths"]
        self._kinds: list[str] = head["kinds"]
        self._warned: list[int] = head["warned"]

    @cached_property
    def rows(self) -> "StoredRows":
        return StoredRows(self, range(len(self._kinds)))

    @cached_property
    def warned(self) -> "StoredRows":
        return StoredRows(self, self._warned)

    def of_kind(self, kind: RowKind) -> "StoredRows":
        return StoredRows(self, [place for place, one in enumerate(self._kinds) if one == kind])

    @cached_property
    def refused(self) -> "StoredRows":
        return self.of_kind(RowKind.REFUSED)

    def row_at(self, place: int) -> PlannedRow:
        part = place // _PART
        if part not in self._parts:
            self._parts[part] = json.loads(self._archive.read(f"{part}"))
        return _unpack_row(self._parts[part][place % _PART])


class StoredRows(Sequence[PlannedRow]):
    """Read where they are looked at."""

    def __init__(self, plan: StoredPlan, places: Sequence[int]) -> None:
        self._plan = plan
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> PlannedRow: ...
    @overload
    def __getitem__(self, at: slice) -> list[PlannedRow]: ...
    def __getitem__(self, at: int | slice) -> PlannedRow | list[PlannedRow]:
        if isinstance(at, slice):
            return [self._plan.row_at(place) for place in self._places[at]]
        return self._plan.row_at(self._places[at])
