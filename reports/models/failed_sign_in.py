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


def mark_of(password: str) -> int:
    """Tells whether many names are tried with one password. Two bytes of a keyed hash: whoever has them and the key
    still has not the password, for one in 65,536 of all passwords has the same mark.
    """
    hashed = salted_hmac("reports.failed_sign_in", password, algorithm="sha256").digest()
    return int.from_bytes(hashed[:_MARK_BYTES])


@dataclass(frozen=True, slots=True)
class SignInTry:
    """`device` is empty in a browser in which this person has not signed in before."""

    name: str
    address: str
    device: str
    password_mark: int


class _Limit(NamedTuple):
    """So many of `counted`, which is a field, are free among the failures that match."""

    matches: Q
    counted: str
    free: int


def _limits(tried: SignInTry) -> list[_Limit]:
    """Nothing that others do slows a person in a browser of their own."""
    failures, by_name = settings.SIGN_IN_FAILURES, Q(name=tried.name, device=tried.device)
    if tried.device:
        return [_Limit(by_name, "pk", failures)]
    return [
        _Limit(by_name & Q(address=tried.address), "pk", failures),
        _Limit(Q(address=tried.address, device=""), "name", settings.SIGN_IN_NAMES_PER_ADDRESS),
        _Limit(Q(password_mark=tried.password_mark), "name", settings.SIGN_IN_NAMES_PER_PASSWORD),
    ]


def _pause(over: int) -> timedelta:
    """After so many failures more than are free."""
    return min(_FIRST_PAUSE * 2 ** min(over, 10), timedelta(minutes=settings.SIGN_IN_PAUSE_MINUTES))


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
                ends.append(found["last"] + _pause(found["count"] - limit.free))
        return max((end for end in ends if end > at), default=None)

    def decided(self, *, at: datetime) -> "FailedSignInQuerySet":
        """Without those whose password is being looked at in this moment."""
        return self.filter(Q(is_wrong=True) | Q(at__lt=at - _LOOKED_AT))

    def forgotten_by(self, tried: SignInTry, *, at: datetime) -> "FailedSignInQuerySet":
        """What a sign-in makes void: this person's failures here. Elsewhere somebody else may be guessing."""
        here = Q(address=tried.address) | (Q(device=tried.device) & ~Q(device=""))
        return self.filter(Q(name=tried.name) & here | Q(at__lte=at - MEMORY))


class FailedSignIn(models.Model):
    """Nothing that was typed is kept but the name, whosever it is.

    Until `is_wrong` its password is being looked at.
    """

    at = models.DateTimeField(_("at"))
    name = models.CharField(_("sign-in name"), max_length=60)
    address = models.CharField(_("address"), max_length=45)
    device = models.CharField(max_length=32, blank=True)
    password_mark = models.PositiveIntegerField()
    is_wrong = models.BooleanField(default=True)

    objects = FailedSignInQuerySet.as_manager()

    class Meta:
        verbose_name = _("failed sign-in")
        verbose_name_plural = _("failed sign-ins")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["name", "device", "address"], name="failed_sign_in_by_name"),
            models.Index(fields=["address", "device"], name="failed_sign_in_by_address"),
            models.Index(fields=["password_mark"], name="failed_sign_in_by_mark"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.name} {self.address}"
