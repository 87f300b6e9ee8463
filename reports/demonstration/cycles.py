"""The outlines and the yearly rounds of the demonstration."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from ..actions.cycle import open_cycle
from ..actions.participant import propose_roll
from ..actions.reviewer import add_stage_reviewer, save_stage
from ..models import Cycle, GradeScale, Outline, OutlineSection, Unit, User
from .files import read_file_of_year

TIME_TO_WRITE = timedelta(days=45)


def create_outline(year: int) -> Outline:
    data = read_file_of_year("outline.toml", year)
    outline = Outline.objects.create(name=data["name"], numbering=data["numbering"])
    OutlineSection.objects.bulk_create(
        OutlineSection(outline=outline, position=position, **row)
        for position, row in enumerate(data["sections"], start=1)
    )
    return outline


def run_cycle(
    *,
    year: int,
    unit: Unit,
    organiser: User,
    due: date,
    now: datetime,
    closed_at: datetime | None = None,
    with_roll: bool = True,
) -> Cycle:
    """A cycle that was opened some weeks before it is due. `now` gives the hour."""
    data = read_file_of_year("cycle.toml", year)
    stages, scale = data.pop("stages"), GradeScale.of_labels(data.pop("grades"))
    outline = create_outline(year)
    cycle = Cycle.objects.create(
        year=year, unit=unit, outline=outline, due=due, closed_at=closed_at, grade_scale=scale, **data
    )
    opened_at = (now + (due - now.date()) - TIME_TO_WRITE).replace(hour=8, minute=30, second=0, microsecond=0)
    for row in stages:
        _set_up_stage(cycle, row, by=organiser, at=opened_at)
    if with_roll:
        propose_roll(cycle=cycle, by=organiser, at=opened_at)
    open_cycle(cycle=cycle, by=organiser, at=opened_at)
    return cycle


def _set_up_stage(cycle: Cycle, row: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Also sets its rules: who reviews which unit and those below it."""
    due = cycle.due + timedelta(days=row["days_after_due"])
    stage = save_stage(cycle=cycle, stage=None, name=row["name"], due=due, by=by, at=at)
    for rule in row["reviewers"]:
        unit, reviewer = Unit.objects.get(name=rule["unit"]), User.objects.get(username=rule["reviewer"])
        add_stage_reviewer(stage=stage, unit=unit, reviewer=reviewer, by=by, at=at)
