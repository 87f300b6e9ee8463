"""For organisers: the roll of their units. An organiser's own entry is seen, and changed by another organiser."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from ..models import Participant, Report, Review, Unit, User
from .cycle import OrganisedCycle
from .reviewer import reviews_to_organise


def participant_to_organise(user: User, pk: int) -> Participant:
    """One of the person's units."""
    rows = Participant.objects.organised_by(user).select_related("cycle__unit", "person__unit", "unit", "report__unit")
    return get_object_or_404(rows, pk=pk)


def report_of(participant: Participant, user: User) -> tuple[Report | None, QuerySet[Review]]:
    """What was begun, and who reviews it; the organiser's own reviewers are not shown."""
    report: Report | None = getattr(participant, "report", None)
    if report is None or participant.person_id == user.pk:
        return report, Review.objects.none()
    return report, reviews_to_organise(report)


def units_to_enrol(organised: OrganisedCycle) -> QuerySet[Unit]:
    """The person's units that take part in the round."""
    return organised.units.within(organised.cycle.unit_id).order_by("name", "pk")


def people_to_enrol(organised: OrganisedCycle) -> QuerySet[User]:
    """Active people of these units; whether they are on the roll already is asked when one is added."""
    units = units_to_enrol(organised).values("pk")
    return User.objects.filter(is_active=True, unit__in=units).select_related("unit")
