"""Noting who has opened which version."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from ..models import Event, ReadReceipt, Report, Revision, User
from ..models.statement import PreparedStatement


def record_read_receipts(*, revisions: Iterable[Revision], by: User, at: datetime) -> None:
    """Stores the first time and the last. One query."""
    ReadReceipt.objects.bulk_create(
        [ReadReceipt(revision=revision, reader=by, first_at=at, last_at=at) for revision in revisions],
        update_conflicts=True,
        update_fields=["last_at"],
        unique_fields=["revision", "reader"],
    )


def log_reading(*, report: Report, by: User, at: datetime) -> None:
    """The first on a day of the site's clock, by a person; one row also of two pages opened at once. Asked first: what
    is stored already would take SQLite's write lock for nothing.
    """
    day = f"{timezone.localtime(at):%Y-%m-%d}"
    if _noted.rows(report.pk, by.pk, day):
        return
    event = Event(verb=Event.Verb.READ, actor=by, at=at, report=report, detail=day)
    Event.objects.bulk_create([event], ignore_conflicts=True)


def _noted_on(report: int, person: int, day: str) -> QuerySet:
    return Event.objects.filter(verb=Event.Verb.READ, report=report, actor=person, detail=day).values_list("pk")[:1]


_noted = PreparedStatement(_noted_on)
