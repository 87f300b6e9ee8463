"""For organisers: the rounds of their units, and the reports in them."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from ..models import Cycle, Report, Unit, User
from .permissions import report_to_read


def cycles_to_organise(user: User) -> QuerySet[Cycle]:
    """The cycles of the units that the person organises, and of the units above, whose cycles include them."""
    return Cycle.objects.filter(
        Q(unit__in=Unit.objects.of_organiser(user)) | Q(unit__in=Unit.objects.above_organiser(user))
    ).select_related("unit")


def reports_to_organise(user: User, cycle_pk: int) -> tuple[Cycle, QuerySet[Report]]:
    """A cycle, and the reports in it of the units that the person organises. For their states, not their words."""
    cycle = get_object_or_404(cycles_to_organise(user), pk=cycle_pk)
    return cycle, cycle.reports.in_units_of(user).for_lists()


def report_to_organise(user: User, pk: int) -> Report:
    """For organisers of its unit, in any state. Its title may be shown only once it is submitted."""
    organised = Report.objects.in_units_of(user)
    report = organised.select_related("cycle", "author", "unit", "stage").filter(pk=pk).first()
    if report is not None:
        return report
    report_to_read(user, pk)  # a stranger gets 404
    raise PermissionDenied(_("Only who organises the round may do this."))
