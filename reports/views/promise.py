"""What was promised a year ago: listed, answered, and set into the text."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import access
from ..actions.errors import Refused
from ..actions.promise import StaleAnswer, answer_promise
from ..forms.promise import PromiseForm
from ..http.passage import set_passage
from ..http.sign_in import SignedInRequest, signed_in
from ..models import PromiseAnswer, Report
from ..models.promise import Promise
from ..pages.promise import PromiseList


@signed_in
@require_safe
def promises(request: SignedInRequest, report_pk: int) -> HttpResponse:
    report, permissions = access.report_to_read(request.user, report_pk)
    listed = PromiseList(access.promises_to_read(request.user, report, permissions))
    page = listed.page(request.GET.get("page"))
    context = {"report": report, "permissions": permissions, "listed": listed, "page": page}
    return render(request, "promise/promises.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def promise(request: SignedInRequest, report_pk: int, key: str) -> HttpResponse:
    report, promise = access.promise_to_answer(request.user, report_pk, key)
    if not report.is_open and request.method == "GET":
        return redirect("promises", report.pk)
    form = _form(request, report, promise.answer)
    if not form.is_valid():
        return _show(request, report, promise, form)
    try:
        answer_promise(report=report, promise=promise, edit=form.edit(), by=request.user, at=timezone.now())
    except StaleAnswer as stale:
        return _conflict(request, report, promise, stale.stored)
    except Refused as refused:
        return _show(request, report, promise, form, refused=str(refused))
    messages.success(request, _("Saved."))
    return redirect("promises", report.pk)


def _form(request: SignedInRequest, report: Report, answer: PromiseAnswer | None, **over: int) -> PromiseForm:
    sent = {**request.POST.dict(), **over} if request.method == "POST" else None
    figures, rows = report.figures.order_by("pk"), access.rows_to_prove(request.user, report)
    return PromiseForm(sent, answer=answer, figures=figures, rows=rows)


def _conflict(request: SignedInRequest, report: Report, promise: Promise, stored: PromiseAnswer) -> HttpResponse:
    """What was typed stays in the form, which now is over what is stored; that is shown beside it."""
    form = _form(request, report, stored, version=stored.version)
    return _show(request, report, promise, form, stored=stored)


def _show(
    request: SignedInRequest,
    report: Report,
    promise: Promise,
    form: PromiseForm,
    *,
    stored: PromiseAnswer | None = None,
    refused: str = "",
) -> HttpResponse:
    context = {"report": report, "promise": promise, "form": form, "stored": stored, "refused": refused}
    status = 409 if stored or refused else 422 if form.errors else 200
    return render(request, "promise/promise.html", context, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def promise_passage(request: SignedInRequest, report_pk: int) -> HttpResponse:
    """The answers as prose, whose order and wording may be changed before it is set into a section."""
    report = access.report_to_write(request.user, report_pk)
    if not report.is_open and request.method == "GET":
        return redirect("promises", report.pk)
    listed = PromiseList(access.promises_to_answer(request.user, report))
    return set_passage(request, report, listed.passage(), "promise/passage.html")
