"""Whether anything works in the background: pages that wait for it say so where nothing does."""

from dataclasses import dataclass
from datetime import datetime

from ..models import Heartbeat, User
from ..models.heartbeat import SILENT

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Silence:
    """Since when nothing has answered, None where nothing ever has, and the administrators who can be told."""

    since: datetime | None
    administrators: list[User]


def find_silence(*, now: datetime) -> Silence | None:
    """None where something works. One query then."""
    last = Heartbeat.objects.values_list("at", flat=True).first()
    if last and now - last < SILENT:
        return None
    administrators = User.objects.filter(is_staff=True, is_active=True).order_by("name", "pk")
    return Silence(last, list(administrators[:_NAMED]))
