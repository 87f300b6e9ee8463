"""What reviewers do with a submitted report."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Event, Report, Review, Revision, Section, User
from ..models.last_year import with_last_year
from ..models.progress import progress_of
from ..models.report import ReportState
from .errors import Refused
from .log import log
from .report import add_revision

UNDER_REVIEW = [ReportState.SUBMITTED, ReportState.IN_REVIEW]


@transaction.atomic
def open_review(*, report: Report, by: User, at: datetime) -> None:
    """Notes the reviewer's first look; from then on the author cannot withdraw."""
    if Review.objects.filter(report=report, reviewer=by, opened_at=None).update(opened_at=at):
        log(verb=Event.Verb.OPENED, actor=by, at=at, report=report)
    if Report.objects.filter(pk=report.pk, state=ReportState.SUBMITTED).update(state=ReportState.IN_REVIEW):
        report.state = ReportState.IN_REVIEW


@transaction.atomic
def return_report(*, report: Report, reasons: Mapping[int, str], by: User, at: datetime) -> None:
    """Back to the author: just the sections named in `reasons` (primary key → why) unlock."""
    report = _decided(report, ReportState.RETURNED)
    sections = list(report.sections.all())
    for section in sections:
        section.return_reason = reasons.get(section.pk, "").strip()
    if not any(section.return_reason for section in sections):
        raise Refused(_("Say for at least one section why it is returned."))
    Section.objects.bulk_update(sections, ["return_reason"])
    content = with_last_year(progress_of(report).content, report)
    add_revision(report, content, Revision.Milestone.RETURNED, by=by, at=at)
    log(verb=Event.Verb.RETURNED, actor=by, at=at, report=report)


@transaction.atomic
def approve_report(*, report: Report, by: User, at: datetime) -> Revision:
    """Freezes the approved text as a Revision, of which the final PDF is made."""
    report = _decided(report, ReportState.APPROVED)
    log(verb=Event.Verb.APPROVED, actor=by, at=at, report=report)
    content = with_last_year(progress_of(report).content, report)
    return add_revision(report, content, Revision.Milestone.APPROVED, by=by, at=at)


def _decided(report: Report, state: ReportState) -> Report:
    """The report, its row locked, moved to `state`. Raises Refused where there is nothing to decide."""
    locked = Report.objects.select_for_update(of=("self",)).select_related("cycle", "author", "unit").get(pk=report.pk)
    if locked.state not in UNDER_REVIEW:
        raise Refused(_("This report is not waiting for a decision any more."))
    locked.state = state
    locked.save(update_fields=["state"])
    return locked
