"""What reviewers have to do in a round: reviews there are, and those that the rules will make of what is not submitted
yet.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from .cycle import Cycle
from .participant import Participant
from .report import ReportState
from .review import Review
from .stage import StageReviewer, StageRules
from .user import User


@dataclass(frozen=True, slots=True)
class ReviewTask:
    """One participant in one stage, for one reviewer: all primary keys. Before the submission there is no `review`,
    but the `rule` that will make it.
    """

    participant: int
    stage: int
    reviewer: int
    review: int | None = None
    rule: int | None = None
    is_unfinished: bool = True


def review_tasks(cycle: Cycle, participants: QuerySet[Participant], *, also: User | None = None) -> list[ReviewTask]:
    """Of these participants, in five queries for any number. Rules that name `also` count although they have left."""
    reviews = Review.objects.filter(report__participant__in=participants.order_by().values("pk"))
    unfinished = set(reviews.unfinished().values_list("pk", flat=True))
    rows = reviews.order_by("pk").values_list("report__participant", "stage", "reviewer", "pk")
    there = [ReviewTask(*row, is_unfinished=row[-1] in unfinished) for row in rows]
    return there + _expected(cycle, participants, {(task.participant, task.stage) for task in there}, also)


def count_load(tasks: Iterable[ReviewTask]) -> Counter[int]:
    """How many are unfinished, by the key of the reviewer."""
    return Counter(task.reviewer for task in tasks if task.is_unfinished)


def _expected(
    cycle: Cycle, participants: QuerySet[Participant], reviewed: set[tuple[int, int]], also: User | None
) -> list[ReviewTask]:
    rules = StageReviewer.objects.filter(stage__cycle=cycle).select_related("stage")
    stage_rules = StageRules(rules.filter(Q(reviewer__is_active=True) | Q(reviewer=also)))
    is_open = Q(report=None) | Q(report__state__in=[state for state in ReportState if state.is_open])
    there = participants.order_by("pk").filter(is_open, state=Participant.State.WRITING)
    rows = there.values_list("pk", Coalesce("report__unit", "unit"), "person", "report__stage__position")
    return [
        ReviewTask(participant, stage.pk, rule.reviewer_id, rule=rule.pk)
        for participant, unit, person, position in rows
        for stage in stage_rules.stages(cycle.pk)
        if stage.position >= (position or 0) and (participant, stage.pk) not in reviewed
        for rule in stage_rules.nearest(stage, participant=participant, unit=unit, author=person)
    ]
