"""What it leaves behind that somebody looks at a report's words."""

from django.http import Http404
from django.utils import timezone

from ..access import Standing
from ..actions.errors import Refused
from ..actions.reading import note_reading
from ..actions.review import open_review
from ..models import Report
from ..text.content import ReportContent
from .signing_in import SignedInRequest


def note_look(request: SignedInRequest, report: Report, standing: Standing) -> None:
    """From a reviewer's first look on the report cannot be withdrawn."""
    if standing.is_reviewer:
        try:
            open_review(report=report, by=request.user, at=timezone.now())
        except Refused as refused:  # withdrawn in this moment
            raise Http404 from refused


def content_read(request: SignedInRequest, report: Report, standing: Standing) -> ReportContent:
    """The words that the person is about to read; where these are a frozen version's it is noted that they were."""
    if standing.revision:
        note_reading(revisions=[standing.revision], by=request.user, at=timezone.now())
    return standing.content
