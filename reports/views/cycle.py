"""How a round is going, for organisers."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import access
from ..forms.reviewer import read_key
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Unit
from ..models.grade import best_places
from ..pages.cycle.branches import ORDERS, count_by_branch, orders_in
from ..pages.cycle.counts import count_grades, count_progress, count_worries
from ..pages.cycle.load import show_load
from ..pages.cycle.timeline import show_timeline
from ..pages.heartbeat import find_silence


@signed_in
@require_safe
def cycle(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    organised = access.cycle_to_organise(request.user, cycle_pk)
    cycle, numbers, today = organised.cycle, organised.numbers, timezone.localdate()
    counts, not_asked = count_progress(cycle, numbers, cycle.stages.all())
    asked = request.GET.get("order", "")
    order = asked if asked in ORDERS else "not_begun"
    under, page = _under(request), request.GET.get("page")
    level = count_by_branch(cycle, organised, organised.participants, under=under, order=order, page=page)
    before = (organised.before.cycle, organised.before.submitted) if organised.before else None
    shows_quota = cycle.asks_for_grades and access.may_set_stages(request.user, cycle)
    context = {
        "cycle": cycle,
        "counts": counts,
        "worries": [*count_worries(cycle, numbers, today), not_asked],
        "level": level,
        "orders": orders_in(cycle),
        "order": order,
        "timeline": show_timeline(cycle, numbers.submitted, before, today=today),
        "load": show_load(cycle, numbers, organised.oldest, now=timezone.now()),
        "best_places": best_places(cycle) if shows_quota else None,
        "silence": find_silence(now=timezone.now()),
        "grades": count_grades(cycle, numbers) if cycle.asks_for_grades else [],
    }
    return render(request, "cycle/cycle.html", context)


def _under(request: SignedInRequest) -> Unit | None:
    """The unit whose next level is asked for."""
    asked = read_key(request.GET.get("under", ""))
    return access.unit_to_organise(request.user, asked) if asked is not None else None
