"""For authors and assistants: the reports that can be started."""

from datetime import datetime

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from ..models import Participant, User


def participations_to_start(user: User, at: datetime) -> QuerySet[Participant]:
    """The person's own and those of authors they assist, in open rounds, without a report yet."""
    waiting = Participant.objects.to_start(user, at).select_related("cycle__outline", "person", "unit")
    return waiting.order_by("cycle__due", "person__name", "pk")


def participant_to_start(user: User, pk: int, at: datetime) -> Participant:
    return get_object_or_404(participations_to_start(user, at), pk=pk)
