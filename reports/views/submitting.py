"""What still stands between the text and its submission; submitting and withdrawing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import access
from ..actions.errors import Refused
from ..actions.report import submit_report, withdraw_report
from ..models.comment import unanswered_comments
from ..models.progress import progress_of
from .signing_in import SignedInRequest, signed_in


@signed_in
@require_safe
def check(request: SignedInRequest, report: int) -> HttpResponse:
    """Every finding, with a link to its place."""
    found = access.report_to_write(request.user, report)
    progress = progress_of(found)
    figures = {figure.label: figure.pk for figure in found.figures.all()}
    context = {"report": found, "progress": progress, "figures": figures}
    return render(request, "submitting/check.html", context | {"unanswered": unanswered_comments(found).count()})


@signed_in
@require_http_methods(["GET", "POST"])
def submit(request: SignedInRequest, report: int) -> HttpResponse:
    """A summary first, then the submission."""
    found = access.report_to_submit(request.user, report)
    if request.method == "GET":
        progress = progress_of(found)
        if not (found.is_open and progress.is_ready) or unanswered_comments(found).exists():
            return redirect("check", found.pk)
        return render(request, "submitting/submit.html", {"report": found, "progress": progress})
    try:
        revision = submit_report(report=found, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("check", found.pk)
    messages.success(
        request, _("Submitted as version %(number)s. The text is locked now.") % {"number": revision.number}
    )
    return redirect("report", found.pk)


@signed_in
@require_POST
def withdraw(request: SignedInRequest, report: int) -> HttpResponse:
    """Back to writing, until a reviewer has opened it."""
    found = access.report_to_submit(request.user, report)
    try:
        withdraw_report(report=found, by=request.user, at=timezone.now())
        messages.success(request, _("Withdrawn. You can write again; submit it once more when it is ready."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("report", found.pk)
