"""Slips (登录凭条) with a one-time code, by which people sign in first, and again who have forgotten the password."""

import secrets
import unicodedata
from datetime import datetime, time, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

# Crockford's: of 0 and O, of 1, I and L only the figure is ever printed, and either is understood. 32 ** 12 = 2 ** 60.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKES = str.maketrans("OIL", "011")
_GROUPS, _GROUP = 3, 4


def new_code() -> str:
    """As it is printed: 7K3M-Q9TW-X4DP."""
    groups = ("".join(secrets.choice(_ALPHABET) for _character in range(_GROUP)) for _group in range(_GROUPS))
    return "-".join(groups)


def plain_code(code: str) -> str:
    """However it was typed: case, width, spaces and dashes are nothing."""
    plain = unicodedata.normalize("NFKC", code).upper().translate(_LOOK_ALIKES)
    return "".join(character for character in plain if character.isalnum())


def hash_code(code: str, *, person_pk: int) -> str:
    """Keyed, so that the database alone tells nothing; with the person, so that one guess is a guess at one slip."""
    typed = f"{person_pk}:{plain_code(code)}"
    return salted_hmac("reports.sign_in_slip", typed, algorithm="sha256").hexdigest()


def expiry(at: datetime) -> datetime:
    """The end of the last day on which a slip of this moment is valid."""
    day = timezone.localdate(at) + timedelta(days=settings.SIGN_IN_SLIP_DAYS)
    return timezone.make_aware(datetime.combine(day, time.max))


class Delivery(models.TextChoices):
    """How the code reaches the person."""

    PAPER = "paper", pgettext_lazy("sign-in slips", "on paper: a PDF to print and cut")
    MAIL = "mail", pgettext_lazy("sign-in slips", "by mail, to the person alone")


class SignInSlipQuerySet(models.QuerySet["SignInSlip"]):
    def unused(self) -> Self:
        return self.filter(used_at=None, withdrawn_at=None)

    def valid_at(self, at: datetime) -> Self:
        return self.unused().filter(expires_at__gt=at)

    def to_mail(self, at: datetime) -> Self:
        """Their code is made when the mail is: until then nobody could use them."""
        return self.valid_at(at).filter(delivery=Delivery.MAIL, code_hash="", person__is_active=True)


class SignInSlip(models.Model):
    """Its code is on the paper or in the mail, and nowhere else. A new one withdraws the one before."""

    Delivery = Delivery

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_in_slips")
    delivery = models.CharField(max_length=5, choices=Delivery.choices)
    code_hash = models.CharField(max_length=64, blank=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = SignInSlipQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-in slip")
        verbose_name_plural = _("sign-in slips")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(used_at=None, withdrawn_at=None), name="sign_in_slip_one_unused"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("issued_at")), name="sign_in_slip_expires_later"),
            models.CheckConstraint(condition=Q(used_at=None) | ~Q(code_hash=""), name="sign_in_slip_used_by_code"),
        ]
        indexes = [models.Index(fields=["person", "code_hash"], name="sign_in_slip_by_code")]

    def __str__(self) -> str:
        return f"{self.person} · {timezone.localtime(self.issued_at):%F %H:%M}"

    def refusal(self, at: datetime) -> str:
        """Why its code, which somebody has typed rightly, opens nothing; empty where it does."""
        if not self.person.is_active:
            return gettext("This account is not active. Ask whoever gave you the slip.")
        if self.used_at:
            return gettext("This slip has been used. Sign in with the password set then, or ask for a new slip.")
        if self.withdrawn_at:
            return gettext("This slip was withdrawn, or replaced by a newer one. Use that, or ask for a new slip.")
        return gettext("This slip has expired. Ask for a new one.") if self.expires_at <= at else ""
