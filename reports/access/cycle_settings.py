"""For organisers of a whole round: its rules, dates, outline and grades; and who may read how it was changed."""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from ..models import Cycle, CycleChange, Participant, Review, StageReviewer, Unit, User
from ..models.unit import LineUpward
from .cycle import cycles_to_organise
from .reviewer import may_set_stages


def units_to_run(user: User) -> QuerySet[Unit]:
    """The units for which the person may create a round; a stranger gets 404."""
    units = Unit.objects.of_organiser(user).order_by("name")
    if not units.exists():
        raise Http404
    return units


def cycles_to_copy(user: User) -> QuerySet[Cycle]:
    """Rounds of those units, the latest first."""
    return Cycle.objects.filter(unit__in=Unit.objects.of_organiser(user)).order_by("-year", "-pk")


def cycle_to_look_at(user: User, pk: int) -> tuple[Cycle, bool]:
    """For organisers, and whether the person organises the whole round, not only a part of it."""
    rounds = cycles_to_organise(user).select_related("unit", "outline", "corrected_outline", "grade_scale")
    cycle = get_object_or_404(rounds, pk=pk)
    return cycle, may_set_stages(user, cycle)


def cycle_to_run(user: User, pk: int) -> Cycle:
    """Organisers of a part get 403, strangers 404."""
    cycle, runs = cycle_to_look_at(user, pk)
    if not runs:
        raise PermissionDenied(_("Only who organises the whole round may do this."))
    return cycle


def cycle_to_follow(user: User, pk: int) -> Cycle:
    """For all whom its rules concern: who takes part, who reviews, who organises."""
    takes_part = Participant.objects.filter(cycle=OuterRef("pk"), person=user)
    reviews = Review.objects.filter(report__cycle=OuterRef("pk"), reviewer=user)
    names = StageReviewer.objects.filter(stage__cycle=OuterRef("pk"), reviewer=user)
    concerned = Q(Exists(takes_part)) | Q(Exists(reviews)) | Q(Exists(names))
    mine = concerned & Q(opened_at__isnull=False) | Q(pk__in=cycles_to_organise(user).values("pk"))
    return get_object_or_404(Cycle.objects.select_related("unit", "grade_scale").filter(mine), pk=pk)


def changes_to_read(user: User, cycle: Cycle) -> QuerySet[CycleChange]:
    """Those for everybody, and those for the person, for a unit they take part in, or for people and units that they
    organise. Why somebody else has another day may be an illness.
    """
    whole, mine = Q(person=None, unit=None), Q(person=user)
    for unit_pk in Participant.objects.filter(cycle=cycle, person=user).values_list("unit", flat=True):
        mine |= Q(unit__in=LineUpward(Value(unit_pk)))
    units = Q(unit__in=Unit.objects.of_organiser(user)) | Q(unit__in=Unit.objects.above_organiser(user))
    people = Participant.objects.filter(cycle=cycle).organised_by(user).values("person")
    return cycle.changes.filter(whole | mine | units | Q(person__in=people)).select_related("by")


def participant_to_grade(user: User, cycle_pk: int, pk: int) -> Participant:
    """Not the own one: its page tells what each reviewer has given."""
    cycle = cycle_to_run(user, cycle_pk)
    participants = cycle.participants.to_write().select_related("person", "unit", "cycle__grade_scale")
    participant = get_object_or_404(participants, pk=pk)
    if participant.person_id == user.pk:
        raise PermissionDenied(_("Nobody decides about their own participation."))
    return participant
