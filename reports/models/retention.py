"""What is older than it is kept (保留期限): drafts of closed rounds, data of people who left, seals of the log."""

from calendar import monthrange
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from .cycle import Cycle
from .log_seal import LogSeal
from .participant import Closing
from .publication import Publication
from .report import FINAL_STATES, Report, ReportState
from .review import Opinion, Review
from .revision import Revision
from .user import User

LOG_MONTHS_AT_LEAST = 6  # 网络安全法 (2016), article 21, item 3


def months_before(at: datetime, months: int) -> datetime:
    """The same day and time; of a shorter month the last day."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))


def _expired(at: datetime, months: int, field: str) -> Q:
    """0 months: never."""
    return Q(**{f"{field}__lte": months_before(at, months)}) if months else Q(pk__in=[])


def expired_drafts(at: datetime) -> QuerySet[Report]:
    """Of rounds that closed long ago, never handed in, and not to be any more. What was withdrawn was handed in."""
    handed_in = Revision.objects.filter(report=OuterRef("pk"))
    drafts = Report.objects.filter(_expired(at, settings.DRAFT_MONTHS, "cycle__closed_at"), state=ReportState.DRAFT)
    drafts = drafts.filter(~Exists(handed_in), first_submitted_at=None, author__hold_reason="")
    return drafts.exclude(participant__closing=Closing.KEPT).order_by("pk")


def expired_leavers(at: datetime) -> QuerySet[User]:
    """Who left long ago, whose data are still there, and for whom nobody waits any more."""
    unfinished = Report.objects.exclude(Q(state__in=FINAL_STATES) | Q(state=ReportState.DRAFT, cycle__in=_closed(at)))
    waits = Exists(unfinished.filter(author=OuterRef("pk")))
    owes = Exists(Review.objects.unfinished().filter(reviewer=OuterRef("pk")))
    left = _expired(at, settings.LEAVER_MONTHS, "left_at") & Q(is_active=False, erased_at=None, hold_reason="")
    return User.objects.filter(left, ~waits, ~owes).order_by("pk")


def _closed(at: datetime) -> QuerySet[Any]:
    return Cycle.objects.filter(closed_at__lte=at).order_by().values("pk")


def expired_seals(at: datetime) -> QuerySet[LogSeal]:
    """What a seal holds is older than the seal. None while anybody's data are held back: the log is about everybody."""
    if User.objects.exclude(hold_reason="").exists():
        return LogSeal.objects.none()
    return LogSeal.objects.filter(_expired(at, settings.LOG_MONTHS, "at")).order_by("number")


def signed_something(person: User) -> bool:
    """Whether documents that stay name the person: a report that was handed in, an opinion, a publication."""
    return (
        Revision.objects.filter(report__author=person).exists()
        or Opinion.objects.filter(by=person).exists()
        or Publication.objects.filter(published_by=person).exists()
    )
