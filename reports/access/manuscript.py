"""For authors and assistants: the reports that can be started."""

from datetime import datetime

from django.db.models import QuerySet, Value
from django.shortcuts import get_object_or_404

from ..models import Cycle, Participant, User
from ..models.circle import organisers_of_unit
from ..models.participant import ParticipantState
from ..models.statement import PreparedQuery, person_of
from ..models.unit import LineUpward
from .cycle import cycles_to_organise


def participations_to_start(user: User, at: datetime) -> list[Participant]:
    """The person's own and those of authors they assist, in open rounds, without a report yet."""
    return _to_start(user.pk, at)


def _to_start_by(person: int, at: datetime) -> QuerySet[Participant]:
    waiting = Participant.objects.to_start(person, at).select_related("cycle__outline", "person", "unit")
    return waiting.order_by("cycle__due", "person__name", "pk")


def participant_to_start(user: User, pk: int, at: datetime) -> Participant:
    return get_object_or_404(_to_start_by(user.pk, at), pk=pk)


def participations_not_asked(user: User, at: datetime) -> list[Participant]:
    """The person's own in open rounds, in a state in which no report is asked for."""
    return _not_asked(user.pk, at)


def _not_asked_of(person: int, at: datetime) -> QuerySet[Participant]:
    mine = Participant.objects.filter(person=person, cycle__in=Cycle.objects.open_at(at))
    relieved = mine.exclude(state=ParticipantState.WRITING).select_related("cycle", "unit", "report")
    return relieved.order_by("cycle__due", "pk")


def rounds_without(user: User, at: datetime) -> tuple[list[Cycle], list[str]]:
    """Open rounds of the person's unit on whose roll the person is not and which they do not organise, and the names of
    those to ask.
    """
    if user.unit_id is None:
        return [], []
    if not (cycles := _without(user.pk, user.unit_id, at)):
        return [], []
    return cycles, list(organisers_of_unit(user.unit_id).order_by("name", "pk").values_list("name", flat=True))


def _rounds_without(person: int, unit: int, at: datetime) -> QuerySet[Cycle]:
    rounds = Cycle.objects.open_at(at).filter(unit__in=LineUpward(Value(unit)))
    others = rounds.exclude(participants__person=person)
    return others.exclude(pk__in=cycles_to_organise(person_of(person)).values("pk"))


_to_start, _not_asked = PreparedQuery(_to_start_by), PreparedQuery(_not_asked_of)
_without = PreparedQuery(_rounds_without)
