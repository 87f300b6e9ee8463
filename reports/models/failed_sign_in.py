"""Sign-ins that failed, remembered for a day: how long the next try has to wait."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Count, Max, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

MEMORY = timedelta(days=1)
_LOOKED_AT = timedelta(minutes=1)  # a password is, at most; what ended without an answer counts as wrong
_FIRST_PAUSE = timedelta(minutes=1)  # doubled by each failure more
_MARK_BYTES = 2
_NAMES_IN_SHARED = 10


class Browser(models.TextChoices):
    """What a browser, by its cookie, is to the name that is tried in it."""

    KNOWN = "known"  # this person has signed in here
    SHARED = "shared"  # others have
    NEW = "new"  # nobody has


def hash_name(name: str) -> str:
    """Keyed: what is typed into the field of the name is often a password."""
    return salted_hmac("reports.failed_sign_in.name", name, algorithm="sha256").hexdigest()[:32]


def mark_of(password: str) -> int:
    """Tells whether many names are tried with one password. Two bytes of a keyed hash: whoever has them and the key
    still has not the password, for one in 65,536 of all passwords has the same mark.
    """
    hashed = salted_hmac("reports.failed_sign_in", password, algorithm="sha256").digest()
    return int.from_bytes(hashed[:_MARK_BYTES])


@dataclass(frozen=True, slots=True)
class SignInTry:
    """`device` is the number of the browser; of a shared one, a number of whoever signed in there first, so that the
    same person makes no second one by signing in anew. It is empty where a browser keeps no cookie.
    """

    name_hash: str
    address: str
    device: str
    password_mark: int
    browser: str = Browser.NEW


class _Limit(NamedTuple):
    """So many of `counted`, which is a field, are free among the failures that match."""

    matches: Q
    counted: str
    free: int

    def pause(self, count: int, longest: timedelta) -> timedelta:
        return min(_FIRST_PAUSE * 2 ** min(count - self.free, 10), longest)


def _longest_pause(tried: SignInTry) -> timedelta:
    known = tried.browser == Browser.KNOWN
    return timedelta(minutes=settings.SIGN_IN_PAUSE_MINUTES if known else settings.SIGN_IN_NEW_PAUSE_MINUTES)


def _limits(tried: SignInTry) -> list[_Limit]:
    """Nothing that is done elsewhere slows a person in a browser in which anybody has signed in. In a new one no other
    browser does by itself: all that are not known here together have to fail more often than one can in a day.
    """
    here = Q(device=tried.device) if tried.device else Q(device="", address=tried.address)
    limits = [_Limit(Q(name_hash=tried.name_hash) & here, "pk", settings.SIGN_IN_FAILURES)]
    if tried.browser == Browser.KNOWN:
        return limits
    limits.append(
        _Limit(Q(password_mark=tried.password_mark), "name_hash", settings.SIGN_IN_NAMES_PER_PASSWORD),
    )
    if tried.browser == Browser.SHARED:
        of_browser = Q(device=tried.device, browser=Browser.SHARED)
        return [*limits, _Limit(of_browser, "name_hash", _NAMES_IN_SHARED)]
    of_name = Q(name_hash=tried.name_hash, address=tried.address) & ~Q(browser=Browser.KNOWN)
    of_address = Q(address=tried.address, browser=Browser.NEW)
    return [
        *limits,
        _Limit(of_name, "pk", settings.SIGN_IN_FAILURES_PER_ADDRESS),
        _Limit(of_address, "name_hash", settings.SIGN_IN_NAMES_PER_ADDRESS),
    ]


class FailedSignInQuerySet(models.QuerySet["FailedSignIn"]):
    def paused_until(self, tried: SignInTry, *, at: datetime) -> datetime | None:
        """When the next such try will be looked at; None: now."""
        remembered = self.filter(at__gt=at - MEMORY)
        ends = []
        for limit in _limits(tried):
            found = remembered.filter(limit.matches).aggregate(
                count=Count(limit.counted, distinct=True), last=Max("at")
            )
            if found["last"] and found["count"] >= limit.free:
                ends.append(found["last"] + limit.pause(found["count"], _longest_pause(tried)))
        return max((end for end in ends if end > at), default=None)

    def decided(self, *, at: datetime) -> "FailedSignInQuerySet":
        """Without those whose password is being looked at in this moment."""
        return self.filter(Q(is_wrong=True) | Q(at__lt=at - _LOOKED_AT))

    def forgotten_by(self, tried: SignInTry, *, at: datetime) -> "FailedSignInQuerySet":
        """What a sign-in makes void: this person's failures in this browser. In others, here or elsewhere, somebody
        else may be guessing.
        """
        here = Q(device=tried.device) if tried.device else Q(device="", address=tried.address)
        return self.filter(Q(name_hash=tried.name_hash) & here | Q(at__lte=at - MEMORY))


class FailedSignIn(models.Model):
    """Nothing that was typed is kept, only what tells whether it is typed again.

    Until `is_wrong` its password is being looked at.
    """

    at = models.DateTimeField(_("at"))
    name_hash = models.CharField(max_length=60)
    address = models.CharField(_("address"), max_length=45)
    device = models.CharField(max_length=32, blank=True)
    browser = models.CharField(max_length=6, choices=Browser.choices, default=Browser.NEW)
    password_mark = models.PositiveIntegerField()
    is_wrong = models.BooleanField(default=True)

    objects = FailedSignInQuerySet.as_manager()

    class Meta:
        verbose_name = _("failed sign-in")
        verbose_name_plural = _("failed sign-ins")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["name_hash", "device", "address"], name="failed_sign_in_by_name"),
            models.Index(fields=["address", "device"], name="failed_sign_in_by_address"),
            models.Index(fields=["password_mark"], name="failed_sign_in_by_mark"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.address}"
