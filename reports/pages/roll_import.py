"""What an import would do, as a page shows it; and lists of the roll, and of what was refused, as a file has them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ..actions.roll.columns import HEADS, WIDTHS, RollColumn
from ..actions.roll.plan import RowKind
from ..actions.roll.rows import say
from ..actions.roll.stored_plan import StoredPlan, StoredRows
from ..documents.spreadsheets.writing import SpreadsheetColumn
from ..models import Assistance, Participant, RollImport, StageReviewer, Unit

TO_CHECK = "to_check"
_OF_PERSON = {RollColumn.NAME, RollColumn.STAFF_NUMBER, RollColumn.USERNAME, RollColumn.PHONE, RollColumn.EMAIL}
_MOST_UNITS = 100  # named on the page


@dataclass(frozen=True, slots=True)
class RollPreview:
    """The rows of one kind, or of all, and how many there are of each."""

    plan: StoredPlan
    kind: str

    @property
    def counts(self) -> list[tuple[str, str | Promise, int]]:
        found = [(kind.value, kind.label, len(self._of(kind))) for kind in RowKind]
        return [*found[:1], (TO_CHECK, _("To be checked"), len(self._of(TO_CHECK))), *found[1:]]

    @property
    def is_of_all(self) -> bool:
        return self.kind not in {TO_CHECK, *RowKind.values}

    @property
    def rows(self) -> StoredRows:
        return self.plan.rows if self.is_of_all else self._of(self.kind)

    def _of(self, kind: str) -> StoredRows:
        return self.plan.warned if kind == TO_CHECK else self.plan.of_kind(RowKind(kind))

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


def refused_columns(roll_import: RollImport) -> list[SpreadsheetColumn]:
    """Those of the file, and why."""
    heads = [*roll_import.table["heads"], "行号", "未导入原因"]
    return [SpreadsheetColumn(head or _("(no head)"), 60 if head == "未导入原因" else 14) for head in heads]


def refused_rows(roll_import: RollImport, plan: StoredPlan | None) -> list[list[str]]:
    """Before the import those that would be refused, after it those that were."""
    table = roll_import.table
    reasons = {str(row.number): row.reason for row in plan.refused} if plan else table["reasons"]
    return [[*cells, str(number), reasons[str(number)]] for number, cells in table["rows"] if str(number) in reasons]
