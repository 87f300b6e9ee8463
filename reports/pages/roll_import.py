"""What an import of the roll would do, as a page shows it; and the roll as a file has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from ..actions.roll.columns import HEADS, WIDTHS, RollColumn
from ..actions.roll.plan import PlannedRow
from ..actions.roll.rows import say
from ..actions.roll.stored_plan import StoredRollPlan
from ..documents.spreadsheets.writing import SpreadsheetColumn
from ..models import Assistance, Participant, StageReviewer, Unit
from .uploaded_list import ListPreview

_OF_PERSON = {RollColumn.NAME, RollColumn.STAFF_NUMBER, RollColumn.USERNAME, RollColumn.PHONE, RollColumn.EMAIL}
_MOST_UNITS = 100  # named on the page


@dataclass(frozen=True)
class RollPreview(ListPreview[PlannedRow]):
    """Also the units that would be created."""

    plan: StoredRollPlan

    @property
    def units(self) -> list[str]:
        return self.plan.unit_paths[:_MOST_UNITS]

    @property
    def more_units(self) -> int:
        return max(0, len(self.plan.unit_paths) - _MOST_UNITS)


def roll_columns() -> list[SpreadsheetColumn]:
    return [SpreadsheetColumn(HEADS[column][0], WIDTHS.get(column, 14)) for column in RollColumn]


def roll_rows(participants: QuerySet[Participant]) -> list[list[str]]:
    """Of each participant what an import would read; people who are named by their number or sign-in name."""
    rules = StageReviewer.objects.named_on_the_roll().select_related("reviewer")
    named = Prefetch("stage_reviewers", rules)
    listed = participants.select_related("person", "unit").prefetch_related(named)
    paths = _paths()
    assistants: dict[int, list[str]] = {}
    for one in (
        Assistance.objects.filter(author__participations__in=participants).select_related("assistant").distinct()
    ):
        assistants.setdefault(one.author_id, []).append(one.assistant.staff_number or one.assistant.username)
    return [
        _row(participant, paths[participant.unit_id], assistants.get(participant.person_id, []))
        for participant in sorted(listed, key=lambda one: (paths[one.unit_id], one.person.name, one.pk))
    ]


def _paths() -> dict[int, str]:
    names = dict(Unit.objects.values_list("pk", "name"))
    return {pk: "/".join(names[above] for above in reversed(line)) for pk, line in Unit.objects.lines_upward().items()}


def _row(participant: Participant, path: str, assistants: Sequence[str]) -> list[str]:
    reviewers = [one.reviewer for one in participant.stage_reviewers.all()]
    special = {
        RollColumn.UNIT: path,
        RollColumn.ASSISTANT: "、".join(assistants),
        RollColumn.REVIEWER: "、".join(reviewer.staff_number or reviewer.username for reviewer in reviewers),
    }
    return [special[column] if column in special else say(column, _value(participant, column)) for column in RollColumn]


def _value(participant: Participant, column: RollColumn) -> Any:
    return getattr(participant.person if column in _OF_PERSON else participant, column)
