"""What a person shows beside the password: the number of an app (TOTP), or a recovery code off a sheet of paper."""

from base64 import urlsafe_b64encode
from datetime import datetime, timedelta

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from .assistance import Assistance
from .participant import Participant
from .report import Report
from .review import Review
from .sign_in_slip import plain_code
from .stage import StageReviewer
from .unit import Unit
from .user import User

CODES = 10  # on a sheet
_DRIFT = 1  # steps of 30 seconds that the clocks may be apart, either way
_STEP = 30
_SETTING_UP = timedelta(minutes=30)


def roles_that_need_one() -> dict[str, Q]:
    """What SECOND_FACTOR_ROLES may name. Who stands on a roll is an author, and who is named for a stage a reviewer:
    before there is anything to read.
    """
    person = OuterRef("pk")
    return {
        "administrator": Q(is_staff=True),
        "auditor": Q(is_auditor=True),
        "organiser": Q(Exists(Unit.objects.filter(organisers=person))),
        "reviewer": Q(Exists(Review.objects.filter(reviewer=person)))
        | Q(Exists(StageReviewer.objects.filter(reviewer=person))),
        "author": Q(Exists(Report.objects.filter(author=person)))
        | Q(Exists(Participant.objects.filter(person=person))),
        "assistant": Q(Exists(Assistance.objects.accepted().filter(assistant=person))),
        "everybody": Q(pk__isnull=False),
    }


def is_required_of(person_pk: int) -> bool:
    """By the setting."""
    roles = roles_that_need_one()
    required = Q(pk__in=[])
    for role in settings.SECOND_FACTOR_ROLES:
        required |= roles[role]
    return User.objects.filter(required, pk=person_pk).exists()


def is_asked_of(person_pk: int) -> bool:
    """At the sign-in: who has one, or needs one."""
    return SecondFactor.objects.filter(person=person_pk).exclude(confirmed_at=None).exists() or is_required_of(
        person_pk
    )


def hash_recovery_code(code: str, *, person_pk: int) -> str:
    """Keyed, and with the person: like that of a slip, for the code is made in the same way."""
    typed = f"{person_pk}:{plain_code(code)}"
    return salted_hmac("reports.recovery_code", typed, algorithm="sha256").hexdigest()


class SecondFactor(models.Model):
    """An app that shares a secret with the site, encrypted with a key that is made of SECRET_KEY: the database alone,
    or a backup, opens nothing. Until `confirmed_at` it asks for nothing.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="second_factor")
    encrypted_secret = models.CharField(max_length=200)
    begun_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)  # the number of this step, and those before, are used up

    class Meta:
        verbose_name = _("second factor")
        verbose_name_plural = _("second factors")

    def __str__(self) -> str:
        return f"{self.person}"

    @property
    def secret(self) -> str:
        """Raises InvalidToken where SECRET_KEY is another one by now."""
        return _cipher().decrypt(self.encrypted_secret.encode()).decode()

    @secret.setter
    def secret(self, secret: str) -> None:
        self.encrypted_secret = _cipher().encrypt(secret.encode()).decode()

    def is_being_set_up(self, at: datetime) -> bool:
        """Not for long: whoever has seen the secret on an open page would know the numbers of an owner who goes on with
        it. Nor where it was begun under another SECRET_KEY.
        """
        return not self.confirmed_at and self.begun_at > at - _SETTING_UP and self.is_readable

    @property
    def is_readable(self) -> bool:
        try:
            return bool(self.secret)
        except InvalidToken:
            return False

    def uri(self, issuer: str) -> str:
        """What the app reads off the picture."""
        return pyotp.TOTP(self.secret).provisioning_uri(name=self.person.username, issuer_name=issuer)

    def step_of(self, number: str, *, at: datetime) -> int | None:
        """The step whose number this is, if it is near and not used up."""
        if not self.is_readable:
            return None
        now, totp = int(at.timestamp()) // _STEP, pyotp.TOTP(self.secret)
        near = (step for step in range(now - _DRIFT, now + _DRIFT + 1) if step > self.last_step)
        return next((step for step in near if totp.verify(number, for_time=step * _STEP)), None)


class RecoveryCode(models.Model):
    """Stands on the sheet alone; each serves once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [models.UniqueConstraint(fields=["person", "code_hash"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"{self.person}"


def _cipher() -> Fernet:
    key = salted_hmac("reports.second_factor", "secret of an app", algorithm="sha256").digest()
    return Fernet(urlsafe_b64encode(key))
