"""Noting who has opened which version."""

from collections.abc import Iterable
from datetime import datetime

from ..models import ReadReceipt, Revision, User


def record_read_receipts(*, revisions: Iterable[Revision], by: User, at: datetime) -> None:
    """Stores the first time and the last. One query. It is not logged: the row is the record."""
    ReadReceipt.objects.bulk_create(
        [ReadReceipt(revision=revision, reader=by, first_at=at, last_at=at) for revision in revisions],
        update_conflicts=True,
        update_fields=["last_at"],
        unique_fields=["revision", "reader"],
    )
