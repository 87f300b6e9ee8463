"""What a person may do with one report. Each question is asked of the database once, and only where it is asked."""

from functools import cached_property

from django.db.models import QuerySet
from django.http import Http404

from ..models import Assistance, Report, Review, Revision, Unit, User
from ..models.content import content_today, frozen_for
from ..models.statement import PreparedQuery, PreparedStatement, person_of
from ..prose.content import ReportContent


def _assistance_of(
    report: int, cycle: int, unit: int, participant: int, author: int, person: int
) -> QuerySet[Assistance]:
    there = Report(pk=report, cycle_id=cycle, unit_id=unit, participant_id=participant, author_id=author)
    return Assistance.objects.of_report(there).filter(assistant=person)


def _review_of(report: int, person: int) -> QuerySet:
    return Review.objects.filter(report=report, reviewer=person).values_list("pk")


def _turn_of(report: int, person: int) -> QuerySet:
    return Review.objects.waiting().filter(report=report, reviewer=person).values_list("pk")


def _organised_unit(unit: int, person: int) -> QuerySet:
    return Unit.objects.reached_by(person_of(person)).filter(pk=unit).values_list("pk")


def _report_of(pk: int) -> QuerySet[Report]:
    return Report.objects.filter(pk=pk).select_related("cycle", "author", "unit", "participant")


_report, _assistance = PreparedQuery(_report_of), PreparedQuery(_assistance_of)
_review, _turn, _organised = map(PreparedStatement, (_review_of, _turn_of, _organised_unit))


class ReportPermissions:
    """What `person` may do with `report`, and which words of it they read."""

    def __init__(self, person: User, report: Report) -> None:
        self.person = person
        self.report = report

    @property
    def is_author(self) -> bool:
        return self.report.author_id == self.person.pk

    @cached_property
    def assistance(self) -> Assistance | None:
        """None where the person has a duty in the report: a duty ends the assisting."""
        report = self.report
        place = (report.pk, report.cycle_id, report.unit_id, report.participant_id)
        return _assistance.first(*place, report.author_id, self.person.pk)

    @property
    def may_write(self) -> bool:
        return self.is_author or self.assistance is not None

    @property
    def may_submit(self) -> bool:
        return self.is_author or (self.assistance is not None and self.assistance.may_submit)

    @cached_property
    def is_reviewer(self) -> bool:
        """Only of a submitted report, and never of one's own."""
        return self._may_know and bool(_review.rows(self.report.pk, self.person.pk))

    @cached_property
    def may_decide(self) -> bool:
        """Whether it is the reviewer's turn."""
        return self.is_reviewer and bool(_turn.rows(self.report.pk, self.person.pk))

    @cached_property
    def organises(self) -> bool:
        """Only of a submitted report, and never of one's own."""
        return self._may_know and bool(_organised.rows(self.report.unit_id, self.person.pk))

    @property
    def _may_know(self) -> bool:
        """What all but the writers need."""
        return self.report.is_submitted and not self.is_author

    @property
    def may_read(self) -> bool:
        """The same rule as `Report.objects.read_by`, for one report."""
        return self.may_write or self.is_reviewer or self.organises

    @property
    def may_comment(self) -> bool:
        return self.may_write or self.is_reviewer

    @property
    def reads_reviewers_notes(self) -> bool:
        """Notes among reviewers are hidden from the writers and from organisers."""
        return self.is_reviewer

    @cached_property
    def revision(self) -> Revision | None:
        """The version that the person reads. None where they read the words as they stand; see `frozen_for`."""
        return frozen_for(self.report, writes=self.may_write)

    @cached_property
    def content(self) -> ReportContent:
        return self.revision.content if self.revision else content_today(self.report)


def report_to_read(user: User, pk: int) -> tuple[Report, ReportPermissions]:
    """For the author, assistants, assigned reviewers and organisers of the unit (the last two once it is submitted)."""
    report = _report.first(pk)
    if report is None:
        raise Http404
    permissions = ReportPermissions(user, report)
    if not permissions.may_read:
        raise Http404
    if not permissions.may_write:
        try:
            report.title = permissions.content.title  # its author may be changing it just now
        except Revision.DoesNotExist as withdrawn:  # in this moment
            raise Http404 from withdrawn
    return report, permissions
