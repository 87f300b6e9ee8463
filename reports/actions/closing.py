"""The end of a round: what is unfinished is decided first, then the round closes; it can be opened again."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Cycle, Event, Participant, Report, User
from ..models.notice import NoticeKind
from ..models.participant import Closing, ParticipantQuerySet, ParticipantState
from ..models.report import ReportState
from .errors import Refused
from .event import log
from .notification import tell_people
from .organising import advise_others, lock_cycle, lock_participants, record_change, those_who_write

EXEMPT = "exempt"


def not_handed_in(cycle: Cycle) -> ParticipantQuerySet:
    """Of whom a report is asked that has not been begun, is being written or has been returned."""
    open_states = [state for state in ReportState if state.is_open]
    missing = Q(report=None) | Q(report__state__in=open_states, report__correction="")
    return cycle.participants.to_write().filter(missing)


def in_review(cycle: Cycle) -> ParticipantQuerySet:
    """Handed in and not decided on: the review goes on after the closing."""
    states = [state for state in ReportState if state.is_under_review]
    return cycle.participants.to_write().filter(report__state__in=states)


@transaction.atomic
def decide_unfinished(
    *, cycle: Cycle, participants: Iterable[int], decision: str, reason: str, by: User, at: datetime
) -> int:
    """Of those (primary keys) who have not handed in: kept, missing or exempt. Returns of how many.

    Somebody who has handed in meanwhile is left out. Raises Refused without a reason, and for the own participation.
    """
    fresh = lock_cycle(cycle)
    if not reason.strip():
        raise Refused(_("Write the reason: it is kept with each decision."))
    rows = _lock(not_handed_in(fresh).filter(pk__in=list(participants)))
    own = next((row for row in rows if row.person_id == by.pk), None)
    if own and len(rows) == 1:
        raise Refused(f"{_('Nobody decides about their own participation.')} {advise_others(own, by=by)}")
    decided = [row for row in rows if row is not own]
    if not decided:
        raise Refused(_("Nobody was chosen, or they have handed in meanwhile. Nothing was changed."))
    for row in decided:
        row.reason = reason.strip()[:200]
        if decision == EXEMPT:
            row.state, row.closing = ParticipantState.EXEMPT, ""
        else:
            row.closing = Closing(decision)
    Participant.objects.bulk_update(decided, ["state", "closing", "reason"], batch_size=500)
    detail = f"{fresh.name} · {decision} · {len(decided)}"
    log(verb=Event.Verb.CYCLE_DECIDED, actor=by, at=at, cycle=fresh, detail=detail)
    return len(decided)


def _lock(rows: ParticipantQuerySet) -> list[Participant]:
    """The rows of the roll, then those of their reports: whoever submits at the same moment comes before or after."""
    pks = list(rows.values_list("pk", flat=True))
    locked = lock_participants(pks)
    list(Report.objects.filter(participant__in=pks).select_for_update().order_by("pk").values_list("pk"))
    still = set(rows.values_list("pk", flat=True))
    return [row for row in locked if row.pk in still]


@transaction.atomic
def close_cycle(*, cycle: Cycle, by: User, at: datetime) -> None:
    """Nothing is handed in any more but what was kept open, and what is under review is reviewed to its end.

    Raises Refused while somebody has not handed in and nobody has decided what becomes of it.
    """
    fresh = lock_cycle(cycle)
    if fresh.closed_at:
        return
    if not fresh.opened_at or fresh.opened_at > at:
        raise Refused(_("The round has not begun. It cannot be closed."))
    _lock(not_handed_in(fresh))
    if count := not_handed_in(fresh).filter(closing="").count():
        raise Refused(
            ngettext(
                "%(count)s report is not handed in and not decided on. Decide first: kept open, not handed in, exempt.",
                "%(count)s reports are not handed in and not decided on. Decide first: kept open, not handed in, "
                "exempt.",
                count,
            )
            % {"count": count}
        )
    in_review(fresh).update(closing=Closing.KEPT)  # so that what is returned can be handed in again
    Cycle.objects.filter(pk=fresh.pk).update(closed_at=at)
    log(verb=Event.Verb.CYCLE_CLOSED, actor=by, at=at, cycle=fresh, detail=fresh.name)
    unfinished = User.objects.filter(is_active=True, participations__in=not_handed_in(fresh)).distinct()
    tell_people(unfinished, NoticeKind.CYCLE_CLOSED, by=by, at=at, cycle=fresh)


@transaction.atomic
def reopen_cycle(*, cycle: Cycle, reason: str, by: User, at: datetime) -> None:
    """What was decided at the closing is open again; who was exempt stays so. Raises Refused without a reason."""
    fresh = lock_cycle(cycle)
    if not fresh.closed_at:
        return
    closed = fresh.closed_at.isoformat()
    change = record_change(fresh, {"closed": closed}, {"closed": None}, reason=reason, by=by, at=at)
    Cycle.objects.filter(pk=fresh.pk).update(closed_at=None)
    fresh.participants.exclude(closing="").update(closing="", reason="")
    log(verb=Event.Verb.CYCLE_REOPENED, actor=by, at=at, cycle=fresh, detail=f"{fresh.name} · {change.number}")
    tell_people(those_who_write(fresh), NoticeKind.CYCLE_REOPENED, by=by, at=at, cycle=fresh)
