"""How many participants are how far; how many reports got which grade."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ...models import Cycle, Stage
from ...models.participant import ParticipantProgress
from ...models.review import NO_GRADE
from ...models.saved_view import ListName
from ...models.tally_numbers import TallyNumbers

# From the left of a bar to its right.
ASKED = [progress for progress in ParticipantProgress if progress != ParticipantProgress.NOT_ASKED]


def address_of(name: ListName, cycle: Cycle, **query: Any) -> str:
    """Of a list of the round, narrowed by its filters."""
    return f"{reverse(name, args=[cycle.pk])}?{urlencode(query)}"


def address_of_reviews(cycle: Cycle, reviewer: int, name: str, **query: Any) -> str:
    """Of one person's; whoever else has that name is not meant."""
    return address_of(ListName.REVIEWS, cycle, **{"reviewer": name, f"reviewer-{name}": reviewer}, **query)


@dataclass(frozen=True, slots=True)
class CycleCount:
    """`key` is the class that colours it; `parts` are some of the same rows, told apart."""

    key: str
    label: Promise | str
    number: int
    address: str
    parts: "tuple[CycleCount, ...]" = ()


def count_progress(cycle: Cycle, numbers: TallyNumbers, stages: Iterable[Stage]) -> tuple[list[CycleCount], CycleCount]:
    """For each state those of whom a report is asked, in review by stage; and those of whom none is."""
    counts = {progress: _count(cycle, progress, numbers) for progress in ParticipantProgress}
    counts[ParticipantProgress.IN_REVIEW] = _count(cycle, ParticipantProgress.IN_REVIEW, numbers, stages)
    return [counts[progress] for progress in ASKED], counts[ParticipantProgress.NOT_ASKED]


def _count(
    cycle: Cycle, progress: ParticipantProgress, numbers: TallyNumbers, stages: Iterable[Stage] = ()
) -> CycleCount:
    def address(**query: Any) -> str:
        return address_of(ListName.PARTICIPANTS, cycle, progress=progress, **query)

    parts = [
        CycleCount(progress, stage.name, numbers.in_stage(progress, stage.pk), address(stage=stage.pk))
        for stage in stages
    ]
    return CycleCount(progress, progress.label_in(cycle), numbers.progress(progress), address(), tuple(parts))


def count_worries(cycle: Cycle, numbers: TallyNumbers, today: date) -> list[CycleCount]:
    """Who is late, with a report or still without one; who has left; who has never signed in."""
    found = {
        "late": (_("Late or not handed in"), numbers.late(today)),
        "left_behind": (_("Has left, report unfinished"), numbers.left_behind),
        "never_signed_in": (_("Never signed in"), numbers.never_signed_in),
    }
    return [
        CycleCount(name, label, number, address_of(ListName.PARTICIPANTS, cycle, **{name: "on"}))
        for name, (label, number) in found.items()
    ]


def count_grades(cycle: Cycle, numbers: TallyNumbers) -> list[CycleCount]:
    """Of the approved reports."""
    labels: dict[str, Any] = {**dict(zip(cycle.grades, cycle.grades, strict=True)), NO_GRADE: _("No grade")}
    return [
        CycleCount(
            f"grade-{grade}",
            label,
            numbers.grade("" if grade == NO_GRADE else grade),
            address_of(ListName.REPORTS, cycle, grade=grade),
        )
        for grade, label in labels.items()
    ]
