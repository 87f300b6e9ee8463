"""Browsers in which a person has signed in before: what others do elsewhere does not slow a sign-in there."""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from ..models.failed_sign_in import Browser

_COOKIE = f"{settings.COOKIE_PREFIX}device"
_SALT = "reports.device"
_SECONDS = 400 * 24 * 3600  # no browser keeps a cookie longer
_PEOPLE = 10  # who share a computer
_BLANK: dict = {"number": "", "people": []}  # it keeps no cookie, or one that this site has not signed


def device_of(request: HttpRequest, name: str) -> str:
    """The number of this browser; empty where nobody of this name has signed in."""
    browser, number = browser_of(request, name)
    return number if browser == Browser.KNOWN else ""


def browser_of(request: HttpRequest, name: str) -> tuple[Browser, str]:
    """What it is to this name, and the number by which failures in it are counted."""
    known = _signed(request) or _BLANK
    if _mark(name) in known["people"]:
        return Browser.KNOWN, known["number"]
    if known["people"]:
        return Browser.SHARED, f"of {known['people'][-1]}"
    return Browser.NEW, known["number"]


def meet_device(request: HttpRequest, response: HttpResponse) -> None:
    """On the page that asks for the password: what fails in this browser is counted apart from the others' failures."""
    if not _signed(request):
        _keep(response, _new())


def remember_device(request: HttpRequest, response: HttpResponse, name: str) -> None:
    known = _signed(request) or _new()
    people = [_mark(name), *(mark for mark in known["people"] if mark != _mark(name))][:_PEOPLE]
    _keep(response, {"number": known["number"], "people": people})


def _keep(response: HttpResponse, known: dict) -> None:
    value, secure = signing.dumps(known, salt=_SALT), settings.SESSION_COOKIE_SECURE
    response.set_cookie(_COOKIE, value, max_age=_SECONDS, httponly=True, secure=secure, samesite="Lax")


def _signed(request: HttpRequest) -> dict | None:
    try:
        return signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        return None


def _new() -> dict:
    return {"number": secrets.token_hex(16), "people": []}


def _mark(name: str) -> str:
    """The cookie tells whoever finds it no names."""
    return salted_hmac(_SALT, name, algorithm="sha256").hexdigest()[:16]
