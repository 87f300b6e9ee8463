"""What can be done to many rows at once: the one list of all kinds."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from ..models import Batch, Cycle, Event, Participant, Report, Review, Stage, User
from ..models.batch import BatchKind
from ..models.event import Verb
from .assigning import assign_item, plan_assignment
from .batch_plan import BatchPlan
from .collection import collect_report, finish_collection, plan_collection
from .errors import Refused
from .mail import send_due
from .publishing import plan_publishing, publish_item
from .reminding import plan_reminding, plan_reminding_reviewers, remind_item, remind_reviewer_item
from .roll_batch import exempt_item, extend_item, plan_exemption, plan_extension
from .roll_import import finish_import
from .spread_batch import finish_spread
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
    BatchKind.SPREAD: BatchAct(_without_rows, _without_rows, finish_spread),
    BatchKind.REMIND: BatchAct(plan_reminding, remind_item, _mail, is_atomic=True),
    BatchKind.REMIND_REVIEWERS: BatchAct(plan_reminding_reviewers, remind_reviewer_item, _mail, is_atomic=True),
}

_ROWS = {
    BatchKind.ASSIGN: Report,
    BatchKind.COLLECT: Report,
    BatchKind.PUBLISH: Report,
    BatchKind.REMIND_REVIEWERS: Review,
    BatchKind.SUBSTITUTE: Review,
}
_NAMED: dict[str, type[Model]] = {"stage": Stage, "reviewer": User, "substitute": User}  # what an order names


def rows_to_plan(kind: BatchKind, keys: list[int], *, cycle: Cycle, by: User) -> QuerySet:
    """Of these rows, those that are the organiser's still, with what a list shows."""
    model = _ROWS.get(kind, Participant)
    rows: Any = Participant.objects.filter(cycle=cycle).organised_by(by)
    if model is not Participant:
        rows = Report.objects.filter(cycle=cycle).in_units_of(by)
    if model is Review:
        rows = Review.objects.filter(report__in=rows.values("pk"))
    return rows.filter(pk__in=keys).for_cycle_list()


def pack_order(order: Mapping[str, Any]) -> dict[str, Any]:
    """What is asked for, as a batch keeps it until its rows are planned."""
    return {name: _pack(value) for name, value in order.items()}


def _pack(value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk
    return value.isoformat() if isinstance(value, date) else value


def unpack_order(packed: Mapping[str, Any]) -> dict[str, Any]:
    """Raises Refused where the stage is not there any more; people stay."""
    return {name: _unpack(name, value) for name, value in packed.items()}


def _unpack(name: str, value: Any) -> Any:
    if name not in _NAMED:
        return date.fromisoformat(value) if name == "due" and value else value
    found = _NAMED[name]._default_manager.filter(pk=value).first()
    if found is None:
        raise Refused(_("the stage was removed"))
    return found
