"""For auditors: the log."""

from django.db.models import QuerySet
from django.http import Http404

from ..models import Event, User


def events_to_audit(user: User) -> QuerySet[Event]:
    """Raises Http404 for everybody who is no auditor."""
    if not user.is_auditor:
        raise Http404
    return Event.objects.select_related("actor", "report__author")
