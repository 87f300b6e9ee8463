"""Guessing passwords is slowed, in every form that asks for one; see docs/decisions/0059-sign-in.md."""

from collections.abc import Callable
from datetime import datetime
from math import ceil

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..actions.failed_sign_in import begin_sign_in, end_sign_in, fail_sign_in, withdraw_sign_in
from ..actions.user import note_failed_sign_in
from ..models import User
from ..models.event import Verb
from ..models.failed_sign_in import FailedSignIn, SignInTry, hash_name, mark_of
from .client import client_address
from .device import browser_of


def slowed(request: HttpRequest, name: str, password: str, look: Callable[[], User | None]) -> User | None:
    """What `look` finds, unless one has to wait; the request keeps until when.

    What was not right, and what was not looked at, stands in the log.
    """
    browser, device = browser_of(request, name)
    tried = SignInTry(hash_name(name), client_address(request), device, mark_of(password), browser)
    paused_until = begin_sign_in(tried=tried, at=timezone.now())
    person = None if paused_until else look()
    if person:
        end_sign_in(tried=tried, at=timezone.now())
    elif not paused_until and not _is_undecided(request, name):
        fail_sign_in(tried=tried)
        _note(request, Verb.SIGN_IN_FAILED, name)
        paused_until = FailedSignIn.objects.paused_until(tried, at=timezone.now())
    elif not paused_until:
        withdraw_sign_in(tried=tried)
    else:
        _note(request, Verb.SIGN_IN_PAUSED, name)
    request.sign_in_paused_until = paused_until  # type: ignore[attr-defined]
    return person


def _note(request: HttpRequest, verb: Verb, name: str) -> None:
    note_failed_sign_in(verb=verb, username=name, address=client_address(request), at=timezone.now())


def _is_undecided(request: HttpRequest, name: str) -> bool:
    """The directory is away, and there is no password here that could have been guessed."""
    person = User.objects.filter(username=name).first() if getattr(request, "directory_is_away", False) else None
    return person is not None and not person.has_usable_password()


def outage_of(request: HttpRequest) -> str:
    """What is told where the directory of the office is away; empty for everybody who has signed in all the same."""
    if not getattr(request, "directory_is_away", False):
        return ""
    return _("The directory of your office does not answer. Try again in some minutes, or use a sign-in slip.")


def pause_of(request: HttpRequest) -> str:
    """What whoever has to wait is told; empty for everybody else."""
    until: datetime | None = getattr(request, "sign_in_paused_until", None)
    if until is None:
        return ""
    minutes = max(ceil((until - timezone.now()).total_seconds() / 60), 1)
    return ngettext(
        "Too many wrong passwords. Wait a minute and try again, or use a sign-in slip, which is never slowed.",
        "Too many wrong passwords. Wait %(count)s minutes and try again, or use a sign-in slip, which is never slowed.",
        minutes,
    ) % {"count": minutes}


@receiver(user_logged_in)
def keep_who_signed_in(request: HttpRequest, user: User, **_signal) -> None:
    request.signed_in_person = user  # type: ignore[attr-defined]
