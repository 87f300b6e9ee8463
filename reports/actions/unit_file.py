"""Values from a unit's file, for all who write in a round: all of its rows are stored, or none."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ..documents.spreadsheets import SpreadsheetTable
from ..models import Cycle, Event, UnitFile, UnitFileRow, User
from .errors import PlanChanged, Refused
from .event import log
from .organising import lock_cycle
from .unit_file_plan import plan_unit_file, refuse_closed


@transaction.atomic
def store_unit_file(
    *, cycle: Cycle, source: str, name: str, table: SpreadsheetTable, digest: str, by: User, at: datetime
) -> UnitFile:
    """In the place of the file of this source that was there. Figures stay as they are, and say what is different.

    Raises PlanChanged where it would do something else than what was looked at, and what `plan_unit_file` raises.
    """
    locked = lock_cycle(cycle)
    plan = plan_unit_file(cycle=locked, source=source, table=table)
    if plan.digest != digest:
        raise PlanChanged(
            _("Since you looked, something of this has changed, so nothing was written. Look at it as it would be now.")
        )
    columns, rows = plan.read.columns, plan.read.rows
    stored = plan.stored or UnitFile(cycle=locked, source=source)
    stored.number, stored.name, stored.stored_at, stored.stored_by = stored.number + 1, name[:200], at, by
    stored.stored_columns = [[one.holds.name, one.holds.unit] for one in columns]
    stored.save()
    stored.rows.all().delete()
    for row in rows:
        row.file = stored
    UnitFileRow.objects.bulk_create(rows, batch_size=1000)
    log(verb=Event.Verb.CYCLE_SET, actor=by, at=at, cycle=cycle, detail=f"{source} · {name}"[:200])
    return stored


@transaction.atomic
def delete_unit_file(*, unit_file: UnitFile, by: User, at: datetime) -> None:
    """Raises Refused where a figure is taken from it, or the round is closed."""
    refuse_closed(lock_cycle(unit_file.cycle))
    if unit_file.figures.exists():
        raise Refused(_("Figures of reports are taken from this file. Store a corrected one in its place."))
    unit_file.delete()
    log(verb=Event.Verb.CYCLE_SET, actor=by, at=at, cycle=unit_file.cycle, detail=f"− {unit_file.source}"[:200])
