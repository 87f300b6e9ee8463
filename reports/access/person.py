"""For organisers: an official's years in their units. For everybody: their own."""

from django.db.models import F, Q
from django.shortcuts import get_object_or_404

from ..models import Participant, Report, Unit, User
from ..models.participant import ParticipantQuerySet
from ..models.report import ReportQuerySet


def person_to_organise(user: User, pk: int) -> tuple[User, ParticipantQuerySet, ReportQuerySet]:
    """A person with the participations and the submitted reports that the user may know of: all their own, or those in
    the units that the user organises. What was in other units stays there; `is_here`: so does where they are today.
    """
    if pk == user.pk:
        own = Report.objects.filter(author=user)
        user.is_here = True  # type: ignore[attr-defined]
        return user, Participant.objects.filter(person=user), own
    units = Unit.objects.of_organiser(user)
    seen = Q(participations__unit__in=units) | Q(unit__in=units)
    people = User.objects.select_related("unit").annotate(is_here=Q(unit__in=units))
    person = get_object_or_404(people.filter(seen).distinct(), pk=pk)
    reports = Report.objects.organised_by(user).filter(author=person)
    return person, Participant.objects.organised_by(user).filter(person=person), reports


def grades_to_read(user: User, reports: ReportQuerySet) -> dict[int, str]:
    """By participant, the final grade of each approved report. Those who organise see all; the author, as in
    `opinions_to_read`, where the round shows them.
    """
    shown = ~Q(author=user) | Q(cycle__shows_grades=True)
    graded = reports.with_final_grade().filter(shown).values_list("participant", F("final_grade"))
    return {pk: grade for pk, grade in graded if grade}
