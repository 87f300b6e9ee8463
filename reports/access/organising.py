"""For organisers: the rounds of their units, and the reports in them."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from ..models import Cycle, Report, Unit, User
from .standing import report_to_read


def cycles_to_organise(user: User) -> QuerySet[Cycle]:
    """The cycles whose units the person organises, or that reach into them."""
    units = Unit.objects.of_organiser(user)
    return Cycle.objects.filter(Q(unit__in=units) | Q(reports__unit__in=units)).select_related("unit").distinct()


def reports_to_organise(user: User, cycle_pk: int) -> tuple[Cycle, QuerySet[Report]]:
    """A cycle and the reports in it of the units the person organises; their states, not their words."""
    units = Unit.objects.of_organiser(user)
    cycle = get_object_or_404(cycles_to_organise(user), pk=cycle_pk)
    return cycle, cycle.reports.filter(unit__in=units).for_lists()


def report_to_organise(user: User, pk: int) -> Report:
    """For organisers of its unit: who reviews it, in any state; its title only once it is submitted."""
    report = get_object_or_404(Report.objects.select_related("cycle", "author", "unit", "stage"), pk=pk)
    if Unit.objects.of_organiser(user).filter(pk=report.unit_id).exists():
        return report
    report_to_read(user, pk)  # a stranger gets 404
    raise PermissionDenied(_("Only who organises the round may do this."))
