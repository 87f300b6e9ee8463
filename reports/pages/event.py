"""The log, page by page."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import QuerySet

from ..models import Event

LENGTH = 50
KEY_DIGITS = 18  # fewer than those of the largest number of 64 bits


@dataclass(frozen=True)
class LogPage:
    """Those after a place in the log, last first: nothing before it is counted or read, however long the log is.

    `after` is the place, as `older` of the page before gave it; what is no place is the beginning.
    """

    rows: QuerySet[Event]
    after: str = ""

    @property
    def is_first(self) -> bool:
        return _read_place(self.after) is None

    @cached_property
    def _found(self) -> list[Event]:
        place, rows = _read_place(self.after), self.rows
        if place is not None:
            at, pk = place
            # Both conditions stand by themselves: of an "or" of them no database makes a range of the index.
            rows = rows.filter(at__lte=at).exclude(at=at, pk__gte=pk)
        return list(rows.order_by("-at", "-pk")[: LENGTH + 1])

    @property
    def events(self) -> list[Event]:
        return self._found[:LENGTH]

    @property
    def older(self) -> str:
        if len(self._found) <= LENGTH:
            return ""
        last = self._found[LENGTH - 1]
        return f"{last.at.isoformat()}_{last.pk}"


def _read_place(text: str) -> tuple[datetime, int] | None:
    at, _, pk = text.partition("_")
    if not pk.isdecimal() or len(pk) > KEY_DIGITS:
        return None
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment, int(pk)) if moment.tzinfo else None
