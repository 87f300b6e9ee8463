"""For organisers: who reviews, one report or all of a unit, and in which stages."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from ..models import Cycle, Participant, Report, Review, Stage, StageReviewer, Unit, User
from .cycle import OrganisedCycle, cycles_to_organise, report_to_organise


def reviews_to_organise(report: Report) -> QuerySet[Review]:
    """With their opinions. `report` comes from `report_to_organise`."""
    reviews = report.reviews.select_related("stage", "reviewer__unit").prefetch_related(
        "opinions__revision", "opinions__by"
    )
    return reviews.order_by("stage__position", "pk")


def review_to_remove(user: User, report_pk: int, pk: int) -> Review:
    report = report_to_organise(user, report_pk)
    return get_object_or_404(report.reviews.select_related("report", "stage", "reviewer"), pk=pk)


def stages_to_organise(user: User, cycle_pk: int) -> tuple[Cycle, dict[int, list[StageReviewer]], QuerySet[Unit]]:
    """A cycle, the rules for the person's units by stage, and those units."""
    units = Unit.objects.of_organiser(user).order_by("name")
    cycle = get_object_or_404(cycles_to_organise(user).prefetch_related("stages"), pk=cycle_pk)
    rules: dict[int, list[StageReviewer]] = {stage.pk: [] for stage in cycle.stages.all()}
    for rule in _stage_reviewers(cycle, units):
        rules[rule.stage_id].append(rule)
    return cycle, rules, units


def count_named(user: User, cycle: Cycle) -> dict[int, int]:
    """How many of the person's participants have reviewers of their own, by the key of the stage."""
    named = StageReviewer.objects.filter(stage__cycle=cycle, participant__in=Participant.objects.organised_by(user))
    return dict(named.order_by().values_list("stage").annotate(Count("participant", distinct=True)))


def _stage_reviewers(cycle: Cycle, units: Iterable[Unit]) -> QuerySet[StageReviewer]:
    rules = StageReviewer.objects.filter(stage__cycle=cycle, unit__in=units)
    return rules.select_related("stage", "unit", "reviewer__unit").order_by("unit__name", "reviewer__name")


def reviewer_to_relieve(organised: OrganisedCycle, pk: int) -> User:
    """Somebody who reviews in the round what the organiser's units write, or is to review it by a rule."""
    units, upward = organised.units.values("pk"), Unit.objects.above_organiser(organised.user).values("pk")
    here = Q(unit__in=units) | Q(unit__in=upward) | Q(participant__unit__in=units)
    rules = StageReviewer.objects.filter(here, stage__cycle=organised.cycle)
    named = Q(pk__in=organised.reviews.values("reviewer")) | Q(pk__in=rules.values("reviewer"))
    return get_object_or_404(User.objects.filter(named).select_related("unit"), pk=pk)


def reviews_to_hand_over(organised: OrganisedCycle, reviewer: User) -> QuerySet[Review]:
    """What the reviewer has not decided, without what the organiser writes."""
    return organised.reviews.filter(reviewer=reviewer).unfinished().for_lists().oldest_first()


def stage_reviewer_to_remove(user: User, cycle_pk: int, pk: int) -> StageReviewer:
    cycle, _rules, units = stages_to_organise(user, cycle_pk)
    return get_object_or_404(_stage_reviewers(cycle, units), pk=pk)


def may_set_stages(user: User, cycle: Cycle) -> bool:
    """For organisers of the unit that the whole cycle is for, not only of a part of it."""
    return Unit.objects.reached_by(user).filter(pk=cycle.unit_id).exists()


def stage_to_set(user: User, cycle_pk: int, pk: int | None) -> tuple[Cycle, Stage | None]:
    """The stage is None for a new one."""
    cycle = get_object_or_404(cycles_to_organise(user), pk=cycle_pk)
    if not may_set_stages(user, cycle):
        raise PermissionDenied(_("Only who organises the whole round may change its stages."))
    return cycle, get_object_or_404(cycle.stages.select_related("cycle"), pk=pk) if pk else None
