"""Deleting the oldest rows of the log, so that `verify_log` still holds what is left to all that was sealed."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Min, QuerySet
from django.utils import timezone

from ..models import Event, LogSeal, User
from ..models.event import Verb
from ..models.log_checkpoint import LogCheckpoint, last_checkpoint
from ..models.retention import expired_seals
from .event import log
from .lock import wait_for_turn

_AT_ONCE = 20_000  # rows in a transaction: others write meanwhile
_IN_STATEMENT = 500


def seals_to_empty(at: datetime) -> QuerySet[LogSeal]:
    last = last_checkpoint()
    return expired_seals(at).filter(number__gt=last.last if last else 0)


def shorten_log(*, by: User, at: datetime) -> Iterator[LogCheckpoint]:
    """One part after another, each whole: the row that tells of it, and the rows that it tells of."""
    while made := _shorten(by=by, at=at):
        yield made


@transaction.atomic
def _shorten(*, by: User, at: datetime) -> LogCheckpoint | None:
    wait_for_turn("shorten the log")
    seals = _some(seals_to_empty(at))
    keys = [event.pk for seal in seals for event in seal.sealed_events()]
    if not keys:
        return None
    made = LogCheckpoint.of(seals, days=days_of(keys), count=len(keys))
    log(verb=Verb.LOG_SHORTENED, actor=by, at=at, detail=str(made))
    for some in _statements(keys):
        QuerySet(Event).filter(pk__in=some).delete()  # which the log's own manager refuses
    return made


def _some(seals: QuerySet[LogSeal]) -> list[LogSeal]:
    taken, count = [], 0
    for seal in seals.iterator(chunk_size=20):
        taken.append(seal)
        count += len(seal.sealed_events())
        if count >= _AT_ONCE:
            break
    return taken


def days_of(keys: list[int]) -> str:
    """From the first to the last."""
    found = [Event.objects.filter(pk__in=some).aggregate(a=Min("at"), b=Max("at")) for some in _statements(keys)]
    first, last = min(one["a"] for one in found), max(one["b"] for one in found)
    return f"{timezone.localdate(first)}/{timezone.localdate(last)}"


def _statements(keys: list[int]) -> Iterator[list[int]]:
    return (keys[start : start + _IN_STATEMENT] for start in range(0, len(keys), _IN_STATEMENT))
