"""What waits for whom, and for how long."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, Min, When

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
    """One query."""
    turns: Any = reviews.with_turn()
    groups = (
        turns.filter(turn__in=[ReviewTurn.WAITING, ReviewTurn.VACANT])
        .order_by()
        .values("reviewer", "reviewer__name", "turn")
    )
    numbers = groups.annotate(number=Count("pk"), oldest=Min("report__submitted_at"))
    vacant_first = Case(When(turn=ReviewTurn.VACANT, then=0), default=1)
    ordered = numbers.order_by(vacant_first, "-number", F("oldest"), "reviewer__name", "reviewer")
    loads = [_load(cycle, group, now) for group in ordered]
    return CycleLoad(loads[:SHOWN], len(loads[SHOWN:]), address_of(ListName.REVIEWS, cycle, turn=ReviewTurn.WAITING))


def _load(cycle: Cycle, group: Mapping[str, Any], now: datetime) -> ReviewerLoad:
    return ReviewerLoad(
        group["reviewer"],
        group["reviewer__name"],
        group["turn"] == ReviewTurn.VACANT,
        group["number"],
        (now - group["oldest"]).days if group["oldest"] else None,
        address_of(ListName.REVIEWS, cycle, reviewer=group["reviewer"], turn=group["turn"]),
    )
