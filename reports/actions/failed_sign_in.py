"""Guessing is slowed. A try stands in its table while its password is looked at, and stays there if it was wrong."""

import time
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from ..models import FailedSignIn
from ..models.failed_sign_in import SignInTry
from .lock import wait_for_turn

_TURNS, _SECONDS = 100, 0.05  # asked so often, so far apart


def begin_sign_in(*, tried: SignInTry, at: datetime) -> datetime | None:
    """None: the password may be looked at; otherwise until when not.

    Of many tries at one moment no more are let through than one by one, and those that turn out right count for
    nothing: where it depends on some that are being looked at, it waits for them, some seconds at most. Whoever has to
    wait longer is not counted: asking again makes no wait longer.
    """
    for _turn in range(_TURNS):
        until, is_decided = _begin(tried, at)
        if is_decided:
            break
        time.sleep(_SECONDS)
    return until


@transaction.atomic
def _begin(tried: SignInTry, at: datetime) -> tuple[datetime | None, bool]:
    """Until when, and whether this stays so whatever the others' passwords are."""
    wait_for_turn("sign-in")
    until = FailedSignIn.objects.paused_until(tried, at=at)
    if until is None:
        FailedSignIn.objects.create(at=at, is_wrong=False, **asdict(tried))
        return None, True
    surely_until = FailedSignIn.objects.decided(at=at).paused_until(tried, at=at)
    return surely_until or until, surely_until is not None


def fail_sign_in(*, tried: SignInTry) -> None:
    """It was wrong; so were those with the same password that are being looked at."""
    FailedSignIn.objects.filter(is_wrong=False, **asdict(tried)).update(is_wrong=True)


def end_sign_in(*, tried: SignInTry, at: datetime) -> None:
    """It has succeeded. Failures that are too old to count go with it."""
    FailedSignIn.objects.forgotten_by(tried, at=at).delete()


def withdraw_sign_in(*, tried: SignInTry) -> None:
    """Nobody could say whether it was right."""
    FailedSignIn.objects.filter(is_wrong=False, **asdict(tried)).delete()
