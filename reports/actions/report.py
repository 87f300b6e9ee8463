"""Naming, submitting and withdrawing a report."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ..models import Comment, Event, Report, Revision, User
from ..models.content import content_today
from ..prose.content import ReportContent
from .errors import Refused, Unreviewed
from .event import log, log_sitting
from .notification import ask_next, ask_organisers
from .reviewer import assign_by_rules
from .transitions import Party, move

LOCKED = _("This report is locked. Nothing was changed.")


@transaction.atomic
def rename_report(*, report: Report, title: str, salutation: str, by: User, at: datetime) -> None:
    """The words above the first section. Raises Refused for a report that is locked."""
    if not Report.objects.open_for_writing().filter(pk=report.pk).update(title=title, salutation=salutation):
        raise Refused(str(LOCKED))
    log(verb=Event.Verb.RENAMED, actor=by, at=at, report=report)


def lock_open_report(report: Report) -> None:
    """Its row stays locked, so that a submission waits for what is being changed. Raises Refused where it is locked."""
    if Report.objects.open_for_writing().select_for_update().filter(pk=report.pk).first() is None:
        raise Refused(str(LOCKED))


def submit_report(*, report: Report, by: User, at: datetime) -> Revision:
    """Freezes the content as a Revision, locks the text and finds its reviewers. Raises Refused as the table says.

    Where nobody can review it the organisers are asked, although nothing else is kept of the attempt.
    """
    try:
        return _submit(report, by=by, at=at)
    except Unreviewed:
        _ask_organisers(report, by=by, at=at)
        raise


@transaction.atomic
def _ask_organisers(report: Report, *, by: User, at: datetime) -> None:
    """One at a time: of two clicks the second finds that they have been asked."""
    ask_organisers(Report.objects.select_for_update().get(pk=report.pk), by=by, at=at)


@transaction.atomic
def _submit(report: Report, *, by: User, at: datetime) -> Revision:
    report, _verb = move(report, Event.Verb.SUBMITTED, by=by, party=Party.AUTHOR, at=at, sets={"submitted_at": at})
    assign_by_rules([report])
    revision = add_revision(report, content_today(report), Revision.Milestone.SUBMITTED, by=by, at=at)
    Comment.objects.filter(section__report=report, made_on=None).update(made_on=revision)
    ask_next(report, by=by, at=at)
    return revision


@transaction.atomic
def withdraw_report(*, report: Report, by: User, at: datetime) -> None:
    """Back to the author, until somebody has opened it for review; after that raises Refused."""
    report, _verb = move(report, Event.Verb.WITHDREW, by=by, party=Party.AUTHOR, at=at)
    unread = report.revisions.order_by("number").last()
    Comment.objects.filter(section__report=report, made_on=unread).update(made_on=None)


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
