"""Noting who has opened which version."""

from collections.abc import Iterable
from datetime import datetime

from ..models import Reading, Revision, User


def note_reading(*, revisions: Iterable[Revision], by: User, at: datetime) -> None:
    """The first time and the last. One query; the row is the record, the log would only repeat it."""
    Reading.objects.bulk_create(
        [Reading(revision=revision, reader=by, first_at=at, last_at=at) for revision in revisions],
        update_conflicts=True,
        update_fields=["last_at"],
        unique_fields=["revision", "reader"],
    )
