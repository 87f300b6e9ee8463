"""The first page: what I have to do."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import access
from ..charts.stacked_bar import stack
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Cycle, User
from ..models.progress import progress_by_report
from ..pages.cycle.counts import count_progress
from ..pages.home import is_recent, own_reports
from ..pages.progress import steps_of


@signed_in
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    user = request.user
    reviews = access.next_reviews(user)
    cycles = access.organised_cycles(user)
    rounds, organisers = access.rounds_without(user, timezone.now())
    context = {
        "not_asked": access.participations_not_asked(user, timezone.now()),
        "not_on_roll": rounds,
        "organisers": organisers,
        "to_answer": access.assistances_to_answer(user),
        "to_start": access.participations_to_start(user, timezone.now()),
        "to_review": reviews,
        "comments_to_review": access.open_comments_to_review(reviews),
        "cycles": cycles,
        "going": _going(user, cycles),
        "today": timezone.localdate(),
    }
    return render(request, "home/home.html", context | _own_reports(user))


def _going(user: User, cycles: list[Cycle]) -> dict[str, Any] | None:
    """How far people are in the first round that is open, however many rounds there are."""
    cycle = next((cycle for cycle in cycles if cycle.is_open), None)
    if cycle is None:
        return None
    counts, _not_asked = count_progress(cycle, access.OrganisedCycle(user, cycle).numbers, ())
    segments = stack([(count.key, count.number) for count in counts])
    return {"cycle": cycle, "counts": counts, "segments": segments}


def _own_reports(user: User) -> dict[str, Any]:
    today = timezone.localdate()
    shown = [one for one in access.reports_to_write(user) if not one.is_final or is_recent(one, today)]
    steps = steps_of(shown, access.reviews_to_show_writers(shown))
    return {
        "own": own_reports(shown, progress_by_report([one for one in shown if one.is_open]), steps),
        "comments_to_write": access.open_comments_to_write(shown),
    }


@signed_in
@require_safe
def report_list(request: SignedInRequest) -> HttpResponse:
    return render(request, "home/report_list.html", {"reports": access.reports_to_write(request.user)})
