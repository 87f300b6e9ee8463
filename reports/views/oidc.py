"""Signing in at the office's own provider, and out of it."""

import logging
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .. import access
from ..actions.repeated_failure import note_failure
from ..actions.user import note_refused_sign_in
from ..http.address import own_address
from ..http.client import client_address
from ..http.oidc_account import WAY, Unanswered, Unproven, end_there, lead_there, name_from
from ..http.session import note_arrival
from ..models import User
from ..models.event import Verb

_NEXT = "oidc_next"
logger = logging.getLogger(__name__)
View = Callable[[HttpRequest], HttpResponse]


def _where_set_up(view: View) -> View:
    @wraps(view)
    @never_cache
    @require_safe
    def guarded(request: HttpRequest) -> HttpResponse:
        if not settings.OIDC:
            raise Http404
        try:
            return view(request)
        except Unanswered:
            logger.exception("The provider of OIDC_ISSUER does not answer.")
            told = _("The sign-in of your office does not answer. Try again in some minutes, or sign in here.")
            return _tell(request, told, 503)

    return guarded


@_where_set_up
def oidc(request: HttpRequest) -> HttpResponse:
    """From a page of this site, or by the address itself: another site's page could sign in whoever opens it."""
    then = own_address(request, request.GET.get("next", ""))
    if request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
        return redirect(f"{resolve_url('sign_in')}?{urlencode({'next': then})}")
    request.session[_NEXT] = then
    return lead_there(request)


@_where_set_up
def oidc_back(request: HttpRequest) -> HttpResponse:
    try:
        name = name_from(request)
    except Unproven:
        logger.warning("A sign-in by OIDC was refused.", exc_info=True)
        _note(request, Verb.SIGN_IN_UNPROVEN)
        told = _("This sign-in was not finished, or was begun elsewhere or too long ago. Begin again.")
        return _tell(request, told, 400)
    person = access.person_to_sign_in(name)
    if person is None or not person.is_active:
        return _keep_out(request, person)
    return _let_in(request, person)


@_where_set_up
def oidc_end(request: HttpRequest) -> HttpResponse:
    return redirect(end_there(request))


def _let_in(request: HttpRequest, person: User) -> HttpResponse:
    """A second factor is asked for as after a password."""
    then = request.session.pop(_NEXT, "/")
    request.sign_in_way = WAY  # type: ignore[attr-defined]
    login(request, person, backend="reports.http.session.PersonBackend")
    if not request.user.is_authenticated:
        return redirect(f"{resolve_url('second_factor_check')}?{urlencode({'next': then})}")
    note_arrival(request, person)
    return redirect(then)


def _keep_out(request: HttpRequest, person: User | None) -> HttpResponse:
    if person:
        note_refused_sign_in(person=person, way=WAY, at=timezone.now())
    else:
        _note(request, Verb.SIGN_IN_FAILED)
    told = _("There is no active account here for you. Ask the organiser of your unit or the administrator.")
    return _tell(request, told, 403)


def _note(request: HttpRequest, verb: Verb) -> None:
    """Nobody who is known here."""
    note_failure(verb=verb, person=None, address=client_address(request), what=WAY, at=timezone.now())


def _tell(request: HttpRequest, told: str, status: int) -> HttpResponse:
    return render(request, "account/locked.html", {"pause": told, "failed": True}, status=status)
