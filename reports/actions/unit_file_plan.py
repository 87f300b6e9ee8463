"""What a unit's file would do to what is stored of its source, before anything is written."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from django.utils.translation import gettext as _

from ..documents.spreadsheets import SpreadsheetTable
from ..models import Cycle, UnitFile, UnitFileRow
from .errors import Refused
from .ledger_plan import CellChange
from .unit_file_reading import ReadFile, read_unit_file

Subject = tuple[int | None, int | None]  # a person or a unit, by its key


class PlannedFileRow(NamedTuple):
    """`number` is the row's in the file; of one that is taken away, in the file before."""

    number: int
    owner: str
    changes: list[CellChange]


class RestatedFigure(NamedTuple):
    """A figure of a report that is taken from the file, of which it would say something else."""

    author: str
    label: str
    old: str
    new: str


@dataclass
class UnitFilePlan:
    """`stored` is the file of this source that is there."""

    read: ReadFile
    stored: UnitFile | None
    created: list[PlannedFileRow] = field(default_factory=list)
    changed: list[PlannedFileRow] = field(default_factory=list)
    removed: list[PlannedFileRow] = field(default_factory=list)
    unchanged: int = 0
    figures: list[RestatedFigure] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """The same for two plans that put the same in the place of the same."""
        before = (self.stored.pk, self.stored.number) if self.stored else None
        columns = [[one.holds.name, one.holds.unit] for one in self.read.columns]
        rows = [(row.number, _subject(row), sorted(row.values.items())) for row in self.read.rows]
        return sha256(json.dumps([before, columns, rows], ensure_ascii=False).encode()).hexdigest()


def plan_unit_file(*, cycle: Cycle, source: str, table: SpreadsheetTable) -> UnitFilePlan:
    """Raises RowsRefused, or Refused where the round is closed or the file has no column that can be read."""
    refuse_closed(cycle)
    plan = UnitFilePlan(read_unit_file(cycle, table), UnitFile.objects.filter(cycle=cycle, source=source).first())
    new = {_subject(row): row for row in plan.read.rows}
    old = {_subject(row): row for row in _rows_of(plan.stored)}
    for subject, row in new.items():
        _place(plan, row, old.get(subject))
    plan.removed = [_planned(row, row.values, {}) for subject, row in old.items() if subject not in new]
    plan.figures = list(_asked(plan.stored, old, new))
    return plan


def refuse_closed(cycle: Cycle) -> None:
    if cycle.is_closed:
        raise Refused(_("The round “%(cycle)s” is closed: its units’ files stay as they are.") % {"cycle": cycle.name})


def _rows_of(stored: UnitFile | None) -> Iterable[UnitFileRow]:
    return stored.rows.select_related("person", "unit").order_by("number") if stored else []


def _subject(row: UnitFileRow) -> Subject:
    return row.person_id, row.unit_id


def _place(plan: UnitFilePlan, row: UnitFileRow, old: UnitFileRow | None) -> None:
    if old is None:
        plan.created.append(_planned(row, {}, row.values))
    elif row.values == old.values:
        plan.unchanged += 1
    else:
        plan.changed.append(_planned(row, old.values, row.values))


def _planned(row: UnitFileRow, old: dict[str, str], new: dict[str, str]) -> PlannedFileRow:
    changes = [
        CellChange(label, old.get(label, ""), new.get(label, ""))
        for label in dict.fromkeys([*old, *new])
        if old.get(label) != new.get(label)
    ]
    return PlannedFileRow(row.number, row.owner, changes)


def _asked(
    stored: UnitFile | None, old: dict[Subject, UnitFileRow], new: dict[Subject, UnitFileRow]
) -> Iterable[RestatedFigure]:
    """One query, none where the source is new. The figures' own values are their authors'."""
    if stored is None:
        return
    taken = stored.figures.order_by("report", "pk").values_list(
        "label", "binding", "report__author", "report__unit", "report__author__name"
    )
    for label, binding, author, unit, name in taken:
        column = (binding or {}).get("column", "")
        said = [_said(rows, column, author, unit) for rows in (old, new)]
        if said[0] != said[1]:
            yield RestatedFigure(name, label, *said)


def _said(rows: dict[Subject, UnitFileRow], column: str, author: int, unit: int) -> str:
    """What is said of the author counts more than what is said of the unit."""
    named = (rows.get((author, None)), rows.get((None, unit)))
    return next((row.values[column] for row in named if row and column in row.values), "")
