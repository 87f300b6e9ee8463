"""Browsers in which a person has signed in before: what others do elsewhere does not slow a sign-in there."""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

_COOKIE = f"{settings.COOKIE_PREFIX}device"
_SALT = "reports.device"
_SECONDS = 400 * 24 * 3600  # no browser keeps a cookie longer
_PEOPLE = 10  # who share a computer


def device_of(request: HttpRequest, name: str) -> str:
    """The number of this browser; empty where nobody of this name has signed in."""
    known = _read(request)
    return known["number"] if _mark(name) in known["people"] else ""


def remember_device(request: HttpRequest, response: HttpResponse, name: str) -> None:
    known = _read(request)
    people = [_mark(name), *(mark for mark in known["people"] if mark != _mark(name))][:_PEOPLE]
    value = signing.dumps({"number": known["number"], "people": people}, salt=_SALT)
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(_COOKIE, value, max_age=_SECONDS, httponly=True, secure=secure, samesite="Lax")


def _read(request: HttpRequest) -> dict:
    """A new number and nobody where there is none that this site has signed."""
    try:
        return signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        return {"number": secrets.token_hex(16), "people": []}


def _mark(name: str) -> str:
    """The cookie tells whoever finds it no names."""
    return salted_hmac(_SALT, name, algorithm="sha256").hexdigest()[:16]
