"""For auditors, organisers and administrators: what waits for a second person."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from ..models import Confirmation, Unit, User
from ..models.confirmation import ConfirmationQuerySet


def confirmations_of(user: User) -> tuple[ConfirmationQuerySet, ConfirmationQuerySet]:
    """What the person may confirm, and what they wait for. Raises Http404 for whoever never has either."""
    if not (user.is_auditor or user.is_staff or Unit.objects.filter(organisers=user).exists()):
        raise Http404
    every = Confirmation.objects.for_lists()
    return every.to_confirm_by(user), every.of_administrator(user)


def confirmation_to_confirm(user: User, pk: int) -> Confirmation:
    return get_object_or_404(Confirmation.objects.for_lists().to_confirm_by(user), pk=pk)


def confirmation_to_decline(user: User, pk: int) -> Confirmation:
    every = Confirmation.objects.for_lists()
    return get_object_or_404(every.to_confirm_by(user) | every.of_administrator(user), pk=pk)
