"""A person's own sign-ins, and nobody else's."""

from datetime import datetime

from django.shortcuts import get_object_or_404

from ..models import Session, User


def sessions_of(user: User, *, at: datetime) -> list[Session]:
    """The last used first. Without what they hold."""
    return list(Session.objects.of(user).in_use(at).defer("session_data").order_by("-last_used_at", "-began_at"))


def session_to_end(user: User, sitting: str) -> Session:
    return get_object_or_404(Session.objects.of(user).defer("session_data"), sitting=sitting)


def person_to_sign_in(name: str) -> User | None:
    """Whom the provider of the office vouches for; also somebody deactivated, who is kept out."""
    return User.objects.filter(username=name).first()
