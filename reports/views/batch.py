"""What is done to many rows in the background: asked for, watched, cancelled, undone, fetched."""

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
from ..actions.batch import begin_batch, begin_long_batch, cancel_batch, is_long, undo_batch
from ..actions.batch_act import ACTS
from ..actions.errors import Refused
from ..forms.batch import (
    AssignmentForm,
    BatchForm,
    CollectionForm,
    ExemptionForm,
    ExtensionForm,
    OrderForm,
    SubstitutionForm,
)
from ..forms.list_filters import list_rows
from ..forms.reviewer import read_key
from ..http.download import note_download
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Batch
from ..models.batch import BatchKind
from ..models.saved_view import ListName
from ..pages.batch import SHOWN, BatchProgress
from ..pages.heartbeat import find_silence

PAGE = 50
REFRESH = 3  # seconds


class AskedBatch(NamedTuple):
    """Of which list the rows are, and what is asked first and on confirming. The template is batch/<kind>.html."""

    list: ListName
    order: type[OrderForm] = OrderForm
    form: type[BatchForm] = BatchForm


ASKED = {
    BatchKind.COLLECT: AskedBatch(ListName.REPORTS, form=CollectionForm),
    BatchKind.PUBLISH: AskedBatch(ListName.REPORTS),
    BatchKind.EXTEND: AskedBatch(ListName.PARTICIPANTS, ExtensionForm),
    BatchKind.EXEMPT: AskedBatch(ListName.PARTICIPANTS, ExemptionForm),
    BatchKind.REMIND: AskedBatch(ListName.PARTICIPANTS),
    BatchKind.REMIND_REVIEWERS: AskedBatch(ListName.REVIEWS),
    BatchKind.ASSIGN: AskedBatch(ListName.REPORTS, AssignmentForm),
    BatchKind.SUBSTITUTE: AskedBatch(ListName.REVIEWS, SubstitutionForm),
}


@signed_in
@require_http_methods(["GET", "POST"])
def batch_new(request: SignedInRequest, cycle_pk: int, kind: BatchKind) -> HttpResponse:
    """Of the rows that the address chooses, by their keys or by filters as the list has them."""
    organised, asked = access.cycle_to_organise(request.user, cycle_pk), ASKED[kind]
    order = asked.order(request.GET, organised=organised)
    form = asked.form(request.POST if request.method == "POST" else None)
    rows = _chosen(request, organised, asked.list)
    if request.method == "POST" and order.is_whole and form.is_valid() and is_long(rows.count()):
        asked_for = {"kind": kind, "cycle": organised.cycle, "rows": rows, "order": order.order, **form.cleaned_data}
        return perform(request, begin_long_batch, then=_watch, **asked_for)
    told = {"by": request.user, "at": timezone.now()}
    plan = ACTS[kind].plan(rows, **told, **order.order) if order.is_whole else None

    def show(status: int = 200) -> HttpResponse:
        page = Paginator(plan.acts if plan else [], PAGE).get_page(request.GET.get("page"))
        context = {
            "cycle": organised.cycle,
            "list": asked.list,
            "plan": plan,
            "order": order,
            "form": form,
            "page": page,
        }
        context |= {"most": SHOWN, "kept": _kept(request), "count": len(plan.rows) if plan else rows.count()}
        return render(request, f"batch/{kind}.html", context, status=status)

    def refuse(problem: Refused) -> HttpResponse:
        messages.warning(request, str(problem))
        return show(409)

    if plan is None or not form.is_valid():
        return show(422 if request.method == "POST" or order.errors else 200)
    begun = {"kind": kind, "cycle": organised.cycle, "plan": plan, **form.cleaned_data}
    return perform(request, begin_batch, then=_watch, refused=refuse, **begun)


def _kept(request: SignedInRequest) -> list[tuple[str, str]]:
    """What the address says of the rows, to be sent along with what is to be done to them."""
    names = [name for name in request.GET if name != "page" and not name.startswith(f"{OrderForm.prefix}-")]
    return [(name, value) for name in names for value in request.GET.getlist(name)]


def _chosen(request: SignedInRequest, organised: access.OrganisedCycle, name: ListName) -> QuerySet:
    rows = list_rows(name, request.GET, organised, today=timezone.localdate())
    if "chosen" not in request.GET:
        return rows
    keys = [read_key(text) for text in request.GET.getlist("row")]
    return rows.filter(pk__in=[key for key in keys if key])


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
    context = {"cycle": batch.cycle, "batch": batch, "progress": BatchProgress(batch)}
    context["silence"] = None if batch.ended_at else find_silence(now=timezone.now())
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
@require_POST
def batch_undo(request: SignedInRequest, cycle_pk: int, pk: int) -> HttpResponse:
    batch = access.batch_of(request.user, cycle_pk, pk)
    return perform(request, undo_batch, batch=batch, then=_watch, refused=resolve_url("batch", cycle_pk, pk))


@signed_in
@require_safe
def batch_file(request: SignedInRequest, cycle_pk: int, pk: int) -> FileResponse:
    """Never kept by a browser or on the way: who may have it is asked each time."""
    batch = access.batch_file_of(request.user, cycle_pk, pk)
    try:
        file = default_storage.open(batch.file)
    except FileNotFoundError as gone:
        raise Http404 from gone
    note_download(request, f"{batch.pk}.zip", cycle=batch.cycle)
    name = f"{batch.cycle.name}-{timezone.localtime(batch.asked_at):%Y%m%d-%H%M}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
