"""What waits for a reviewer, the decision on it, and its publication."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import access
from ..actions.conditions import Party
from ..actions.errors import Refused
from ..actions.publication import agree_and_publish, publish_soon
from ..actions.review import correct_report, open_review, return_report
from ..forms.queue import UNFILTERED, ReviewQueue
from ..forms.review import AgreeForm, CorrectionForm, DecisionForm, PublishForm, ReturnForm
from ..http.queue import queue_of, with_queue
from ..http.read_receipt import opened_first, require_opened
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Publication, Report
from ..models.progress import progress_of
from ..pages.comparison import compare_address

PAGE = 30


@signed_in
@require_safe
def review_list(request: SignedInRequest) -> HttpResponse:
    queue = ReviewQueue(request.GET, user=request.user)
    page = Paginator(queue.rows_of(queue.state), PAGE).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    first = queue.rows_of("waiting").first() if queue.state == "waiting" else None
    context = {
        "queue": queue,
        "page": page,
        "first": first,
        "open_comments": access.open_comments_to_review(page.object_list),
        "today": timezone.localdate(),
    }
    return render(request, "review/review_list.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def open_(request: SignedInRequest, report_pk: int) -> HttpResponse:
    """Opening the page does not begin the review; only its button ends the time for withdrawing."""
    report, _permissions = access.report_to_decide(request.user, report_pk)
    then = with_queue(request, resolve_url("read", report.pk))
    if not access.is_unopened(request.user, report):
        return redirect(then)
    if request.method != "POST":
        return render(request, "review/open.html", {"report": report})
    try:
        open_review(report=report, by=request.user, at=timezone.now())
    except Refused as refused:  # withdrawn in this moment
        raise Http404 from refused
    return redirect(then)


@signed_in
@require_http_methods(["GET", "POST"])
@opened_first
def agree(request: SignedInRequest, report_pk: int) -> HttpResponse:
    """The last agreement approves the report and publishes it."""
    report, permissions = access.report_to_decide(request.user, report_pk)
    form = AgreeForm(_posted(request), **_about(report), grades=report.cycle.grades)
    return _decide(request, report, permissions, form, "review/agree.html", _agree_and_publish)


def _agree_and_publish(request: SignedInRequest, report: Report, **decision) -> str:
    agreement = agree_and_publish(report=report, **decision)
    if agreement.problem:
        messages.warning(request, agreement.problem)
        return _("Your agreement is kept, and the report is approved.")
    if agreement.is_being_published:
        return _("The report is approved. Its final copy is being made; it is published as soon as that is ready.")
    if not agreement.publication:
        return _("Your agreement is kept. The report goes on to the next who have to decide.")
    return _("The report is approved and published. Its final copy can be downloaded.")


@signed_in
@require_http_methods(["GET", "POST"])
@opened_first
def return_(request: SignedInRequest, report_pk: int) -> HttpResponse:
    report, permissions = access.report_to_decide(request.user, report_pk)
    drafts = access.return_drafts_of(request.user, report)
    form = ReturnForm(_posted(request), **_about(report), progress=progress_of(report), drafts=drafts)
    return _decide(request, report, permissions, form, "review/return.html", _return)


def _return(_request: SignedInRequest, report: Report, **decision) -> str:
    return_report(report=report, **decision)
    return _("The report has gone back to its author.")


@signed_in
@require_POST
def publish(request: SignedInRequest, report_pk: int) -> HttpResponse:
    """For an approved report that could not be published at once. Organisers may accept failed checks with a reason."""
    report = access.report_to_organise(request.user, report_pk)
    form = PublishForm(request.POST)
    form.full_clean()
    told = {"report": report, "party": Party.ORGANISER, **form.cleaned_data}
    return perform(request, publish_soon, done=_say_published, then=resolve_url("reviewers", report.pk), **told)


def _say_published(publication: Publication | None) -> str:
    if publication:
        return _("The report is published. Its final copy can be downloaded.")
    return _("The final copy is being made. The report is published as soon as it is ready.")


@signed_in
@require_http_methods(["GET", "POST"])
def correct(request: SignedInRequest, report_pk: int) -> HttpResponse:
    """An organiser gives a published report back to its author for a correction."""
    report = access.report_to_organise(request.user, report_pk)
    if not report.is_published:  # its words, down to the headings, are nobody's business yet
        messages.info(request, _("Only a published report is corrected."))
        return redirect("reviewers", report.pk)
    form = CorrectionForm(_posted(request), sections=report.sections.select_related("outline_section"))
    if form.is_bound and form.is_valid():

        def refuse(problem: Refused) -> HttpResponse:
            form.add_error(None, str(problem))
            return _show_correction(request, report, form)

        done = _("The report has gone back to its author. What was published stays.")
        place = resolve_url("reviewers", report.pk)
        return perform(
            request, correct_report, done=done, then=place, refused=refuse, report=report, **form.cleaned_data
        )
    return _show_correction(request, report, form)


def _show_correction(request: SignedInRequest, report: Report, form: CorrectionForm) -> HttpResponse:
    return render(request, "review/correct.html", {"report": report, "form": form}, status=422 if form.errors else 200)


def _posted(request: SignedInRequest) -> QueryDict | None:
    """An empty form is a posted form too: `request.POST or None` would drop it."""
    return request.POST if request.method == "POST" else None


def _about(report: Report) -> dict[str, Any]:
    """The number of the version to decide on, 0 for a draft, and the stage."""
    return {"read": report.revisions.aggregate(last=Max("number"))["last"] or 0, "stage": report.stage_id}


def _decide(
    request: SignedInRequest,
    report: Report,
    permissions: access.ReportPermissions,
    form: DecisionForm,
    template: str,
    decide: Callable[..., str],
) -> HttpResponse:
    """Shows the form of a decision. A decision that was stored already goes on to the next report too, in case only the
    answer was lost. A refusal keeps what was typed.
    """
    if request.method != "POST" and (elsewhere := _not_yet(request, report, permissions)):
        return elsewhere
    if form.is_bound and form.is_valid():
        then = _next(request, report)

        def refuse(problem: Refused) -> HttpResponse:
            before = access.own_decision(request.user, report, **form.about)
            if before and form.repeats(before):
                messages.success(request, _("Your decision has arrived before: it is kept."))
                return redirect(then)
            access.report_to_decide(request.user, report.pk)  # it may have been handed over in this moment
            report.refresh_from_db(fields=["stage"])
            form.renew(str(problem), **_about(report))
            return _show_decision(request, report, permissions, form, template)

        act = partial(decide, request, report)
        return perform(request, act, done=str, then=then, refused=refuse, **form.decision)
    return _show_decision(request, report, permissions, form, template)


def _next(request: SignedInRequest, report: Report) -> str:
    """What waits next in the list from which the reviewer came, or the list."""
    if not (query := queue_of(request)):
        return resolve_url("reviews")
    following = ReviewQueue(QueryDict(query), user=request.user).after(report.pk)
    if following:
        return with_queue(request, resolve_url("read", following))
    return resolve_url("reviews") if query == UNFILTERED else f"{resolve_url('reviews')}?{query}"


def _show_decision(
    request: SignedInRequest,
    report: Report,
    permissions: access.ReportPermissions,
    form: DecisionForm,
    template: str,
) -> HttpResponse:
    context = {
        "report": report,
        "form": form,
        "opinions": access.opinions_to_read(request.user, report, permissions),
        "drafts": partial(access.return_drafts_of, request.user, report),
        "open_comments": access.open_comments_by_section(report, permissions),
    }
    return render(request, template, context, status=422 if form.errors else 200)


def _not_yet(request: SignedInRequest, report: Report, permissions: access.ReportPermissions) -> HttpResponse | None:
    """Says so before anything is typed, where it is not the reviewer's turn or the new version has not been seen."""
    if not permissions.may_decide:
        if kept := access.last_decision(request.user, report):
            return render(request, "review/decided.html", {"report": report, "opinions": [kept]})
        messages.info(request, _("There is nothing for you to decide here at the moment."))
        return redirect(with_queue(request, resolve_url("read", report.pk)))
    require_opened(request, report, permissions)
    since = access.changes_since_read(request.user, report, permissions)
    if since and since.is_unread:
        messages.info(request, _("Before you decide: this has changed since you last read the report."))
        return redirect(with_queue(request, compare_address(report, since.old, since.new)))
    return None
