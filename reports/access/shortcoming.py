"""The problems that a report lists: for its writers, and for its readers once it is submitted, as its sections."""

from django.shortcuts import get_object_or_404

from ..models import Report, Shortcoming, User
from .ledger import ledger_owner
from .permissions import ReportPermissions
from .report import report_to_write


def shortcomings_to_read(report: Report, permissions: ReportPermissions) -> list[Shortcoming]:
    """Nothing for readers while it is written; `report` comes from `report_to_read`."""
    if report.is_open and not permissions.may_write:
        return []
    return list(report.shortcomings.listed())


def shortcoming_to_write(user: User, report_pk: int, pk: int) -> Shortcoming:
    """The report itself knows whether it is locked."""
    report = report_to_write(user, report_pk)
    shortcoming = get_object_or_404(report.shortcomings.listed(), pk=pk)
    shortcoming.report = report
    return shortcoming


def report_to_enter(user: User, pk: int) -> Report:
    """One whose problems may become rows of its author's ledger: who writes both."""
    report = report_to_write(user, pk)
    ledger_owner(user, f"person-{report.author_id}")
    return report
