"""Who reads why words stay that a check asks about."""

from ..models import Report
from ..models.progress import waived_in
from ..models.waiver import WaivedWords
from .permissions import ReportPermissions


def waived_to_read(report: Report, permissions: ReportPermissions) -> list[WaivedWords]:
    """For the writers of the text as it stands, for its reviewers of the version that they read; nobody else."""
    if not (permissions.may_write or permissions.is_reviewer):
        return []
    revision = permissions.revision
    return waived_in(report) if revision is None else [WaivedWords.from_dict(data) for data in revision.waived]
