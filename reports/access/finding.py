"""Who reads what the checks say of somebody else's words."""

from collections.abc import Sequence

from ..models import Report, Section
from ..models.section_progress import AskedWords
from ..pages.finding import open_findings
from .permissions import ReportPermissions


def findings_to_read(
    report: Report, permissions: ReportPermissions, sections: Sequence[Section]
) -> list[tuple[int, AskedWords]]:
    """For reviewers and organisers, of the version that they read; the author has the check page."""
    if permissions.may_write or permissions.revision is None:
        return []
    if not (permissions.is_reviewer or permissions.organises):
        return []
    return open_findings(report, sections, permissions.revision)
