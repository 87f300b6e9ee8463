"""Values from a unit's file: stored for a round by its organisers, taken by figures one by one."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import access
from ..actions.errors import Refused
from ..actions.figure_basis import take_from_file
from ..actions.unit_file import RowsRefused, delete_unit_file, known_heads_of, store_unit_file
from ..forms.unit_file import UnitFileForm
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Cycle
from ..pages.unit_file import use_of

PAGE = 100


@signed_in
@require_http_methods(["GET", "POST"])
def unit_files(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    """POST stores one, or says of all rows what is wrong."""
    cycle = access.cycle_to_run(request.user, cycle_pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UnitFileForm(*sent, known=known_heads_of(cycle))
    if form.is_valid():
        return perform(
            request,
            store_unit_file,
            done=_("Stored. Who writes finds these values; what is written already stays."),
            then=lambda stored: redirect("unit_file", cycle.pk, stored.pk),
            refused=lambda problem: _list(request, cycle, form, problem),
            cycle=cycle,
            source=form.cleaned_data["source"],
            name=form.file_name,
            table=form.cleaned_data["file"],
        )
    return _list(request, cycle, form)


def _list(request: SignedInRequest, cycle: Cycle, form: UnitFileForm, problem: Refused | None = None) -> HttpResponse:
    wrong = problem.problems if isinstance(problem, RowsRefused) else []
    context: dict[str, Any] = {"cycle": cycle, "form": form, "problem": problem, "wrong": wrong[:PAGE]}
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
