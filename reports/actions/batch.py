"""What is done to many rows in the background: begun, cancelled, and worked on by `manage.py work`."""

import logging
from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import F, QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from ..documents.archive import Unstored, clear_folder, folder_of, free_space
from ..documents.store import StoreAway
from ..documents.workers import on_behalf_of
from ..models import Batch, BatchItem, Cycle, Event, User
from ..models.batch import CHOSEN, BatchItemState, BatchKind, BatchQuerySet
from ..problems import Problem
from .batch_act import ACTS, BatchAct, pack_order, rows_to_plan, unpack_order
from .batch_plan import BatchPlan, item_of
from .collected_volume import VOLUME
from .collection import ROOM
from .errors import PlanChanged, Refused
from .event import log
from .lock import held

_AT_ONCE = 16  # more workers than that are never at the same rows
_ATTEMPTS = 3
LONG = 1_000  # rows: more are planned and stored in the background, once they are confirmed
_log = logging.getLogger(__name__)


def begin_batch(
    *, kind: BatchKind, cycle: Cycle, plan: BatchPlan, digest: str, by: User, at: datetime, kinds: Collection[str] = ()
) -> Batch:
    """`kinds` are of the files that are collected. Raises PlanChanged where the digest is not the plan's, Refused where
    there is nothing to do, or no room for what is made.
    """
    items = _items(plan, digest, kinds)
    return _begin(Batch(kind=kind, cycle=cycle, options=_options(plan, kinds)), items, by=by, at=at)


def is_long(rows: int) -> bool:
    return bool(settings.DOCUMENT_PROCESSES) and rows > LONG


def begin_long_batch(
    *,
    kind: BatchKind,
    cycle: Cycle,
    rows: QuerySet,
    order: Mapping[str, Any],
    digest: str,
    by: User,
    at: datetime,
    kinds: Collection[str] = (),
) -> Batch:
    """The rows are planned and stored in the background. Where that is not what the digest is of, nothing is done."""
    keys = list(rows.order_by().values_list("pk", flat=True))
    chosen = {"rows": keys, "order": pack_order(order), "digest": digest, "kinds": list(kinds)}
    return _begin(Batch(kind=kind, cycle=cycle, options={CHOSEN: chosen}), (), by=by, at=at)


def _store_rows(batch: Batch, at: datetime) -> None:
    """Of a long batch. All of them or none: where it is cancelled meanwhile, or the process ends, none."""
    if not batch.by.is_active:
        raise Refused(_("the account that asked for it was deactivated"))
    kind, chosen = BatchKind(batch.kind), batch.options[CHOSEN]
    rows = rows_to_plan(kind, chosen["rows"], cycle=batch.cycle, by=batch.by)
    plan = ACTS[kind].plan(rows, by=batch.by, at=at, **unpack_order(chosen["order"]))
    items, options = _items(plan, chosen["digest"], chosen["kinds"]), _options(plan, chosen["kinds"])
    with transaction.atomic():
        _store_items(batch, items)
        if not Batch.objects.under_way().filter(pk=batch.pk).update(options=options):
            transaction.set_rollback(True)


def _items(plan: BatchPlan, digest: str, kinds: Collection[str]) -> list[BatchItem]:
    _require_as_shown(plan, digest)
    made = len(kinds) + (VOLUME in kinds)  # of which the PDFs are kept too
    _require_room(2 * len(plan.acts) * made * ROOM)  # once by themselves, once in the ZIP
    rows = sorted(plan.rows, key=lambda row: bool(row.why))  # those that are left out come last
    return [item_of(row, position) for position, row in enumerate(rows, start=1)]


def _options(plan: BatchPlan, kinds: Collection[str]) -> dict[str, Any]:
    return {**plan.options, **({"kinds": list(kinds)} if kinds else {})}


def undo_batch(*, batch: Batch, by: User, at: datetime) -> Batch:
    """Begins the same with every change turned round, for what was done. Rows that were changed since are left out.

    Raises Refused where it cannot be undone, is still under way, or is undone already.
    """
    if not ACTS[BatchKind(batch.kind)].is_reversible:
        raise Refused(_("This cannot be undone."))
    if Batch.objects.under_way().filter(pk=batch.pk).exists():
        raise Refused(_("It is still under way. Cancel it first: then what was done is undone."))
    done = batch.items.filter(state=BatchItemState.DONE).order_by("position")
    items = [_turned_round(item, position) for position, item in enumerate(done.iterator(), start=1)]
    if not items:
        raise Refused(_("Nothing of it was done."))
    try:
        undoing = Batch(kind=batch.kind, cycle=batch.cycle, options=batch.options, undoes=batch)
        return _begin(undoing, items, by=by, at=at)
    except IntegrityError as twice:
        raise Refused(_("It is undone already.")) from twice


def _turned_round(item: BatchItem, position: int) -> BatchItem:
    change = {name: [now, before] for name, (before, now) in item.change.items()}
    told = {"position": position, "whom": item.whom, "what": _("taken back: %(what)s") % {"what": item.what}}
    return BatchItem(
        report_id=item.report_id, participant_id=item.participant_id, review_id=item.review_id, change=change, **told
    )


def _require_as_shown(plan: BatchPlan, digest: str) -> None:
    if plan.digest != digest:
        raise PlanChanged(_("What would be done has changed meanwhile. Look at it again; nothing was begun."))
    if not plan.included:
        raise Refused(_("There is nothing to do: every report is left out."))


def _require_room(needed: int) -> None:
    free = free_space()
    if free is not None and free < needed:
        raise Refused(
            _(
                "The disk of the documents may be too small: %(needed)s may be needed and %(free)s are free. "
                "Choose fewer reports, or tell the administrator; nothing was begun."
            )
            % {"needed": filesizeformat(needed), "free": filesizeformat(free)}
        )


@transaction.atomic
def _begin(batch: Batch, items: Sequence[BatchItem], *, by: User, at: datetime) -> Batch:
    batch.by, batch.asked_at, batch.language = by, at, get_language() or settings.LANGUAGE_CODE
    batch.save()
    _store_items(batch, items)
    act = ACTS[BatchKind(batch.kind)]
    named = f"{batch.pk} · {batch.get_kind_display()}" if act.verb == Event.Verb.MANY_CHANGED else str(batch.pk)
    log(verb=act.verb, actor=by, at=at, cycle=batch.cycle, detail=named)
    return batch


def _store_items(batch: Batch, items: Sequence[BatchItem]) -> None:
    for item in items:
        item.batch = batch
    BatchItem.objects.bulk_create(items, batch_size=1000)


def cancel_batch(*, batch: Batch, by: User, at: datetime) -> None:
    """What was made is deleted. Raises Refused where it has ended already."""
    with transaction.atomic():
        if not Batch.objects.under_way().filter(pk=batch.pk).update(ended_at=at, cancelled=True):
            raise Refused(_("It has ended already."))
        verb = Event.Verb.MANY_CANCELLED
        log(verb=verb, actor=by, at=at, cycle=batch.cycle, detail=f"{batch.pk} · {batch.get_kind_display()}")
    clear_folder(folder_of(batch.pk))


def old_batches(*, at: datetime) -> BatchQuerySet:
    """Those that ended so many days ago."""
    return Batch.objects.filter(ended_at__lt=at - timedelta(days=settings.BATCH_DAYS))


def prune_batches(*, at: datetime) -> int:
    """Deletes the old ones with their files; published files stay. Returns how many."""
    old = old_batches(at=at)
    for batch in old:
        clear_folder(folder_of(batch.pk))
    return old.delete()[1].get("reports.Batch", 0)


def work_once(*, at: datetime) -> bool:
    """Does what is to be done to one report, or ends one batch. Returns False where nothing is left to this process.

    Raises StoreAway; what was to be done waits then.
    """
    with on_behalf_of(lambda: None):
        batches = Batch.objects
        return _end_next(batches.of_no_rows(), at) or _perform_next(at) or _end_next(batches.all_done(), at)


def _perform_next(at: datetime) -> bool:
    waiting = BatchItem.objects.filter(state=BatchItemState.WAITING, batch__ended_at=None)
    for pk in list(waiting.order_by("position", "batch_id").values_list("pk", flat=True)[:_AT_ONCE]):
        with held(f"batch item {pk}") as is_held:
            item = waiting.select_related("batch__by", "batch__cycle").filter(pk=pk).first() if is_held else None
            if item is not None:  # nobody did it since we looked
                _perform(item, at)
                return True
    return False


def _perform(item: BatchItem, at: datetime) -> None:
    BatchItem.objects.filter(pk=item.pk).update(attempts=F("attempts") + 1)
    with override(item.batch.language):
        try:
            _require_may_go_on(item)
            _perform_and_settle(item, ACTS[BatchKind(item.batch.kind)], at)
        except StoreAway:
            BatchItem.objects.filter(pk=item.pk).update(attempts=F("attempts") - 1)
            raise  # the store will be back, and the row waits for it
        except Unstored as problem:
            _stop(item.batch, str(problem), at)
        except (OperationalError, InterfaceError):
            raise  # of a database that is away for a moment: the row waits for it, as often as may be begun
        except (Refused, Problem) as why:
            _settle(item, BatchItemState.LEFT_OUT, str(why))
        except Exception:
            _log.exception("Row %s of batch %s was left out.", item.position, item.batch_id)
            _settle(
                item,
                BatchItemState.LEFT_OUT,
                _("something went wrong on our side; the administrator finds it in the log"),
            )


def _perform_and_settle(item: BatchItem, act: BatchAct, at: datetime) -> None:
    """Of one that is atomic both or neither is stored: a process that is killed between them would forget what it
    did. Files are made outside of any transaction.
    """
    with transaction.atomic() if act.is_atomic else nullcontext():
        act.perform(item, at=at)
        _settle(item, BatchItemState.DONE, "")


def _require_may_go_on(item: BatchItem) -> None:
    """Raises Refused for somebody who left, and for a report at which processes were killed again and again."""
    if not item.batch.by.is_active:
        raise Refused(_("the account that asked for it was deactivated"))
    if item.attempts >= _ATTEMPTS:
        raise Refused(_("the work on it was ended %(count)s times from outside") % {"count": item.attempts})


def _settle(item: BatchItem, state: BatchItemState, why: str) -> None:
    """What was made for a batch that was cancelled meanwhile is deleted."""
    BatchItem.objects.filter(pk=item.pk).update(state=state, why=why, files=item.files, revision=item.revision)
    if not Batch.objects.under_way().filter(pk=item.batch_id).exists():
        clear_folder(folder_of(item.batch_id))


def _end_next(batches: BatchQuerySet, at: datetime) -> bool:
    for pk in list(batches.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE]):
        with held(f"batch {pk}") as is_held:
            batch = batches.select_related("by", "cycle").filter(pk=pk).first() if is_held else None
            if batch is not None:
                _end(batch, at)
                return True
    return False


def _end(batch: Batch, at: datetime) -> None:
    """What is to be done to it as a whole: in the end, or before anything is done to its rows."""
    with override(batch.language):
        try:
            if CHOSEN in batch.options:
                _store_rows(batch, at)
            else:
                ACTS[BatchKind(batch.kind)].finish(batch, at=at)
        except StoreAway:
            raise
        except (Refused, Problem) as problem:
            _stop(batch, str(problem), at)
        except Exception:
            _log.exception("Batch %s could not be ended.", batch.pk)
            _stop(
                batch,
                _("Something went wrong on our side. Nothing was handed out; the administrator finds it in the log."),
                at,
            )
        else:
            if CHOSEN not in batch.options:
                _note_end(batch, at)


def _note_end(batch: Batch, at: datetime) -> None:
    made = {"file": batch.file, "size": batch.size, "sha256": batch.sha256}
    if not Batch.objects.under_way().filter(pk=batch.pk).update(ended_at=at, **made):
        clear_folder(folder_of(batch.pk))


def _stop(batch: Batch, problem: str, at: datetime) -> None:
    Batch.objects.under_way().filter(pk=batch.pk).update(ended_at=at, problem=problem)
    clear_folder(folder_of(batch.pk))
