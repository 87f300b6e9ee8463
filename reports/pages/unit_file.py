"""Units' files: what their rows say, for organisers; which of it an author may take, for the page of a figure."""

from collections.abc import Iterable
from typing import NamedTuple

from ..models import Figure, UnitFile, UnitFileRow
from ..prose.figures import is_same_value, is_valid


class FileUse(NamedTuple):
    """`figures` of reports are taken from a file; `differing` have another value than it says."""

    figures: int
    differing: int


class StatedColumn(NamedTuple):
    label: str
    value: str
    unit: str
    is_named_so: bool


class OfferedFile(NamedTuple):
    file: UnitFile
    columns: list[StatedColumn]


def use_of(unit_file: UnitFile) -> FileUse:
    """Two queries."""
    by_person: dict[int, dict[str, str]] = {}
    by_unit: dict[int, dict[str, str]] = {}
    for person, unit, values in unit_file.rows.values_list("person", "unit", "values"):
        (by_person if person else by_unit)[person or unit] = values
    taken = unit_file.figures.values_list("kind", "value", "binding", "report__author", "report__unit")
    differing = 0
    for kind, value, binding, author, unit in taken:
        column = (binding or {}).get("column", "")
        said = by_person.get(author, {}).get(column) or by_unit.get(unit, {}).get(column, "")
        differing += not is_same_value(kind, value, said)
    return FileUse(len(taken), differing)


def offered_files(figure: Figure, rows: Iterable[UnitFileRow]) -> list[OfferedFile]:
    """What the rows say of the author counts more than what they say of the unit; the column of the figure's name
    first.
    """
    found: dict[int, tuple[UnitFile, dict[str, str]]] = {}
    for row in rows:
        _file, values = found.setdefault(row.file_id, (row.file, {}))
        for label, value in row.values.items():
            values.setdefault(label, value)
    return [OfferedFile(file, _stated(figure, file, values)) for file, values in found.values()]


def _stated(figure: Figure, file: UnitFile, values: dict[str, str]) -> list[StatedColumn]:
    stated = [
        StatedColumn(column.label, values[column.label], column.unit, column.label == figure.label)
        for column in file.columns
        if column.label in values
        and (not figure.unit or not column.unit or column.unit == figure.unit)
        and is_valid(figure.kind, values[column.label])
    ]
    return sorted(stated, key=lambda one: not one.is_named_so)
