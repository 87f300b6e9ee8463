"""Words that a check asks about stay, with a reason; or are asked about again."""

from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import access
from ..actions.errors import Refused
from ..actions.waiver import ask_again, waive_words
from ..forms.waiver import WaivedWordsForm, WaiverForm
from ..http.responses import perform, say_errors
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Report


@signed_in
@require_POST
def words_waive(request: SignedInRequest, report_pk: int) -> HttpResponse:
    """What was typed is shown again where it was not noted."""
    report = access.report_to_write(request.user, report_pk)
    form = WaiverForm(request.POST)
    if not form.is_valid():
        return _show(request, report, form, 422)

    def refused(problem: Refused) -> HttpResponse:
        form.add_error(None, str(problem))
        return _show(request, report, form, 409)

    done, then = _("Noted. Reviewers read your reason."), resolve_url("check", report.pk)
    return perform(request, waive_words, done=done, then=then, refused=refused, report=report, **form.cleaned_data)


def _show(request: SignedInRequest, report: Report, form: WaiverForm, status: int) -> HttpResponse:
    return render(request, "submission/waive.html", {"report": report, "form": form}, status=status)


@signed_in
@require_POST
def words_ask(request: SignedInRequest, report_pk: int) -> HttpResponse:
    report, form = access.report_to_write(request.user, report_pk), WaivedWordsForm(request.POST)
    check = resolve_url("check", report.pk)
    if not form.is_valid():
        return say_errors(request, form, then=check)
    return perform(request, ask_again, then=check, report=report, **form.cleaned_data)
