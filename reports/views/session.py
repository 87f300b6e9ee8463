"""Where a person is signed in, and signing out elsewhere."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import access
from ..actions.session import end_other_sessions, end_session
from ..http.responses import perform
from ..http.session import SITTING
from ..http.sign_in import SignedInRequest, signed_in
from ..pages.session import signed_in_devices


@signed_in
@require_safe
def sessions(request: SignedInRequest) -> HttpResponse:
    own = access.sessions_of(request.user, at=timezone.now())
    devices = signed_in_devices(own, sitting=request.session.get(SITTING, ""))
    return render(request, "session/sessions.html", {"devices": devices})


@signed_in
@require_POST
def session_end(request: SignedInRequest, sitting: str) -> HttpResponse:
    session = access.session_to_end(request.user, sitting)
    return perform(request, partial(end_session, session=session), done=_("Signed out there."), then="sessions")


@signed_in
@require_POST
def sessions_end(request: SignedInRequest) -> HttpResponse:
    sitting = request.session.get(SITTING, "")
    done = _("You are signed in nowhere else any more.")
    return perform(request, end_other_sessions, done=done, then=resolve_url("sessions"), sitting=sitting)
