"""What a unit's file says: which columns of it are read as which figures, and whom its rows are about."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from django.utils.translation import gettext as _

from ..documents.spreadsheets import Known, SpreadsheetTable, fold_head
from ..ledgers.cells import NO_VALUE, CellRefused, parse_cell
from ..ledgers.columns import ColumnType, LedgerColumn
from ..models import Cycle, Figure, Participant, Unit, UnitFileRow, User
from ..prose.blanks import LABEL_LENGTH
from ..prose.days import FIRST_DAY, LAST_DAY, parse_day
from ..prose.figures import FigureKind, parse_date
from .errors import Refused
from .figure import asked_figures
from .ledger_cell import explain_cell
from .ledger_plan import CellProblem, refuse_other_unit, stated_units

SUBJECT = {
    "name": ("姓名", "述职人", "干部姓名"),
    "number": ("编号", "工号", "人员编号"),
    "unit": ("单位", "单位名称", "部门", "所在单位", "工作单位"),
}
_SUBJECT_HEADS = {fold_head(head): name for name, heads in SUBJECT.items() for head in heads}
_NOT_READ = {fold_head(head) for head in ("序号", "行号", "电话", "手机", "手机号", "联系电话", "身份证号", "职务")}


class RowsRefused(Refused):
    """Nothing was stored; `problems` are all that is wrong."""

    def __init__(self, problems: list[CellProblem]) -> None:
        super().__init__(_("Nothing was stored: every row has to be right. Correct the file and choose it again."))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class FileColumn:
    """`holds` is how its cells are read."""

    place: int
    head: str
    holds: LedgerColumn
    is_of_days: bool = False

    def parse(self, text: str) -> str:
        """Raises CellRefused."""
        value = parse_cell(self.holds, text, year=1)
        return _parse_day(self.holds, value) if value and self.is_of_days else value


class ReadFile(NamedTuple):
    """`unread` are the heads of the columns that nothing is made of."""

    columns: list[FileColumn]
    rows: list[UnitFileRow]
    unread: list[str]


@dataclass(slots=True)
class _Subjects:
    """Who and what the rows may be about: the people of the roll, and the units of the round."""

    numbers: dict[str, Participant] = field(default_factory=dict)
    names: dict[str, list[Participant]] = field(default_factory=lambda: defaultdict(list))
    units: dict[str, list[Unit]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, cycle: Cycle) -> "_Subjects":
        found = cls()
        for one in cycle.participants.select_related("person", "unit").order_by("pk"):
            found.names[one.person.name].append(one)
            if one.person.staff_number:
                found.numbers[one.person.staff_number] = one
        for unit in Unit.objects.within(cycle.unit_id):
            found.units[unit.name].append(unit)
        return found

    def find(self, *, name: str, number: str, unit: str) -> User | Unit:
        """Raises Refused."""
        if number:
            return self._by_number(number, name, unit)
        if name:
            return self._by_name(name, unit)
        if not unit:
            raise Refused(_("The row says neither who nor which unit it is about."))
        return _only(self.units.get(unit, []), unit)

    def _by_number(self, number: str, name: str, unit: str) -> User:
        one = self.numbers.get(number)
        if one is None:
            raise Refused(_("Nobody on the roll has the number %(number)s.") % {"number": number})
        if (name and one.person.name != name) or (unit and one.unit.name != unit):
            said = {"number": number, "name": f"{one.person.name}（{one.unit.name}）" if unit else one.person.name}
            raise Refused(_("The number %(number)s is that of %(name)s.") % said)
        return one.person

    def _by_name(self, name: str, unit: str) -> User:
        called = [one for one in self.names.get(name, []) if not unit or one.unit.name == unit]
        people = {one.person_id: one.person for one in called}
        return _only(list(people.values()), f"{name}（{unit}）" if unit else name)


Subject = TypeVar("Subject", User, Unit)


def _only(found: list[Subject], said: str) -> Subject:
    if not found:
        raise Refused(_("“%(said)s” is not in this round.") % {"said": said})
    if len(found) > 1:
        raise Refused(
            _("“%(said)s” is several in this round: write the number (编号) or the unit, too.") % {"said": said}
        )
    return found[0]


def known_values(cycle: Cycle) -> dict[str, tuple[str, str]]:
    """Kind and unit of what is asked for or written of in the round, by label."""
    written = Figure.objects.filter(report__cycle=cycle).order_by("pk").values_list("label", "kind", "unit")
    asked = asked_figures(cycle.outline.sections.all()) if cycle.outline else {}
    return {label: (kind, unit) for label, kind, unit in written} | {
        label: (figure.kind, figure.unit) for label, figure in asked.items()
    }


def known_heads_of(cycle: Cycle) -> Known:
    return SUBJECT | {label: (label,) for label in known_values(cycle)}


def read_unit_file(cycle: Cycle, table: SpreadsheetTable) -> ReadFile:
    """Raises RowsRefused, or Refused where it has no column that can be read."""
    columns = _columns(table, known_values(cycle))
    rows, problems = _read_rows(table, columns, _Subjects.of(cycle))
    if problems:
        raise RowsRefused(problems)
    read = {one.head for one in columns}
    unread = [head for head in table.heads if head and head not in read and fold_head(head) not in _SUBJECT_HEADS]
    return ReadFile(columns, rows, unread)


def _columns(table: SpreadsheetTable, known: Mapping[str, tuple[str, str]]) -> list[FileColumn]:
    """Raises Refused."""
    labels = {fold_head(label): label for label in known}
    found: list[FileColumn] = []
    for place, head in enumerate(table.heads):
        folded = fold_head(head)
        if not folded or folded in _SUBJECT_HEADS or folded in _NOT_READ:
            continue
        label = labels.get(folded, "")
        if label:
            found.append(_known_column(place, head, label, *known[label]))
        elif _holds_numbers(table, place):
            found.append(FileColumn(place, head, _new_column(head)))
    _check(table, found)
    return found


def _known_column(place: int, head: str, label: str, kind: str, unit: str) -> FileColumn:
    is_number = kind == FigureKind.NUMBER.value
    stated = "、".join(sorted(stated_units(head)))
    holds = LedgerColumn(label, ColumnType.DECIMAL if is_number else ColumnType.TEXT, unit=unit or stated)
    refuse_other_unit(holds, head)
    return FileColumn(place, head, holds, is_of_days=kind == FigureKind.DATE.value)


def _new_column(head: str) -> LedgerColumn:
    label = fold_head(head)
    return LedgerColumn(label, ColumnType.DECIMAL, unit="、".join(sorted(stated_units(head))))


def _holds_numbers(table: SpreadsheetTable, place: int) -> bool:
    column = LedgerColumn("x", ColumnType.DECIMAL)
    return any(_is_number(column, row.cells[place]) for row in table.rows)


def _is_number(column: LedgerColumn, text: str) -> bool:
    try:
        return bool(parse_cell(column, text, year=1))
    except CellRefused:
        return False


def _parse_day(column: LedgerColumn, text: str) -> str:
    """As it was typed where a figure may hold it so (2026年3月), else as ISO 8601 has it. Raises CellRefused."""
    try:
        year, _month, _day = parse_date(text)
        is_possible = year is None or FIRST_DAY.year <= year <= LAST_DAY.year
    except ValueError:
        day = parse_day(text, year=1)
        is_possible = day is not None and FIRST_DAY <= day <= LAST_DAY
        text = day.isoformat() if day else text
    if not is_possible:
        raise CellRefused(column, "date", text=text)
    return text


def _check(table: SpreadsheetTable, columns: list[FileColumn]) -> None:
    if not any(fold_head(head) in _SUBJECT_HEADS for head in table.heads):
        raise Refused(_("The file has no column 姓名, 编号 or 单位: nothing says whom its values are about."))
    if not columns:
        raise Refused(_("The file has no column with values. Its heads are to be the labels of figures."))
    subjects = (_SUBJECT_HEADS.get(fold_head(head)) for head in table.heads)
    counted = Counter([one.holds.name for one in columns] + [SUBJECT[name][0] for name in subjects if name])
    if twice := [label for label, count in counted.items() if count > 1]:
        raise Refused(_("Two columns have the same head: %(names)s.") % {"names": "、".join(twice)})
    if long := [one.head[:40] for one in columns if len(one.holds.name) > LABEL_LENGTH]:
        raise Refused(_("The head of a column is too long: %(names)s.") % {"names": "、".join(long)})


def _read_rows(
    table: SpreadsheetTable, columns: list[FileColumn], subjects: _Subjects
) -> tuple[list[UnitFileRow], list[CellProblem]]:
    rows: list[UnitFileRow] = []
    problems: list[CellProblem] = []
    seen: dict[tuple[str, int], int] = {}
    places = {name: place for place, head in enumerate(table.heads) if (name := _SUBJECT_HEADS.get(fold_head(head)))}
    first = table.heads[min(places.values())]
    for number, cells in table.rows:
        said = {name: "".join(cells[place].replace(NO_VALUE, "").split()) for name, place in places.items()}
        try:
            subject = subjects.find(**({"name": "", "number": "", "unit": ""} | said))
        except Refused as refused:
            problems.append(CellProblem(number, first, str(refused)))
            continue
        key = type(subject).__name__, subject.pk
        if (earlier := seen.setdefault(key, number)) != number:
            reason = _("Row %(row)s speaks of “%(subject)s” already.") % {"row": earlier, "subject": subject}
            problems.append(CellProblem(number, first, reason))
        values, wrong = _read_values(columns, number, cells)
        problems += wrong
        row = UnitFileRow(number=number, values=values)
        row.person, row.unit = (subject, None) if isinstance(subject, User) else (None, subject)
        rows.append(row)
    return rows, problems


def _read_values(
    columns: list[FileColumn], number: int, cells: tuple[str, ...]
) -> tuple[dict[str, str], list[CellProblem]]:
    values: dict[str, str] = {}
    problems: list[CellProblem] = []
    for column in columns:
        try:
            if value := column.parse(cells[column.place]):
                values[column.holds.name] = value
        except CellRefused as problem:
            problems.append(CellProblem(number, column.head, explain_cell(problem)))
    return values, problems
