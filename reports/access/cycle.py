"""For organisers: the rounds of their units, and the reports in them."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ..models import Cycle, Participant, Report, Review, Unit, User
from ..models.participant import ParticipantQuerySet
from ..models.report import ReportQuerySet
from ..models.review import ReviewQuerySet
from ..models.statement import PreparedQuery, person_of
from ..models.unit import UnitQuerySet
from .permissions import report_to_read


def cycles_to_organise(user: User) -> QuerySet[Cycle]:
    """The cycles of the units that the person organises, and of the units above, whose cycles include them."""
    return Cycle.objects.filter(
        Q(unit__in=Unit.objects.of_organiser(user)) | Q(unit__in=Unit.objects.above_organiser(user))
    ).select_related("unit")


_organised = PreparedQuery(lambda person: cycles_to_organise(person_of(person)))


def organised_cycles(user: User) -> list[Cycle]:
    """The rows of `cycles_to_organise`."""
    return _organised(user.pk)


class OrganisedCycle:
    """A round as one of its organisers sees it: what is of their units, and nothing beside or above."""

    def __init__(self, user: User, cycle: Cycle) -> None:
        self.user, self.cycle = user, cycle

    @property
    def units(self) -> UnitQuerySet:
        return Unit.objects.of_organiser(self.user)

    @property
    def participants(self) -> ParticipantQuerySet:
        """Begun or not."""
        return Participant.objects.filter(cycle=self.cycle).organised_by(self.user)

    @property
    def reports(self) -> ReportQuerySet:
        """In any state, without the organiser's own. For their states, not their words."""
        return Report.objects.filter(cycle=self.cycle).in_units_of(self.user)

    @property
    def reviews(self) -> ReviewQuerySet:
        """Of those reports."""
        return Review.objects.filter(report__in=self.reports.values("pk"))

    @cached_property
    def before(self) -> "OrganisedCycle | None":
        """The same unit's round of the year before; of two the later one."""
        rounds = Cycle.objects.filter(unit=self.cycle.unit_id, year=self.cycle.year - 1).select_related("unit")
        cycle = rounds.order_by("name", "pk").last()
        return OrganisedCycle(self.user, cycle) if cycle else None


def cycle_to_organise(user: User, pk: int) -> OrganisedCycle:
    return OrganisedCycle(user, get_object_or_404(cycles_to_organise(user), pk=pk))


def unit_to_organise(user: User, pk: int) -> Unit:
    """One of the person's units, or below them."""
    return get_object_or_404(Unit.objects.of_organiser(user), pk=pk)


def report_to_organise(user: User, pk: int) -> Report:
    """For organisers of its unit, in any state. Its title may be shown only once it is submitted."""
    organised = Report.objects.in_units_of(user)
    report = organised.select_related("cycle", "author", "unit", "stage").filter(pk=pk).first()
    if report is not None:
        return report
    report_to_read(user, pk)  # a stranger gets 404
    raise PermissionDenied(_("Only who organises the round may do this."))
