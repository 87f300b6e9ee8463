"""The grades of a round: how many of the best are taken, where reviewers differ, and what an organiser settles."""

from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import access
from ..actions.errors import Refused
from ..actions.grade import settle_grade
from ..forms.cycle_settings import GradeForm
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in
from ..models import Participant
from ..models.grade import best_places, best_taken, graded, last_grades, with_final_grade

PAGE = 50


@signed_in
@require_safe
def cycle_grades(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    """Without the own one."""
    cycle = access.cycle_to_run(request.user, cycle_pk)
    others = Participant.objects.filter(cycle=cycle).to_write().exclude(person=request.user)
    rows = with_final_grade(others).select_related("person", "unit", "cycle", "report__participant", "report__cycle")
    differ = Q(grade="", is_ungraded=False) & ~Q(lowest=F("highest")) & Q(lowest__isnull=False)
    shown = rows.filter(differ) if "differ" in request.GET else rows
    listed = shown.order_by("unit__name", "person__name", "pk")
    context = {
        "cycle": cycle,
        "graded": graded(cycle).count(),
        "places": best_places(cycle),
        "taken": best_taken(cycle) if cycle.grade_scale else 0,
        "count_differ": rows.filter(differ).count(),
        "page": Paginator(listed, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "grade/grades.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def grade(request: SignedInRequest, cycle_pk: int, pk: int) -> HttpResponse:
    participant = access.participant_to_grade(request.user, cycle_pk, pk)
    cycle = participant.cycle
    begun = GradeForm.UNGRADED if participant.is_ungraded else participant.grade
    form = GradeForm(
        request.POST or None, grades=cycle.grades, initial={"grade": begun, "reason": participant.grade_reason}
    )
    given = last_grades().filter(report__participant=participant).select_related("reviewer", "stage")
    context = {"cycle": cycle, "participant": participant, "given": given, "form": form}
    if request.method == "POST" and form.is_valid():

        def refuse(problem: Refused) -> HttpResponse:
            form.refuse(problem)
            return render(request, "grade/grade.html", context, status=422)

        told = {"participant": participant, **form.wanted}
        there = resolve_url("cycle_grades", cycle.pk)
        return perform(request, settle_grade, done=_("Saved."), then=there, refused=refuse, **told)
    return render(request, "grade/grade.html", context, status=422 if form.errors else 200)
