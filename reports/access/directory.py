"""Whom a person may name in a form, and by what."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from ..models import Cycle, Unit, User
from ..models.review import ReviewQuerySet
from .cycle import OrganisedCycle

MOST = 20  # people offered for one word
GUESSED = 10  # words of one form of which also a part of a name is looked for


@dataclass(frozen=True)
class Directory:
    """Rows of people: found `by_number` (sign-in name or staff number, in full), or `by_name`."""

    by_number: QuerySet
    by_name: QuerySet
    path: str = ""  # from a row to its person

    def find(self, words: Sequence[str]) -> dict[str, list[Any]]:
        """Who has each word as sign-in name, staff number or name. Two queries."""
        found: dict[str, dict[int, Any]] = {word: {} for word in words}
        for rows, attributes in ((self.by_number, ("username", "staff_number")), (self.by_name, ("name",))):
            has_one = reduce(or_, (Q(**{f"{self._to}{attribute}__in": words}) for attribute in attributes))
            for row in rows.filter(has_one).order_by("unit__name", "pk"):
                for word in {getattr(self.person(row), attribute) for attribute in attributes} & found.keys():
                    found[word][row.pk] = row
        return {word: list(rows.values()) for word, rows in found.items()}

    def guess(self, words: Sequence[str]) -> dict[str, list[Any]]:
        """Who has each word as a part of the name; one more than are offered. A query for each word."""
        rows = self.by_name.order_by(f"{self._to}name", "pk")
        return {word: list(rows.filter(**{f"{self._to}name__icontains": word})[: MOST + 1]) for word in words[:GUESSED]}

    def person(self, row: Any) -> User:
        return getattr(row, self.path) if self.path else row

    @property
    def _to(self) -> str:
        return f"{self.path}__" if self.path else ""


def people_to_name(user: User) -> Directory:
    """Anybody active by sign-in name or staff number, which one has to know. By name only the people of the own unit
    and of those next to it, up and down; for organisers, of their units and of the line above these.
    """
    near = Q(pk__in=Unit.objects.of_organiser(user).values("pk"))
    near |= Q(pk__in=Unit.objects.above_organiser(user).values("pk"))
    if user.unit_id:
        above = Unit.objects.filter(pk=user.unit_id).order_by().values("parent")
        near |= Q(pk=user.unit_id) | Q(parent=user.unit_id) | Q(pk__in=above)
    active = User.objects.filter(is_active=True).select_related("unit")
    return Directory(active, active.filter(unit__in=Unit.objects.filter(near).order_by().values("pk")))


def people_on_roll(organised: OrganisedCycle) -> Directory:
    on_roll = User.objects.filter(pk__in=organised.participants.values("person")).select_related("unit")
    return Directory(on_roll, on_roll)


def reviewers_of(reviews: ReviewQuerySet) -> Directory:
    """Who has left, too: their reviews are what is sought."""
    theirs = reviews.order_by().filter(reviewer=OuterRef("pk"))
    reviewers = User.objects.filter(Exists(theirs)).select_related("unit")
    return Directory(reviewers, reviewers)


def writers_to_extend(cycle: Cycle) -> Directory:
    """`cycle` comes from `cycle_to_run`."""
    rows = cycle.participants.to_write().select_related("person", "unit")
    return Directory(rows, rows, path="person")
