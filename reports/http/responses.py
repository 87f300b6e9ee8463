"""What views answer with."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from ..actions.errors import Refused
from .sign_in import SignedInRequest


def act_and_redirect(request: SignedInRequest, report_pk: int, action, **arguments) -> HttpResponse:
    """Does a small action and goes back to the task list; why it was refused is said there."""
    try:
        action(by=request.user, at=timezone.now(), **arguments)
        messages.success(request, _("Saved."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("report", report_pk)
