"""What goes with a report that the person reads: its versions, and the report of the year before."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from ..models import Publication, Report, Revision, User
from ..models.publication import PublicationQuerySet
from ..models.revision import RevisionQuerySet
from .permissions import ReportPermissions, report_to_read


def revision_to_read(user: User, report_pk: int, number: int) -> tuple[Revision, ReportPermissions]:
    report, permissions = report_to_read(user, report_pk)
    revision = get_object_or_404(revisions_to_read(report, permissions), number=number)
    revision.report = report
    return revision, permissions


def revisions_to_read(report: Report, permissions: ReportPermissions) -> RevisionQuerySet:
    """All for its writers, newest first; for others none that was withdrawn unread."""
    listed = report.revisions.all() if permissions.may_write else report.revisions.for_readers()
    return listed.for_lists()


def publications_to_read(report: Report) -> PublicationQuerySet:
    """All of a report that the person reads, the newest first; an earlier one stays readable beside its correction."""
    return report.publications.for_lists()


def publication_to_read(user: User, report_pk: int, number: int) -> Publication:
    report, _permissions = report_to_read(user, report_pk)
    publication = get_object_or_404(publications_to_read(report), number=number)
    publication.report = report
    return publication


def last_year_to_read(user: User, report: Report) -> tuple[Report, ReportPermissions] | None:
    """The author's report of the year before, for those who may read that one for itself."""
    before = report.last_years()
    try:
        return report_to_read(user, before.pk) if before else None
    except Http404:
        return None
