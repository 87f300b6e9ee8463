"""For each person: the assistants they have named."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from ..models import Assistance, User


def assistances_of(user: User) -> QuerySet[Assistance]:
    """The assistants whom the person has named."""
    return user.assistances.select_related("assistant__unit").order_by("pk")


def assistance_to_remove(user: User, pk: int) -> Assistance:
    """An assistant whom the person has named."""
    return get_object_or_404(assistances_of(user), pk=pk)
