"""The lists of a round for its organisers: who takes part, their reports, the reviews of them."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import access
from ..forms.list_filters import ParticipantFilters, ReportFilters, ReviewFilters
from ..http.listing import answer_list
from ..http.sign_in import SignedInRequest, signed_in
from ..models.saved_view import ListName
from ..pages.cycle.lists import (
    complete_reports,
    complete_reviews,
    participant_columns,
    report_columns,
    review_columns,
)


@signed_in
@require_safe
def participants(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    organised, today = access.cycle_to_organise(request.user, cycle_pk), timezone.localdate()
    rows = organised.listed_participants.for_cycle_list()
    filters = ParticipantFilters(request.GET, rows, organised=organised, today=today)
    return answer_list(request, ListName.PARTICIPANTS, filters, participant_columns(today))


@signed_in
@require_safe
def reports(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    organised, today = access.cycle_to_organise(request.user, cycle_pk), timezone.localdate()
    filters = ReportFilters(request.GET, organised.listed_reports.for_cycle_list(), organised=organised, today=today)
    return answer_list(request, ListName.REPORTS, filters, report_columns(today), complete=complete_reports)


@signed_in
@require_safe
def reviews(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    organised, now = access.cycle_to_organise(request.user, cycle_pk), timezone.now()
    rows, today = organised.reviews.for_cycle_list(), timezone.localdate()
    filters = ReviewFilters(request.GET, rows, organised=organised, today=today)
    return answer_list(request, ListName.REVIEWS, filters, review_columns(now), complete=complete_reviews)
