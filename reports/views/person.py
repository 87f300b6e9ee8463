"""An official's page over the years."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import access
from ..http.sign_in import SignedInRequest, signed_in
from ..pages.person import contents_of, figure_histories


@signed_in
@require_safe
def person(request: SignedInRequest, person_pk: int) -> HttpResponse:
    """For the person, and for the organisers of their units. Words and figures are those that were submitted."""
    person, participants, reports = access.person_to_organise(request.user, person_pk)
    contents = contents_of(reports)
    grades = access.grades_to_read(request.user, reports)
    context = {
        "person": person,
        "participants": participants.for_cycle_list().order_by("-cycle__year", "-pk"),
        "titles": {report.participant_id: content.title for report, content in contents.items()},
        "grades": grades,
        "figures": figure_histories(contents),
    }
    return render(request, "person/person.html", context)
