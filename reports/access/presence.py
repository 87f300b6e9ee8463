"""Who else is in a report right now, as far as a person may know."""

from datetime import datetime

from django.db.models import QuerySet

from ..models import Presence, Report, User
from ..models.circle import circle_of, writers_of
from ..models.statement import PreparedQuery
from .permissions import ReportPermissions


def people_present(user: User, report: Report, *, at: datetime) -> list[Presence]:
    """The others, in a report that the person may read. Nobody there is one query."""
    rows = [row for row in _presences(report.pk) if row.is_shown(at) and row.person_id != user.pk]
    if not rows:
        return []
    side = _side(user, report).filter(pk__in=[row.person_id for row in rows])
    seen = set(side.values_list("pk", flat=True))
    return [row for row in rows if row.person_id in seen]


def _presences_in(report: int) -> QuerySet[Presence]:
    return Presence.objects.filter(report=report).select_related("person", "section__outline_section")


_presences = PreparedQuery(_presences_in)


def _side(user: User, report: Report) -> QuerySet[User]:
    """Writers see writers; reviewers and organisers see one another. That a reviewer is reading just now would tell the
    writers how far a decision is; that a writer is at work is none of the readers' business.
    """
    writers = writers_of(report)
    return (
        writers if ReportPermissions(user, report).may_write else circle_of(report).exclude(pk__in=writers.values("pk"))
    )
