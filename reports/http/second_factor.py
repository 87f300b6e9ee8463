"""Between the password and the second factor nobody is signed in, whichever page asked for the password."""

import time
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ..actions.errors import Refused
from ..actions.passkey import check_passkey
from ..actions.second_factor import check_second_factor
from ..models import User
from ..models.second_factor import is_asked_of
from .device import device_of
from .oidc_account import WAY as OIDC
from .passkey import SHOW, take_answer
from .session import BY_SLIP, SINCE, WAY, note_arrival

_STATE, _ASKED, _GIVEN = "second_factor", "asked", "given"  # in the session; of others there is nothing
_SECONDS = 600  # between the two
View = Callable[..., HttpResponse]


@receiver(user_logged_in)
def hold_back(request: HttpRequest, user: User, **_signal) -> None:
    """Also who gave the second factor before in this browser, and let the sign-in expire."""
    request.session.pop(_STATE, None)
    if is_asked_of(user.pk):
        request.session[_STATE] = _ASKED
        request.user = AnonymousUser()


def is_asked(request: HttpRequest) -> bool:
    return request.session.get(_STATE) == _ASKED


def is_given(request: HttpRequest) -> bool:
    return request.session.get(_STATE) == _GIVEN


def held_back(request: HttpRequest) -> User | None:
    """Who has given the password, a few minutes ago, and nothing else."""
    if not is_asked(request) or time.time() - request.session.get(SINCE, 0) > _SECONDS:
        return None
    person = get_user(request)
    return person if isinstance(person, User) else None


def may_begin(request: HttpRequest) -> bool:
    """Whether who must have a second factor and has none sets up the first: with the password alone a thief of it
    could, and would be the owner from then on.
    """
    return not is_asked(request) or request.session.get(BY_SLIP, False)


def asks_password(request: HttpRequest) -> bool:
    """Whether who sets up the first has a password here, and gave it longer ago than a moment."""
    return request.user.is_authenticated and request.session.get(WAY) != OIDC


def let_in(request: HttpRequest, person: User) -> None:
    """The key of the session is another one from here on."""
    was_asked = is_asked(request)
    request.session[_STATE] = _GIVEN
    request.session.cycle_key()
    request.user = request.signed_in_person = person  # type: ignore[attr-defined]
    if was_asked:
        note_arrival(request, person)


def give_second_factor(request: HttpRequest, person: User, typed: str) -> str:
    """What is wrong with what was typed; empty: the person is signed in."""
    if not typed:
        return _("Enter the number of your app too, or a recovery code.")
    device = device_of(request, person.username)
    try:
        check_second_factor(typed=typed, device=device, by=person, at=timezone.now())
    except Refused as problem:
        return str(problem)
    let_in(request, person)
    return ""


def give_passkey(request: HttpRequest, person: User, said: str) -> str:
    """As `give_second_factor`, of what a device answered."""
    answer = take_answer(request, SHOW, said)
    if answer is None:
        return _("The page was out of date, or the device took too long. Try again.")
    try:
        check_passkey(answer=answer, by=person, at=timezone.now())
    except Refused as problem:
        return str(problem)
    let_in(request, person)
    return ""


def for_held_back(view: View) -> View:
    """For who is on the way in, as `person`; others are led to the sign-in."""

    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        person = held_back(request)
        return view(request, *args, person=person, **kwargs) if person else redirect("sign_in")

    return guarded


def lead_on(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: who has given the password is asked for the second factor where others are asked for the password."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if isinstance(response, HttpResponseRedirect) and is_asked(request) and held_back(request):
            asked = urlsplit(response.url)
            if asked.path in {reverse("sign_in"), reverse("admin:login")}:
                return redirect(f"{reverse('second_factor_check')}?{asked.query}")
        return response

    return middleware
