"""Values from a unit's file: stored for a round by its organisers, taken by figures one by one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import access
from ..actions.errors import PlanChanged, Refused
from ..actions.figure_basis import take_from_file
from ..actions.stored_plan import RowKind
from ..actions.unit_file import delete_unit_file, store_unit_file
from ..actions.unit_file_plan import plan_unit_file
from ..actions.unit_file_reading import RowsRefused, known_heads_of
from ..documents.spreadsheets import SpreadsheetTable
from ..forms.unit_file import SeenFileForm, UnitFileForm
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Cycle
from ..pages.unit_file import use_of

PAGE = 100


@signed_in
@require_http_methods(["GET", "POST"])
def unit_files(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    """POST of a file shows what it would do, or says of all rows what is wrong; POST of what was shown does it."""
    cycle = access.cycle_to_run(request.user, cycle_pk)
    if "seen" in request.POST:
        return _store(request, cycle)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UnitFileForm(*sent, known=known_heads_of(cycle))
    if not form.is_valid():
        return _list(request, cycle, form)
    try:
        seen = SeenFileForm.seal(form, cycle=cycle, by=request.user)
        return _preview(request, cycle, seen, form.cleaned_data["source"], form.cleaned_data["file"])
    except ValidationError as problem:
        form.add_error("file", problem)
        return _list(request, cycle, form)
    except Refused as problem:
        return _list(request, cycle, form, problem)


def _preview(
    request: SignedInRequest, cycle: Cycle, seen: str, source: str, table: SpreadsheetTable, problem: str = ""
) -> HttpResponse:
    """Raises Refused."""
    plan = plan_unit_file(cycle=cycle, source=source, table=table)
    context = {"cycle": cycle, "source": source, "table": table, "plan": plan, "seen": seen, "problem": problem}
    context |= {"figures": plan.figures[:PAGE], "more": len(plan.figures) - PAGE}
    context["parts"] = [
        (RowKind.CREATED.label, plan.created[:PAGE], len(plan.created)),
        (RowKind.CHANGED.label, plan.changed[:PAGE], len(plan.changed)),
        (_("Taken away"), plan.removed[:PAGE], len(plan.removed)),
    ]
    return render(request, "unit_file/preview.html", context, status=409 if problem else 200)


def _store(request: SignedInRequest, cycle: Cycle) -> HttpResponse:
    form = SeenFileForm(request.POST, cycle=cycle, by=request.user)
    if not form.is_valid():
        return _list(request, cycle, form)
    kept = form.cleaned_data["seen"]
    return perform(
        request,
        store_unit_file,
        done=_("Stored. Who writes finds these values; what is written already stays."),
        then=lambda stored: redirect("unit_file", cycle.pk, stored.pk),
        refused=lambda problem: _refuse(request, cycle, problem, kept),
        cycle=cycle,
        digest=form.cleaned_data["digest"],
        **kept,
    )


def _refuse(request: SignedInRequest, cycle: Cycle, problem: Refused, kept: dict[str, Any]) -> HttpResponse:
    if isinstance(problem, PlanChanged):
        return _preview(request, cycle, request.POST["seen"], kept["source"], kept["table"], str(problem))
    return _list(request, cycle, UnitFileForm(known={}, initial={"source": kept["source"]}), problem)


def _list(request: SignedInRequest, cycle: Cycle, form: Form, problem: Refused | None = None) -> HttpResponse:
    wrong = problem.problems if isinstance(problem, RowsRefused) else []
    own = form if isinstance(form, UnitFileForm) else UnitFileForm(known={})
    context: dict[str, Any] = {"cycle": cycle, "form": own, "seen": form, "problem": problem, "wrong": wrong[:PAGE]}
    context |= {"more": len(wrong) - PAGE, "files": cycle.unit_files.order_by("source")}
    status = 422 if problem or form.errors else 200
    return render(request, "unit_file/unit_files.html", context, status=status)


@signed_in
@require_safe
def unit_file(request: SignedInRequest, cycle_pk: int, pk: int) -> HttpResponse:
    stored = access.unit_file_to_run(request.user, cycle_pk, pk)
    rows = stored.rows.select_related("person", "unit").order_by("number")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    columns = stored.columns
    shown = [(row.number, row.owner, [row.values.get(one.label, "") for one in columns]) for row in page]
    context = {"cycle": stored.cycle, "file": stored, "columns": columns, "rows": shown, "page": page}
    return render(request, "unit_file/unit_file.html", context | {"use": use_of(stored)})


@signed_in
@require_POST
def unit_file_delete(request: SignedInRequest, cycle_pk: int, pk: int) -> HttpResponse:
    stored = access.unit_file_to_run(request.user, cycle_pk, pk)
    then, refused = resolve_url("unit_files", cycle_pk), resolve_url("unit_file", cycle_pk, pk)
    return perform(request, delete_unit_file, done=_("Removed."), then=then, refused=refused, unit_file=stored)


@signed_in
@require_POST
def figure_file(request: SignedInRequest, report_pk: int, figure_pk: int, pk: int) -> HttpResponse:
    """The figure takes a column of that file."""
    figure = access.figure_to_write(request.user, report_pk, figure_pk)
    stored = access.unit_file_to_take(figure.report, pk)
    return perform(
        request,
        take_from_file,
        done=_("The figure is taken from the unit's file."),
        then=resolve_url("figure_basis", report_pk, figure_pk),
        refused=resolve_url("figure_ledgers", report_pk, figure_pk),
        figure=figure,
        unit_file=stored,
        column=request.POST.get("column", ""),
    )
