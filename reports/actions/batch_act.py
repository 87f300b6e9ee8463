"""What can be done to many rows at once: the one list of all kinds."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from ..models import Batch, Event
from ..models.batch import BatchKind
from ..models.event import Verb
from .batch_plan import BatchPlan
from .collection import collect_report, finish_collection, plan_collection
from .publishing import plan_publishing, publish_item
from .roll_batch import exempt_item, extend_item, plan_exemption, plan_extension


def _nothing_more(_batch: Batch, *, at: datetime) -> None:
    """Nothing is made in the end."""


class BatchAct(NamedTuple):
    """How a kind is planned, and what it does to one row and in the end. The last two raise Refused or Problem.

    `perform` of one that `is_reversible` does what the row's change says, in one transaction with the note that it is
    done: with the change turned round it takes back what it did.
    """

    plan: Callable[..., BatchPlan]
    perform: Callable[..., None]
    finish: Callable[..., None] = _nothing_more
    verb: Verb = Event.Verb.MANY_CHANGED
    is_reversible: bool = False


ACTS = {
    BatchKind.COLLECT: BatchAct(plan_collection, collect_report, finish_collection, Event.Verb.COLLECTED),
    BatchKind.PUBLISH: BatchAct(plan_publishing, publish_item, verb=Event.Verb.MANY_PUBLISHED),
    BatchKind.EXTEND: BatchAct(plan_extension, extend_item, is_reversible=True),
    BatchKind.EXEMPT: BatchAct(plan_exemption, exempt_item, is_reversible=True),
}
