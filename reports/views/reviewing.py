"""What waits for a reviewer, the decision on it, and its publication."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import access
from ..actions.errors import Refused
from ..actions.review import agree as agree_to
from ..actions.review import publish_report, return_report
from ..actions.transitions import require_row
from ..documents.files import FileKind, conformance_sheet
from ..documents.pdf import Unprintable
from ..forms.reviewing import AgreeForm, ReturnForm
from ..models import Event, Report
from ..models.progress import content_for, progress_of
from .signing_in import SignedInRequest, signed_in


@signed_in
@require_safe
def review_list(request: SignedInRequest) -> HttpResponse:
    """What waits for the reviewer, oldest first; what waits for others; what is decided."""
    waiting = list(access.reviews_waiting(request.user))
    others = [review for review in access.reviews_of(request.user) if review not in waiting]
    context = {
        "waiting": waiting,
        "elsewhere": [review for review in others if review.report.is_under_review],
        "decided": [review for review in others if not review.report.is_under_review],
        "today": timezone.localdate(),
    }
    return render(request, "reviewing/review_list.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def agree(request: SignedInRequest, report: int) -> HttpResponse:
    """The opinion and the grade. The last agreement approves the report and publishes it."""
    found, standing = access.report_to_decide(request.user, report)
    form = AgreeForm(request.POST if request.method == "POST" else None, asks_for_grade=found.cycle.asks_for_grades)
    if request.method == "POST" and form.is_valid():
        return _decide(request, found, lambda **who: _agree_and_publish(request, found, form.decision, **who))
    return _form(request, found, standing, "reviewing/agree.html", form)


def _agree_and_publish(request: SignedInRequest, report: Report, decision: dict[str, Any], **who) -> str:
    decided = agree_to(report=report, **decision, **who)
    if not decided.is_final:
        return _("Your agreement is kept. The report goes on to the next who have to decide.")
    if not _publish(request, decided):
        return ""
    return _("The report is approved and published. Its final copy can be downloaded.")


@signed_in
@require_http_methods(["GET", "POST"])
def return_(request: SignedInRequest, report: int) -> HttpResponse:
    """Back to the author, whole or section by section, with reasons."""
    found, standing = access.report_to_decide(request.user, report)
    form = ReturnForm(request.POST or None, progress=progress_of(found))
    if request.method == "POST" and form.is_valid():
        return _decide(request, found, lambda **who: _return(found, form.decision, **who))
    return _form(request, found, standing, "reviewing/return.html", form)


def _return(report: Report, decision: dict[str, Any], **who) -> str:
    return_report(report=report, **decision, **who)
    return _("The report has gone back to its author.")


@signed_in
@require_POST
def publish(request: SignedInRequest, report: int) -> HttpResponse:
    """By organisers, where the approved report could not be published at once; `although` accepts what fails."""
    found = access.report_to_organise(request.user, report)
    try:
        require_row(found, Event.Verb.PUBLISHED)
        if _publish(request, found, although="although" in request.POST):
            messages.success(request, _("The report is published. Its final copy can be downloaded."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("reviewers", found.pk)


def _publish(request: SignedInRequest, report: Report, *, although: bool = False) -> bool:
    """Makes the final copy and judges it by the page standard; says what keeps it from being published."""
    try:
        sheet = conformance_sheet(content_for(report, writes=False), FileKind.FINAL, cycle=report.cycle)
    except Unprintable as unprintable:
        messages.error(request, _("Not published: the final copy cannot be made. %(why)s") % {"why": unprintable})
        return False
    failed = [f"{check['label']}: {check['found']}" for check in sheet["checks"] if not check["pass"]]
    if failed and not although:
        messages.warning(
            request,
            _("Approved, but not published: the final copy misses the page standard. %(failed)s")
            % {"failed": "; ".join(failed)},
        )
        return False
    publish_report(report=report, failed=failed, although=although, by=request.user, at=timezone.now())
    return True


def _form(
    request: SignedInRequest, report: Report, standing: access.Standing, template: str, form: Any
) -> HttpResponse:
    """The form of a decision; whoever comes out of turn is told instead of typing in vain."""
    if not standing.may_decide:
        messages.info(request, _("There is nothing for you to decide here at the moment."))
        return redirect("read", report.pk)
    context = {"report": report, "form": form, "opinions": access.opinions_to_read(request.user, report, standing)}
    return render(request, template, context, status=422 if form.errors else 200)


def _decide(request: SignedInRequest, report: Report, decide: Callable[..., str]) -> HttpResponse:
    """Does it, says what came of it, and goes on to what waits next."""
    try:
        if done := decide(by=request.user, at=timezone.now()):
            messages.success(request, done)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("reviews")
