"""A person's own second factor."""

from ..models import RecoveryCode, SecondFactor, User


def second_factor_of(user: User) -> SecondFactor | None:
    """Also one that is not confirmed yet, but for what was begun under another SECRET_KEY."""
    factor = SecondFactor.objects.filter(person=user).first()
    return factor if factor and (factor.confirmed_at or factor.is_readable) else None


def count_recovery_codes(user: User) -> int:
    """Those that still serve."""
    return RecoveryCode.objects.filter(person=user, used_at=None).count()
