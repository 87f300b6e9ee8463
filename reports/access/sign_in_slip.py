"""Whose sign-in slips a person sees: organisers those of their units, administrators everybody's."""

from django.db.models import Q, QuerySet, Value
from django.shortcuts import get_object_or_404

from ..models import Cycle, Participant, Unit, User
from .cycle import cycles_to_organise


def person_to_give_slip(user: User, pk: int) -> User:
    """Whether a slip may be issued, and why not, says `with_left_out`; whether the person is in the user's units today,
    `is_here`.
    """
    people = User.objects.select_related("unit")
    if user.is_staff:
        return get_object_or_404(people.annotate(is_here=Value(True)), pk=pk)  # noqa: FBT003 - Django's own
    units = Unit.objects.of_organiser(user).values("pk")
    seen = people.filter(Q(unit__in=units) | Q(participations__unit__in=units)).distinct()
    return get_object_or_404(seen.annotate(is_here=Q(unit__in=units)), pk=pk)


def participants_to_give_slips(user: User, cycle_pk: int) -> tuple[Cycle, QuerySet[Participant], QuerySet[Unit]]:
    """The roll of a round in the person's units, and those units."""
    cycle = get_object_or_404(cycles_to_organise(user), pk=cycle_pk)
    return cycle, cycle.participants.organised_by(user), Unit.objects.of_organiser(user).order_by("name")
