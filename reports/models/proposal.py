"""Whom a roll is proposed with, and who is left out and why."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _

from .cycle import Cycle
from .participant import Participant
from .unit import Unit
from .user import User


class RollSource(models.TextChoices):
    LAST_YEAR = "last_year", _("Who was on last year's roll, with today's unit and post")
    POSTS = "posts", _("Everybody with a post")


class NotProposed(models.TextChoices):
    """The first that holds is told: of who has gone to other units nothing but that."""

    OUTSIDE = "outside", _("Belongs to a unit outside this round, or outside yours.")
    DEACTIVATED = "deactivated", _("The account is not active.")
    NO_UNIT = "no_unit", _("Has no unit: the administrator of the site enters it.")
    NEW = "new", _("Was not on last year's roll: choose everybody with a post, or add them one by one.")
    NO_POST = "no_post", _("Has no post: add them by name, and enter the post.")
    KEEPS = "keeps", _("Auditor, administrator or organiser: add those who write a report by name.")


@dataclass(frozen=True, slots=True)
class RollProposal:
    """`participants` are not stored yet. Who is on the roll already stands in neither."""

    source: str
    participants: list[Participant] = field(default_factory=list)
    left_out: dict[str, list[User]] = field(default_factory=dict)


def plan_roll(cycle: Cycle, *, source: str = "", units: Collection[int] | None = None) -> RollProposal:
    """Without a source: last year's roll where there is one. `units`: only people of these."""
    here = set(Unit.objects.within(cycle.unit_id).values_list("pk", flat=True))
    here &= here if units is None else set(units)
    last = _last_years(cycle)
    chosen = source or (RollSource.LAST_YEAR if last else RollSource.POSTS)
    again = last if chosen == RollSource.LAST_YEAR else None
    keepers = set(Unit.organisers.through.objects.values_list("user", flat=True))
    proposal = RollProposal(chosen)
    for person in _candidates(cycle, here, last if units is None else _of_units(last, here)):
        if reason := _obstacle(person, here, again, keepers):
            proposal.left_out.setdefault(reason, []).append(person)
        else:
            proposal.participants.append(_propose(cycle, person, (again or {}).get(person.pk)))
    return proposal


def _last_years(cycle: Cycle) -> dict[int, Participant]:
    """By person, the later of two."""
    before = Cycle.objects.filter(unit=cycle.unit_id, year=cycle.year - 1, participants__isnull=False)
    last = before.order_by("name", "pk").last()
    rows = Participant.objects.filter(cycle=last).order_by("pk") if last else []
    return {participant.person_id: participant for participant in rows}


def _of_units(last: dict[int, Participant], units: Collection[int]) -> dict[int, Participant]:
    return {pk: participant for pk, participant in last.items() if participant.unit_id in units}


def _candidates(cycle: Cycle, units: Collection[int], last: Iterable[int]) -> Iterable[User]:
    """Active people of the units, and all whom last year's roll names."""
    found = User.objects.filter(models.Q(unit__in=units, is_active=True) | models.Q(pk__in=list(last)))
    return found.exclude(participations__cycle=cycle).select_related("unit").order_by("unit__name", "name", "pk")


def _obstacle(
    person: User, units: Collection[int], again: dict[int, Participant] | None, keepers: Collection[int]
) -> str:
    """Whom last year's roll names writes again, whatever else they do."""
    keeps = person.is_auditor or person.is_staff or person.pk in keepers
    conditions = {
        NotProposed.OUTSIDE: person.unit_id is not None and person.unit_id not in units,
        NotProposed.DEACTIVATED: not person.is_active,
        NotProposed.NO_UNIT: person.unit_id is None,
        NotProposed.KEEPS: keeps and (again is None or person.pk not in again),
        NotProposed.NO_POST: not person.post and (again is None or person.pk not in again),
        NotProposed.NEW: again is not None and person.pk not in again,
    }
    return next((reason.value for reason, holds in conditions.items() if holds), "")


def _propose(cycle: Cycle, person: User, last: Participant | None) -> Participant:
    duties, category = (last.duties, last.category) if last else ("", "")
    return Participant(cycle=cycle, person=person, unit=person.unit, post=person.post, duties=duties, category=category)
