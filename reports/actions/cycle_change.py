"""Rules and dates of a round: set while it is prepared, changed by number and with a reason once it is open."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from ..models import Cycle, CycleChange, Event, Opinion, Participant, Stage, Unit, User
from ..models.notice import NoticeKind
from .errors import Refused
from .event import log
from .notification import tell_people
from .organising import lock_cycle, lock_participants, record_change, refuse_own, those_who_write


class ChangedMeanwhile(Refused):
    """Somebody else has changed the same since the page was opened."""


@transaction.atomic
def change_cycle(
    *,
    cycle: Cycle,
    fields: Mapping[str, Any],
    base: Mapping[str, Any],
    stages: Mapping[int, date | None],
    by: User,
    at: datetime,
    reason: str = "",
) -> CycleChange | None:
    """Stores what differs from `base`, what the page had shown; `stages` are their due days by primary key.

    Of an opened round it is a numbered change with a reason, and those concerned are told. Raises Refused where it
    collides with another organiser's, or does not fit.
    """
    fresh = lock_cycle(cycle)
    wanted = {name: value for name, value in fields.items() if value != base.get(name)}
    _refuse_collision(fresh, wanted, base)
    wanted = {name: value for name, value in wanted.items() if value != getattr(fresh, name)}
    moved = [stage for stage in fresh.stages.all() if stage.pk in stages and stage.due != stages[stage.pk]]
    if not wanted and not moved:
        return None
    _refuse_unfit(fresh, wanted)
    before = {name: plain(getattr(fresh, name)) for name in wanted} | _stage_days(moved)
    _store(fresh, wanted, moved, stages)
    after = {name: plain(value) for name, value in wanted.items()} | _stage_days(moved)
    if not fresh.is_announced:
        log(verb=Event.Verb.CYCLE_SET, actor=by, at=at, cycle=fresh, detail=fresh.name)
        return None
    concerned = _concerned(fresh, wanted, moved)
    return record_and_tell(fresh, before, after, reason=reason, by=by, at=at, concerned=concerned)


def record_and_tell(
    cycle: Cycle,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    reason: str,
    by: User,
    at: datetime,
    concerned: Iterable[User] | None = None,
) -> CycleChange:
    """The numbered change, its event, and notices: to all who write, unless others are concerned."""
    change = record_change(cycle, before, after, reason=reason, by=by, at=at)
    log(verb=Event.Verb.CYCLE_CHANGED, actor=by, at=at, cycle=cycle, detail=f"{cycle.name} · {change.number}")
    told = those_who_write(cycle) if concerned is None else concerned
    tell_people(told, NoticeKind.CYCLE_CHANGED, by=by, at=at, cycle=cycle)
    return change


def plain(value: Any) -> Any:
    """For JSON: days in ISO form, objects by their name."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Model) else value


def _stage_days(stages: Iterable[Stage]) -> dict[str, Any]:
    return {f"stage:{stage.name}": plain(stage.due) for stage in stages}


def _refuse_collision(cycle: Cycle, wanted: Mapping[str, Any], base: Mapping[str, Any]) -> None:
    for name, value in wanted.items():
        if getattr(cycle, name) not in (base.get(name), value):
            label = Cycle._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            raise ChangedMeanwhile(
                _("Somebody else has changed “%(label)s” since you opened this page. Nothing was stored: look again.")
                % {"label": label}
            )


def _refuse_unfit(cycle: Cycle, wanted: Mapping[str, Any]) -> None:
    if "grade_scale" in wanted and Opinion.objects.filter(review__report__cycle=cycle).exclude(grade="").exists():
        raise Refused(_("Grades have been given already: the scale stays as it is."))
    twins = Cycle.objects.filter(unit=cycle.unit, year=cycle.year, name=wanted.get("name")).exclude(pk=cycle.pk)
    if twins.exists():
        raise Refused(_("“%(unit)s” has a round of this name and year already.") % {"unit": cycle.unit})
    due, opens = wanted.get("due", cycle.due), cycle.opens
    if opens and cycle.is_announced and due < opens:
        raise Refused(_("Reports would be due before writing begins."))


def _store(cycle: Cycle, wanted: Mapping[str, Any], moved: Iterable[Stage], days: Mapping[int, date | None]) -> None:
    for name, value in wanted.items():
        setattr(cycle, name, value)
    if wanted:
        cycle.save(update_fields=list(wanted))
    for stage in moved:
        stage.due = days[stage.pk]
        stage.save(update_fields=["due"])


def _concerned(cycle: Cycle, wanted: Mapping[str, Any], moved: Iterable[Stage]) -> list[User]:
    """Rules concern all who write; a stage's day those who review in it. Each once."""
    writers = those_who_write(cycle) if wanted else []
    rules = Q(pk__in=[rule.reviewer_id for stage in moved for rule in stage.reviewers.all()])
    reviewers = User.objects.filter(rules | Q(reviews__stage__in=list(moved)), is_active=True)
    return list({person.pk: person for person in [*writers, *reviewers]}.values())


@transaction.atomic
def extend(
    *,
    cycle: Cycle,
    due: date,
    reason: str,
    by: User,
    at: datetime,
    unit: Unit | None = None,
    participant: Participant | None = None,
) -> int:
    """Another due day: for all, for a unit with all below it, or for one participant. Returns for how many.

    The own participation is left out of a unit's. Raises Refused for a day that is not later than it was, for the own
    participation, and in a round that is not open.
    """
    fresh = lock_cycle(cycle)
    if not fresh.is_announced or fresh.is_closed:
        raise Refused(_("Only the due day of an open round is extended."))
    if unit is None and participant is None:
        return _extend_all(fresh, due, reason=reason, by=by, at=at)
    rows = _rows_to_extend(fresh, unit, participant, by=by)
    if not rows:
        raise Refused(_("Nobody here is still to write. Nothing was changed."))
    if any(due <= row.due_on for row in rows):
        latest = max(row.due_on for row in rows)
        raise Refused(_("The new day must be later than %(day)s.") % {"day": latest})
    person = participant.person if participant else None
    whom = str(unit or person)
    before = {f"due:{whom}": sorted({row.due_on.isoformat() for row in rows})[0]}
    after = {f"due:{whom}": due.isoformat()}
    change = record_change(fresh, before, after, reason=reason, by=by, at=at, person=person, unit=unit)
    Participant.objects.filter(pk__in=[row.pk for row in rows]).update(due=due, due_reason=reason.strip()[:200])
    log(verb=Event.Verb.CYCLE_EXTENDED, actor=by, at=at, cycle=fresh, detail=f"{whom} · {due} · {change.number}")
    tell_people([row.person for row in rows if row.person.is_active], NoticeKind.EXTENDED, by=by, at=at, cycle=fresh)
    return len(rows)


def _rows_to_extend(cycle: Cycle, unit: Unit | None, participant: Participant | None, *, by: User) -> list[Participant]:
    """Those who have not handed in yet, locked."""
    waiting = cycle.participants.to_write().filter(Q(report=None) | Q(report__first_submitted_at=None))
    if participant is not None:
        refuse_own(participant, by=by)
        waiting = waiting.filter(pk=participant.pk)
    elif unit is not None:
        waiting = waiting.filter(unit__in=Unit.objects.within(unit.pk)).exclude(person=by)
    return lock_participants(list(waiting.values_list("pk", flat=True)))


def _extend_all(cycle: Cycle, due: date, *, reason: str, by: User, at: datetime) -> int:
    """Own due days that are later stay."""
    if due <= cycle.due:
        raise Refused(_("The new day must be later than %(day)s.") % {"day": cycle.due})
    change = record_change(cycle, {"due": plain(cycle.due)}, {"due": plain(due)}, reason=reason, by=by, at=at)
    Cycle.objects.filter(pk=cycle.pk).update(due=due)
    cycle.participants.filter(due__lt=due).update(due=None, due_reason="")
    log(verb=Event.Verb.CYCLE_EXTENDED, actor=by, at=at, cycle=cycle, detail=f"{cycle.name} · {due} · {change.number}")
    tell_people(those_who_write(cycle), NoticeKind.EXTENDED, by=by, at=at, cycle=cycle)
    return cycle.participants.to_write().count()
