"""Writing the log."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet

from ..models import Comment, Cycle, Event, Report, User
from ..models.event import Verb
from ..models.statement import PreparedQuery
from .notification import Occurrence, notify

SITTING = timedelta(minutes=30)


def log(
    *,
    verb: Verb,
    actor: User,
    at: datetime,
    report: Report | None = None,
    cycle: Cycle | None = None,
    detail: str = "",
    comment: Comment | None = None,
    mentioned: Collection[User] = (),
) -> None:
    """Stores one event and notifies whoever it concerns.

    `detail` names an object (a section, a person), never words of a report.
    """
    Event.objects.create(verb=verb, actor=actor, at=at, report=report, cycle=cycle, detail=detail[:200])
    if report is not None:
        notify(verb, Occurrence(actor, at, report, comment), mentioned=mentioned)


def log_reports(*, verb: Verb, actor: User, at: datetime, details: Iterable[tuple[Report, str]]) -> None:
    """One event for each report, in few statements. Nobody is told: the action knows whom it concerns."""
    Event.objects.bulk_create(
        Event(verb=verb, actor=actor, at=at, report=report, cycle_id=report.cycle_id, detail=detail[:200])
        for report, detail in details
    )


def log_many(*, verb: Verb, actor: User, at: datetime, details: Iterable[str]) -> None:
    """One event for each, in few statements; of no report."""
    Event.objects.bulk_create(Event(verb=verb, actor=actor, at=at, detail=detail[:200]) for detail in details)


def log_sitting(*, verb: Verb, actor: User, at: datetime, report: Report, detail: str) -> None:
    """One event in half an hour, so that autosaves do not flood the log."""
    last = _last.first(verb, actor.pk, report.pk, detail[:200])
    if last is None or last.at <= at - SITTING:
        log(verb=verb, actor=actor, at=at, report=report, detail=detail)


def _last_of(verb: Verb, actor: int, report: int, detail: str) -> QuerySet[Event]:
    same = Event.objects.filter(verb=verb, actor=actor, report=report, detail=detail)
    return same.order_by("-at").only("at")[:1]


_last = PreparedQuery(_last_of)
