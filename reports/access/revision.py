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
    """Newest first. Writers get all; others get none that was withdrawn before anybody opened it."""
    listed = report.revisions.all() if permissions.may_write else report.revisions.for_readers()
    return listed.for_lists()


def publications_to_read(report: Report) -> PublicationQuerySet:
    """Newest first. An earlier publication stays readable beside its correction."""
    return report.publications.for_lists()


def publication_to_read(user: User, report_pk: int, number: int) -> Publication:
    report, _permissions = report_to_read(user, report_pk)
    publication = get_object_or_404(publications_to_read(report), number=number)
    publication.report = report
    return publication


def last_year_to_read(user: User, report: Report) -> tuple[Report, ReportPermissions] | None:
    """The author's report of the year before, where the person may read that report itself."""
    before = report.last_years()
    try:
        return report_to_read(user, before.pk) if before else None
    except Http404:
        return None
