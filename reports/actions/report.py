"""Naming, submitting and withdrawing a report."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ..models import Comment, Event, Report, Revision, User
from ..models.content import content_today
from ..models.figure_basis import bases_of, unexplained_bases
from ..models.fingerprint import keep_fingerprints
from ..models.kept_finding import keep_asked
from ..models.progress import waived_in
from ..models.revision_text import keep_text
from ..prose.content import ReportContent
from .conditions import Party
from .errors import Refused, Unreviewed
from .event import log
from .notification import ask_next, ask_organisers
from .reviewer import assign_by_rules
from .transitions import move

LOCKED = _("This report is locked. Nothing was changed.")


@transaction.atomic
def rename_report(*, report: Report, title: str, salutation: str, by: User, at: datetime) -> None:
    """Changes the words above the first section. Raises Refused for a locked report."""
    if not Report.objects.open_for_writing().filter(pk=report.pk).update(title=title, salutation=salutation):
        raise Refused(str(LOCKED))
    log(verb=Event.Verb.RENAMED, actor=by, at=at, report=report)


def lock_open_report(report: Report) -> None:
    """Locks the row of the report, so that a submission waits for the change. Raises Refused for a locked report."""
    if Report.objects.open_for_writing().select_for_update().filter(pk=report.pk).first() is None:
        raise Refused(str(LOCKED))


def submit_report(*, report: Report, by: User, at: datetime) -> Revision:
    """Freezes the content as a Revision, locks the text and assigns reviewers. Raises Refused as the table of
    transitions says.

    Where nobody can review the report, the organisers are told, and nothing else of the attempt is kept.
    """
    try:
        return _submit(report, by=by, at=at)
    except Unreviewed:
        _ask_organisers(report, by=by, at=at)
        raise


@transaction.atomic
def _ask_organisers(report: Report, *, by: User, at: datetime) -> None:
    """The lock makes a second click see that they have been asked."""
    ask_organisers(Report.objects.select_for_update().get(pk=report.pk), by=by, at=at)


@transaction.atomic
def _submit(report: Report, *, by: User, at: datetime) -> Revision:
    report, _verb = move(report, Event.Verb.SUBMITTED, by=by, party=Party.AUTHOR, at=at, sets={"submitted_at": at})
    _refuse_unexplained(report)
    Report.objects.filter(pk=report.pk, first_submitted_at=None).update(first_submitted_at=at)
    assign_by_rules([report])
    revision = add_revision(report, content_today(report), Revision.Milestone.SUBMITTED, by=by, at=at)
    Comment.objects.filter(section__report=report, made_on=None).update(made_on=revision)
    ask_next(report, by=by, at=at)
    return revision


def _refuse_unexplained(report: Report) -> None:
    """Raises Refused where a figure has another value than what it is taken from, and no reason why."""
    if labels := [basis.figure.label for basis in unexplained_bases(report)]:
        said = _("These figures have another value than their source: %(labels)s. Take it, or say why it is kept.")
        raise Refused(said % {"labels": "、".join(labels)})


@transaction.atomic
def withdraw_report(*, report: Report, by: User, at: datetime) -> None:
    """Back to the author, until somebody has opened it for review; after that raises Refused.

    A first submission that is withdrawn was none: it does not make the report be in time.
    """
    report, _verb = move(report, Event.Verb.WITHDREW, by=by, party=Party.AUTHOR, at=at)
    Report.objects.filter(pk=report.pk, state=Report.State.DRAFT).update(first_submitted_at=None)
    unread = report.revisions.order_by("number").last()
    Comment.objects.filter(section__report=report, made_on=unread).update(made_on=None)


def add_revision(report: Report, content: ReportContent, milestone: str, *, by: User, at: datetime) -> Revision:
    """The row of the report must be locked."""
    revision = Revision.objects.create(
        report=report,
        number=report.revisions.count() + 1,
        milestone=milestone,
        data=content.to_dict(),
        sha256=content.sha256(),
        bases=bases_of(report),
        waived=[one.to_dict() for one in waived_in(report)],
        asked=keep_asked(report, content) if milestone == Revision.Milestone.SUBMITTED else None,
        created_at=at,
        created_by=by,
    )
    keep_text(revision)
    keep_fingerprints(revision)
    return revision
