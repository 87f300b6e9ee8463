"""What an administrator asks for, and what takes effect once a second person has confirmed it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .left_out import is_outside
from .sign_in_slip import SignInSlip
from .unit import Unit
from .user import User


class Subject(models.TextChoices):
    """What `person` or `unit` get by it; of a right the field."""

    AUDITOR = "is_auditor", _("auditor")
    ADMINISTRATOR = "is_staff", _("administrator")
    ORGANISER = "organiser", _("organiser")
    MOVE = "move", _("Move of a unit")
    SLIP = "slip", _("Sign-in slip")


class ConfirmationOutcome(models.TextChoices):
    CONFIRMED = "confirmed", _("confirmed")
    DECLINED = "declined", _("declined")


class ConfirmationQuerySet(models.QuerySet["Confirmation"]):
    def pending(self) -> Self:
        """What somebody asked who is no administrator any more, or of a slip that is no more, waits for nobody."""
        holds = Q(slip=None) | Q(slip__used_at=None, slip__withdrawn_at=None)
        return self.filter(holds, outcome="", asked_by__is_active=True, asked_by__is_staff=True)

    def to_confirm_by(self, user) -> Self:
        """Auditors all, organisers those of their line; never what they asked for, or would get a right by.

        A slip opens all that the person reaches, and administrators say which unit a person belongs to: so the line
        must be that of all of it.
        """
        units = Unit.objects.of_organiser(user).values("pk")
        gains = Q(subject=Subject.MOVE, parent__in=units) & ~Q(unit__in=units)
        pending = self.pending() if user.is_auditor else self.pending().filter(line__in=units).exclude(_beyond(user))
        return pending.exclude(asked_by=user).exclude(person=user).exclude(gains)

    def of_administrator(self, user) -> Self:
        return self.filter(outcome="", asked_by=user)

    def for_lists(self) -> Self:
        return self.select_related("person__unit", "unit", "parent", "asked_by").order_by("asked_at", "pk")


def _beyond(user: User) -> Q:
    """Slips of who reaches, or organises, more than `user` organises."""
    elsewhere = Unit.objects.exclude(pk__in=Unit.objects.of_organiser(user).values("pk"))
    people = User.objects.filter(is_outside(user) | Q(pk__in=elsewhere.values("organisers")))
    return Q(subject=Subject.SLIP, person__in=people.values("pk"))


class Confirmation(models.Model):
    """`unit` is the one that is organised or moved, `line` the one whose organisers may confirm; else auditors do."""

    Subject = Subject

    subject = models.CharField(max_length=10, choices=Subject.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, related_name="+")
    parent = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, related_name="+")
    line = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, related_name="+")
    slip = models.OneToOneField(SignInSlip, on_delete=models.CASCADE, null=True, related_name="confirmation")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=9, choices=ConfirmationOutcome.choices, blank=True)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["asked_at"], condition=Q(outcome=""), name="confirmation_pending")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", decided_by=None, decided_at=None)
                | (~Q(outcome="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="confirmation_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=ConfirmationOutcome.CONFIRMED)
                | (~Q(decided_by=F("asked_by")) & (Q(person=None) | ~Q(decided_by=F("person")))),
                name="confirmation_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return self.summary

    @property
    def summary(self) -> str:
        """Names, and no words of a report: it stands in the log."""
        where = f" ({self.unit})" if self.subject == Subject.ORGANISER else ""
        who = f"{self.person.name} ({self.person.username})" if self.person else f"{self.unit} → {self.parent or '—'}"
        return f"{self.get_subject_display()}{where}: {who}"
