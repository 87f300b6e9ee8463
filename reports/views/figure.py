"""The figures of a report."""

from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import access
from ..actions.errors import Refused
from ..actions.figure import describe_figure
from ..forms.figure import FigureForm
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Figure


@signed_in
@require_http_methods(["GET", "POST"])
def figure(request: SignedInRequest, report_pk: int, figure_pk: int) -> HttpResponse:
    figure = access.figure_to_write(request.user, report_pk, figure_pk)
    form = FigureForm(request.POST or None, instance=figure)
    if request.method == "POST" and form.is_valid():
        return perform(
            request,
            describe_figure,
            done=_("Saved."),
            then=resolve_url("report", figure.report_id),
            refused=lambda problem: _show(request, figure, form, problem),
            figure=figure,
            **form.cleaned_data,
        )
    return _show(request, figure, form)


def _show(request: SignedInRequest, figure: Figure, form: FigureForm, problem: Refused | None = None) -> HttpResponse:
    """Where it was refused, with what was typed."""
    if problem:
        form.add_error(None, str(problem))
    context = {"report": figure.report, "figure": figure, "form": form}
    return render(request, "figure/figure.html", context, status=409 if problem else 200)
