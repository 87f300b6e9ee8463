"""Reminding everybody of what is open and due soon, or due just now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ..models import Cycle, Notice, Reminder, User
from ..models.notice import NoticeKind, NoticeQuerySet
from ..models.reminder import OpenTask, due_days, work_due


@dataclass(frozen=True, slots=True)
class PersonReminder:
    """One person, and the notices that tell them what is open; not stored yet."""

    person: User
    notices: list[Notice]

    @property
    def is_mailed(self) -> bool:
        """Whether the person is told by mail too."""
        return bool(self.person.email) and self.person.mail != User.Mail.NEVER


def reminders_due(*, day: date, at: datetime, **within: Any) -> list[PersonReminder]:
    """Of that day, for those who have not been reminded on it. `at` is now: of rounds closed by then nothing is due.
    `within` is passed on to `work_due`.
    """
    tasks = work_due(due_days(day), at=at, **within).by_person()
    reminded = Reminder.objects.filter(day=day).values("person")
    return reminders_of(tasks, User.objects.exclude(pk__in=reminded), at=at)


def reminders_of(
    tasks: Mapping[int, Sequence[OpenTask]], whom: QuerySet[User], *, at: datetime
) -> list[PersonReminder]:
    """`tasks` by the keys of the people; those who are not meant, or have left, are passed over."""
    people = whom.filter(is_active=True).in_bulk(list(tasks))
    cycles = Cycle.objects.in_bulk({task.cycle_pk for of_person in tasks.values() for task in of_person})
    return [
        PersonReminder(people[pk], [_notice(people[pk], task, cycles[task.cycle_pk], at) for task in of_person])
        for pk, of_person in tasks.items()
        if pk in people
    ]


def _notice(person: User, task: OpenTask, cycle: Cycle, at: datetime) -> Notice:
    return Notice(recipient=person, kind=NoticeKind(task.kind), cycle=cycle, due=task.due, at=at)


def reminders_today(at: datetime) -> NoticeQuerySet:
    """What was told on the same day, of all rounds."""
    begun = timezone.make_aware(datetime.combine(timezone.localdate(at), time()))
    kinds = [NoticeKind.TO_WRITE, NoticeKind.TO_ANSWER, NoticeKind.TO_REVIEW]
    return Notice.objects.filter(kind__in=kinds, at__gte=begun)


@transaction.atomic
def remind(*, day: date, at: datetime) -> list[PersonReminder]:
    """Tells them in the site; `send_due` mails it, all that a person has to do in one mail."""
    list(Cycle.objects.select_for_update().order_by("pk"))  # of two runs the second finds what the first has stored
    reminders = reminders_due(day=day, at=at)
    Reminder.objects.bulk_create((Reminder(person=one.person, day=day) for one in reminders), batch_size=1000)
    Notice.objects.bulk_create((notice for one in reminders for notice in one.notices), batch_size=1000)
    return reminders
