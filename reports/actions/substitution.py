"""Handing a reviewer's work over to somebody else, or evenly to several: planned, looked at, then done as one act."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..models import (
    Cycle,
    Event,
    Notice,
    Opinion,
    Participant,
    Report,
    Review,
    Stage,
    StageReviewer,
    Substitution,
    Unit,
    User,
)
from ..models.load import ReviewTask, review_tasks
from .balance import balance
from .errors import PlanChanged, Refused
from .event import log, log_reports
from .notification import tell_people
from .organising import lock_cycle
from .reviewer import may_change, pass_rule_on
from .spread import PLAN_CHANGED, PlannedLoad, ReviewGroup, digest_of, name_reviewers, planned_loads


@dataclass(frozen=True, slots=True)
class HandOver:
    """`reviews` are the keys of those chosen; None for all that is not decided, and for what the rules will bring."""

    former: User
    people: tuple[User, ...]
    reviews: frozenset[int] | None = None
    spares_own_unit: bool = False


@dataclass(frozen=True, slots=True)
class HandedTask:
    """`substitute` is None where nobody of the group may. `merges` where they review it in this stage already.
    `beside` are the keys of all who do.
    """

    task: ReviewTask
    participant: Participant
    stage: Stage
    substitute: User | None
    merges: bool = False
    beside: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class HandOverPlan:
    """`rules` of units pass to the one substitute; with them goes what they will bring."""

    tasks: list[HandedTask]
    loads: list[PlannedLoad]
    rules: list[StageReviewer]

    @property
    def given(self) -> list[tuple[HandedTask, User]]:
        return [(one, one.substitute) for one in self.tasks if one.substitute]

    @property
    def left(self) -> list[HandedTask]:
        return [one for one in self.tasks if not one.substitute]

    @property
    def digest(self) -> str:
        """Of all that the preview says."""
        return digest_of(
            [(one.task, one.substitute and one.substitute.pk, one.merges) for one in self.tasks],
            [(load.person.pk, load.before, load.after) for load in self.loads],
            [rule.pk for rule in self.rules],
        )


def plan_hand_over(*, cycle: Cycle, participants: QuerySet[Participant], hand_over: HandOver, by: User) -> HandOverPlan:
    """Nothing is written. `participants` are those whom the person organises; the own reports are left to others."""
    participants = participants.exclude(person=by)
    group = ReviewGroup(hand_over.people, spares_own_unit=hand_over.spares_own_unit)
    tasks = review_tasks(cycle, participants, also=hand_over.former)
    rules = _rules_to_pass_on(cycle, participants, hand_over, by=by)
    by_themselves = {rule.pk for rule in rules}
    own = _chosen(tasks, hand_over)
    handed = [task for task in own if task.rule not in by_themselves]
    people = participants.select_related("person", "unit").filter(pk__in=[task.participant for task in handed])
    found = {one.pk: one for one in people}
    beside = _Beside(tasks)
    choices = [_able(group, task, found[task.participant], beside) for task in handed]
    before = group.loads(tasks)
    given = balance(choices, before)
    there = _match(handed, given, group, found, beside, cycle)
    brought = [group.people[0].pk] * (len(own) - len(handed))
    return HandOverPlan(there, planned_loads(group, before, [*given, *brought]), rules)


def _chosen(tasks: Sequence[ReviewTask], hand_over: HandOver) -> list[ReviewTask]:
    own = [task for task in tasks if task.reviewer == hand_over.former.pk and task.is_unfinished]
    return own if hand_over.reviews is None else [task for task in own if task.review in hand_over.reviews]


def _match(
    handed: Sequence[ReviewTask],
    given: Sequence[int | None],
    group: ReviewGroup,
    found: Mapping[int, Participant],
    beside: "_Beside",
    cycle: Cycle,
) -> list[HandedTask]:
    people = {person.pk: person for person in group.people}
    stages = {stage.pk: stage for stage in cycle.stages.all()}
    return [
        HandedTask(
            task,
            found[task.participant],
            stages[task.stage],
            people[one] if one else None,
            merges=one in beside.undecided(task),
            beside=frozenset(beside.undecided(task)),
        )
        for task, one in zip(handed, given, strict=True)
    ]


def _rules_to_pass_on(
    cycle: Cycle, participants: QuerySet[Participant], hand_over: HandOver, *, by: User
) -> list[StageReviewer]:
    """Those of units, where all goes to one person: two rules of a unit would ask for both."""
    if hand_over.reviews is not None or len(hand_over.people) != 1:
        return []
    rules = StageReviewer.objects.filter(stage__cycle=cycle, reviewer=hand_over.former)
    in_units = rules.filter(unit__in=Unit.objects.of_organiser(by))
    there = in_units.select_related("stage__cycle", "unit", "participant").order_by("stage__position", "pk")
    return [rule for rule in there if may_change(rule, by=by)]


class _Beside:
    """Who else reviews the same report in the same stage, and whether they have decided on this version."""

    def __init__(self, tasks: Iterable[ReviewTask]) -> None:
        self._tasks: dict[tuple[int, int], list[ReviewTask]] = {}
        for task in tasks:
            self._tasks.setdefault((task.participant, task.stage), []).append(task)

    def undecided(self, task: ReviewTask) -> set[int]:
        return {one.reviewer for one in self._tasks[task.participant, task.stage] if one.is_unfinished}

    def decided(self, task: ReviewTask) -> set[int]:
        return {one.reviewer for one in self._tasks[task.participant, task.stage] if not one.is_unfinished}


def _able(group: ReviewGroup, task: ReviewTask, participant: Participant, beside: _Beside) -> list[int]:
    """Whoever has decided on this version is not asked again. Whoever is still to decide there takes it over only where
    nobody else can: the two reviews then become one.
    """
    able = group.able(author=participant.person_id, unit=participant.unit_id)
    able = [one for one in able if one != task.reviewer and one not in beside.decided(task)]
    return [one for one in able if one not in beside.undecided(task)] or able


@transaction.atomic
def hand_over_reviews(
    *,
    cycle: Cycle,
    participants: QuerySet[Participant],
    hand_over: HandOver,
    reason: str,
    digest: str,
    by: User,
    at: datetime,
) -> HandOverPlan:
    """Raises PlanChanged where it is not any more what was looked at, Refused where there is nothing to hand over.

    The reports are locked first, so that what the former reviewer decides in this moment is either there, or refused.
    """
    lock_cycle(cycle)
    reports = Report.objects.filter(participant__in=participants.order_by().values("pk"))
    list(reports.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    plan = plan_hand_over(cycle=cycle, participants=participants, hand_over=hand_over, by=by)
    if plan.digest != digest:
        raise PlanChanged(str(PLAN_CHANGED))
    if not (plan.given or plan.rules):
        raise Refused(_("Nothing of this can be handed over. Nothing was written."))
    _hand_over_reviews(plan, reason=reason, by=by, at=at)
    _hand_over_rules(plan, by=by)
    _tell(cycle, hand_over.former, plan, by=by, at=at)
    return plan


def _hand_over_reviews(plan: HandOverPlan, *, reason: str, by: User, at: datetime) -> None:
    given = {one.task.review: (one, substitute) for one, substitute in plan.given if one.task.review}
    reviews = Review.objects.filter(pk__in=given).select_related("report", "stage", "reviewer").order_by("pk")
    kept = [
        Substitution(
            report=review.report,
            stage=review.stage,
            former=review.reviewer,
            substitute=given[review.pk][1],
            by=by,
            at=at,
            reason=reason,
        )
        for review in reviews
    ]
    Substitution.objects.bulk_create(kept)
    details = [(one.report, f"{one.stage} · {one.former.name} → {one.substitute.name}") for one in kept]
    log_reports(verb=Event.Verb.REVIEW_HANDED_OVER, actor=by, at=at, details=details)
    for review in reviews:
        one, substitute = given[review.pk]
        if one.merges:
            _merge(review, substitute)
        else:
            review.reviewer, review.opened_at = substitute, None
    Review.objects.bulk_update([one for one in reviews if one.pk], ["reviewer", "opened_at"], batch_size=500)


def _merge(review: Review, substitute: User) -> None:
    """Nobody reviews twice in a stage: what was said under this review is kept under the substitute's own."""
    own = Review.objects.get(report=review.report_id, stage=review.stage_id, reviewer=substitute)
    Opinion.objects.filter(review=review).file_under(own)
    review.delete()


def _hand_over_rules(plan: HandOverPlan, *, by: User) -> None:
    """What is not submitted yet: whoever else is named for it stays named."""
    for rule in plan.rules:
        pass_rule_on(rule, to=plan.loads[0].person, by=by)
    expected = [(one, substitute.pk) for one, substitute in plan.given if one.task.rule]
    name_reviewers(
        [
            (one.task.participant, one.task.stage, sorted({*one.beside, substitute} - {one.task.reviewer}))
            for one, substitute in expected
        ],
        by=by,
    )


def _tell(cycle: Cycle, former: User, plan: HandOverPlan, *, by: User, at: datetime) -> None:
    """The former one and each substitute, once; the log of the round, once."""
    substitutes = {substitute.pk: substitute for _one, substitute in plan.given}
    if plan.rules:
        substitutes |= {load.person.pk: load.person for load in plan.loads}
    tell_people([former], Notice.Kind.RELIEVED, cycle=cycle, by=by, at=at)
    tell_people(substitutes.values(), Notice.Kind.ENTRUSTED, cycle=cycle, by=by, at=at)
    names = pgettext("list of names", ", ").join(person.name for person in substitutes.values())
    detail = f"{former.name} → {names} · {len(plan.given)}"
    log(verb=Event.Verb.REVIEW_HANDED_OVER, actor=by, at=at, cycle=cycle, detail=detail)
