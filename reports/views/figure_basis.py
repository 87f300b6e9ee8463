"""Where a figure comes from: chosen in words, shown with its rows, asked about when the rows change."""

import re
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import access
from ..access.figure_basis import FigureReading
from ..actions.errors import Refused
from ..actions.figure_basis import bind_figure, compute_figure, keep_value, release_figure, take_value
from ..actions.formula import explain_formula
from ..forms.figure_basis import BindingForm, KeptReasonForm
from ..forms.formula import FormulaForm
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..ledgers.formula import Operand
from ..models import Figure
from ..models.figure_basis import FigureBasis, add_evidence_to, find_bases, operand_values
from ..pages.figure_basis import describe_rounding, figure_course
from ..pages.proposed_binding import proposed_bindings
from ..pages.unit_file import offered_files
from ..prose.rounding import Rounding

_PLACE = re.compile(r"[0-9]{1,12}-[0-9]{1,9}")  # section and offset, as the reading page leads back to them


@signed_in
@require_safe
def figure_ledgers(request: SignedInRequest, report_pk: int, figure_pk: int) -> HttpResponse:
    """Which ledger it is taken from; what is proposed is taken over by one click."""
    figure = access.figure_to_write(request.user, report_pk, figure_pk)
    ledgers = list(access.ledgers_to_bind(request.user, figure.report))
    context = {"report": figure.report, "figure": figure, "ledgers": ledgers}
    context["proposed"] = proposed_bindings(figure, ledgers)
    context["files"] = [one for one in offered_files(figure, access.stated_rows(figure.report)) if one.columns]
    return render(request, "figure_basis/ledgers.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def figure_bind(request: SignedInRequest, report_pk: int, figure_pk: int, ledger_pk: int) -> HttpResponse:
    """What of that ledger."""
    figure = access.figure_to_write(request.user, report_pk, figure_pk)
    ledger = access.ledger_to_bind(request.user, figure.report, ledger_pk)
    sent = request.POST if request.method == "POST" else None
    rows = ledger.rows.current().as_cells() if sent else []
    form = BindingForm(sent, shape=ledger.kind.newest.shape, year=figure.report.cycle.year, rows=rows)
    if form.is_valid():
        then, told = resolve_url("figure_basis", report_pk, figure_pk), {"figure": figure, "ledger": ledger}
        said = _("The figure is taken from the ledger.")
        return perform(request, bind_figure, done=said, then=then, refused=request.path, binding=form.binding, **told)
    context = {"report": figure.report, "figure": figure, "ledger": ledger, "form": form}
    return render(request, "figure_basis/bind.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def figure_formula(request: SignedInRequest, report_pk: int, figure_pk: int) -> HttpResponse:
    """Computed from other figures of the report, and last year's."""
    figure = access.figure_to_write(request.user, report_pk, figure_pk)
    sent = request.POST if request.method == "POST" else None
    figures = list(figure.report.figures.order_by("pk"))
    form = FormulaForm(sent, figure=figure, figures=figures, values=operand_values(figure.report))
    if form.is_valid():
        return perform(
            request,
            compute_figure,
            done=_("The figure is computed from the others."),
            then=resolve_url("figure_basis", report_pk, figure_pk),
            refused=lambda problem: _choose(request, figure, form, problem),
            figure=figure,
            formula=form.formula,
        )
    return _choose(request, figure, form)


def _choose(
    request: SignedInRequest, figure: Figure, form: FormulaForm, problem: Refused | None = None
) -> HttpResponse:
    """Where it was refused, with what was chosen."""
    context = {"report": figure.report, "figure": figure, "form": form, "problem": problem}
    status = 409 if problem else 422 if form.errors else 200
    return render(request, "figure_basis/formula.html", context, status=status)


@signed_in
@require_safe
def figure_basis(request: SignedInRequest, report_pk: int, figure_pk: int) -> HttpResponse:
    """Value, source and rows: as they are for who writes, as they were submitted for everybody else."""
    return _show(request, access.figure_to_read(request.user, report_pk, figure_pk), KeptReasonForm())


def _show(
    request: SignedInRequest, reading: FigureReading, form: KeptReasonForm, problem: Refused | None = None
) -> HttpResponse:
    figure, frozen = reading.figure, reading.frozen
    context: dict[str, Any] = {"report": figure.report, "figure": figure, "frozen": frozen, "said": reading.said}
    context["at"] = request.GET.get("at", "") if _PLACE.fullmatch(request.GET.get("at", "")) else ""
    others = access.years_to_read(request.user, figure.report)
    context["course"] = figure_course(reading.said or figure, figure.report, others)
    comments = access.comments_to_read(figure.report, reading.permissions)
    context["comments"] = comments.filter(figure=figure).select_related("author").order_by("pk")
    if reading.is_live:
        basis = context["basis"] = find_bases([figure]).get(figure.label)
        context["refused"] = explain_formula(basis.refused) if basis and basis.refused else ""
        context |= {"form": form, "problem": problem}
    context["operands"] = _operands(frozen, context.get("basis"))
    rounding = _rounding(frozen, context.get("basis"))
    context["rounding"] = describe_rounding(rounding) if rounding else ""
    context["is_of_file"] = "file" in frozen["binding"] if frozen else figure.unit_file_id is not None
    context["rows"] = _rows(frozen["rows"] if frozen else _live(context.get("basis")))
    status = 409 if problem else 422 if form.errors else 200
    return render(request, "figure_basis/figure_basis.html", context, status=status)


def _operands(frozen: dict[str, Any] | None, basis: FigureBasis | None) -> list[tuple[Operand, str]]:
    if frozen:
        return [(Operand(label, last), value) for label, last, value in frozen.get("operands", [])]
    return list(basis.operands.items()) if basis else []


def _rounding(frozen: dict[str, Any] | None, basis: FigureBasis | None) -> Rounding | None:
    if frozen:
        return Rounding.from_code(frozen["rounding"]) if "rounding" in frozen else None
    return basis.rounding if basis else None


def _live(basis: FigureBasis | None) -> list[dict[str, Any]]:
    """As they would be frozen."""
    if basis is None:
        return []
    add_evidence_to({basis.figure.label: basis})
    return basis.freeze()["rows"]


def _rows(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """All columns in which something stands, and the cells in their order."""
    heads = list(dict.fromkeys(name for row in rows for name in row["cells"]))
    cells = [([row["cells"].get(name, "") for name in heads], row["row"], row.get("evidence", [])) for row in rows]
    return {"heads": heads, "cells": cells, "has_evidence": [row for row in rows if "evidence" in row]}


@signed_in
@require_POST
def figure_take(request: SignedInRequest, report_pk: int, figure_pk: int) -> HttpResponse:
    figure = access.figure_to_write(request.user, report_pk, figure_pk)
    then = resolve_url("figure_basis", report_pk, figure_pk)
    return perform(request, take_value, done=_("Saved."), then=then, figure=figure, seen=request.POST.get("seen", ""))


@signed_in
@require_POST
def figure_keep(request: SignedInRequest, report_pk: int, figure_pk: int) -> HttpResponse:
    figure = access.figure_to_write(request.user, report_pk, figure_pk)
    form = KeptReasonForm(request.POST)

    def show(problem: Refused | None = None) -> HttpResponse:
        return _show(request, access.figure_to_read(request.user, report_pk, figure_pk), form, problem)

    if not form.is_valid():
        return show()
    then = resolve_url("figure_basis", report_pk, figure_pk)
    said = form.cleaned_data
    return perform(request, keep_value, done=_("Saved."), then=then, refused=show, figure=figure, **said)


@signed_in
@require_POST
def figure_release(request: SignedInRequest, report_pk: int, figure_pk: int) -> HttpResponse:
    figure = access.figure_to_write(request.user, report_pk, figure_pk)
    then = resolve_url("figure", report_pk, figure_pk)
    return perform(request, release_figure, done=_("The figure is typed from now on."), then=then, figure=figure)
