"""What a person sees when something cannot be answered: what happened and what to do, never a traceback."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/403.html", {"reason": str(exception or "")}, status=403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere: nothing is saved, and all that was typed is shown for copying."""
    typed = [request.POST[name] for name in request.POST if _is_typed(name) and str(request.POST[name]).strip()]
    return render(request, "errors/csrf.html", {"typed": typed}, status=403)


def _is_typed(name: str) -> bool:
    return not (name in _NOT_TYPED or name.startswith("initial-") or "password" in name)


_NOT_TYPED = {"csrfmiddlewaretoken", "version", "tab", "next", "language"}
