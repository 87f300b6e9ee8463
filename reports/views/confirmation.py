"""What an administrator cannot do alone, for the second person."""

from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import access
from ..actions.confirmation import confirm, decline
from ..http.responses import perform
from ..http.sign_in import SignedInRequest, signed_in


@signed_in
@require_safe
def confirmations(request: SignedInRequest) -> HttpResponse:
    to_confirm, asked = access.confirmations_of(request.user)
    return render(request, "confirmation/confirmations.html", {"to_confirm": to_confirm, "asked": asked})


@signed_in
@require_POST
def confirmation_confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = access.confirmation_to_confirm(request.user, pk)
    return perform(request, confirm, done=_("Confirmed."), then=resolve_url("confirmations"), asked=asked)


@signed_in
@require_POST
def confirmation_decline(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = access.confirmation_to_decline(request.user, pk)
    done = _("Nothing has been changed: it waits for nobody any more.")
    return perform(request, decline, done=done, then=resolve_url("confirmations"), asked=asked)
