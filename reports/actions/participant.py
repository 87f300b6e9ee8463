"""The roll of a round."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Cycle, Event, Participant, Unit, User
from .errors import Refused
from .event import log


@transaction.atomic
def propose_roll(*, cycle: Cycle, by: User, at: datetime) -> int:
    """Puts on the roll whom last year's names, with today's posts; without one, everybody with a post.

    Who has left, or belongs to no unit of the round, is left out; who is on the roll already stays as they are.
    Returns how many were added.
    """
    last = _last_years(cycle)
    people = User.objects.filter(is_active=True, unit__in=_units_of(cycle)).exclude(participations__cycle=cycle)
    proposed = _again(last, people) if last else _with_a_post(people)
    for participant in proposed:
        participant.cycle = cycle
    added = Participant.objects.bulk_create(proposed, batch_size=1000)
    log(verb=Event.Verb.ROLL_CHANGED, actor=by, at=at, cycle=cycle, detail=f"{cycle.name} · +{len(added)}")
    return len(added)


def _last_years(cycle: Cycle) -> list[Participant]:
    """One for each person, the later of two."""
    before = Cycle.objects.filter(unit=cycle.unit_id, year=cycle.year - 1, participants__isnull=False)
    last = before.order_by("name", "pk").last()
    rows = Participant.objects.filter(cycle=last).order_by("pk") if last else []
    return list({participant.person_id: participant for participant in rows}.values())


def _again(last: Iterable[Participant], people: Iterable[User]) -> list[Participant]:
    here = {person.pk: person for person in people}
    return [
        Participant(
            person=person,
            unit_id=person.unit_id,
            post=person.post,
            duties=participant.duties,
            category=participant.category,
        )
        for participant in last
        if (person := here.get(participant.person_id)) and person.unit_id
    ]


def _with_a_post(people: Iterable[User]) -> list[Participant]:
    """Auditors, administrators and organisers keep the site and the round; who of them writes is entered by hand."""
    organisers = set(Unit.organisers.through.objects.values_list("user", flat=True))
    return [
        Participant(person=person, unit_id=person.unit_id, post=person.post)
        for person in people
        if person.post and person.unit_id and not (person.is_auditor or person.is_staff or person.pk in organisers)
    ]


def _units_of(cycle: Cycle) -> list[int]:
    return list(Unit.objects.descendants(cycle.unit, include_self=True).values_list("pk", flat=True))


@transaction.atomic
def enrol(*, cycle: Cycle, person: User, by: User, at: datetime) -> Participant:
    """One person more, with today's unit and post. Raises Refused for who has no unit of this round."""
    if person.unit_id not in _units_of(cycle):
        raise Refused(_("%(name)s belongs to no unit of this round.") % {"name": person.name})
    participant, created = Participant.objects.get_or_create(
        cycle=cycle, person=person, unit_id=person.unit_id, post=person.post
    )
    if created:
        log(verb=Event.Verb.ROLL_CHANGED, actor=by, at=at, cycle=cycle, detail=f"{cycle.name} · {person.name}")
    return participant
