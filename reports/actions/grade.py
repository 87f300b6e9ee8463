"""Grades: the quota of the best one, and what an organiser settles."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Cycle, Event, Participant, User
from ..models.circle import organisers_of_unit
from ..models.grade import best_places, best_taken, given_best
from .errors import Refused
from .event import log
from .organising import join_names, lock_cycle, lock_participants, refuse_own


def lock_places(cycle_pk: int, grade: str) -> None:
    """Of two who give the best grade at once, the second waits and counts the first. Before any row of a report."""
    cycle = Cycle.objects.select_related("grade_scale").get(pk=cycle_pk)
    if grade and cycle.grade_scale and grade == cycle.grade_scale.best:
        lock_cycle(cycle)


def has_place(participant: Participant, grade: str) -> bool:
    """Whether the grade may be given: any but the best one, or the best one while the quota has a place."""
    cycle = participant.cycle
    if not cycle.grade_scale or grade != cycle.grade_scale.best or participant.is_ungraded:
        return True
    places = best_places(cycle)
    return places is None or best_taken(cycle, without=participant) < places


def say_full(participant: Participant) -> str:
    """The rule, the count, and whom to ask."""
    cycle = participant.cycle
    names = organisers_of_unit(cycle.unit_id).exclude(pk=participant.person_id).order_by("name", "pk")
    return _(
        "At most %(quota)s%% of those who are graded get “%(grade)s”: %(places)s in this round, and all of them are "
        "taken. Choose another grade, or ask the organiser: %(names)s."
    ) % {
        "quota": cycle.best_grade_quota,
        "grade": cycle.grade_scale.best if cycle.grade_scale else "",
        "places": best_places(cycle),
        "names": join_names(names.values_list("name", flat=True)) or cycle.unit,
    }


@transaction.atomic
def settle_grade(
    *, participant: Participant, grade: str, is_ungraded: bool, reason: str, by: User, at: datetime
) -> None:
    """Sets the grade where reviewers differ, or none at all; an empty one leaves it to the reviewers again.

    Raises Refused for the own participation, without a reason, for a grade that the round does not have, and where the
    quota is full.
    """
    cycle = lock_cycle(participant.cycle)
    (fresh,) = lock_participants([participant.pk])
    fresh.cycle = cycle
    refuse_own(fresh, by=by)
    if cycle.grade_scale is None or (grade and grade not in cycle.grade_scale.labels):
        raise Refused(_("This round does not give that grade."))
    if (grade or is_ungraded) and not reason.strip():
        raise Refused(_("Write why."))
    fresh.is_ungraded = is_ungraded
    fresh.grade, fresh.grade_reason = ("" if is_ungraded else grade), reason.strip()
    fresh.save(update_fields=["grade", "is_ungraded", "grade_reason"])
    if not has_place(fresh, fresh.grade or given_best(fresh)):  # what is left to the reviewers counts as they gave it
        raise Refused(say_full(fresh))
    log(verb=Event.Verb.GRADE_SETTLED, actor=by, at=at, cycle=cycle, detail=f"{cycle.name} · {fresh.person.name}")
