"""Whom a sign-in slip is not issued for, and why: a slip opens no more than whoever issues it may reach anyway."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from .assistance import Assistance
from .ledger import Ledger
from .report import Report
from .review import Review
from .second_factor import SecondFactor
from .sign_in_slip import Delivery, SignInSlip
from .stage import StageReviewer
from .unit import Unit
from .user import User


class LeftOut(models.TextChoices):
    """The first that holds is told."""

    DEACTIVATED = "deactivated", _("The account is not active.")
    ABOVE = "above", _("Organiser, auditor or administrator: only the administrator of the site issues their slips.")
    OUTSIDE = (
        "outside",
        _("Belongs to a unit outside yours, or writes, assists or reviews there: ask the administrator of the site."),
    )
    SECOND = (
        "second",
        _("Has reports or a right: issue a slip for this person alone, which a second person confirms."),
    )
    SIGNED_IN = "signed_in", _("Has signed in already. For a forgotten password issue a slip for this person alone.")
    HAS_SLIP = "has_slip", _("Has a slip that is still valid.")
    NO_ADDRESS = "no_address", _("Has no e-mail address: print a slip on paper.")


@dataclass(frozen=True, slots=True)
class Issue:
    """How slips are issued: to one person, who may have forgotten the password, or to many who have never signed in;
    `again` also where one is still valid.
    """

    delivery: str
    is_for_one: bool = False
    again: bool = False


def with_left_out(people: QuerySet[User], issue: Issue, *, by: User, at: datetime) -> QuerySet[Any]:
    """Adds `left_out`: a value of LeftOut, or empty where `by` may issue a slip so; and `is_here`: whether they are in
    the units of `by` today, for where somebody has gone is not told.
    """
    conditions = {LeftOut.DEACTIVATED: Q(is_active=False)}
    if not by.is_staff:
        conditions |= {LeftOut.ABOVE: _stands_above(), LeftOut.OUTSIDE: is_outside(by)}
    elif not issue.is_for_one:
        conditions[LeftOut.SECOND] = reaches_reports()
    if not issue.is_for_one:
        conditions[LeftOut.SIGNED_IN] = Q(last_login__isnull=False)
    if not (issue.is_for_one or issue.again):
        conditions[LeftOut.HAS_SLIP] = Q(pk__in=SignInSlip.objects.valid_at(at).values("person"))
    if issue.delivery == Delivery.MAIL:
        conditions[LeftOut.NO_ADDRESS] = Q(email="")
    found = [When(condition, then=Value(reason.value)) for reason, condition in conditions.items()]
    left_out = Case(*found, default=Value(""), output_field=models.CharField())
    is_here = Value(True) if by.is_staff else Q(unit__in=Unit.objects.of_organiser(by).values("pk"))  # noqa: FBT003
    return people.annotate(left_out=left_out, is_here=is_here)


def reaches_reports() -> Q:
    """Whoever could sign in as one of these would read what an administrator may not, or could give rights; and
    whoever has asked for more than a password. Who was asked to assist would only have to accept.
    """
    return (
        _stands_above()
        | Q(pk__in=SecondFactor.objects.exclude(confirmed_at=None).values("person"))
        | Q(pk__in=Report.objects.values("author"))
        | Q(pk__in=Ledger.objects.exclude(person=None).values("person"))
        | Q(pk__in=Assistance.objects.values("assistant"))
        | Q(pk__in=Review.objects.values("reviewer"))
        | Q(pk__in=StageReviewer.objects.values("reviewer"))
    )


def _stands_above() -> Q:
    organisers = Unit.organisers.through.objects.values("user")
    return Q(is_staff=True) | Q(is_auditor=True) | Q(pk__in=organisers)


def is_outside(by: User) -> Q:
    """Of the person's own unit, of what they have written, help to write or review: anything beside or above."""
    units = Unit.objects.of_organiser(by).values("pk")
    return (
        Q(unit=None)
        | ~Q(unit__in=units)
        | Q(pk__in=Report.objects.exclude(unit__in=units).values("author"))
        | Q(pk__in=Assistance.objects.exclude(author__unit__in=units).values("assistant"))
        | Q(pk__in=Review.objects.exclude(report__unit__in=units).values("reviewer"))
        | Q(pk__in=StageReviewer.objects.exclude(unit__in=units).exclude(unit=None).values("reviewer"))
        | Q(
            pk__in=StageReviewer.objects.exclude(participant__unit__in=units)
            .exclude(participant=None)
            .values("reviewer")
        )
    )
