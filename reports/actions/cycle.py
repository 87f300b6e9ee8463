"""A year's round from its creation to the day on which writing begins."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Cycle, Event, Stage, StageReviewer, Unit, User
from ..models.notice import NoticeKind
from .errors import Refused
from .event import log
from .notification import tell_people
from .organising import lock_cycle, those_who_write
from .outline import copy_outline, create_outline
from .participant import propose_roll

RULES = (
    "min_problems_share",
    "min_problems",
    "problems_need_measures",
    "stock_phrases",
    "max_characters",
    "longest_sentence",
    "rounding_method",
    "rounding_places",
    "byline_place",
    "page_numbers_centred",
    "mark_reader",
    "grade_scale",
    "best_grade_quota",
    "shows_grades",
    "accepts_late",
)


@transaction.atomic
def create_cycle(
    *, unit: Unit, year: int, name: str, report_title: str, due: date, source: Cycle | None, by: User, at: datetime
) -> Cycle:
    """A round that is being prepared, with its roll: from `source` its outline is copied, its rules, stages and who
    reviews in them. Raises Refused where the unit has a round of that name and year.
    """
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # of two clicks the second waits
    if Cycle.objects.filter(unit=unit, year=year, name=name).exists():
        raise Refused(_("“%(unit)s” has a round of this name and year already.") % {"unit": unit})
    rules = {rule: getattr(source, rule) for rule in RULES} if source else {}
    outline = copy_outline(source.outline, old=source.year, year=year) if source else create_outline(name)
    cycle = Cycle.objects.create(
        unit=unit, year=year, name=name, report_title=report_title, due=due, outline=outline, **rules
    )
    log(verb=Event.Verb.CYCLE_CREATED, actor=by, at=at, cycle=cycle, detail=cycle.name)
    propose_roll(cycle=cycle, by=by, at=at)
    if source:
        _copy_stages(source, cycle)
    return cycle


def _copy_stages(source: Cycle, cycle: Cycle) -> None:
    """With days as far after the due day as last time, and the rules of who reviews what: those of units, and those of
    people who are on the roll again. A rule keeps who set it: it does not count for their report. Of somebody who took
    part twice there is one rule again.
    """
    again = dict(cycle.participants.values_list("person", "pk"))
    for old in source.stages.order_by("position"):
        due = cycle.due + (old.due - source.due) if old.due else None
        stage = Stage.objects.create(cycle=cycle, position=old.position, name=old.name, due=due)
        rules = {
            (rule.unit_id, again[rule.participant.person_id] if rule.participant else None, rule.reviewer_id): rule
            for rule in old.reviewers.able().select_related("participant").order_by("pk")
            if rule.participant is None or rule.participant.person_id in again
        }
        StageReviewer.objects.bulk_create(
            StageReviewer(
                stage=stage, unit_id=unit, participant_id=participant, reviewer_id=reviewer, set_by_id=rule.set_by_id
            )
            for (unit, participant, reviewer), rule in rules.items()
        )


@transaction.atomic
def open_cycle(*, cycle: Cycle, by: User, at: datetime, on: date | None = None) -> None:
    """Freezes outline and rules, and lets reports be started: at once, or from that day on. Tells those who must write.

    Adds one stage where the cycle has none. Raises Refused where the outline has no section, or the day has passed or
    lies behind the due day.
    """
    fresh = lock_cycle(cycle)
    if fresh.opened_at:
        return
    _refuse_unready(fresh, on=on, today=timezone.localdate(at))
    begins = at if on is None or on == timezone.localdate(at) else timezone.make_aware(datetime.combine(on, time()))
    cycle.opened_at, cycle.opens = begins, timezone.localdate(begins)
    Cycle.objects.filter(pk=cycle.pk).update(opened_at=begins, opens=cycle.opens)
    ensure_stage(cycle)
    detail = cycle.name if begins == at else f"{cycle.name} · {cycle.opens}"
    log(verb=Event.Verb.CYCLE_OPENED, actor=by, at=at, cycle=cycle, detail=detail)
    tell_people(those_who_write(cycle), NoticeKind.ANNOUNCED, by=by, at=at, cycle=cycle)


def _refuse_unready(cycle: Cycle, *, on: date | None, today: date) -> None:
    if not cycle.outline.sections.exists():
        raise Refused(_("The outline has no sections yet. Add them first."))
    if on and on < today:
        raise Refused(_("This day has passed. Open the round at once, or choose a day to come."))
    if (on or today) > cycle.due:
        raise Refused(
            _("The round would open after reports are due. Choose an earlier day, or change the due day first.")
        )


@transaction.atomic
def take_back_opening(*, cycle: Cycle, by: User, at: datetime) -> None:
    """Before the day has come; then outline and rules can be changed again. Raises Refused afterwards, and while a
    correction of the outline is begun.
    """
    fresh = lock_cycle(cycle)
    if fresh.opened_at is None or fresh.opened_at <= at:
        raise Refused(_("Writing has begun. Change the round with a reason instead."))
    if fresh.corrected_outline:  # it would come back over what is changed until the round opens again
        raise Refused(_("A correction of the outline is begun. Apply it or discard it first."))
    Cycle.objects.filter(pk=cycle.pk).update(opened_at=None)
    log(verb=Event.Verb.CYCLE_SET, actor=by, at=at, cycle=fresh, detail=fresh.name)


def ensure_stage(cycle: Cycle) -> Stage:
    """The first one, which is added where the cycle has none."""
    return cycle.stages.order_by("position").first() or Stage.objects.create(cycle=cycle, name=_("Review"))
