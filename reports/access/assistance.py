"""For each person: who assists them, and whom they assist."""

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from ..models import Assistance, User
from ..models.assistance import AssistanceQuerySet
from ..models.statement import PreparedQuery


def assistances_of(user: User) -> tuple[list[Assistance], list[Assistance]]:
    """First the assistants whom the person has named. Then the assistances in which the person is named, unanswered
    ones first.
    """
    found = _assistances(user).with_obstacle().select_related("author__unit", "assistant__unit").order_by("pk")
    named = [assistance for assistance in found if assistance.author_id == user.pk]
    assisting = [
        assistance for assistance in found if assistance.assistant_id == user.pk and not assistance.is_proposed
    ]
    return named, sorted(assisting, key=lambda assistance: assistance.is_accepted)


def assistances_to_answer(user: User) -> list[Assistance]:
    return _to_answer(user.pk)


def _asked_of(person: int) -> QuerySet[Assistance]:
    asked = Assistance.objects.filter(assistant=person, accepted_at=None, is_proposed=False)
    return asked.select_related("author__unit").order_by("pk")


_to_answer = PreparedQuery(_asked_of)


def assistance_to_accept(user: User, pk: int) -> Assistance:
    """For the person named."""
    named = user.assisted.filter(is_proposed=False)
    return get_object_or_404(named.select_related("author", "assistant"), pk=pk)


def assistance_to_end(user: User, pk: int) -> Assistance:
    """For the author and the assistant."""
    return get_object_or_404(_assistances(user).select_related("author", "assistant"), pk=pk)


def _assistances(user: User) -> AssistanceQuerySet:
    return Assistance.objects.filter(Q(author=user) | Q(assistant=user, is_proposed=False))
