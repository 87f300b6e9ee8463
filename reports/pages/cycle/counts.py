"""How many participants are how far; how many reports got which grade."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ...models import Cycle, Stage
from ...models.participant import ParticipantProgress, ParticipantQuerySet
from ...models.report import FINAL_STATES, ReportQuerySet
from ...models.review import NO_GRADE
from ...models.saved_view import ListName

# From the left of a bar to its right.
ASKED = [progress for progress in ParticipantProgress if progress != ParticipantProgress.NOT_ASKED]


def address_of(name: ListName, cycle: Cycle, **query: Any) -> str:
    """Of a list of the round, narrowed by its filters."""
    return f"{reverse(name, args=[cycle.pk])}?{urlencode(query)}"


@dataclass(frozen=True, slots=True)
class CycleCount:
    """`key` is the class that colours it; `parts` are some of the same rows, told apart."""

    key: str
    label: Promise | str
    number: int
    address: str
    parts: "tuple[CycleCount, ...]" = ()


def count_progress(
    cycle: Cycle, participants: ParticipantQuerySet, stages: Iterable[Stage]
) -> tuple[list[CycleCount], CycleCount]:
    """For each state those of whom a report is asked, in review by stage; and those of whom none is. One query."""
    groups = participants.with_progress().order_by().values_list(F("progress"), "report__stage")
    numbers = {(progress, stage): number for progress, stage, number in groups.annotate(number=Count("pk"))}
    counts = {progress: _count(cycle, progress, numbers) for progress in ParticipantProgress}
    counts[ParticipantProgress.IN_REVIEW] = _count(cycle, ParticipantProgress.IN_REVIEW, numbers, stages)
    return [counts[progress] for progress in ASKED], counts[ParticipantProgress.NOT_ASKED]


def _count(
    cycle: Cycle,
    progress: ParticipantProgress,
    numbers: Mapping[tuple[str, int | None], int],
    stages: Iterable[Stage] = (),
) -> CycleCount:
    def address(**query: Any) -> str:
        return address_of(ListName.PARTICIPANTS, cycle, progress=progress, **query)

    parts = [
        CycleCount(progress, stage.name, numbers.get((progress, stage.pk), 0), address(stage=stage.pk))
        for stage in stages
    ]
    number = sum(number for (key, _stage), number in numbers.items() if key == progress)
    return CycleCount(progress, progress.label_in(cycle), number, address(), tuple(parts))


def count_worries(cycle: Cycle, participants: ParticipantQuerySet, today: date) -> list[CycleCount]:
    """Who is late, with a report or still without one; who has left; who has never signed in."""
    found = {
        "late": (_("Late or not handed in"), participants.late(today)),
        "left_behind": (_("Has left, report unfinished"), participants.left_behind()),
        "never_signed_in": (_("Never signed in"), participants.never_signed_in()),
    }
    return [
        CycleCount(name, label, rows.count(), address_of(ListName.PARTICIPANTS, cycle, **{name: "on"}))
        for name, (label, rows) in found.items()
    ]


def count_grades(cycle: Cycle, reports: ReportQuerySet) -> list[CycleCount]:
    """Of the approved reports. One query."""
    groups = reports.filter(state__in=FINAL_STATES).with_final_grade().order_by().values_list(F("final_grade"))
    numbers = dict(groups.annotate(number=Count("pk")))
    labels: dict[str, Any] = {**dict(zip(cycle.grades, cycle.grades, strict=True)), NO_GRADE: _("No grade")}
    return [
        CycleCount(
            f"grade-{grade}",
            label,
            numbers.get("" if grade == NO_GRADE else grade, 0),
            address_of(ListName.REPORTS, cycle, grade=grade),
        )
        for grade, label in labels.items()
    ]
