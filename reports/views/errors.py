"""What a person sees when something cannot be answered: what happened and what to do, never a traceback."""

import sys
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from ..http.outage import is_database_away, is_disk_full, is_store_away
from ..http.sign_in import answer, wants_json

_RETRY_AFTER = 10  # seconds


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if wants_json(request):
        return answer(
            request, 400, message=_("What was sent could not be read. Copy your words and open the page anew.")
        )
    return render(request, "errors/400.html", status=400)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if wants_json(request):
        return answer(request, 403, message=_("You may no longer write here. Copy what you typed."))
    context = {"reason": str(exception or ""), "typed": _typed(request)}
    return render(request, "errors/403.html", context, status=403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if wants_json(request):
        return answer(request, 404, message=_("This is gone, or no longer yours to see. Copy what you typed."))
    return render(request, "errors/404.html", status=404)


def explain_method(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. Django answers 405 with an empty page; this one tells the person where to go."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method != "GET" or wants_json(request):
            return response
        told = render(request, "errors/405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
        told.headers["Allow"] = response.headers["Allow"]
        return told

    return middleware


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls it while it handles the exception."""
    error = sys.exc_info()[1]
    if is_disk_full(error):
        said = _("The server’s disk is full: nothing was saved.")
        return _unsaved(request, HTTPStatus.INSUFFICIENT_STORAGE, "errors/full.html", said)
    if is_database_away(error):
        return _away(request, _("The database of this site does not answer just now: nothing was saved."))
    if is_store_away(error):
        return _away(request, _("The store of this site’s files does not answer just now: nothing was done."))
    return render(request, "errors/500.html", status=500)


def _away(request: HttpRequest, said: str) -> HttpResponse:
    response = _unsaved(request, HTTPStatus.SERVICE_UNAVAILABLE, "errors/away.html", said)
    response["Retry-After"] = str(_RETRY_AFTER)
    return response


def _unsaved(request: HttpRequest, status: HTTPStatus, template: str, said: str) -> HttpResponse:
    """Asks nothing of the database, so that no context processor may run: it is what fails."""
    if wants_json(request):
        return answer(request, status, message=said)
    context = {"request": request, "message": said, "typed": _typed(request)}
    return HttpResponse(render_to_string(template, context), status=status)


def too_long(request: HttpRequest) -> HttpResponse:
    """For a request that was ended at its deadline. Asks nothing of the database."""
    if wants_json(request):
        message = _("The site was too slow to answer. Your text is kept in this page; save again.")
        return answer(request, HTTPStatus.SERVICE_UNAVAILABLE, message=message)
    typed = _typed(request) if hasattr(request, "_post") else []
    context = {"seconds": settings.REQUEST_SECONDS, "typed": typed}
    return render(request, "errors/too_long.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere. Nothing is saved, and what was typed is shown to be copied.

    A page's script fetches a new token and sends the form again.
    """
    if wants_json(request):
        return answer(request, 403, lacks="token")
    return render(request, "errors/csrf.html", {"typed": _typed(request)}, status=403)


def _typed(request: HttpRequest) -> list[str]:
    """Nothing where the body is no form."""
    try:
        posted = request.POST
    except (BadRequest, SuspiciousOperation, MultiPartParserError):
        return []
    return [str(posted[name]) for name in posted if _is_typed(name) and str(posted[name]).strip()]


def _is_typed(name: str) -> bool:
    return not (name in _NOT_TYPED or name.startswith("initial-") or "password" in name)


_NOT_TYPED = {"csrfmiddlewaretoken", "version", "tab", "next", "language", "read", "stage"}
