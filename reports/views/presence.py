"""A page says that it is open, and is told who else is there."""

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from .. import access
from ..actions.presence import note_presence
from ..forms.presence import PresenceForm
from ..http.sign_in import SignedInRequest, answer, signed_in


@signed_in
@require_POST
def presence(request: SignedInRequest, report_pk: int) -> HttpResponse:
    report, permissions = access.report_to_read(request.user, report_pk)
    now = timezone.now()
    form = PresenceForm(request.POST if permissions.may_write else {}, report=report)
    section = form.cleaned_data["section"] if form.is_valid() else None
    note_presence(report=report, section=section, by=request.user, at=now)
    context = {"present": access.people_present(request.user, report, at=now), "section": section}
    return answer(request, people=render_to_string("report/_people_present.html", context, request))
