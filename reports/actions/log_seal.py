"""Sealing the log, in batches: no save waits for it. See docs/decisions/0063."""

import logging
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Event, LogSeal
from ..models.log_seal import digest_events

SETTLED = timedelta(minutes=4)  # no request takes so long: by then every row before one that was seen is seen too
LATE = timedelta(days=1)  # a row that is committed after its seal has so long to be sealed as a late one
_AT_ONCE = 5_000  # rows in a seal

logger = logging.getLogger(__name__)


def seal_log(*, at: datetime) -> int:
    """Seals what has settled since the last time; the number of rows. Within SETTLED nothing is done again."""
    last = LogSeal.objects.last()
    if last and timedelta() <= at - last.at < SETTLED:  # a clock that was set back stops nothing
        return 0
    try:
        made = [*_seals(last, at=at)]
    except IntegrityError:  # another process makes the same ones in this moment
        return 0
    if made and (last is None or timezone.localdate(last.at) != timezone.localdate(at)):
        _mail_head(made[-1])
    return sum(len(seal.sealed_events()) for seal in made)


def _seals(last: LogSeal | None, *, at: datetime) -> Iterator[LogSeal]:
    """As many as it takes; an empty one where something new was only seen."""
    settled = LogSeal.objects.filter(at__lte=at - SETTLED).last()
    late = _late_keys(last.reaches, at=at) if last else set()  # once: after a day of a million rows it takes seconds
    while seal := _next_seal(last, settled.seen if settled else 0, late, at=at):
        with transaction.atomic():
            seal.save(force_insert=True)
        yield seal
        late -= {event.pk for event in seal.sealed_events()}
        last = seal


def _next_seal(last: LogSeal | None, bound: int, late: Collection[int], *, at: datetime) -> LogSeal | None:
    reached = last.reaches if last else 0
    events = [*digest_events(_unsealed(reached, bound, late))]
    seen = Event.objects.aggregate(newest=Max("pk"))["newest"] or 0
    if not events and seen == (last.seen if last else 0):
        return None
    reaches = max(reached, events[-1].pk) if events else reached
    seal = LogSeal(number=last.number + 1 if last else 1, at=at, reaches=reaches, seen=seen)
    seal.hold(events, previous=last)
    return seal


def _unsealed(reached: int, bound: int, late: Collection[int]) -> QuerySet[Event]:
    """The next ones, and those that were committed after a seal had reached past them."""
    settled = Q(pk__gt=reached, pk__lte=bound)
    return Event.objects.filter(settled | Q(pk__in=late)).order_by("pk")[:_AT_ONCE]


def _late_keys(reached: int, *, at: datetime) -> set[int]:
    after = late_after(at)
    sealed = {
        event.pk for seal in LogSeal.objects.filter(reaches__gt=after).iterator() for event in seal.sealed_events()
    }
    rows = Event.objects.filter(pk__gt=after, pk__lte=reached)
    return {*rows.values_list("pk", flat=True)} - sealed


def late_after(at: datetime) -> int:
    """Up to this row none is sealed late any more."""
    old = LogSeal.objects.filter(at__lte=at - LATE).last()
    return old.reaches if old else 0


def _mail_head(seal: LogSeal) -> None:
    """To somebody outside of this server: who changes the log cannot change what they have."""
    if not settings.LOG_HEAD_TO:
        return
    said = _("The log is sealed up to here: %(head)s\nTo compare: manage.py verify_log --known %(head)s")
    try:
        send_mail(_("Duty reports: the log of today"), said % {"head": seal}, None, settings.LOG_HEAD_TO)
    except OSError:  # of which smtplib's errors are
        logger.exception("The head of the log could not be mailed. It is mailed again tomorrow.")
