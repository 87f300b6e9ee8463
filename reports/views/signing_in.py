"""Signed-in pages, and what happens when the sign-in has expired: nothing that was typed is lost."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.contrib.auth import login
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ..forms.signing_in import SignInForm
from ..models import User


class SignedInRequest(HttpRequest):
    """What a signed-in page is given: `user` is a person."""

    user: User


View = Callable[..., HttpResponse]
NAME, PASSWORD = "sign-in-name", "sign-in-password"


def wants_json(request: HttpRequest) -> bool:
    """Whether the page's script asks, rather than a person."""
    return request.headers.get("Accept") == "application/json"


def signed_in(view: View) -> View:
    """Only for people who are signed in; never kept by caches.

    A form posted after the sign-in expired is answered by a page that asks for the password and carries the form
    along; posted again together with the password, it goes on to the view. Scripts are told 401.
    """

    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated or _signs_in_again(request):
            return view(request, *args, **kwargs)
        if wants_json(request):
            return JsonResponse({"message": _("Your sign-in has expired.")}, status=401)
        if request.method == "POST":
            return _ask_again(request)
        return redirect_to_login(request.get_full_path())

    return guarded


def _signs_in_again(request: HttpRequest) -> bool:
    if PASSWORD not in request.POST:
        return False
    form = SignInForm(request, {"username": request.POST.get(NAME), "password": request.POST[PASSWORD]})
    if form.is_valid():
        login(request, form.get_user())
    return form.is_valid()


def _ask_again(request: HttpRequest) -> HttpResponse:
    carried = [(name, value) for name, values in request.POST.lists() for value in values]
    kept = [(name, value) for name, value in carried if name not in {NAME, PASSWORD, "csrfmiddlewaretoken"}]
    context = {
        "carried": kept,
        "failed": PASSWORD in request.POST,
        "paused": getattr(request, "axes_locked_out", False),
        "name": request.POST.get(NAME, ""),
    }
    return render(request, "account/sign_in_again.html", context, status=401)


def paused(request: HttpRequest, answer: HttpResponse, credentials: dict) -> HttpResponse:
    """In place of the answer after too many failures; but a page that carries what was typed is never replaced."""
    return (
        answer if answer.status_code == HTTPStatus.UNAUTHORIZED else render(request, "account/locked.html", status=429)
    )
