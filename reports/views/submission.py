"""What still stands between the text and its submission; submitting and withdrawing."""

from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import access
from ..actions.report import submit_report, withdraw_report
from ..forms.submission import MeantForm
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Revision
from ..models.comment import unanswered_comments
from ..models.figure_basis import unexplained_bases
from ..models.progress import progress_of
from ..pages.promise import PromiseList
from ..pages.untraced import traced_share


@signed_in
@require_safe
def check(request: SignedInRequest, report_pk: int) -> HttpResponse:
    report = access.report_to_write(request.user, report_pk)
    progress = progress_of(report)
    figures = {figure.label: figure.pk for figure in report.figures.all()}
    context = {"report": report, "progress": progress, "figures": figures}
    context["share"] = traced_share(progress)
    context["copies"] = access.copies_to_mend(request.user, report) if report.is_open else []
    context["promises"] = PromiseList(access.promises_to_answer(request.user, report) if report.is_open else [])
    context["unexplained"] = unexplained_bases(report) if report.is_open else []
    return render(request, "submission/check.html", context | {"unanswered": unanswered_comments(report).count()})


@signed_in
@require_http_methods(["GET", "POST"])
def submit(request: SignedInRequest, report_pk: int) -> HttpResponse:
    """GET shows a summary, and asks what may be meant; without an answer nothing is submitted."""
    report = access.report_to_submit(request.user, report_pk)
    progress = progress_of(report)
    form = MeantForm(request.POST if request.method == "POST" else None, questions=progress.questions)
    if request.method == "GET" or (report.is_open and not form.is_valid()):
        if not (report.is_open and progress.is_ready) or unanswered_comments(report).exists():
            return redirect("check", report.pk)
        context = {"report": report, "progress": progress, "form": form}
        return render(request, "submission/submit.html", context, status=422 if form.errors else 200)
    return perform(
        request,
        submit_report,
        done=_say_submitted,
        then=resolve_url("report", report.pk),
        refused=resolve_url("check", report.pk),
        report=report,
    )


def _say_submitted(revision: Revision) -> str:
    return _("Submitted as version %(number)s. The text is locked now.") % {"number": revision.number}


@signed_in
@require_POST
def withdraw(request: SignedInRequest, report_pk: int) -> HttpResponse:
    report = access.report_to_submit(request.user, report_pk)
    done = _("Withdrawn. You can write again; submit it once more when it is ready.")
    return perform(request, withdraw_report, done=done, then=resolve_url("report", report.pk), report=report)
