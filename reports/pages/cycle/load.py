"""What waits for whom, and for how long."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Min

from ...models import Cycle
from ...models.review import ReviewQuerySet, ReviewTurn
from ...models.saved_view import ListName
from .counts import address_of

SHOWN = 12


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


def show_load(cycle: Cycle, reviews: ReviewQuerySet, *, now: datetime) -> CycleLoad:
    """Two queries: to ask each review for its turn takes ten times as long."""
    turns = {ReviewTurn.VACANT: reviews.needing_substitute(), ReviewTurn.WAITING: reviews.waiting()}
    loads = [_load(cycle, turn, group, now) for turn, rows in turns.items() for group in _by_reviewer(rows)]
    return CycleLoad(loads[:SHOWN], len(loads[SHOWN:]), address_of(ListName.REVIEWS, cycle, turn=ReviewTurn.WAITING))


def _by_reviewer(reviews: ReviewQuerySet) -> Any:
    groups = reviews.order_by().values("reviewer", "reviewer__name")
    numbers = groups.annotate(number=Count("pk"), oldest=Min("report__submitted_at"))
    return numbers.order_by("-number", F("oldest"), "reviewer__name", "reviewer")


def _load(cycle: Cycle, turn: ReviewTurn, group: Mapping[str, Any], now: datetime) -> ReviewerLoad:
    return ReviewerLoad(
        group["reviewer"],
        group["reviewer__name"],
        turn == ReviewTurn.VACANT,
        group["number"],
        (now - group["oldest"]).days if group["oldest"] else None,
        address_of(ListName.REVIEWS, cycle, reviewer=group["reviewer"], turn=turn),
    )
