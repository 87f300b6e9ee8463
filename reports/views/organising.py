"""How a round is going, for organisers; the log, for auditors."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import access
from ..models.report import ReportState
from .signing_in import SignedInRequest, signed_in

PAGE = 50


@signed_in
@require_safe
def cycle(request: SignedInRequest, cycle: int) -> HttpResponse:
    """Who has come how far, by state."""
    found, reports = access.reports_to_organise(request.user, cycle)
    states = list(reports.order_by().values_list("state", flat=True))
    listed = reports.select_related("stage").prefetch_related("reviews__reviewer", "reviews__opinions")
    context = {
        "cycle": found,
        "counts": [(state.label, states.count(state)) for state in ReportState],
        "page": Paginator(listed, PAGE).get_page(request.GET.get("page")),
        "today": timezone.localdate(),
    }
    return render(request, "organising/cycle.html", context)


@signed_in
@require_safe
def log(request: SignedInRequest) -> HttpResponse:
    """Who did what when."""
    page = Paginator(access.events_to_audit(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "organising/log.html", {"page": page})
