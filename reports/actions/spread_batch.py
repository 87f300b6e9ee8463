"""A spread over many participants: begun by who confirms it, done in the background, all or nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language

from ..models import Batch, Cycle, Participant, Stage, Unit, User
from ..models.batch import BatchKind
from .errors import PlanChanged
from .spread import PLAN_CHANGED, SpreadOrder, SpreadPlan, spread_reviews

LONG = 1_000  # participants: over more it is spread in the background, once it is confirmed


def begin_spread(
    *, cycle: Cycle, participants: QuerySet[Participant], order: SpreadOrder, digest: str, by: User, at: datetime
) -> SpreadPlan | Batch:
    """Over many it is done in the background. Raises as `spread_reviews` does."""
    if not settings.DOCUMENT_PROCESSES or participants.count() <= LONG:
        return spread_reviews(cycle=cycle, participants=participants, order=order, digest=digest, by=by, at=at)
    told = {"cycle": cycle, "by": by, "language": get_language() or settings.LANGUAGE_CODE, "asked_at": at}
    options = {"order": _pack(order), "digest": digest}
    return Batch.objects.create(kind=BatchKind.SPREAD, options=options, **told)


def _pack(order: SpreadOrder) -> dict[str, Any]:
    people, unit = [person.pk for person in order.people], order.unit.pk if order.unit else None
    plain = {"only": order.only, "spares_own_unit": order.spares_own_unit, "again": order.again}
    return {"stage": order.stage.pk, "people": people, "unit": unit, **plain}


def _unpack(packed: Mapping[str, Any]) -> SpreadOrder:
    """Raises Refused where the stage or the unit is not there any more; people stay."""
    stage, unit = Stage.objects.filter(pk=packed["stage"]).first(), Unit.objects.filter(pk=packed["unit"] or 0).first()
    if stage is None or (packed["unit"] and unit is None):
        raise PlanChanged(str(PLAN_CHANGED))
    named = User.objects.in_bulk(packed["people"])
    people, only = tuple(named[pk] for pk in packed["people"]), tuple(packed["only"])
    return SpreadOrder(stage, people, unit, only, packed["spares_own_unit"], packed["again"])


@transaction.atomic
def finish_spread(batch: Batch, *, at: datetime) -> None:
    """All that is done of the batch, and its end with it. Raises Refused, also where somebody of the group has left."""
    order = _unpack(batch.options["order"])
    if not all(person.is_active for person in (batch.by, *order.people)):
        raise PlanChanged(str(PLAN_CHANGED))
    participants = Participant.objects.filter(cycle=batch.cycle).organised_by(batch.by)
    told: dict[str, Any] = {
        "cycle": batch.cycle,
        "participants": participants,
        "order": order,
        "by": batch.by,
        "at": at,
    }
    plan = spread_reviews(**told, digest=batch.options["digest"])
    ended = {"ended_at": at, "options": {"given": len(plan.rows)}}
    if not Batch.objects.under_way().filter(pk=batch.pk).update(**ended):
        transaction.set_rollback(True)  # it was cancelled meanwhile
