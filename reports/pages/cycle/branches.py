"""One level of the tree of units: how far those in each unit, and in all below it, are."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.paginator import Page, Paginator
from django.db.models import Count, F
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...charts.stacked_bar import BarSegment, stack
from ...models import Cycle, Unit
from ...models.participant import ParticipantQuerySet
from ...models.saved_view import ListName
from ...models.unit import UnitQuerySet
from .counts import ASKED, CycleCount, address_of

PAGE = 30  # units
Counted = tuple[Unit, Counter[str]]
ORDERS: dict[str, Promise] = {
    "not_begun": gettext_lazy("by not begun"),
    "name": gettext_lazy("by name"),
    "published": gettext_lazy("by published"),
}


def orders_in(cycle: Cycle) -> dict[str, Promise]:
    return {**ORDERS, "not_begun": gettext_lazy("by without a report")} if cycle.is_closed else ORDERS


@dataclass(frozen=True, slots=True)
class BranchRow:
    """`down` leads to the next level; empty for the unit itself, without what is below it."""

    name: str
    counts: list[CycleCount]
    whole: CycleCount
    down: str

    @property
    def segments(self) -> list[BarSegment]:
        return stack([(count.key, count.number) for count in self.counts])

    @property
    def numbers(self) -> dict[str, CycleCount]:
        return {count.key: count for count in self.counts}


@dataclass(frozen=True, slots=True)
class BranchLevel:
    """`line` are the units on the way down to the one whose next level it is. `page` is of BranchRows."""

    line: list[Unit]
    page: Page

    @property
    def rows(self) -> list[BranchRow]:
        return list(self.page)


class OrganisedBranches(Protocol):
    """Of an organiser."""

    @property
    def few_units(self) -> UnitQuerySet: ...

    @property
    def tops(self) -> list[Unit]: ...

    def progress_below(self, level: UnitQuerySet, /) -> dict[int, Counter[str]]: ...


def count_by_branch(
    cycle: Cycle,
    seen: OrganisedBranches,
    participants: ParticipantQuerySet,
    *,
    under: Unit | None,
    order: str,
    page: str | None = None,
) -> BranchLevel:
    """The first level are the topmost of the organiser's units, or what is below the only one. A unit itself, without
    what is below it, comes last.

    Of the tree only this level and the way to it are loaded.
    """
    tops = seen.tops
    under = under or (tops[0] if len(tops) == 1 else None)
    level = Unit.objects.filter(parent=under) if under else Unit.objects.filter(pk__in=[top.pk for top in tops])
    sums = {unit: asked for unit, numbers in seen.progress_below(level).items() if (asked := _asked(numbers))}
    counted = _ordered([(unit, sums[unit.pk]) for unit in level.filter(pk__in=sums)], order)
    itself = _count_itself(participants.to_write().with_progress(), under) if under else Counter()
    if under and itself:
        counted.append((under, itself))
    shown: Any = Paginator(counted, PAGE).get_page(page)
    shown.object_list = [_row(cycle, unit, numbers, only=unit == under) for unit, numbers in shown.object_list]
    return BranchLevel(seen.few_units.near(under.pk, below=False) if under else [], shown)


def _asked(numbers: Counter[str]) -> Counter[str]:
    return Counter({progress: number for progress, number in numbers.items() if progress in ASKED})


def _count_itself(asked: ParticipantQuerySet, unit: Unit) -> Counter[str]:
    groups = asked.filter(unit=unit).order_by().values_list(F("progress"))
    return Counter(dict(groups.annotate(number=Count("pk"))))


def _row(cycle: Cycle, unit: Unit, numbers: Counter[str], *, only: bool) -> BranchRow:
    here = {"unit": unit.pk} | ({"only": "on"} if only else {})

    def count(key: str, label: str | Promise, number: int, **query: str) -> CycleCount:
        return CycleCount(key, label, number, address_of(ListName.PARTICIPANTS, cycle, **here, **query))

    counts = [count(one, one.label_in(cycle), numbers[one], progress=one) for one in ASKED]
    whole = count("all", _("All"), numbers.total(), state="writing")
    name = _("%(unit)s itself") % {"unit": unit} if only else unit.name
    return BranchRow(name, counts, whole, "" if only else f"{reverse('cycle', args=[cycle.pk])}?under={unit.pk}")


def _ordered(counted: Sequence[Counted], order: str) -> list[Counted]:
    """By a number the largest first, and those that are alike by name."""
    by_name = sorted(counted, key=lambda one: one[0].name)
    return by_name if order == "name" else sorted(by_name, key=lambda one: -one[1][order])
