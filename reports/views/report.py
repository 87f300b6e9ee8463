"""The report's task list; its title and salutation."""

from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import access
from ..actions.report import rename_report
from ..forms.report import TitleForm
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..models.comment import count_unanswered
from ..models.progress import progress_of
from ..pages.progress import steps_of


@signed_in
@require_http_methods(["GET", "HEAD"])
def report(request: SignedInRequest, report_pk: int) -> HttpResponse:
    report, permissions = access.report_to_read(request.user, report_pk)
    if not permissions.may_write:
        return redirect("read", report.pk)
    context = {
        "report": report,
        "permissions": permissions,
        "progress": progress_of(report),
        "steps": steps_of([report], access.reviews_to_show_writers([report]))[report.pk],
        "opinions": access.opinions_to_read(request.user, report, permissions),
        "unanswered": count_unanswered(report),
        "open_comments": access.open_comments_by_section(report, permissions),
        "present": access.people_present(request.user, report, at=timezone.now()),
        "today": timezone.localdate(),
    }
    return render(request, "report/report.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def title(request: SignedInRequest, report_pk: int) -> HttpResponse:
    report = access.report_to_write(request.user, report_pk)
    form = TitleForm(request.POST or None, instance=report)
    if request.method == "POST" and form.is_valid():
        return perform(
            request,
            rename_report,
            done=_("Saved."),
            then=resolve_url("report", report.pk),
            report=report,
            **form.cleaned_data,
        )
    return render(request, "report/title.html", {"report": report, "form": form})
