"""The first page: what I have to do."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import access
from ..http.sign_in import SignedInRequest, signed_in


@signed_in
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    user = request.user
    reports = list(access.reports_to_write(user))
    reviews = list(access.reviews_waiting(user))
    context = {
        "to_answer": access.assistances_to_answer(user),
        "to_start": access.participations_to_start(user, timezone.now()),
        "to_write": [report for report in reports if report.is_open],
        "waiting": [report for report in reports if report.is_under_review],
        "to_review": reviews,
        "comments_to_write": access.open_comments_to_write(reports),
        "comments_to_review": access.open_comments_to_review(reviews),
        "cycles": access.cycles_to_organise(user),
        "today": timezone.localdate(),
    }
    return render(request, "home/home.html", context)


@signed_in
@require_safe
def report_list(request: SignedInRequest) -> HttpResponse:
    return render(request, "home/report_list.html", {"reports": access.reports_to_write(request.user)})
