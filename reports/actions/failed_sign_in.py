"""Guessing is slowed: each try at a password counts as failed until it has succeeded."""

from dataclasses import asdict
from datetime import datetime

from ..models import FailedSignIn
from ..models.failed_sign_in import SignInTry


def begin_sign_in(*, tried: SignInTry, at: datetime) -> datetime | None:
    """None: the password may be looked at; otherwise until when not.

    It is counted first and asked then, so that of many tries at one moment no more are let through than one by one.
    Whoever has to wait is not counted: asking again makes no wait longer.
    """
    counted = FailedSignIn.objects.create(at=at, **asdict(tried))
    until = FailedSignIn.objects.exclude(pk=counted.pk).paused_until(tried, at=at)
    if until:
        counted.delete()
    return until


def end_sign_in(*, tried: SignInTry, at: datetime) -> None:
    """It has succeeded. Failures that are too old to count go with it."""
    FailedSignIn.objects.forgotten_by(tried, at=at).delete()
