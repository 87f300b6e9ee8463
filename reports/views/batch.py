"""What is done to many reports in the background: asked for, watched, cancelled, fetched."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib import messages
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import access
from ..actions.batch import begin_collection, begin_publishing, cancel_batch, note_collected
from ..actions.batch_plan import BatchPlan
from ..actions.collection import plan_collection
from ..actions.errors import Refused
from ..actions.publishing import plan_publishing
from ..forms.batch import BatchForm, CollectionForm
from ..forms.list_filters import ReportFilters
from ..forms.reviewer import read_key
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Batch, Report
from ..pages.batch import SHOWN, BatchProgress

PAGE = 50
REFRESH = 3  # seconds


class AskedBatch(NamedTuple):
    """How a kind of batch is planned, asked for and begun; the template is batch/<name>.html."""

    name: str
    plan: Callable[..., BatchPlan]
    form: type[BatchForm]
    begin: Callable[..., Batch]


COLLECTION = AskedBatch("collect", plan_collection, CollectionForm, begin_collection)
PUBLISHING = AskedBatch("publish", plan_publishing, BatchForm, begin_publishing)


@signed_in
@require_http_methods(["GET", "POST"])
def collect(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    return _ask(request, cycle_pk, COLLECTION)


@signed_in
@require_http_methods(["GET", "POST"])
def publish_many(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    return _ask(request, cycle_pk, PUBLISHING)


def _ask(request: SignedInRequest, cycle_pk: int, asked: AskedBatch) -> HttpResponse:
    """Of the reports that the address chooses, by their keys or by filters as the list has them."""
    organised = access.cycle_to_organise(request.user, cycle_pk)
    plan = asked.plan(_chosen(request, organised), by=request.user)
    form = asked.form(request.POST if request.method == "POST" else None)

    def show(status: int = 200) -> HttpResponse:
        page = Paginator(plan.included, PAGE).get_page(request.GET.get("page"))
        context = {"cycle": organised.cycle, "plan": plan, "form": form, "page": page, "most": SHOWN}
        return render(request, f"batch/{asked.name}.html", context, status=status)

    def refuse(problem: Refused) -> HttpResponse:
        messages.warning(request, str(problem))
        return show(409)

    if not form.is_valid():
        return show(422 if form.errors else 200)
    told = {"cycle": organised.cycle, "plan": plan, **form.cleaned_data}
    return perform(request, asked.begin, then=_watch, refused=refuse, **told)


def _chosen(request: SignedInRequest, organised: access.OrganisedCycle) -> QuerySet[Report]:
    rows, today = organised.reports.for_cycle_list(), timezone.localdate()
    reports = ReportFilters(request.GET, rows, organised=organised, today=today).rows
    if "chosen" not in request.GET:
        return reports
    keys = [read_key(text) for text in request.GET.getlist("report")]
    return reports.filter(pk__in=[key for key in keys if key])


def _watch(batch: Batch) -> HttpResponse:
    return redirect("batch", batch.cycle_id, batch.pk)


@signed_in
@require_safe
def batches(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle = access.cycle_to_organise(request.user, cycle_pk).cycle
    page = Paginator(access.batches_of(request.user, cycle_pk), PAGE).get_page(request.GET.get("page"))
    return render(request, "batch/batches.html", {"cycle": cycle, "page": page})


@signed_in
@require_safe
def batch(request: SignedInRequest, cycle_pk: int, pk: int) -> HttpResponse:
    """Reloads itself, without a script too, until it has ended."""
    batch = access.batch_of(request.user, cycle_pk, pk)
    context = {"cycle": batch.cycle, "batch": batch, "progress": BatchProgress(batch, timezone.now())}
    response = render(request, "batch/batch.html", context)
    if not batch.ended_at:
        response["Refresh"] = str(REFRESH)
    return response


@signed_in
@require_POST
def batch_cancel(request: SignedInRequest, cycle_pk: int, pk: int) -> HttpResponse:
    batch = access.batch_of(request.user, cycle_pk, pk)
    return perform(request, cancel_batch, batch=batch, then=resolve_url("batch", cycle_pk, pk))


@signed_in
@require_safe
def batch_file(request: SignedInRequest, cycle_pk: int, pk: int) -> FileResponse:
    """Never kept by a browser or on the way: who may have it is asked each time."""
    batch = access.batch_file_of(request.user, cycle_pk, pk)
    try:
        file = default_storage.open(batch.file)
    except FileNotFoundError as gone:
        raise Http404 from gone
    if request.method == "GET":
        note_collected(batch=batch, by=request.user, at=timezone.now())
    name = f"{batch.cycle.name}-{timezone.localtime(batch.asked_at):%Y%m%d-%H%M}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
