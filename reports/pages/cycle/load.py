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
    """`days` is how long the oldest report waits. Who has left needs somebody to take over."""

    pk: int
    name: str
    has_left: bool
    number: int
    days: int
    address: str


@dataclass(frozen=True, slots=True)
class CycleLoad:
    """`shown` are those who have left, then those with most to do; `others` how many more there are."""

    shown: list[ReviewerLoad]
    others: int
    address: str


def show_load(cycle: Cycle, reviews: ReviewQuerySet, *, now: datetime) -> CycleLoad:
    """One query."""
    groups = reviews.in_turn().order_by().values("reviewer", "reviewer__name", "reviewer__is_active")
    numbers = groups.annotate(number=Count("pk"), oldest=Min("report__submitted_at"))
    ordered = numbers.order_by("reviewer__is_active", "-number", F("oldest"), "reviewer__name", "reviewer")
    loads = [_load(cycle, group, now) for group in ordered]
    return CycleLoad(loads[:SHOWN], len(loads[SHOWN:]), address_of(ListName.REVIEWS, cycle, turn=ReviewTurn.WAITING))


def _load(cycle: Cycle, group: Mapping[str, Any], now: datetime) -> ReviewerLoad:
    turn = ReviewTurn.WAITING if group["reviewer__is_active"] else ReviewTurn.VACANT
    return ReviewerLoad(
        group["reviewer"],
        group["reviewer__name"],
        not group["reviewer__is_active"],
        group["number"],
        (now - group["oldest"]).days,
        address_of(ListName.REVIEWS, cycle, reviewer=group["reviewer"], turn=turn),
    )
