"""What the archive is given of a published report, and by whom."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from ..models import Comment, Event, Report, User
from ..models.event import Verb
from ..pages.archive_package import ArchivedRecords
from .permissions import ReportPermissions, report_to_read
from .review import every_opinion_on, return_reasons_to_read
from .revision import publications_to_read

# What every reader is told by the pages of the report. Who read, downloaded or commented is the auditors' alone.
_ACTS = [Verb.SUBMITTED, Verb.OPENED, Verb.RETURNED, Verb.AGREED, Verb.APPROVED, Verb.PUBLISHED, Verb.CORRECTED]


def may_archive(report: Report, permissions: ReportPermissions) -> bool:
    return report.is_published and (permissions.is_author or permissions.organises)


def report_to_archive(user: User, pk: int) -> Report:
    """For the author and the organisers, once it is published."""
    report, permissions = report_to_read(user, pk)
    if not (permissions.is_author or permissions.organises):
        raise PermissionDenied(_("Only the author and the organisers may download the archive package."))
    if not may_archive(report, permissions):
        raise Http404
    return report


def records_to_archive(report: Report) -> ArchivedRecords:
    """The same for everybody, so nothing that only one of author and organisers may read: no grades, no notes among
    reviewers, no version that was withdrawn unread.
    """
    opinions = list(every_opinion_on(report))
    for opinion in opinions:
        opinion.grade = ""
    revisions = list(report.revisions.for_readers().select_related("created_by").order_by("number"))
    submitted = {revision.created_at for revision in revisions}
    events = Event.objects.filter(report=report, verb__in=_ACTS).select_related("actor").order_by("at", "pk")
    return ArchivedRecords(
        publications=list(publications_to_read(report).reverse()),
        revisions=revisions,
        comments=Comment.objects.filter(section__report=report).for_readers().for_writers(),
        reasons=return_reasons_to_read(report),
        opinions=opinions,
        events=[event for event in events if event.verb != Verb.SUBMITTED or event.at in submitted],
    )
