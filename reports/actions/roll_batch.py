"""Another due day, or an exemption, for many on the roll: each as if by itself."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, cast

from django.db.models import Field, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..models import BatchItem, Participant, Report, User
from ..models.participant import ParticipantState
from .batch_plan import BatchPlan, BatchRow
from .errors import Refused
from .participant import FieldChange, change_participant


def plan_extension(rows: QuerySet[Participant], *, by: User, at: datetime, due: date, due_reason: str) -> BatchPlan:
    """`rows` are the organiser's of one round, with what a list shows. One query, however many they are."""
    said: dict[date, str] = {}  # a sentence for each day that is due so far, not for each of ten thousand rows

    def planned(row: Participant) -> BatchRow:
        why = _why_not_extended(row, due, by, at)
        if row.due_on not in said:
            told = {"day": _day(due), "before": _day(row.due_on)}
            said[row.due_on] = _("due %(day)s instead of %(before)s") % told
        change: dict[str, list[Any]] = {
            "due": [_plain(row.due), _plain(due)],
            "due_reason": [row.due_reason, due_reason],
        }
        return BatchRow(row, why, said[row.due_on], change)

    return BatchPlan([planned(row) for row in rows], {"due": _plain(due), "due_reason": due_reason})


def plan_exemption(rows: QuerySet[Participant], *, by: User, at: datetime, state: str, reason: str) -> BatchPlan:
    """Like `plan_extension`."""
    label = str(ParticipantState(state).label)

    def planned(row: Participant) -> BatchRow:
        change = {"state": [row.state, state], "reason": [row.reason, reason]}
        return BatchRow(row, _why_not_exempt(row, by, at), f"{label} · {reason}", change)

    return BatchPlan([planned(row) for row in rows], {"state": state, "reason": reason})


def extend_item(item: BatchItem, *, at: datetime) -> None:
    """Raises Refused where the row is another one than was seen."""
    due = _value("due", item.change["due"][1])
    _change(item, lambda row: _why_not_extended(row, due, item.batch.by, at), at)


def exempt_item(item: BatchItem, *, at: datetime) -> None:
    """Like `extend_item`."""
    _change(item, lambda row: _why_not_exempt(row, item.batch.by, at), at)


def _change(item: BatchItem, why_not: Callable[[Participant], str], at: datetime) -> None:
    by = item.batch.by
    organised = Participant.objects.reached_by(by).filter(cycle=item.batch.cycle_id).for_cycle_list()
    row = organised.filter(pk=item.participant_id or 0).first()
    if row is None:
        raise Refused(_("not on the roll of your units any more"))
    if why := "" if item.batch.undoes_id else why_not(row):
        raise Refused(why)
    stored = item.change.items()
    changes = {name: FieldChange(_value(name, seen), _value(name, wanted)) for name, (seen, wanted) in stored}
    if not change_participant(participant=row, changes=changes, by=by, at=at):
        raise Refused(_("it is so already: somebody else has done it meanwhile"))


def _value(name: str, stored: Any) -> Any:
    return cast("Field", Participant._meta.get_field(name)).to_python(stored)


def _why_not_extended(row: Participant, due: date, by: User, at: datetime) -> str:
    report = row.begun
    if why := _why_not_changed(row, by, at):
        return why
    if report and report.first_submitted_at:
        return _("handed in already")
    if due <= row.due_on:
        return _("due on that day or later already")
    return "" if row.cycle.may_be_due(due) else _("the round allows no such day")


def _why_not_exempt(row: Participant, by: User, at: datetime) -> str:
    if why := _why_not_changed(row, by, at):
        return why
    return _("handed in already, or published") if _is_in_hand(row.begun) else ""


def _is_in_hand(report: Report | None) -> bool:
    return report is not None and not (report.is_open and not report.correction)


def _why_not_changed(row: Participant, by: User, at: datetime) -> str:
    if row.cycle.closed_at and row.cycle.closed_at <= at:
        return _("the round is closed")
    if row.person_id == by.pk:
        return _("your own participation: another organiser decides about it")
    return "" if row.is_asked_to_write else _("no report is asked for")


def _plain(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
