"""Who is reminded of what on a day: of all that is open and due in as many days as the settings say."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from .assistance import Assistance
from .comment import Comment
from .cycle import Cycle
from .notice import NoticeKind
from .participant import Participant, ParticipantQuerySet
from .report import Report
from .review import Review, ReviewQuerySet

WRITE_BY = Coalesce("due", "cycle__due")
REVIEW_BY = Coalesce("due", "stage__due")


class Reminder(models.Model):
    """That a person was reminded on a day: once, of everything, however often the command runs."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders")
    day = models.DateField()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="reminder_once_a_day")]

    def __str__(self) -> str:
        return f"{self.person} · {self.day}"


class OpenTask(NamedTuple):
    """`kind` is one of NoticeKind's reminders."""

    due: date
    cycle_pk: int
    kind: str


@dataclass(frozen=True, slots=True)
class DueWork:
    """What is due in rounds that are open, on one of some days. Rows are (person, cycle, due day)."""

    participants: ParticipantQuerySet
    reviews: ReviewQuerySet

    def by_person(self) -> dict[int, list[OpenTask]]:
        """By the person's key; each task once, the earliest first. Five queries for any number of people."""
        tasks = defaultdict(set)
        for kind, rows in self._rows():
            for person, cycle, due in rows:
                tasks[person].add(OpenTask(due, cycle, kind.value))
        return {person: sorted(tasks[person]) for person in sorted(tasks)}

    def _rows(self) -> Iterable[tuple[NoticeKind, Iterable[tuple[int, int, date]]]]:
        owed = Exists(Comment.objects.asking().filter(section__report=OuterRef("report")))
        owing = self.participants.filter(owed)
        for kind, rows in [(NoticeKind.TO_WRITE, self.participants), (NoticeKind.TO_ANSWER, owing)]:
            yield kind, rows.filter(person__is_active=True).values_list("person", "cycle", WRITE_BY)
            yield kind, _assisted(rows).values_list("person__assistances__assistant", "cycle", WRITE_BY)
        yield NoticeKind.TO_REVIEW, self.reviews.values_list("reviewer", "report__cycle", REVIEW_BY).distinct()


def _assisted(participants: ParticipantQuerySet) -> ParticipantQuerySet:
    """A row for each of those who may write for the participant."""
    mine = {"assistant": OuterRef("person__assistances__assistant")}
    to_start = Q(Exists(Assistance.objects.of_outer_participant().filter(**mine)), report=None)
    to_write = Q(Exists(Assistance.objects.of_outer_report("report__").filter(**mine)))
    active = {"person__is_active": True, "person__assistances__assistant__is_active": True}
    return participants.filter(to_start | to_write, **active)


def work_due(
    days: Collection[date],
    *,
    at: datetime,
    participants: ParticipantQuerySet | None = None,
    reviews: ReviewQuerySet | None = None,
) -> DueWork:
    """What is not handed in, not answered, not decided, of that which is due on these days; of all participants and
    reviews, or of these.
    """
    rounds = Cycle.objects.open_at(at)
    asked = (Participant.objects.all() if participants is None else participants).to_write().annotate(due_day=WRITE_BY)
    unwritten = asked.filter(Q(report=None) | Q(report__in=Report.objects.open_for_writing()))
    waiting = (Review.objects.all() if reviews is None else reviews).waiting().annotate(due_day=REVIEW_BY)
    return DueWork(
        unwritten.filter(cycle__in=rounds, due_day__in=days),
        waiting.filter(report__cycle__in=rounds, due_day__in=days),
    )


def due_days(day: date) -> list[date]:
    """Those about which one is reminded on this day."""
    return [day - timedelta(days=offset) for offset in settings.REMINDER_DAYS]
