"""What a list would do, as a page shows it; what was refused of it, as a file has it."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ..actions.stored_plan import RowKind, StoredPlan, StoredRows
from ..documents.spreadsheets.writing import SpreadsheetColumn
from ..models.uploaded_list import UploadedList

TO_CHECK = "to_check"
REASON = "未导入原因"
R = TypeVar("R")


@dataclass(frozen=True)
class ListPreview(Generic[R]):
    """The rows of one kind, or of all, and how many there are of each."""

    plan: StoredPlan[R]
    kind: str

    @property
    def counts(self) -> list[tuple[str, str | Promise, int]]:
        found = [(kind.value, kind.label, len(self._of(kind))) for kind in RowKind]
        return [*found[:1], (TO_CHECK, _("To be checked"), len(self._of(TO_CHECK))), *found[1:]]

    @property
    def is_of_all(self) -> bool:
        return self.kind not in {TO_CHECK, *RowKind.values}

    @property
    def rows(self) -> StoredRows[R]:
        return self.plan.rows if self.is_of_all else self._of(self.kind)

    def _of(self, kind: str) -> StoredRows[R]:
        return self.plan.warned if kind == TO_CHECK else self.plan.of_kind(RowKind(kind))


def unread_heads(uploaded: UploadedList, plan: StoredPlan) -> list[str]:
    read = (uploaded.columns or {}).values()
    return [head for place, head in enumerate(plan.table.heads) if head and place not in read]


def refused_columns(uploaded: UploadedList) -> list[SpreadsheetColumn]:
    """Those of the file, and why."""
    heads = [*uploaded.table["heads"], "行号", REASON]
    return [SpreadsheetColumn(head or _("(no head)"), 60 if head == REASON else 14) for head in heads]


def refused_rows(uploaded: UploadedList, plan: StoredPlan | None) -> list[list[str]]:
    """Before the import those that would be refused, after it those that were."""
    table = uploaded.table
    reasons = {str(row.number): row.reason for row in plan.refused} if plan else table["reasons"]
    return [[*cells, str(number), reasons[str(number)]] for number, cells in table["rows"] if str(number) in reasons]
