"""For authors and assistants: the report, its sections, figures and attachments, and its submission."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from ..models import Attachment, Figure, Report, User
from ..models.progress import ReportProgress, progress_of
from ..models.section_progress import SectionProgress
from ..models.statement import PreparedQuery, person_of
from .permissions import report_to_read


def report_to_write(user: User, pk: int) -> Report:
    """For the author and the assistants. The report itself knows whether its text is locked."""
    report, permissions = report_to_read(user, pk)
    if not permissions.may_write:
        raise PermissionDenied(_("You may read this report but not change it."))
    return report


def report_to_submit(user: User, pk: int) -> Report:
    """For the author, and for assistants whom the author allowed to submit."""
    report, permissions = report_to_read(user, pk)
    if not permissions.may_submit:
        raise PermissionDenied(
            _("Only the author, or an assistant the author allows to, may submit or withdraw this report.")
        )
    return report


def reports_to_write(user: User) -> list[Report]:
    """The person's own reports and those they assist with, newest year first."""
    return _to_write(user.pk)


def _written_by(person: int) -> QuerySet[Report]:
    return Report.objects.written_by(person_of(person)).for_lists()


_to_write = PreparedQuery(_written_by)


def section_to_write(user: User, report_pk: int, pk: int) -> tuple[ReportProgress, SectionProgress]:
    """The section, and the report in which it stands."""
    progress = progress_of(report_to_write(user, report_pk))
    for current in progress.sections:
        if current.section.pk == pk:
            return progress, current
    raise Http404


def figure_to_write(user: User, report_pk: int, pk: int) -> Figure:
    report = report_to_write(user, report_pk)
    figure = get_object_or_404(report.figures, pk=pk)
    figure.report = report
    return figure


def attachment_to_write(user: User, report_pk: int, pk: int) -> Attachment:
    """The report itself knows whether it is locked."""
    report = report_to_write(user, report_pk)
    attachment = get_object_or_404(report.attachments, pk=pk)
    attachment.report = report
    return attachment
