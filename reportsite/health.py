"""`/healthz`, for monitors: without session, host name, https and log."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from reports.pages.health import look

_ADDRESS = "/healthz"
_BEARER = "Bearer "


def answer_monitors(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info != _ADDRESS:
            return get_response(request)
        response = _answer(request)
        response["Cache-Control"] = "no-store"
        response._has_been_logged = True  # type: ignore[attr-defined] # else Django writes a line for each 503
        return response

    return middleware


def _answer(request: HttpRequest) -> HttpResponse:
    """Strangers learn up or down alone."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    found = look(at=timezone.now())
    is_up = all(part.well for part in found.values())
    said = {"status": "up" if is_up else "down"}
    if _may_know(request):
        said |= {name: f"{'ok' if part.well else 'wrong'}: {part.value}" for name, part in found.items()}
    return JsonResponse(said, status=200 if is_up else 503)


def _may_know(request: HttpRequest) -> bool:
    """With the token; or from this machine, unless a proxy here handed it on."""
    sent = request.headers.get("Authorization", "")
    if settings.HEALTH_TOKEN and constant_time_compare(sent, _BEARER + settings.HEALTH_TOKEN):
        return True
    handed_on = {"HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP"}
    return not handed_on & {*request.META} and _is_here(request.META.get("REMOTE_ADDR", ""))


def _is_here(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:  # a socket of this machine has none: what is behind it is not known
        return False
