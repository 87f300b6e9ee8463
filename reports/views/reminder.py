"""Whom the daily reminders will go to, seen before."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import access
from ..actions.reminder import reminders_due
from ..forms.reminder import ReminderDayForm
from ..http.sign_in import SignedInRequest, signed_in

PAGE = 50


@signed_in
@require_safe
def reminders(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    """As `manage.py remind --dry-run` says it, of what is written and reviewed in the organiser's units."""
    organised, today = access.cycle_to_organise(request.user, cycle_pk), timezone.localdate()
    form = ReminderDayForm({"day": request.GET.get("day") or today})
    within = {"participants": organised.participants, "reviews": organised.reviews}
    day = form.cleaned_data["day"] if form.is_valid() else None
    found = reminders_due(day=day, at=timezone.now(), **within) if day else []
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"cycle": organised.cycle, "form": form, "day": day, "page": page, "offsets": settings.REMINDER_DAYS}
    return render(request, "reminder/reminders.html", context, status=200 if day else 422)
