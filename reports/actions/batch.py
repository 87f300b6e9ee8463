"""What is done to many reports in the background: begun, cancelled, and worked on by `manage.py work`."""

import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from ..documents.archive import Unstored, clear_folder, folder_of, free_space
from ..documents.workers import on_behalf_of
from ..models import Batch, BatchItem, Cycle, Event, User
from ..models.batch import BatchItemState, BatchKind, BatchQuerySet
from ..problems import Problem
from .batch_plan import BatchPlan
from .collection import ROOM, collect_report, finish_collection
from .errors import PlanChanged, Refused
from .event import log
from .lock import held
from .publishing import publish_item

_VERBS = {BatchKind.COLLECT: Event.Verb.COLLECTED, BatchKind.PUBLISH: Event.Verb.MANY_PUBLISHED}
_AT_ONCE = 16  # more workers than that are never at the same rows
_ATTEMPTS = 3
_log = logging.getLogger(__name__)


class BatchWork(NamedTuple):
    """What a kind does to one report, and in the end. Both raise Refused or Problem."""

    perform: Callable[..., None]
    finish: Callable[..., None]


_WORK = {
    BatchKind.COLLECT: BatchWork(collect_report, finish_collection),
    BatchKind.PUBLISH: BatchWork(publish_item, lambda _batch, *, at: None),
}


def begin_collection(
    *, cycle: Cycle, plan: BatchPlan, kinds: Collection[str], digest: str, by: User, at: datetime
) -> Batch:
    """Raises PlanChanged where the digest is not the plan's, Refused where there is nothing to collect or no room."""
    _require_as_shown(plan, digest)
    _require_room(2 * len(plan.included) * len(kinds) * ROOM)  # once by themselves, once in the ZIP
    return _begin(BatchKind.COLLECT, cycle, plan, {"kinds": list(kinds)}, by=by, at=at)


def begin_publishing(*, cycle: Cycle, plan: BatchPlan, digest: str, by: User, at: datetime) -> Batch:
    """Raises PlanChanged where the digest is not the plan's, Refused where there is nothing to publish."""
    _require_as_shown(plan, digest)
    return _begin(BatchKind.PUBLISH, cycle, plan, {}, by=by, at=at)


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
def _begin(kind: BatchKind, cycle: Cycle, plan: BatchPlan, options: dict, *, by: User, at: datetime) -> Batch:
    language = get_language() or settings.LANGUAGE_CODE
    batch = Batch.objects.create(kind=kind, cycle=cycle, by=by, language=language, options=options, asked_at=at)
    rows = sorted(plan.rows, key=lambda row: bool(row.why))  # those that are left out come last
    items = [
        BatchItem(
            batch=batch,
            position=position,
            report=report,
            why=why,
            state=BatchItemState.LEFT_OUT if why else BatchItemState.WAITING,
        )
        for position, (report, why) in enumerate(rows, start=1)
    ]
    BatchItem.objects.bulk_create(items, batch_size=1000)
    log(verb=_VERBS[kind], actor=by, at=at, cycle=cycle, detail=str(batch.pk))
    return batch


def cancel_batch(*, batch: Batch, by: User, at: datetime) -> None:
    """What was made is deleted. Raises Refused where it has ended already."""
    if not Batch.objects.under_way().filter(pk=batch.pk).update(ended_at=at, cancelled=True):
        raise Refused(_("It has ended already."))
    clear_folder(folder_of(batch.pk))


def note_collected(*, batch: Batch, by: User, at: datetime) -> None:
    """Logs that its file was fetched."""
    log(verb=Event.Verb.EXPORTED, actor=by, at=at, cycle=batch.cycle, detail=f"{batch.pk}.zip")


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
    """Does what is to be done to one report, or ends one batch. Returns False where nothing is left to this process."""
    with on_behalf_of(lambda: None):
        return _perform_next(at) or _end_next(at)


def _perform_next(at: datetime) -> bool:
    waiting = BatchItem.objects.filter(state=BatchItemState.WAITING, batch__ended_at=None)
    for pk in list(waiting.order_by("position", "batch").values_list("pk", flat=True)[:_AT_ONCE]):
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
            _WORK[BatchKind(item.batch.kind)].perform(item, at=at)
        except Unstored as problem:
            _stop(item.batch, str(problem), at)
        except (Refused, Problem) as why:
            _settle(item, BatchItemState.LEFT_OUT, str(why))
        except Exception:
            _log.exception("Report %s of batch %s was left out.", item.report_id, item.batch_id)
            _settle(
                item,
                BatchItemState.LEFT_OUT,
                _("something went wrong on our side; the administrator finds it in the log"),
            )
        else:
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


def _end_next(at: datetime) -> bool:
    for pk in list(Batch.objects.all_done().order_by("pk").values_list("pk", flat=True)[:_AT_ONCE]):
        with held(f"batch {pk}") as is_held:
            batch = Batch.objects.all_done().select_related("by", "cycle").filter(pk=pk).first() if is_held else None
            if batch is not None:
                _end(batch, at)
                return True
    return False


def _end(batch: Batch, at: datetime) -> None:
    with override(batch.language):
        try:
            _WORK[BatchKind(batch.kind)].finish(batch, at=at)
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
            made = {"file": batch.file, "size": batch.size, "sha256": batch.sha256}
            if not Batch.objects.under_way().filter(pk=batch.pk).update(ended_at=at, **made):
                clear_folder(folder_of(batch.pk))


def _stop(batch: Batch, problem: str, at: datetime) -> None:
    Batch.objects.under_way().filter(pk=batch.pk).update(ended_at=at, problem=problem)
    clear_folder(folder_of(batch.pk))
