"""Signed-in pages, and what happens when the sign-in has expired: nothing that was typed is lost."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.contrib.auth import login
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.auth.views import redirect_to_login
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ..actions.user import note_sign_out
from ..forms.sign_in import SignInForm
from ..models import User
from .device import meet_device, remember_device
from .second_factor import give_second_factor
from .session import note_arrival
from .throttle import outage_of, pause_of


class SignedInRequest(HttpRequest):
    """`user` is a User, never AnonymousUser."""

    user: User


View = Callable[..., HttpResponseBase]
Handler = Callable[[HttpRequest], HttpResponse]
NAME, PASSWORD, CODE = "sign-in-name", "sign-in-password", "sign-in-code"
_ASKING = {"sign_in", "admin:login"}  # the pages that ask for it
PERSON = "X-Person"  # whose page it is that sends


def wants_json(request: HttpRequest) -> bool:
    """Whether the page's script asks, rather than a person."""
    return request.headers.get("Accept") == "application/json"


def answer(request: HttpRequest, status: int = 200, **said) -> JsonResponse:
    """Answers a page's script. The JSON names the address it answers: a script can tell it from a gateway's page and
    from the answer to another request.
    """
    return JsonResponse({"to": request.path, **said}, status=status)


def signed_in(view: View) -> View:
    """Only for people who are signed in. Caches never keep the answer.

    Where the sign-in has expired, a posted form is answered by a page that asks for the password and carries the form
    along. Posted again with the password, the form goes on to the view. Scripts get 401, also where somebody else has
    signed in meanwhile: nobody's words are stored under another name.
    """

    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if wants_json(request):
            return _for_script(request, view, *args, **kwargs)
        if request.user.is_authenticated or _signs_in_again(request):
            return view(request, *args, **kwargs)
        if request.method == "POST":
            return _ask_again(request)
        return redirect_to_login(request.get_full_path())

    return guarded


def _for_script(request: HttpRequest, view: View, *args, **kwargs) -> HttpResponseBase:
    """Turns redirects and error pages into JSON for a script."""
    if not request.user.is_authenticated:
        return answer(request, 401, message=_("Your sign-in has expired."))
    if request.headers.get(PERSON, str(request.user.pk)) != str(request.user.pk):
        return answer(request, 401, message=_("Somebody else has signed in in this browser."))
    response = view(request, *args, **kwargs)
    if isinstance(response, HttpResponseRedirect):
        return answer(request, next=response.url)
    if request.method == "POST" and not isinstance(response, JsonResponse):
        return answer(request, response.status_code, message="")
    return response


def _signs_in_again(request: HttpRequest) -> bool:
    if PASSWORD not in request.POST:
        return False
    form = SignInForm(request, {"username": request.POST.get(NAME), "password": request.POST[PASSWORD]})
    if form.is_valid():
        login(request, form.get_user())
        _finish(request, form.get_user(), request.POST.get(CODE, ""))
    return request.user.is_authenticated


def _finish(request: HttpRequest, person: User, code: str) -> None:
    """Where a second factor is asked for, it was typed beside the password."""
    if request.user.is_authenticated:
        note_arrival(request, person)
        return
    problem = give_second_factor(request, person, code)
    request.second_factor_problem = problem  # type: ignore[attr-defined]


@receiver(user_logged_in)
def note_administrator(request: HttpRequest, user: User, **_signal) -> None:
    """The page on which administrators sign in is Django's own."""
    match = request.resolver_match
    if match and match.view_name == "admin:login" and request.user.is_authenticated:
        note_arrival(request, user)


@receiver(user_logged_out)
def note_who_left(user: User | None, **_signal) -> None:
    if user is not None:
        note_sign_out(by=user, at=timezone.now())


def _ask_again(request: HttpRequest) -> HttpResponse:
    carried = [(name, value) for name, values in request.POST.lists() for value in values]
    kept = [(name, value) for name, value in carried if name not in {NAME, PASSWORD, CODE, "csrfmiddlewaretoken"}]
    context = {
        "carried": kept,
        "failed": PASSWORD in request.POST,
        "pause": pause_of(request) or outage_of(request) or getattr(request, "second_factor_problem", ""),
        "asks_code": hasattr(request, "second_factor_problem"),
        "name": request.POST.get(NAME, ""),
    }
    return render(request, "account/sign_in_again.html", context, status=401)


def throttle(get_response: Handler) -> Handler:
    """Answers whoever has to wait, and lets the browser of whoever has signed in be known again."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if pause := pause_of(request):
            response = _paused(request, response, pause, HTTPStatus.TOO_MANY_REQUESTS)
        elif outage := outage_of(request):
            response = _paused(request, response, outage, HTTPStatus.SERVICE_UNAVAILABLE)
        person = getattr(request, "signed_in_person", None)
        if person and request.user.is_authenticated:  # between password and second factor nothing is known
            remember_device(request, response, person.username)
        elif request.method == "GET" and request.resolver_match and request.resolver_match.view_name in _ASKING:
            meet_device(request, response)
        return response

    return middleware


def _paused(request: HttpRequest, response: HttpResponse, pause: str, status: HTTPStatus) -> HttpResponse:
    """A page that carries what was typed is not replaced."""
    if response.status_code == HTTPStatus.UNAUTHORIZED:
        return response
    if wants_json(request):
        return answer(request, status, message=pause)
    return render(request, "account/locked.html", {"pause": pause}, status=status)
