"""The roll from a spreadsheet: a list is uploaded, its columns are matched, its effect is shown, then it is done."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ..documents.spreadsheets import SpreadsheetTable, fold_head
from ..documents.uploads import read_spreadsheet
from ..models import Batch, Cycle, Event, RememberedHead, RollImport, User
from ..models.batch import ROLL_IMPORT, BatchKind
from ..problems import Problem
from .errors import PlanChanged, Refused
from .event import log
from .organising import lock_cycle
from .roll.applying import CHANGED_MEANWHILE, write_plan
from .roll.columns import KNOWN_HEADS, Columns, RollColumn, match_columns
from .roll.existing import RollScope
from .roll.plan import RollPlan
from .roll.planning import plan_import
from .roll.stored_plan import StoredRollPlan, pack_plan
from .stored_plan import table_of

AT_ONCE = 500  # rows that are planned, or imported, while the person waits
READ_AT_ONCE = 100_000  # bytes of a file: some 2,000 rows
_IMPORTED = gettext_lazy("This list was imported already.")


def is_read_later(data: bytes) -> bool:
    return bool(settings.DOCUMENT_PROCESSES) and len(data) > READ_AT_ONCE


@transaction.atomic
def upload_list(*, cycle: Cycle, name: str, file: SpreadsheetTable | bytes, by: User, at: datetime) -> RollImport:
    """Nothing of it is on the roll yet. An earlier list of the same person that was not imported is forgotten. Bytes
    are read in the background.
    """
    _refuse_closed(cycle, at)
    RollImport.objects.filter(cycle=cycle, uploaded_by=by, imported_at=None).delete()
    uploaded = RollImport(cycle=cycle, uploaded_by=by, uploaded_at=at, name=name[:200])
    if isinstance(file, bytes):
        uploaded.packed, uploaded.is_read = file, False
        uploaded.save()
        _have_done(uploaded, {}, by=by, at=at)
        return uploaded
    _set_table(uploaded, file)
    uploaded.save()
    if uploaded.columns is not None:
        _begin_plan(uploaded, len(file.rows), by=by, at=at)
    return uploaded


def _set_table(uploaded: RollImport, table: SpreadsheetTable) -> None:
    matched = match_columns(table.heads, remembered_heads(uploaded.uploaded_by))
    is_certain = not matched.doubtful and RollColumn.NAME in matched.columns
    uploaded.table, uploaded.is_read = table._asdict(), True
    uploaded.columns = dict(matched.columns) if is_certain else None


def _refuse_closed(cycle: Cycle, at: datetime) -> None:
    if cycle.closed_at and cycle.closed_at <= at:
        raise Refused(_("This round is closed: its roll stays as it is. Reopen the round first."))


def remembered_heads(person: User) -> dict[str, str]:
    return dict(RememberedHead.objects.filter(person=person).values_list("head", "column"))


@transaction.atomic
def choose_columns(*, roll_import: RollImport, chosen: Mapping[int, str], by: User, at: datetime) -> None:
    """`chosen` are the names of the columns by their places; empty for one that is not read. Remembered for `by`.

    Raises Refused where the list is imported, or will be as somebody has confirmed it.
    """
    stored = _lock_list(roll_import)
    last = Batch.objects.last_of_roll_import(stored)
    if last and not last.ended_at and not last.only_plans:
        raise Refused(_("The list is being imported as you confirmed it: its columns cannot be changed now."))
    table = table_of(stored)
    rows = {fold_head(table.heads[place])[:200]: column for place, column in chosen.items()}
    RememberedHead.objects.bulk_create(
        (RememberedHead(person=by, head=head, column=column) for head, column in rows.items() if head),
        update_conflicts=True,
        unique_fields=["person", "head"],
        update_fields=["column"],
    )
    roll_import.columns = {column: place for place, column in chosen.items() if column}
    RollImport.objects.filter(pk=roll_import.pk).update(columns=roll_import.columns, planned=None)
    _begin_plan(roll_import, len(table.rows), by=by, at=at)


def _lock_list(roll_import: RollImport) -> RollImport:
    """As stored. Raises Refused where it was imported, or another one took its place."""
    stored = RollImport.objects.select_for_update().defer("planned").filter(pk=roll_import.pk).first()
    if stored is None:
        raise Refused(_("The list is not here any more, so nothing was imported."))
    if stored.imported_at:
        raise Refused(_IMPORTED)
    return stored


def _begin_plan(roll_import: RollImport, rows: int, *, by: User, at: datetime) -> None:
    """What a long list would do is worked out in the background."""
    if _is_short(rows):
        _keep_plan(roll_import, at)
    else:
        _have_done(roll_import, {}, by=by, at=at)


def _is_short(rows: int) -> bool:
    return not settings.DOCUMENT_PROCESSES or rows <= AT_ONCE


def _keep_plan(roll_import: RollImport, at: datetime) -> None:
    """Kept with the list, so that no page plans anew: looking at a page stores nothing."""
    planned = _packed_plan(roll_import, at)
    as_planned = RollImport.objects.filter(pk=roll_import.pk, imported_at=None, columns=roll_import.columns)
    as_planned.update(planned=planned)  # not where other columns were chosen meanwhile


def _packed_plan(roll_import: RollImport, at: datetime) -> bytes:
    table = table_of(roll_import)
    return pack_plan(_plan(roll_import, table), table, at=at)


def look_at(roll_import: RollImport, *, at: datetime) -> StoredRollPlan:
    """What the list would do, as it was last planned: when it was uploaded, its columns were chosen, or it could not be
    done because something had changed.
    """
    return StoredRollPlan(bytes(roll_import.planned) if roll_import.planned else _packed_plan(roll_import, at))


def _plan(roll_import: RollImport, table: SpreadsheetTable) -> RollPlan:
    columns = {RollColumn(name): place for name, place in (roll_import.columns or {}).items()}
    return plan_import(table, columns, RollScope(roll_import.cycle, roll_import.uploaded_by))


def begin_import(*, roll_import: RollImport, digest: str, by: User, at: datetime) -> RollPlan | Batch:
    """A short list is imported at once, a long one in the background. Raises as `import_list` does."""
    if _is_short(len(look_at(roll_import, at=at).rows)):
        return import_list(roll_import=roll_import, digest=digest, by=by, at=at)
    return _have_imported(roll_import, digest=digest, by=by, at=at)


@transaction.atomic
def _have_imported(roll_import: RollImport, *, digest: str, by: User, at: datetime) -> Batch:
    """Asked for twice it is done once."""
    stored = _lock_list(roll_import)
    _refuse_closed(roll_import.cycle, at)
    last = Batch.objects.last_of_roll_import(stored)
    if last and not last.ended_at:
        return last
    return _have_done(roll_import, {"digest": digest}, by=by, at=at)


def _have_done(roll_import: RollImport, options: Mapping[str, str], *, by: User, at: datetime) -> Batch:
    """In the background; without a digest, of what somebody has seen, it is only worked out what would be done."""
    told = {"cycle": roll_import.cycle, "by": by, "language": get_language() or settings.LANGUAGE_CODE, "asked_at": at}
    return Batch.objects.create(kind=BatchKind.IMPORT_ROLL, options={ROLL_IMPORT: roll_import.pk, **options}, **told)


def finish_import(batch: Batch, *, at: datetime) -> None:
    """All that is done of the batch, in one transaction. Raises Refused."""
    found = RollImport.objects.filter(pk=batch.options[ROLL_IMPORT], uploaded_by=batch.by)
    roll_import = found.select_related("cycle", "uploaded_by").first()
    if roll_import is None or not batch.by.is_active:
        raise Refused(_("The list is not here any more, so nothing was imported."))
    if roll_import.imported_at:  # by a process that was killed before it could say so
        return
    if not roll_import.is_read:
        _read(roll_import)
    if roll_import.columns is None:  # somebody says first what they are
        return
    if batch.only_plans:
        _keep_plan(roll_import, at)
    else:
        import_list(roll_import=roll_import, digest=batch.options["digest"], by=batch.by, at=at)


def _read(roll_import: RollImport) -> None:
    """The file as it came is not kept any longer than until it is read, or cannot be. Raises as `read_spreadsheet`."""
    unread = RollImport.objects.filter(pk=roll_import.pk, is_read=False)
    try:
        _set_table(roll_import, read_spreadsheet(roll_import.name, bytes(roll_import.packed), KNOWN_HEADS))
    except Problem:
        unread.update(packed=b"")
        raise
    unread.update(packed=roll_import.packed, columns=roll_import.columns, is_read=True)


def import_list(*, roll_import: RollImport, digest: str, by: User, at: datetime) -> RollPlan:
    """All of it or nothing. Raises PlanChanged where it is not any more what was looked at, after planning it anew;
    Refused where the list was imported already or the round is closed.
    """
    try:
        return _import_list(roll_import, digest=digest, by=by, at=at)
    except PlanChanged:
        _keep_plan(roll_import, at)
        raise


@transaction.atomic
def _import_list(roll_import: RollImport, *, digest: str, by: User, at: datetime) -> RollPlan:
    cycle = _lock(roll_import.cycle, at)
    stored = RollImport.objects.select_for_update().get(pk=roll_import.pk)
    if stored.imported_at:
        raise Refused(_IMPORTED)
    stored.cycle, stored.uploaded_by = cycle, by
    plan = _plan(stored, table_of(stored))
    if plan.digest != digest:
        raise PlanChanged(
            _("Since you looked, something of this has changed, so nothing was written. Look at it as it would be now.")
        )
    _write(plan, cycle=cycle, name=stored.name, by=by, at=at)
    _keep_refused(stored, plan, at)
    return plan


@transaction.atomic
def import_table(
    *, cycle: Cycle, name: str, table: SpreadsheetTable, columns: Columns, scope: User | None, by: User, at: datetime
) -> RollPlan:
    """What a command does: at once, for the units that `scope` organises, or all of the round's."""
    cycle = _lock(cycle, at)
    plan = plan_import(table, columns, RollScope(cycle, scope))
    _write(plan, cycle=cycle, name=name, by=by, at=at)
    return plan


def _lock(cycle: Cycle, at: datetime) -> Cycle:
    """With its roll, so that nothing of it changes between the plan and the writing."""
    locked = lock_cycle(cycle)
    _refuse_closed(locked, at)
    list(locked.participants.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    return locked


def _write(plan: RollPlan, *, cycle: Cycle, name: str, by: User, at: datetime) -> None:
    try:
        with transaction.atomic():
            write_plan(plan, cycle=cycle, by=by, at=at)
    except IntegrityError as error:
        raise PlanChanged(str(CHANGED_MEANWHILE)) from error
    counts = f"+{len(plan.participants)} ~{len(plan.changed_participants)} ×{len(plan.refused)}"
    detail = f"{cycle.name} · {name[:100]} · {counts}"
    log(verb=Event.Verb.ROLL_IMPORTED, actor=by, at=at, cycle=cycle, detail=detail)


def _keep_refused(stored: RollImport, plan: RollPlan, at: datetime) -> None:
    """Of the list only what is still to be corrected."""
    table = stored.table
    refused = {row.number: row.reason for row in plan.refused}
    table["rows"] = [[number, cells] for number, cells in table["rows"] if number in refused]
    stored.table = {**table, "reasons": refused}
    stored.planned, stored.imported_at, stored.outcome = (
        None,
        at,
        plan.to_json() | {"refused": len(plan.refused), "warnings": []},
    )
    stored.save()
