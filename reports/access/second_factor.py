"""A person's own second factor."""

from django.utils import timezone

from ..models import RecoveryCode, SecondFactor, User


def second_factor_of(user: User) -> SecondFactor | None:
    """Also one that is being set up."""
    factor = SecondFactor.objects.filter(person=user).first()
    return factor if factor and (factor.confirmed_at or factor.is_being_set_up(timezone.now())) else None


def count_recovery_codes(user: User) -> int:
    """Those that still serve."""
    return RecoveryCode.objects.filter(person=user, used_at=None).count()
