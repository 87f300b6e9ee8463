"""Reminding many at once: those who have still to write, or to review, each once a day and of one round."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import BatchItem, Cycle, Notice, Participant, Report, Review, User
from ..models.notice import NoticeKind
from ..models.reminder import DueWork
from ..models.review import ReviewTurn
from .batch_plan import BatchPlan, BatchRow
from .errors import Refused
from .reminder import PersonReminder, reminders_of, reminders_today


def plan_reminding(rows: QuerySet[Participant], *, by: User, at: datetime) -> BatchPlan:
    """`rows` are the organiser's, with what a list shows. Who takes part twice is reminded once."""
    told = reminders_today(at).filter(kind=NoticeKind.TO_WRITE)
    reminded, planned = set(told.values_list("recipient", "cycle")), []
    for row in rows:
        why = _why_not(row, at) or (_said_today() if (row.person_id, row.cycle_id) in reminded else "")
        if not why:
            reminded.add((row.person_id, row.cycle_id))
        what = _("due %(day)s") % {"day": date_format(row.due_on, "DATE_FORMAT")}
        planned.append(BatchRow(row, why, f"{what} · {_way(row.person)}"))
    return BatchPlan(planned)


def _why_not(row: Participant, at: datetime) -> str:
    if not row.is_asked_to_write:
        return _("no report is asked for")
    if row.begun and not row.begun.is_open:
        return _("handed in already")
    if not _is_open(row.cycle, at) and row.closing != Participant.Closing.KEPT:
        return _("the round is not open")
    return "" if row.person.is_active else _("the account is not active")


def _is_open(cycle: Cycle, at: datetime) -> bool:
    is_closed = cycle.closed_at is not None and cycle.closed_at <= at
    return cycle.opened_at is not None and cycle.opened_at <= at and not is_closed


def _said_today() -> str:
    return _("reminded today already")


def _way(person: User) -> str:
    return _("by mail too") if PersonReminder(person, []).is_mailed else _("in the site")


def remind_item(item: BatchItem, *, at: datetime) -> None:
    """With those who may write for them. Raises Refused where nothing is open any more, or they were told today."""
    organised = Participant.objects.reached_by(item.batch.by).filter(cycle=item.batch.cycle_id).for_cycle_list()
    row = organised.filter(pk=item.participant_id or 0).first()
    if row is None:
        raise Refused(_("not on the roll of your units any more"))
    if why := _why_not(row, at):
        raise Refused(why)
    here = Participant.objects.filter(pk=row.pk)
    _remind(DueWork(here, Review.objects.none()), item.batch.cycle, at)


def plan_reminding_reviewers(rows: QuerySet[Any], *, by: User, at: datetime) -> BatchPlan:
    """A row for each reviewer, with how many of these reports wait; and each review that does not wait."""
    told = reminders_today(at).filter(kind=NoticeKind.TO_REVIEW)
    reminded = set(told.values_list("recipient", "cycle"))
    waiting: dict[int, list[Review]] = {}
    planned = []
    for row in rows.select_related("reviewer"):
        turn = ReviewTurn(row.turn)
        why = "" if turn == ReviewTurn.WAITING else str(turn.label)
        if not why and (row.reviewer_id, row.report.cycle_id) in reminded:
            why = _said_today()
        if why:
            planned.append(BatchRow(row, why))
        else:
            waiting.setdefault(row.reviewer_id, []).append(row)
    return BatchPlan([_row_of_reviewer(reviews) for reviews in waiting.values()] + planned)


def _row_of_reviewer(reviews: list[Review]) -> BatchRow:
    person, count = reviews[0].reviewer, len(reviews)
    said = ngettext("%(count)s report waits", "%(count)s reports wait", count) % {"count": count}
    change = {"reviewer": [person.pk, person.pk]}
    return BatchRow(reviews[0], "", f"{said} · {_way(person)}", change, whom=person.name)


def remind_reviewer_item(item: BatchItem, *, at: datetime) -> None:
    """Raises Refused where nothing waits for them any more, or they were told today."""
    organised = Report.objects.reached_by(item.batch.by).filter(cycle=item.batch.cycle_id)
    reviews = Review.objects.filter(report__in=organised.values("pk"), reviewer=item.change["reviewer"][1])
    _remind(DueWork(Participant.objects.none(), reviews.waiting()), item.batch.cycle, at)


def _remind(work: DueWork, cycle: Cycle, at: datetime) -> None:
    tasks = work.by_person()
    if not tasks:
        raise Refused(_("nothing waits for them any more"))
    told = set(reminders_today(at).filter(cycle=cycle, recipient__in=tasks).values_list("recipient", "kind"))
    notices = [notice for one in reminders_of(tasks, User.objects.all(), at=at) for notice in one.notices]
    fresh = [notice for notice in notices if (notice.recipient_id, notice.kind) not in told]
    if not fresh:
        raise Refused(_said_today())
    Notice.objects.bulk_create(fresh)
