"""What a figure that an outline asks for is taken from: the organiser chooses it once, in words, for everybody."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import access
from ..actions.outline import outline_to_edit
from ..actions.outline_figure import bind_asked_figure, release_asked_figure
from ..forms.figure_basis import BindingForm
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Cycle, OutlineSection
from ..pages.outline import describe_asked


def _figure(cycle: Cycle, pk: int, number: int) -> tuple[OutlineSection, str]:
    """The section and the label; `number` counts its figures from one. Raises Http404."""
    outline = outline_to_edit(cycle) or cycle.outline
    section = outline.sections.filter(pk=pk).first()
    if section is None or not 0 < number <= len(section.figures):
        raise Http404
    return section, section.figures[number - 1]["label"]


@signed_in
@require_http_methods(["GET", "POST"])
def outline_figure(request: SignedInRequest, cycle_pk: int, pk: int, number: int) -> HttpResponse:
    """Which kind of ledger; POST leaves it to each author again."""
    cycle = access.cycle_to_run(request.user, cycle_pk)
    section, label = _figure(cycle, pk, number)
    if request.method == "POST":
        told: dict[str, Any] = {"cycle": cycle, "section": section, "label": label}
        return perform(request, release_asked_figure, done=_("Saved."), then=request.path, **told)
    kinds = access.ledger_kinds_for(cycle.unit)
    context = {"cycle": cycle, "section": section, "label": label, "number": number, "kinds": kinds.values()}
    context["words"] = describe_asked(section, label, kinds, cycle.year)
    return render(request, "outline/figure.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def outline_figure_bind(request: SignedInRequest, cycle_pk: int, pk: int, number: int, slug: str) -> HttpResponse:
    """What of the rows of that kind."""
    cycle = access.cycle_to_run(request.user, cycle_pk)
    section, label = _figure(cycle, pk, number)
    kind = access.ledger_kinds_for(cycle.unit).get(slug)
    if kind is None:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = BindingForm(sent, shape=kind.shapes()[0], year=cycle.year)
    if form.is_valid():
        then = resolve_url("outline_figure", cycle.pk, section.pk, number)
        told: dict[str, Any] = {
            "cycle": cycle,
            "section": section,
            "label": label,
            "kind": slug,
            "binding": form.binding,
        }
        said = _("Everybody who writes from this outline finds it filled, as far as there are rows.")
        return perform(request, bind_asked_figure, done=said, then=then, **told)
    context = {"cycle": cycle, "section": section, "label": label, "number": number, "kind": kind, "form": form}
    return render(request, "outline/figure_bind.html", context, status=422 if form.errors else 200)
