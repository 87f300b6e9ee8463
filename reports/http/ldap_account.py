"""Signing in with the password of the office's directory. Nothing of the directory is stored here."""

from typing import Any

from django.dispatch import receiver
from django.http import HttpRequest
from django_auth_ldap.backend import LDAPBackend, ldap_error

from ..models import User


class LdapBackend(LDAPBackend):
    """Asked by PersonBackend, which slows guessing. Lets in people of this site alone, by their sign-in name."""

    def get_or_build_user(self, username: str, ldap_user: Any) -> tuple[User, bool]:
        """The library refuses whoever would have to be built."""
        person = User.objects.filter(username=username, is_active=True).first()
        return (person, False) if person else (User(username=username), True)


@receiver(ldap_error)
def note_outage(request: HttpRequest | None, **_signal) -> None:
    """Whether the password is right, nobody could say."""
    if request is not None:
        request.directory_is_away = True  # type: ignore[attr-defined]
