"""Spreading the reports of a stage evenly over a group of reviewers: planned, looked at, then done, all or nothing."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import models, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Assistance, Cycle, Event, Participant, Report, Review, Stage, StageReviewer, Unit, User
from ..models.load import ReviewTask, count_load, review_tasks
from ..models.report import FINAL_STATES
from .balance import balance
from .errors import PlanChanged, Refused
from .event import log
from .notification import ask_reviewers
from .organising import join_names, lock_cycle
from .reviewer import assign_by_rules

PLAN_CHANGED = gettext_lazy(
    "Since you looked, something of this has changed, so nothing was written. Look at it as it would be now."
)
_AT_ONCE = 1000  # rows of a statement


class LeftOutOfSpread(models.TextChoices):
    """Why a participant gets nobody by it."""

    OWN = "own", gettext_lazy("your own report: another organiser says who reviews it")
    REVIEWED = "reviewed", gettext_lazy("reviewed already, or assigned by hand")
    PASSED = "passed", gettext_lazy("approved, or past this stage")
    NAMED = "named", gettext_lazy("somebody is named already")
    NOBODY = "nobody", gettext_lazy("nobody of the group may review it")


class ReviewGroup:
    """People over whom reviews are spread, and whom each of them may review: not themselves, nor those whom they
    assist, nor a superior, which is whoever takes part in the round for a unit above the reviewer's own.
    """

    def __init__(self, people: Sequence[User], *, spares_own_unit: bool) -> None:
        self.people = sorted(people, key=lambda one: (not one.staff_number, one.staff_number, one.username))
        self.names = {person.pk: person.name for person in self.people}
        self._lines = Unit.objects.lines_upward()
        self._spares_own_unit = spares_own_unit
        assisting = Assistance.objects.accepted().filter(assistant__in=self.people)
        self._assistants: dict[int, set[int]] = {}
        for author, assistant in assisting.values_list("author", "assistant"):
            self._assistants.setdefault(author, set()).add(assistant)
        self._by_unit: dict[int, list[int]] = {}

    def able(self, *, author: int, unit: int) -> list[int]:
        """The keys of those who may review the author's report of that unit."""
        if unit not in self._by_unit:
            self._by_unit[unit] = [person.pk for person in self.people if not self._is_spared(person, unit)]
        able, barred = self._by_unit[unit], self._assistants.get(author, set()) | {author}
        return able if barred.isdisjoint(self.names) else [one for one in able if one not in barred]

    def _is_spared(self, person: User, unit: int) -> bool:
        line = self._lines.get(person.unit_id or 0, [])
        return unit in line[1:] or (self._spares_own_unit and unit in line[:1])

    def loads(self, tasks: Sequence[ReviewTask]) -> dict[int, int]:
        counted = count_load(tasks)
        return {person.pk: counted[person.pk] for person in self.people}


@dataclass(frozen=True, slots=True)
class SpreadOrder:
    """What is asked for. `unit` includes all below it; `only` are keys of participants, empty for all of the unit.
    `again` takes back what was spread before and is not submitted yet.
    """

    stage: Stage
    people: tuple[User, ...]
    unit: Unit | None = None
    only: tuple[int, ...] = ()
    spares_own_unit: bool = True
    again: bool = False


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """`participant` is one of `_chosen`; `until_now` are the names of those who would review by the rules of units."""

    participant: Any
    reviewer: User
    until_now: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedLoad:
    person: User
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class SpreadPlan:
    rows: list[SpreadRow]
    loads: list[PlannedLoad]
    left_out: list[tuple[LeftOutOfSpread, list[Any]]] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """Of all that the preview says."""
        return digest_of(
            [(row.participant.pk, row.reviewer.pk) for row in self.rows],
            [(load.person.pk, load.before, load.after) for load in self.loads],
            [(reason.value, [one.pk for one in there]) for reason, there in self.left_out],
        )


def digest_of(*parts: Any) -> str:
    return sha256(repr(parts).encode()).hexdigest()


def plan_spread(*, cycle: Cycle, participants: QuerySet[Participant], order: SpreadOrder, by: User) -> SpreadPlan:
    """Nothing is written. `participants` are those whom the person organises."""
    group = ReviewGroup(order.people, spares_own_unit=order.spares_own_unit)
    tasks = review_tasks(cycle, participants)
    chosen = _chosen(participants, order)
    reasons = _reasons(chosen, tasks, order, by=by)
    free = [one for one in chosen if one.pk not in reasons]
    choices = [group.able(author=one.person_id, unit=one.unit_id) for one in free]
    taken = {one.pk for one in free}
    is_replaced = {task for task in tasks if task.stage == order.stage.pk and task.participant in taken}
    before = group.loads([task for task in tasks if task not in is_replaced])
    given = balance(choices, before)
    until_now = _names_until_now(is_replaced)
    people = {person.pk: person for person in group.people}
    rows = [
        SpreadRow(one, people[reviewer], tuple(until_now.get(one.pk, ())))
        for one, reviewer in zip(free, given, strict=True)
        if reviewer is not None
    ]
    reasons |= {one.pk: LeftOutOfSpread.NOBODY for one, able in zip(free, choices, strict=True) if not able}
    return SpreadPlan(rows, planned_loads(group, before, given), _by_reason(chosen, reasons))


def _names_until_now(tasks: Collection[ReviewTask]) -> dict[int, list[str]]:
    """By the keys of the participants."""
    names = dict(User.objects.filter(pk__in={task.reviewer for task in tasks}).values_list("pk", "name"))
    found: dict[int, list[str]] = {}
    for task in sorted(tasks, key=lambda task: (names[task.reviewer], task.reviewer)):
        found.setdefault(task.participant, []).append(names[task.reviewer])
    return found


def planned_loads(group: ReviewGroup, before: Mapping[int, int], given: Sequence[int | None]) -> list[PlannedLoad]:
    more = Counter(given)
    return [PlannedLoad(one, before[one.pk], before[one.pk] + more[one.pk]) for one in group.people]


def _chosen(participants: QuerySet[Participant], order: SpreadOrder) -> list[Any]:
    """Participants in the order in which they are given away, each with its unit, `name`, `report_state` and
    `report_stage`: people and reports themselves would take as long again as all the rest.
    """
    chosen = participants.filter(state=Participant.State.WRITING)
    if order.unit:
        chosen = chosen.filter(unit__in=Unit.objects.within(order.unit.pk))
    if order.only:
        chosen = chosen.filter(pk__in=order.only)
    of_others = {"name": F("person__name"), "report_state": F("report__state"), "report_stage": F("report__stage")}
    listed = chosen.select_related(None).only("person", "unit", "post").annotate(**of_others)
    rows: list[Any] = list(listed.order_by("person__staff_number", "person", "pk"))
    units = Unit.objects.in_bulk()
    for row in rows:
        row.unit = units[row.unit_id]
    return rows


def _reasons(
    chosen: Sequence[Any], tasks: Sequence[ReviewTask], order: SpreadOrder, *, by: User
) -> dict[int, LeftOutOfSpread]:
    """Why some of them are left out, by their keys."""
    stage = order.stage
    reviewed = {task.participant for task in tasks if task.stage == stage.pk and task.review is not None}
    named = StageReviewer.objects.filter(stage=stage).exclude(participant=None)
    later = set(stage.cycle.stages.filter(position__gt=stage.position).values_list("pk", flat=True))
    has_own = set() if order.again else set(named.able().values_list("participant", flat=True))
    reasons = {}
    for one in chosen:
        if one.person_id == by.pk:
            reasons[one.pk] = LeftOutOfSpread.OWN
        elif one.pk in reviewed:
            reasons[one.pk] = LeftOutOfSpread.REVIEWED
        elif one.report_state in FINAL_STATES or one.report_stage in later:
            reasons[one.pk] = LeftOutOfSpread.PASSED
        elif one.pk in has_own:
            reasons[one.pk] = LeftOutOfSpread.NAMED
    return reasons


def _by_reason(
    chosen: Sequence[Any], reasons: Mapping[int, LeftOutOfSpread]
) -> list[tuple[LeftOutOfSpread, list[Any]]]:
    groups = [(reason, [one for one in chosen if reasons.get(one.pk) == reason]) for reason in LeftOutOfSpread]
    return [(reason, there) for reason, there in groups if there]


@transaction.atomic
def spread_reviews(
    *, cycle: Cycle, participants: QuerySet[Participant], order: SpreadOrder, digest: str, by: User, at: datetime
) -> SpreadPlan:
    """Raises PlanChanged where it is not any more what was looked at, Refused where there is nobody to be given."""
    lock_cycle(cycle)
    list(_under_review(participants).select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    plan = plan_spread(cycle=cycle, participants=participants, order=order, by=by)
    if plan.digest != digest:
        raise PlanChanged(str(PLAN_CHANGED))
    if not plan.rows:
        raise Refused(_("Nobody of these would be given a reviewer. Nothing was written."))
    name_reviewers([(row.participant.pk, order.stage.pk, [row.reviewer.pk]) for row in plan.rows], by=by)
    _give_what_waits(order.stage, plan, by=by, at=at)
    names = join_names(load.person.name for load in plan.loads)
    detail = f"{order.stage} · {len(plan.rows)} · {names}"
    log(verb=Event.Verb.REVIEWS_SPREAD, actor=by, at=at, cycle=cycle, detail=detail)
    return plan


def _under_review(participants: QuerySet[Participant]) -> QuerySet[Report]:
    return Report.objects.under_review().filter(participant__in=participants.order_by().values("pk"))


def name_reviewers(named: Sequence[tuple[int, int, Sequence[int]]], *, by: User) -> None:
    """For each participant and stage, by their keys, these people and nobody else."""
    stages: dict[int, list[int]] = {}
    for participant, stage, _people in named:
        stages.setdefault(stage, []).append(participant)
    for stage, keys in stages.items():
        for start in range(0, len(keys), _AT_ONCE):
            StageReviewer.objects.filter(stage=stage, participant__in=keys[start : start + _AT_ONCE]).delete()
    rows = (
        StageReviewer(participant_id=participant, stage_id=stage, reviewer_id=person, set_by=by)
        for participant, stage, people in named
        for person in people
    )
    StageReviewer.objects.bulk_create(rows, batch_size=_AT_ONCE)


def _give_what_waits(stage: Stage, plan: SpreadPlan, *, by: User, at: datetime) -> None:
    """What has been submitted already gets its reviewers at once; all else at its submission."""
    begun = [row.participant.pk for row in plan.rows if row.participant.report_state]
    if reports := list(Report.objects.under_review().filter(participant__in=begun).order_by("participant")):
        assign_by_rules(reports)
        ask_reviewers(Review.objects.filter(report__in=reports, stage=stage), by=by, at=at)
