"""For organisers: the rounds of their units, and the reports in them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ..models import Cycle, Participant, Report, Review, Unit, User
from ..models.branch import sum_by_branch
from ..models.participant import ParticipantQuerySet
from ..models.report import ReportQuerySet
from ..models.review import ReviewQuerySet, ReviewTurn
from ..models.statement import PreparedQuery, person_of
from ..models.tally_count import TallyKey, count_by_unit
from ..models.tally_numbers import TallyNumbers, together
from ..models.tally_upkeep import refresh_tallies, tallied, tallied_progress
from ..models.unit import KeyAmong, UnitQuerySet, organised_by
from .permissions import report_to_read

_FEW = 200  # units that are looked at one by one
Rows = TypeVar("Rows", ParticipantQuerySet, ReportQuerySet)


def cycles_to_organise(user: User) -> QuerySet[Cycle]:
    """The cycles of the units that the person organises, and of the units above, whose cycles include them."""
    above = Q(unit__in=Unit.objects.above_organiser(user))
    return Cycle.objects.filter(Q(organised_by(user, "unit")) | above).select_related("unit")


_organised = PreparedQuery(lambda person: cycles_to_organise(person_of(person)))


def organised_cycles(user: User) -> list[Cycle]:
    """The rows of `cycles_to_organise`."""
    return _organised(user.pk)


class OrganisedCycle:
    """A round as one of its organisers sees it: what is of their units, and nothing beside or above."""

    def __init__(self, user: User, cycle: Cycle) -> None:
        self.user, self.cycle = user, cycle

    @property
    def few_units(self) -> UnitQuerySet:
        """The same, where a filter leaves few of them."""
        return Unit.objects.reached_by(self.user)

    @property
    def units(self) -> UnitQuerySet:
        return Unit.objects.of_organiser(self.user)

    @cached_property
    def tops(self) -> list[Unit]:
        """The topmost of their units in the round: all of theirs are these and those below."""
        return Unit.objects.topmost_of(self.user, within=self.cycle.unit_id)

    @property
    def participants(self) -> ParticipantQuerySet:
        """Begun or not."""
        return Participant.objects.filter(cycle=self.cycle).organised_by(self.user)

    @property
    def reports(self) -> ReportQuerySet:
        """In any state, without the organiser's own. For their states, not their words."""
        return Report.objects.filter(cycle=self.cycle).in_units_of(self.user)

    @property
    def listed_participants(self) -> ParticipantQuerySet:
        """The same as `participants`, for a page of a list."""
        return self._in_own_units(Participant.objects.filter(cycle=self.cycle))

    @property
    def listed_reports(self) -> ReportQuerySet:
        """The same as `reports`, for a page of a list."""
        return self._in_own_units(Report.objects.filter(cycle=self.cycle)).exclude(author=self.user)

    def _in_own_units(self, of_cycle: Rows) -> Rows:
        """Of who organises the whole round, these are all but those in units that were moved elsewhere: so the rows can
        be read in their order, and no further than the page goes. Others have a part, which is sought by its units.
        """
        if [top.pk for top in self.tops] != [self.cycle.unit_id]:
            return of_cycle.filter(KeyAmong(F("unit"), Unit.objects.keys_of_organiser(self.user)))
        keys = self._elsewhere(of_cycle)
        return of_cycle.exclude(unit__in=keys) if keys else of_cycle

    def _elsewhere(self, of_cycle: QuerySet) -> list[int]:
        """The units of these rows that are not the organiser's. Few units are outside of a round for the whole site:
        they are looked at one by one. Where many are, the tree is walked.
        """
        outside = Unit.objects.order_by().outside(self.cycle.unit_id, most=_FEW + 1)
        if len(found := [*outside.values_list("pk", Exists(of_cycle.filter(unit=OuterRef("pk"))))]) <= _FEW:
            occupied = [pk for pk, has_rows in found if has_rows]
            is_theirs = Unit.objects.reached_by(self.user).filter(pk__in=occupied) if occupied else Unit.objects.none()
            return [*{*occupied} - {*is_theirs.values_list("pk", flat=True)}]
        own = Unit.objects.keys_of_organiser(self.user)
        elsewhere = Unit.objects.order_by().exclude(pk__in=own).filter(Exists(of_cycle.filter(unit=OuterRef("pk"))))
        return [*elsewhere.values_list("pk", flat=True)]

    @property
    def reviews(self) -> ReviewQuerySet:
        """Of those reports."""
        return Review.objects.filter(report__in=self.reports.values("pk"))

    @cached_property
    def numbers(self) -> TallyNumbers:
        """Of those participants, reports and reviews: all that is counted of the round."""
        if not self._is_tallied:
            return TallyNumbers(together(count_by_unit(self.participants, self.reports, self.reviews)))
        return TallyNumbers(tallied(self.cycle, self.tops) - self._of_own_reports)

    @cached_property
    def submitted(self) -> dict[date, int]:
        """How many reports came in on each day."""
        if self._is_tallied:
            return self.numbers.submitted
        reports = count_by_unit(self.participants.none(), self.reports, self.reviews.none())
        return TallyNumbers(together(reports)).submitted

    def oldest(self, turn: ReviewTurn, reviewers: Sequence[int]) -> dict[int, datetime]:
        """When the report was submitted that has waited longest for each of the reviewers, who are all active, or have
        all left.
        """
        if not reviewers:
            return {}
        reports = self._in_own_units(Report.objects.filter(cycle=self.cycle))
        reviews = Review.objects.filter(report__in=reports.values("pk"), reviewer__in=reviewers)
        rows = {ReviewTurn.WAITING: reviews.in_turn, ReviewTurn.VACANT: reviews.unfinished}[turn]()
        groups = rows.exclude(report__author=self.user).order_by().values_list("reviewer")
        return dict(groups.annotate(oldest=Min("report__submitted_at")).exclude(oldest=None))

    @cached_property
    def _is_tallied(self) -> bool:
        return refresh_tallies(self.cycle)

    @property
    def _of_own_reports(self) -> Counter[TallyKey]:
        """What the tallies hold of the organiser's own reports, which others run the round for."""
        own = Report.objects.filter(cycle=self.cycle, author=self.user, unit__in=self.units)
        if not (keys := [*own.values_list("pk", flat=True)]):
            return Counter()
        reports, reviews = Report.objects.filter(pk__in=keys), Review.objects.filter(report__in=keys)
        return together(count_by_unit(Participant.objects.none(), reports, reviews))

    def progress_below(self, level: UnitQuerySet) -> dict[int, Counter[str]]:
        """For each of those of their units, with all below it: how many are how far."""
        if not self._is_tallied:
            return sum_by_branch(self.participants.with_progress(), "progress", tops=level)
        return tallied_progress(self.cycle, level)

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
    return get_object_or_404(Unit.objects.reached_by(user), pk=pk)


def report_to_organise(user: User, pk: int) -> Report:
    """For organisers of its unit, in any state. Its title may be shown only once it is submitted."""
    organised = Report.objects.in_units_of(user)
    report = organised.select_related("cycle", "author", "unit", "stage").filter(pk=pk).first()
    if report is not None:
        return report
    report_to_read(user, pk)  # a stranger gets 404
    raise PermissionDenied(_("Only who organises the round may do this."))
