"""The columns of a ledger and what they mean; as plain data they are kept in the database."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

NAME_LENGTH = 30
MOST_COLUMNS = 30
MOST_CHOICES = 30


class ColumnType(StrEnum):
    DATE = "date"
    TEXT = "text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    CHOICE = "choice"
    PERSON = "person"
    UNIT = "unit"
    REFERENCE = "reference"  # the number of another row

    @property
    def is_number(self) -> bool:
        return self in {ColumnType.WHOLE, ColumnType.DECIMAL}


class ItemState(StrEnum):
    """What a choice of the state column means (销号, 长期推进)."""

    OPEN = "open"
    DONE = "done"
    LONG_TERM = "long_term"


class WrongShape(ValueError):
    """`args[0]` says in one word what contradicts what."""


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """`unit` is the unit of measure of a number; `choices` are those of a choice, in their order."""

    name: str
    type: ColumnType
    is_required: bool = False
    unit: str = ""
    choices: tuple[str, ...] = ()

    @property
    def can_date(self) -> bool:
        return self.type == ColumnType.DATE and self.is_required

    def to_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "type": self.type.value,
            "is_required": self.is_required,
            "unit": self.unit,
            "choices": list(self.choices),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Raises KeyError or ValueError where `data` is not what `to_dict` gives; what may be left out has defaults."""
        rest = data.get("is_required", False), data.get("unit", ""), tuple(data.get("choices", ()))
        return cls(data["name"], ColumnType(data["type"]), *rest)


@dataclass(frozen=True, slots=True)
class LedgerShape:
    """`dated_by` is the column that dates a row; none is without its day. `states` say what the choices of
    `state_column` mean.

    Where `closed_by` is set, who it names must not be who is named in `done_by` (销号 by somebody else).
    """

    columns: tuple[LedgerColumn, ...]
    dated_by: str
    state_column: str = ""
    states: dict[str, ItemState] = field(default_factory=dict)
    done_by: str = ""
    closed_by: str = ""

    def __post_init__(self) -> None:
        """Raises WrongShape."""
        names = [column.name for column in self.columns]
        if not 0 < len(names) <= MOST_COLUMNS or any(not 0 < len(name) <= NAME_LENGTH for name in names):
            raise WrongShape("columns")
        if len(set(names)) < len(names):
            raise WrongShape("twice")
        if self.dated_by not in names or not self[self.dated_by].can_date:
            raise WrongShape("date")
        if any((column.type == ColumnType.CHOICE) != bool(column.choices) for column in self.columns):
            raise WrongShape("choices")
        self._check_states(names)

    def _check_states(self, names: list[str]) -> None:
        if self.state_column and (
            self.state_column not in names or not set(self.states) <= set(self[self.state_column].choices)
        ):
            raise WrongShape("states")
        if {self.done_by, self.closed_by} - {"", *names}:
            raise WrongShape("people")

    def __getitem__(self, name: str) -> LedgerColumn:
        """Raises KeyError."""
        found = next((column for column in self.columns if column.name == name), None)
        if found is None:
            raise KeyError(name)
        return found

    def __contains__(self, name: str) -> bool:
        return any(column.name == name for column in self.columns)

    @property
    def numbers(self) -> list[LedgerColumn]:
        return [column for column in self.columns if column.type.is_number]

    @property
    def choices(self) -> list[LedgerColumn]:
        return [column for column in self.columns if column.type == ColumnType.CHOICE]

    @property
    def words(self) -> list[LedgerColumn]:
        """Those in which anything may stand."""
        said = {ColumnType.TEXT, ColumnType.PERSON, ColumnType.UNIT}
        return [column for column in self.columns if column.type in said]

    def state_of(self, cells: dict[str, str]) -> ItemState | None:
        return self.states.get(cells.get(self.state_column, ""))

    def to_dict(self) -> dict[str, Any]:
        return {
            "columns": [column.to_dict() for column in self.columns],
            "dated_by": self.dated_by,
            "state_column": self.state_column,
            "states": {choice: state.value for choice, state in self.states.items()},
            "done_by": self.done_by,
            "closed_by": self.closed_by,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Raises KeyError or ValueError (WrongShape is one)."""
        columns = tuple(LedgerColumn.from_dict(column) for column in data["columns"])
        states = {choice: ItemState(state) for choice, state in data.get("states", {}).items()}
        people = data.get("done_by", ""), data.get("closed_by", "")
        return cls(columns, data["dated_by"], data.get("state_column", ""), states, *people)
