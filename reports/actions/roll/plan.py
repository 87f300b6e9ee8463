"""What an import would do, row by row, before anything is written."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from ...models import Participant, Unit, User
from ..stored_plan import RowKind
from .columns import HEADS, LABELS, RollColumn
from .rows import RowProblem


class RollChange(NamedTuple):
    """Of the participant's entry on the roll, or of the person's account."""

    column: RollColumn
    old: str
    new: str
    of_account: bool = False

    @property
    def label(self) -> str:
        label = str(LABELS[self.column])
        return _("account: %(column)s") % {"column": label} if self.of_account else label


@dataclass(slots=True)
class PlannedRow:
    number: int
    name: str = ""
    unit: str = ""
    kind: RowKind = RowKind.UNCHANGED
    changes: list[RollChange] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    warnings: list[RowProblem] = field(default_factory=list)

    def refuse(self, problems: Iterable[RowProblem]) -> None:
        self.kind = RowKind.REFUSED
        self.problems += problems
        self.changes.clear()
        self.warnings.clear()

    @property
    def reason(self) -> str:
        return " ".join(problem.reason for problem in self.problems)


class ChangedFields(dict[int, tuple[Any, set[str]]]):
    """Objects by their own identity, with the names of their fields that are to be written."""

    def add(self, row: Any, name: str) -> None:
        self.setdefault(id(row), (row, set()))[1].add(name)

    @property
    def rows(self) -> list[Any]:
        return [row for row, _names in self.values()]

    @property
    def names(self) -> list[str]:
        return sorted({name for _row, names in self.values() for name in names})


@dataclass(slots=True)
class RollPlan:
    """New and changed objects, not written yet; new ones refer to one another before they have keys."""

    heads: dict[RollColumn, str] = field(default_factory=dict)  # as the file has them
    rows: list[PlannedRow] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    unit_paths: list[str] = field(default_factory=list)
    people: list[User] = field(default_factory=list)
    changed_people: ChangedFields = field(default_factory=ChangedFields)
    unchanged_people: int = 0
    participants: list[Participant] = field(default_factory=list)
    changed_participants: ChangedFields = field(default_factory=ChangedFields)
    assistances: list[tuple[User, User]] = field(default_factory=list)
    reviewers: list[tuple[Participant, User]] = field(default_factory=list)

    @property
    def refused(self) -> list[PlannedRow]:
        return [row for row in self.rows if row.kind == RowKind.REFUSED]

    @property
    def warnings(self) -> list[RowProblem]:
        return [warning for row in self.rows for warning in row.warnings]

    @property
    def is_empty(self) -> bool:
        return not any(
            (self.units, self.people, self.changed_people, self.participants, self.changed_participants)
        ) and not (self.assistances or self.reviewers)

    @property
    def unchanged_participants(self) -> int:
        taken = len(self.rows) - len(self.refused)
        return taken - len(self.participants) - len(self.changed_participants)

    @property
    def digest(self) -> str:
        """The same for two plans that do the same to the same."""
        rows = [(r.number, r.kind, r.name, r.unit, r.changes, r.problems, r.warnings) for r in self.rows]
        links = [(a.username, b.username) for a, b in self.assistances]
        named = [(p.person.username, p.post, reviewer.username) for p, reviewer in self.reviewers]
        said = json.dumps([rows, self.unit_paths, links, named], ensure_ascii=False, default=str)
        return sha256(said.encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        return {
            "rows": len(self.rows),
            "units": {"created": len(self.units)},
            "people": {
                "created": len(self.people),
                "changed": len(self.changed_people),
                "unchanged": self.unchanged_people,
            },
            "participants": {
                "created": len(self.participants),
                "changed": len(self.changed_participants),
                "unchanged": self.unchanged_participants,
            },
            "refused": [self._to_json(row.problems[0]._replace(reason=row.reason)) for row in self.refused],
            "warnings": [self._to_json(warning) for warning in self.warnings],
        }

    def _to_json(self, problem: RowProblem) -> dict[str, Any]:
        return {"row": problem.row, "column": self.head(problem.column), "reason": problem.reason}

    def head(self, column: RollColumn) -> str:
        return self.heads.get(column, HEADS[column][0])
