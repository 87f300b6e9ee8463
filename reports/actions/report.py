"""Naming, submitting and withdrawing a report."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Comment, Event, Report, Revision, User
from ..models.last_year import with_last_year
from ..models.progress import progress_of
from ..models.report import ReportState
from ..text.content import ReportContent
from .errors import Refused
from .log import log, log_sitting
from .notify import ask_reviewers


@transaction.atomic
def rename_report(*, report: Report, title: str, salutation: str, by: User, at: datetime) -> None:
    """The words above the first section. Raises Refused for a report that is locked."""
    if not Report.objects.open_for_writing().filter(pk=report.pk).update(title=title, salutation=salutation):
        raise Refused(_("This report is locked. Nothing was changed."))
    log(verb=Event.Verb.RENAMED, actor=by, at=at, report=report)


@transaction.atomic
def submit_report(*, report: Report, by: User, at: datetime) -> Revision:
    """Freezes the content as a Revision and locks the text. Raises Refused while findings stand."""
    report = Report.objects.select_for_update(of=("self",)).select_related("cycle", "author", "unit").get(pk=report.pk)
    if not report.is_open:
        raise Refused(_("This report has been submitted already."))
    report.state, report.submitted_at = ReportState.SUBMITTED, at
    progress = progress_of(report)
    if not progress.is_ready:
        raise Refused(_("The report is not complete yet. The check page lists what is missing."))
    report.save(update_fields=["state", "submitted_at"])
    log(verb=Event.Verb.SUBMITTED, actor=by, at=at, report=report)
    content = with_last_year(progress.content, report)
    revision = add_revision(report, content, Revision.Milestone.SUBMITTED, by=by, at=at)
    Comment.objects.filter(section__report=report, made_on=None).update(made_on=revision)
    ask_reviewers(report=report, by=by, at=at)
    return revision


@transaction.atomic
def withdraw_report(*, report: Report, by: User, at: datetime) -> None:
    """Back to the author, until somebody has opened it for review; after that raises Refused."""
    was_returned = report.sections.exclude(return_reason="").exists()
    state = ReportState.RETURNED if was_returned else ReportState.DRAFT
    if not Report.objects.filter(pk=report.pk, state=ReportState.SUBMITTED).update(state=state):
        raise Refused(_("It cannot be withdrawn any more: a reviewer has opened it. Ask the reviewer to return it."))
    unread = report.revisions.order_by("number").last()
    Comment.objects.filter(section__report=report, made_on=unread).update(made_on=None)
    log(verb=Event.Verb.WITHDREW, actor=by, at=at, report=report)


def note_export(*, report: Report, kind: str, by: User, at: datetime) -> None:
    """Logs that the words left the site as a file; once a sitting for each kind of file."""
    log_sitting(verb=Event.Verb.EXPORTED, actor=by, at=at, report=report, detail=kind)


def add_revision(report: Report, content: ReportContent, milestone: str, *, by: User, at: datetime) -> Revision:
    """The next numbered snapshot of a report whose row is locked."""
    return Revision.objects.create(
        report=report,
        number=report.revisions.count() + 1,
        milestone=milestone,
        data=content.to_dict(),
        sha256=content.sha256(),
        created_at=at,
        created_by=by,
    )
