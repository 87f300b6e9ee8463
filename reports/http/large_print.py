"""Who is shown large print (适老化): a person who chose it, or a browser in which it was chosen before signing in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = f"{settings.COOKIE_PREFIX}large-print"
YEAR = 365 * 24 * 3600  # seconds


def wants_large_print(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return user.large_print
    return request.COOKIES.get(COOKIE) == "on"


def keep_print(response: HttpResponse, *, large: bool) -> None:
    if large:
        response.set_cookie(COOKIE, "on", YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
