"""How a round is going, for organisers; the log, for auditors."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import access
from ..http.sign_in import SignedInRequest, signed_in
from ..models.report import ReportState

PAGE = 50


@signed_in
@require_safe
def cycle(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle, reports = access.reports_to_organise(request.user, cycle_pk)
    states = list(reports.order_by().values_list("state", flat=True))
    listed = reports.select_related("stage").prefetch_related("reviews__reviewer", "reviews__opinions")
    context = {
        "cycle": cycle,
        "counts": [(state.label, states.count(state)) for state in ReportState],
        "page": Paginator(listed, PAGE).get_page(request.GET.get("page")),
        "today": timezone.localdate(),
    }
    return render(request, "cycle/cycle.html", context)
