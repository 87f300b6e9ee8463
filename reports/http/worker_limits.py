"""Whose files are read and made while a request is answered, and the page where one was not."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..documents.workers import NotDone, on_behalf_of
from .sign_in import answer, wants_json


class WorkerMiddleware:
    """Must come after AuthenticationMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with on_behalf_of(lambda: request.user.pk):
            return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return _not_done(request, exception) if isinstance(exception, NotDone) else None


def _not_done(request: HttpRequest, problem: NotDone) -> HttpResponse:
    response: HttpResponse
    if wants_json(request):
        response = answer(request, problem.status, message=str(problem))
    else:
        response = render(request, "errors/not_done.html", {"why": str(problem)}, status=problem.status)
    if problem.retry_after:
        response["Retry-After"] = str(problem.retry_after)
    return response
