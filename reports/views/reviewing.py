"""What waits for a reviewer, and the decision on it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import access
from ..actions.errors import Refused
from ..actions.review import UNDER_REVIEW, approve_report, return_report
from ..documents.files import FileKind, conformance_sheet
from ..documents.pdf import Unprintable
from ..forms.reviewing import ReturnForm
from ..models.progress import content_for, progress_of
from .signing_in import SignedInRequest, signed_in


@signed_in
@require_safe
def review_list(request: SignedInRequest) -> HttpResponse:
    """Reports to review, oldest due first, then those already decided."""
    reviews = list(access.reviews_of(request.user))
    context = {
        "waiting": [review for review in reviews if review.report.state in UNDER_REVIEW],
        "decided": [review for review in reviews if review.report.state not in UNDER_REVIEW],
        "open_comments": access.open_comments_to_review(reviews),
        "today": timezone.localdate(),
    }
    return render(request, "reviewing/review_list.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def return_(request: SignedInRequest, report: int) -> HttpResponse:
    """Back to the author, section by section, with reasons."""
    found = access.report_to_decide(request.user, report)
    form = ReturnForm(request.POST or None, progress=progress_of(found))
    if request.method == "POST" and form.is_valid():
        return _decided(
            request, return_report, _("The report has gone back to its author."), found, reasons=form.reasons
        )
    return render(request, "reviewing/return.html", {"report": found, "form": form}, status=422 if form.errors else 200)


@signed_in
@require_POST
def approve(request: SignedInRequest, report: int) -> HttpResponse:
    """Freezes the text and makes the final copy, which is judged by the page standard; what fails is said."""
    found = access.report_to_decide(request.user, report)
    try:
        sheet = conformance_sheet(content_for(found, writes=False), FileKind.FINAL, cycle=found.cycle)
    except Unprintable as unprintable:
        messages.error(request, _("Not approved: the final copy cannot be made. %(why)s") % {"why": unprintable})
        return redirect("read", found.pk)
    if not sheet["pass"]:
        failed = "; ".join(f"{check['label']}: {check['found']}" for check in sheet["checks"] if not check["pass"])
        messages.warning(request, _("The final copy misses the page standard: %(failed)s") % {"failed": failed})
    return _decided(request, approve_report, _("The report is approved. Its final copy can be downloaded."), found)


def _decided(request: SignedInRequest, action, done: str, report, **arguments) -> HttpResponse:
    try:
        action(report=report, by=request.user, at=timezone.now(), **arguments)
        messages.success(request, done)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("reviews")
