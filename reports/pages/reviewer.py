"""Who has how much to review in a round, and what needs somebody else."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Min

from ..actions.spread import SpreadPlan, SpreadRow
from ..models import Cycle, User
from ..models.load import ReviewTask, review_tasks
from ..models.participant import ParticipantQuerySet
from ..models.review import ReviewQuerySet
from .cycle.counts import address_of_reviews


@dataclass(frozen=True, slots=True)
class RoundReviewer:
    """`waiting` is in turn, `later` will be, `coming` is not submitted yet; `days` is how long the oldest waits."""

    person: User
    waiting: int
    later: int
    coming: int
    decided: int
    days: int | None
    address: str

    @property
    def unfinished(self) -> int:
        return self.waiting + self.later + self.coming

    @property
    def needs_substitute(self) -> bool:
        return not self.person.is_active and self.unfinished > 0


def list_reviewers(
    cycle: Cycle, participants: ParticipantQuerySet, reviews: ReviewQuerySet, *, now: datetime
) -> list[RoundReviewer]:
    """Who has left and has something to do comes first, then who has most. Eight queries for any number."""
    tasks = review_tasks(cycle, participants)
    in_turn = dict(reviews.in_turn().order_by().values_list("pk", "reviewer"))
    oldest = dict(reviews.in_turn().order_by().values_list("reviewer").annotate(Min("report__submitted_at")))
    counts = {kind: Counter[int]() for kind in ("waiting", "later", "coming", "decided")}
    for task in tasks:
        counts[_kind(task, in_turn)][task.reviewer] += 1
    people = User.objects.filter(pk__in={task.reviewer for task in tasks}).select_related("unit")
    rows = [
        RoundReviewer(
            person,
            **{kind: counted[person.pk] for kind, counted in counts.items()},
            days=(now - oldest[person.pk]).days if person.pk in oldest else None,
            address=address_of_reviews(cycle, person.pk, person.name),
        )
        for person in people
    ]
    return sorted(rows, key=lambda row: (not row.needs_substitute, -row.unfinished, row.person.name, row.person.pk))


def _kind(task: ReviewTask, in_turn: dict[int, int]) -> str:
    if task.review is None:
        return "coming"
    if task.review in in_turn:
        return "waiting"
    return "later" if task.is_unfinished else "decided"


def by_reviewer(rows: Iterable[SpreadRow]) -> list[tuple[User, list[SpreadRow]]]:
    """Of one page of a plan."""
    return [(person, list(there)) for person, there in groupby(rows, key=lambda row: row.reviewer)]


def in_order(plan: SpreadPlan) -> Sequence[SpreadRow]:
    """By reviewer, unit and name."""
    places = {load.person.pk: place for place, load in enumerate(plan.loads)}
    return sorted(plan.rows, key=lambda row: (places[row.reviewer.pk], row.participant.unit.name, row.participant.name))
