"""A person's own passkeys."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from ..models import Passkey, User


def passkeys_of(user: User) -> QuerySet[Passkey]:
    return Passkey.objects.filter(person=user).order_by("pk")


def passkey_to_remove(user: User, pk: int) -> Passkey:
    return get_object_or_404(passkeys_of(user), pk=pk)
