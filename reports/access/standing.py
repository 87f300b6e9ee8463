"""What a person may do with one report, and the one query that says so."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404

from ..models import Report, Revision, User
from ..models.progress import content_for
from ..models.report import SUBMITTED_STATES


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person may do with one report.

    `may_decide`: it is their turn. `organises` is not asked about those who write: nobody runs a round for themselves.
    """

    person: User
    may_write: bool
    may_submit: bool
    is_reviewer: bool
    may_decide: bool
    organises: bool

    @property
    def may_comment(self) -> bool:
        return self.may_write or self.is_reviewer

    @property
    def reads_reviewers_notes(self) -> bool:
        """What reviewers tell one another is not for the author's side, nor for those who organise."""
        return self.is_reviewer and not self.may_write


def report_to_read(user: User, pk: int) -> tuple[Report, Standing]:
    """For the author, assistants, assigned reviewers and organisers of the unit (these two once submitted)."""
    reports = Report.objects.read_by(user).with_standing(user).select_related("cycle", "author", "unit")
    report = get_object_or_404(reports, pk=pk)
    is_author = report.author_id == user.pk
    may_write = is_author or report.may_submit_for_author is not None
    is_reviewer = report.is_reviewer and report.state in SUBMITTED_STATES
    standing = Standing(
        person=user,
        may_write=may_write,
        may_submit=is_author or bool(report.may_submit_for_author),
        is_reviewer=is_reviewer,
        may_decide=is_reviewer and report.may_decide,
        organises=not may_write and report.organises,
    )
    if not standing.may_write:
        try:
            report.title = content_for(report, writes=False).title  # its author may be changing it just now
        except Revision.DoesNotExist as withdrawn:  # in this moment
            raise Http404 from withdrawn
    return report, standing
