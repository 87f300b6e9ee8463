"""The roll of a round: who is put on it and taken off, and what it says of each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Field
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..models import Cycle, Event, Participant, Report, Unit, User
from ..models.circle import organisers_of_unit
from ..models.notice import NoticeKind
from ..models.participant import ParticipantQuerySet, ParticipantState, ReportsAsked
from ..models.proposal import plan_roll
from .errors import Refused
from .event import log
from .notification import tell_person
from .user import NewPerson, create_person

FIELDS = ("unit", "post", "duties", "since", "until", "state", "reason", "due", "due_reason", "category")
UNTOLD = {"category"}
_LOGGED = 60  # characters of a value


@dataclass(frozen=True, slots=True)
class FieldChange:
    """Of one field: what the person saw, and what they want."""

    seen: Any
    wanted: Any


@dataclass(frozen=True, slots=True)
class Transfer:
    """`on` is the first day in the new post; `reason` says why one of the two reports is not asked for."""

    on: date
    unit: Unit
    post: str
    duties: str
    reports: ReportsAsked
    reason: str


@transaction.atomic
def propose_roll(
    *, cycle: Cycle, by: User, at: datetime, source: str = "", units: Collection[int] | None = None
) -> int:
    """Puts on the roll whom `plan_roll` proposes; who is on it already stays as they are. Returns how many are new."""
    locked = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    _refuse_closed(locked, at)
    proposed = plan_roll(locked, source=source, units=units).participants
    added = Participant.objects.bulk_create(proposed, batch_size=1000)
    log(verb=Event.Verb.ROLL_CHANGED, actor=by, at=at, cycle=cycle, detail=f"{cycle.name} · +{len(added)}")
    return len(added)


@transaction.atomic
def enrol(*, cycle: Cycle, person: User, by: User, at: datetime) -> Participant:
    """One person more, with today's unit and post; who is on the roll already stays as they are.

    Raises Refused for who has left, has no unit of this round, or is on the roll with a unit that `by` does not
    organise, and in a closed round.
    """
    locked = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    if there := Participant.objects.filter(cycle=cycle, person=person):
        return _first_of(there, person, by)
    _refuse_closed(locked, at)
    if not person.is_active:
        raise Refused(_("The account of %(name)s is not active.") % {"name": person.name})
    if person.unit is None or not _is_in_round(person.unit, cycle):
        raise Refused(_("%(name)s belongs to no unit of this round.") % {"name": person.name})
    participant = Participant.objects.create(cycle=cycle, person=person, unit=person.unit, post=person.post)
    log(verb=Event.Verb.ROLL_CHANGED, actor=by, at=at, cycle=cycle, detail=f"+ {_name(participant)}")
    _tell(participant, NoticeKind.ENROLLED, by=by, at=at)
    return participant


def _first_of(entries: ParticipantQuerySet, person: User, by: User) -> Participant:
    if own := entries.organised_by(by).order_by("pk").first():
        return own
    said = _("%(name)s is on the roll already, with a unit that is not yours. Ask an organiser of the whole round.")
    raise Refused(said % {"name": person.name})


@transaction.atomic
def enrol_new_person(*, cycle: Cycle, new: NewPerson, by: User, at: datetime) -> Participant:
    """The account and the entry, or neither."""
    return enrol(cycle=cycle, person=create_person(new=new, by=by, at=at), by=by, at=at)


@transaction.atomic
def remove_participant(*, participant: Participant, by: User, at: datetime) -> None:
    """Raises Refused once a report is begun: then the person can be exempt."""
    row = _lock(participant, by=by, at=at)
    if _lock_report(row):
        raise Refused(_("A report is begun already. Choose another state instead: the text then stays readable."))
    log(verb=Event.Verb.ROLL_CHANGED, actor=by, at=at, cycle=row.cycle, detail=f"− {_name(row)}")
    _tell(row, NoticeKind.STRUCK, by=by, at=at)
    row.delete()


@transaction.atomic
def change_participant(*, participant: Participant, changes: Mapping[str, FieldChange], by: User, at: datetime) -> bool:
    """Returns whether anything is different now. Raises Refused where somebody else has changed the same field, and
    where the roll cannot say so.

    A report that is still open follows into another unit and post. One that was handed in keeps what it was handed in
    with, and stays asked for. Reviewers who are assigned already stay.
    """
    row = _lock(participant, by=by, at=at)
    report, before = _lock_report(row), {name: getattr(row, name) for name in FIELDS}
    for name, change in changes.items():
        _refuse_overwriting(row, name, change)
        setattr(row, name, change.wanted)
    _refuse_state(before["state"], row, report)
    _check(row, by=by)
    changed = [name for name in FIELDS if before[name] != getattr(row, name)]
    if changed:
        row.save(update_fields=changed)
        _take_along(report, row)
        _log_changes(row, {name: before[name] for name in changed}, by=by, at=at)
    if set(changed) - UNTOLD:
        _tell(row, NoticeKind.ROLL, by=by, at=at)
    return bool(changed)


@transaction.atomic
def transfer_participant(*, participant: Participant, transfer: Transfer, by: User, at: datetime) -> Participant:
    """Ends the participation on the day before, and begins a second one, which is returned.

    A report of the first stays with it. Where the account still has the unit and post that end, it gets the new ones.
    """
    row = _lock(participant, by=by, at=at)
    if row.until and row.until < transfer.on - timedelta(days=1):
        raise Refused(_("This participation has ended already on %(day)s.") % {"day": row.until.isoformat()})
    state, before = row.state, _name(row)
    row.until = transfer.on - timedelta(days=1)
    second = Participant(cycle=row.cycle, person=row.person, unit=transfer.unit, post=transfer.post)
    second.since, second.duties, second.category = transfer.on, transfer.duties, row.category
    if exempt := {ReportsAsked.NEW: row, ReportsAsked.OLD: second}.get(transfer.reports):
        exempt.state, exempt.reason = ParticipantState.EXEMPT, transfer.reason
    _refuse_state(state, row, _lock_report(row))
    for each in (row, second):
        _check(each, by=by)
        each.save()
    _move_account(row, second)
    detail = f"{before} → {second.unit} {second.post} · {transfer.on.isoformat()}"
    log(verb=Event.Verb.ROLL_CHANGED, actor=by, at=at, cycle=row.cycle, detail=detail)
    _tell(row, NoticeKind.ROLL, by=by, at=at)
    return second


def lock_participant(participant: Participant) -> Participant | None:
    """As it is stored now. None where it was taken off the roll.

    The lock lets a submission refer to the row. It is taken without joins: PostgreSQL, having waited for somebody who
    changed the unit, would join the old one, and find nothing.
    """
    if not Participant.objects.select_for_update(no_key=True).filter(pk=participant.pk):
        return None
    return Participant.objects.select_related("cycle__outline", "person", "unit").get(pk=participant.pk)


def _lock(participant: Participant, *, by: User, at: datetime) -> Participant:
    row = lock_participant(participant)
    if row is None:
        raise Refused(_("This person has been taken off the roll meanwhile."))
    if not Unit.objects.reached_by(by).filter(pk=row.unit_id).exists():
        raise Refused(_("This person has been moved to a unit that you do not organise."))
    _refuse_own(row, by=by)
    _refuse_closed(row.cycle, at)
    return row


def _lock_report(row: Participant) -> Report | None:
    """After the participant, as everybody who locks both."""
    return Report.objects.select_for_update().filter(participant=row).first()


def _refuse_own(row: Participant, *, by: User) -> None:
    """Nobody runs a round for themselves. The message names who may do it instead."""
    if row.person_id != by.pk:
        return
    others = organisers_of_unit(row.unit_id).exclude(pk=by.pk).order_by("name", "pk")
    advice = _("Ask the administrator to name another organiser of “%(unit)s”.") % {"unit": row.unit}
    if names := list(others.values_list("name", flat=True)):
        joined = pgettext("list of names", ", ").join(names)
        advice = _("Ask another organiser to do it: %(names)s.") % {"names": joined}
    why = _("What the roll says of you yourself is not yours to change.")
    raise Refused(f"{why} {advice}")


def _refuse_closed(cycle: Cycle, at: datetime) -> None:
    if cycle.closed_at and cycle.closed_at <= at:
        raise Refused(_("This round is closed: its roll stays as it is."))


def _refuse_overwriting(row: Participant, name: str, change: FieldChange) -> None:
    stored = getattr(row, name)
    if stored in (change.seen, change.wanted):
        return
    told = {"field": _label(name), "value": _text(row, name)}
    raise Refused(_("Somebody has changed “%(field)s” to “%(value)s” meanwhile. Check, and save again.") % told)


def _refuse_state(before: str, row: Participant, report: Report | None) -> None:
    """Of a report that others have in hand, or that is published, nobody is relieved any more."""
    is_relieved = before == ParticipantState.WRITING and not row.is_asked_to_write
    if not is_relieved or report is None or (report.is_open and not report.correction):
        return
    if report.is_under_review:
        raise Refused(_("The report is with its reviewers. Have it returned first; then the state can be changed."))
    raise Refused(_("The report of this participation is approved already: the state stays as it is."))


def _check(row: Participant, *, by: User) -> None:
    """Raises Refused where the rules of the roll are broken."""
    is_mine = Unit.objects.reached_by(by).filter(pk=row.unit_id).exists()
    if not (is_mine and _is_in_round(row.unit, row.cycle)):
        raise Refused(_("Choose one of your units that takes part in this round."))
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


def _is_in_round(unit: Unit, cycle: Cycle) -> bool:
    return Unit.objects.at_or_above(unit.pk).filter(pk=cycle.unit_id).exists()


def _take_along(report: Report | None, row: Participant) -> None:
    if report is not None and report.is_open and not report.correction:
        Report.objects.filter(pk=report.pk).update(unit=row.unit, post=row.post)


def _move_account(ended: Participant, begun: Participant) -> None:
    here = User.objects.filter(pk=ended.person_id, unit=ended.unit, post=ended.post)
    here.update(unit=begun.unit, post=begun.post)


def _log_changes(row: Participant, before: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """One event for each field, in the site's language."""
    old = Participant(cycle=row.cycle, person=row.person, **before)
    with translation.override(settings.LANGUAGE_CODE):
        for name in before:
            detail = f"{row.person.name} · {_label(name)}：{_text(old, name)} → {_text(row, name)}"
            log(verb=Event.Verb.ROLL_CHANGED, actor=by, at=at, cycle=row.cycle, detail=detail)


def _label(name: str) -> str:
    return str(cast("Field", Participant._meta.get_field(name)).verbose_name)


def _text(row: Participant, name: str) -> str:
    value = row.get_state_display() if name == "state" else getattr(row, name)
    return Truncator(" ".join(str(value or "—").split())).chars(_LOGGED)


def _name(row: Participant) -> str:
    return f"{row.person.name} · {row.unit} {row.post}".strip()


def _tell(row: Participant, kind: NoticeKind, *, by: User, at: datetime) -> None:
    """Once the round is open: before, the roll is being made."""
    if row.cycle.opened_at and row.cycle.opened_at <= at and row.person.is_active:
        tell_person(row.person, kind, by=by, at=at, cycle=row.cycle)
