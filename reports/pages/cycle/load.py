"""What waits for whom, and for how long."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nsmallest

from ...models import Cycle, User
from ...models.review import ReviewTurn
from ...models.saved_view import ListName
from ...models.tally_numbers import TallyNumbers
from .counts import address_of, address_of_reviews

SHOWN = 12
# For some reviewers, when the report was submitted that has waited longest.
OldestOf = Callable[[ReviewTurn, Sequence[int]], Mapping[int, datetime]]


@dataclass(frozen=True, slots=True)
class ReviewerLoad:
    """`days` is how long the oldest report waits, None before the submission. Of who has left, all that needs somebody
    to take it over, now or later.
    """

    pk: int
    name: str
    has_left: bool
    number: int
    days: int | None
    address: str


@dataclass(frozen=True, slots=True)
class CycleLoad:
    """`shown` are those who have left, then those with most to do; `others` how many more there are."""

    shown: list[ReviewerLoad]
    others: int
    address: str


def show_load(cycle: Cycle, numbers: TallyNumbers, oldest: OldestOf, *, now: datetime) -> CycleLoad:
    """Of the reviewers that are shown alone it is asked who they are, and how long they have let wait."""
    groups = [(ReviewTurn.VACANT, numbers.vacant), (ReviewTurn.WAITING, numbers.waiting)]
    found = [(turn, reviewer, number) for turn, group in groups for reviewer, number in group.items()]

    def rank(one: tuple[ReviewTurn, int, int]) -> tuple[bool, int]:
        return one[0] != ReviewTurn.VACANT, -one[2]

    shown = nsmallest(SHOWN, found, key=lambda one: (*rank(one), one[1]))
    names = dict(User.objects.filter(pk__in={reviewer for _turn, reviewer, _number in shown}).values_list("pk", "name"))
    shown.sort(key=lambda one: (*rank(one), names[one[1]]))
    since = {turn: oldest(turn, [reviewer for of, reviewer, _number in shown if of == turn]) for turn, _group in groups}
    loads = [_load(cycle, *one, names[one[1]], since[one[0]].get(one[1]), now) for one in shown]
    return CycleLoad(loads, len(found) - len(shown), address_of(ListName.REVIEWS, cycle, turn=ReviewTurn.WAITING))


def _load(
    cycle: Cycle, turn: ReviewTurn, reviewer: int, number: int, name: str, oldest: datetime | None, now: datetime
) -> ReviewerLoad:
    return ReviewerLoad(
        reviewer,
        name,
        turn == ReviewTurn.VACANT,
        number,
        (now - oldest).days if oldest else None,
        address_of_reviews(cycle, reviewer, name, turn=turn),
    )
