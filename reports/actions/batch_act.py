"""What can be done to many rows at once: the one list of all kinds."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from ..models import Batch, Event
from ..models.batch import BatchKind
from ..models.event import Verb
from .assigning import assign_item, plan_assignment
from .batch_plan import BatchPlan
from .collection import collect_report, finish_collection, plan_collection
from .mail import send_due
from .publishing import plan_publishing, publish_item
from .reminding import plan_reminding, plan_reminding_reviewers, remind_item, remind_reviewer_item
from .roll_batch import exempt_item, extend_item, plan_exemption, plan_extension
from .roll_import import finish_import
from .substituting import plan_substitution, substitute_item


def _without_rows(*_given: Any, **_named: Any) -> Any:
    """All is done in the end."""
    raise TypeError


def _nothing_more(_batch: Batch, *, at: datetime) -> None:
    """Nothing is made in the end."""


def _mail(_batch: Batch, *, at: datetime) -> None:
    """What is to be mailed, in one mail a person; where the mail server fails, the next run of send_notices tries."""
    send_due(at=at)


class BatchAct(NamedTuple):
    """How a kind is planned, and what it does to one row and in the end. The last two raise Refused or Problem.

    `perform` of one that `is_atomic` stores what it does in one transaction with the note that it is done. Of one that
    `is_reversible` it does what the row's change says: with the change turned round it takes back what it did.
    """

    plan: Callable[..., BatchPlan]
    perform: Callable[..., None]
    finish: Callable[..., None] = _nothing_more
    verb: Verb = Event.Verb.MANY_CHANGED
    is_atomic: bool = False
    is_reversible: bool = False


def _reversible(plan: Callable[..., BatchPlan], perform: Callable[..., None]) -> BatchAct:
    return BatchAct(plan, perform, is_atomic=True, is_reversible=True)


ACTS = {
    BatchKind.COLLECT: BatchAct(plan_collection, collect_report, finish_collection, Event.Verb.COLLECTED),
    BatchKind.PUBLISH: BatchAct(plan_publishing, publish_item, verb=Event.Verb.MANY_PUBLISHED),
    BatchKind.EXTEND: _reversible(plan_extension, extend_item),
    BatchKind.EXEMPT: _reversible(plan_exemption, exempt_item),
    BatchKind.ASSIGN: _reversible(plan_assignment, assign_item),
    BatchKind.SUBSTITUTE: _reversible(plan_substitution, substitute_item),
    BatchKind.IMPORT_ROLL: BatchAct(_without_rows, _without_rows, finish_import),
    BatchKind.REMIND: BatchAct(plan_reminding, remind_item, _mail, is_atomic=True),
    BatchKind.REMIND_REVIEWERS: BatchAct(plan_reminding_reviewers, remind_reviewer_item, _mail, is_atomic=True),
}
