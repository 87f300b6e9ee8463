"""Pages that a browser fetches on the chance that they will be opened."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

# Sec-Purpose is the Fetch Standard's; the others are what browsers sent before it, and some still do.
_HEADERS = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
_SPECULATIVE = ("prefetch", "prerender", "preview")


def refuse_speculation(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. Browsers discard the refusal and ask again when the person really opens the page.

    A page that was prefetched and shown later would never be requested again, so that its reading would leave no trace.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if _is_speculative(request):
            return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Cache-Control": "no-store"})
        return get_response(request)

    return middleware


def _is_speculative(request: HttpRequest) -> bool:
    said = " ".join(request.headers.get(name, "") for name in _HEADERS).lower()
    return any(word in said for word in _SPECULATIVE)
