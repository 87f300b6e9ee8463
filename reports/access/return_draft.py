"""Drafts of returns, each for who wrote it alone."""

from django.shortcuts import get_object_or_404

from ..models import Report, ReturnDraft, Section, User
from .permissions import ReportPermissions
from .review import report_to_decide


def section_to_return(user: User, report_pk: int, pk: int) -> tuple[Section, ReportPermissions]:
    """For the reviewers of the report."""
    report, permissions = report_to_decide(user, report_pk)
    section = get_object_or_404(report.sections.select_related("outline_section"), pk=pk)
    section.report = report
    return section, permissions


def return_drafts_of(user: User, report: Report) -> dict[int, ReturnDraft]:
    """The person's own, by the section's primary key."""
    drafts = ReturnDraft.objects.filter(section__report=report, by=user)
    return {draft.section_id: draft for draft in drafts}
