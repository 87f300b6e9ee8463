"""Noting that a person has a report open."""

from datetime import datetime, timedelta

from ..models import Presence, Report, Section, User

RENEWED = timedelta(seconds=20)


def note_presence(*, report: Report, section: Section | None, by: User, at: datetime) -> None:
    """Stores nothing while what is stored is younger than RENEWED and says the same. It is not logged: it tells of
    this moment, and the next one replaces it.
    """
    stored = Presence.objects.filter(report=report, person=by, section=section, at__gt=at - RENEWED)
    if not stored.exists():
        Presence.objects.bulk_create(
            [Presence(report=report, person=by, section=section, at=at)],
            update_conflicts=True,
            update_fields=["section", "at"],
            unique_fields=["report", "person"],
        )
