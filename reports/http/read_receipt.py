"""What it leaves behind that somebody looks at a report's words, and what a reviewer does before the first look."""

from collections.abc import Iterable
from functools import wraps

from django.http import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils import timezone

from .. import access
from ..access import ReportPermissions
from ..actions.read_receipt import log_reading, record_read_receipts
from ..models import Report, Revision
from ..prose.content import ReportContent
from .queue import with_queue
from .sign_in import SignedInRequest, View


class NotOpened(Exception):
    """Raised before a reviewer is shown words that the author may still withdraw."""

    def __init__(self, report: Report) -> None:
        super().__init__(report.pk)
        self.report = report


def opened_first(view: View) -> View:
    """Leads a reviewer who has not opened the report to the page that opens it. POST requests go through."""

    @wraps(view)
    def guarded(request: SignedInRequest, *args, **kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotOpened as waiting:
            return redirect(with_queue(request, resolve_url("open", waiting.report.pk)))

    return guarded


def require_opened(request: SignedInRequest, report: Report, permissions: ReportPermissions) -> None:
    """To be called before a page shows words, in a view decorated with `opened_first`."""
    lead_to_opening(request, report, permissions)
    note_reading(request, report)


def note_reading(request: SignedInRequest, report: Report) -> None:
    """Logs it however the page is fetched: a script that asks for it has the words too."""
    if request.method == "GET":
        log_reading(report=report, by=request.user, at=timezone.now())


def lead_to_opening(request: SignedInRequest, report: Report, permissions: ReportPermissions) -> None:
    """As `require_opened`, where the reading is logged elsewhere."""
    if request.method != "POST" and permissions.is_reviewer and access.is_unopened(request.user, report):
        raise NotOpened(report)


def is_reading(request: SignedInRequest) -> bool:
    """Whether a person opens the page. HEAD requests and scripts (W3C Fetch Metadata) do not count."""
    return request.method == "GET" and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def record_read(request: SignedInRequest, revisions: Iterable[Revision]) -> None:
    if is_reading(request):
        record_read_receipts(revisions=revisions, by=request.user, at=timezone.now())


def open_content(request: SignedInRequest, permissions: ReportPermissions) -> ReportContent:
    """The words that the person is about to read. For a frozen version a read receipt is stored."""
    if permissions.revision:
        record_read(request, [permissions.revision])
    return permissions.content
