"""A sign-in that nobody uses ends. When it was last used stands in a signed cookie: reading a page stores
nothing, but once in ten minutes for the person's own list of sign-ins.
"""

import logging
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.db import DatabaseError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from ..actions.session import forget_expired_sessions, note_use
from ..models import Session
from ..models.session import AGENT_LENGTH
from .client import client_address
from .second_factor import is_asked
from .session import ADDRESS, AGENT, BY_SLIP, SINCE, SITTING, WAY

COOKIE, SALT = f"{settings.COOKIE_PREFIX}seen", "reports.http.idle"
_RENEWED_AFTER = 60  # seconds
_BY_ITSELF = {"presence"}  # addresses to which an open page posts though nobody touches it
logger = logging.getLogger(__name__)


@receiver(user_logged_in)
def begin_sitting(request: HttpRequest, **_signal) -> None:
    """Which sign-in it is, when it began and from where."""
    agent = request.headers.get("User-Agent", "")[:AGENT_LENGTH]
    request.session[SITTING], request.session[SINCE] = secrets.token_urlsafe(12), int(time.time())
    request.session[WAY] = getattr(request, "sign_in_way", "")
    request.session[BY_SLIP] = getattr(request, "sign_in_slip", None) is not None
    request.session[ADDRESS], request.session[AGENT] = client_address(request), agent
    forget_expired_sessions(at=timezone.now())


def end_when_idle(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, after Django's that says who has signed in. The session stays, and opens nothing: the next sign-in
    goes on with it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: _person(request))  # type: ignore[assignment]
        response = get_response(request)
        if request.session.accessed and _is_use(request) and request.user.is_authenticated:
            _note_use(request, response)
        return response

    return middleware


def _person(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    return get_user(request) if _is_in_use(request) and not is_asked(request) else AnonymousUser()


def _is_in_use(request: HttpRequest) -> bool:
    """A sign-in of before there were sittings ends by its age alone."""
    limit = settings.SESSION_IDLE_MINUTES * 60
    if not limit or SITTING not in request.session:
        return True
    return _was_seen(request, limit) or time.time() - request.session[SINCE] < limit


def _was_seen(request: HttpRequest, seconds: int) -> bool:
    return request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=seconds) == request.session.get(SITTING)


def _is_use(request: HttpRequest) -> bool:
    """Whether a person asked. What the scripts of an open page ask by themselves keeps nobody signed in."""
    match = request.resolver_match
    is_script = request.headers.get("Accept") == "application/json"
    return not is_script or (request.method == "POST" and match is not None and match.url_name not in _BY_ITSELF)


def _note_use(request: HttpRequest, response: HttpResponse) -> None:
    _store_use(request)
    if settings.SESSION_IDLE_MINUTES and SITTING in request.session and not _was_seen(request, _RENEWED_AFTER):
        response.set_signed_cookie(
            COOKIE,
            request.session[SITTING],
            salt=SALT,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite=settings.SESSION_COOKIE_SAMESITE,
        )


def _store_use(request: HttpRequest) -> None:
    """For the person's own list. Where nothing can be stored, pages are read all the same."""
    row: Session | None = getattr(request.session, "row", None)
    try:
        if row:
            note_use(session=row, at=timezone.now())
    except DatabaseError:
        logger.exception("That somebody uses the site could not be noted.")
