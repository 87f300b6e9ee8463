"""Comparing a list with what the site knows: first who each row means, then their entries on the roll, then whom they
name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ...documents.spreadsheets import SpreadsheetRow, SpreadsheetTable
from ...documents.spreadsheets.problems import HIDDEN_ROW
from ...models import Participant, Unit, User
from ...models.participant import ParticipantState
from .columns import Columns, RollColumn
from .entry import WantedEntry
from .existing import Existing, RollScope
from .people import PeopleMatcher, Unmatched, say_twin
from .plan import PlannedRow, RollChange, RollPlan, RowKind
from .references import ReferenceFinder
from .rows import RollRow, RowProblem, is_same, read_row, say
from .units import UnitFinder, UnitProblem

_ACCOUNT = ("name", "staff_number", "phone", "email")


@dataclass(slots=True)
class _Taken:
    """A row of which it is known whom it means."""

    row: RollRow
    planned: PlannedRow
    unit: Unit
    person: User
    participant: Participant | None = None
    is_entered: bool = False  # a new entry, or one with a new post


def plan_import(table: SpreadsheetTable, columns: Columns, scope: RollScope) -> RollPlan:
    """Writes nothing; asks the database a dozen times, however many rows there are."""
    planner = _Planner(table, columns, scope)
    taken = [found for row in table.rows if (found := planner.identify(row))]
    groups: dict[tuple[int, int], list[_Taken]] = {}
    for one in taken:
        groups.setdefault((id(one.person), id(one.unit)), []).append(one)
    for group in groups.values():
        planner.enter(group)
    accepted = [one for one in taken if one.planned.kind != RowKind.REFUSED]
    planner.move_accounts(accepted)
    planner.name_others(accepted)
    return planner.finish(accepted)


class _Planner:
    def __init__(self, table: SpreadsheetTable, columns: Columns, scope: RollScope) -> None:
        self._hidden = frozenset(table.hidden_rows)
        self._columns = columns
        self._scope = scope
        self._plan = RollPlan({column: table.heads[place] for column, place in columns.items()})
        self._planned: dict[int, PlannedRow] = {}  # by number
        self._existing = Existing(scope)
        self._units = UnitFinder(scope.units, scope.cycle.unit, scope.mine)
        self._people = PeopleMatcher(self._existing, scope)

    def identify(self, read: SpreadsheetRow) -> _Taken | None:
        planned = PlannedRow(read.number)
        self._plan.rows.append(planned)
        self._planned[read.number] = planned
        if read.number in self._hidden:
            planned.warnings.append(RowProblem(read.number, RollColumn.NAME, str(HIDDEN_ROW)))
        row = read_row(read.number, read.cells, self._columns, year=self._scope.cycle.year)
        if isinstance(row, list):
            place = self._columns.get(RollColumn.NAME)
            planned.name = read.cells[place] if place is not None else ""
            planned.refuse(row)
            return None
        planned.name, planned.unit = row.name, row.unit
        try:
            return self._identify(row, planned)
        except Unmatched as wrong:
            planned.refuse([RowProblem(row.number, wrong.column, wrong.reason)])
            self._warn_twin(wrong, row.number)
        except UnitProblem as wrong:
            planned.refuse([RowProblem(row.number, RollColumn.UNIT, str(wrong))])
        return None

    def _identify(self, row: RollRow, planned: PlannedRow) -> _Taken:
        named = self._units.find(row.unit) if row.unit else None
        person, warning = self._people.match(row, named)
        unit = named or self._unit_of(person)
        planned.unit = self._units.path(unit)
        if warning:
            planned.warnings.append(RowProblem(row.number, self._warned(row), warning))
        return _Taken(row, planned, unit, person)

    def _warn_twin(self, wrong: Unmatched, number: int) -> None:
        """At the first of the two, which is taken."""
        if first := self._planned.get(wrong.twin or 0):
            first.warnings.append(RowProblem(first.number, wrong.column, say_twin(number)))

    def _warned(self, row: RollRow) -> RollColumn:
        return RollColumn.STAFF_NUMBER if row.staff_number or not row.username else RollColumn.USERNAME

    def _unit_of(self, person: User) -> Unit:
        if person.unit is None or not self._units.knows(person.unit):
            raise Unmatched(RollColumn.UNIT, _("The unit is missing."))
        return person.unit

    def enter(self, group: list[_Taken]) -> None:
        """The rows of one person in one unit, beside the entries that are there."""
        person, unit = group[0].person, group[0].unit
        there = [entry for entry in self._existing.participants.get(person.pk or 0, ()) if entry.unit is unit]
        unsaid = "" if len(group) == 1 or any(not entry.post for entry in there) else person.post
        by_post: dict[str, _Taken] = {}
        for one in group:
            first = by_post.setdefault(one.row.post or unsaid, one)
            if first is not one:
                reason = _("This person with this unit and post stands in row %(row)s already.")
                self._refuse(one, RollColumn.NAME, reason % {"row": first.row.number})
        rows = list(by_post.values())
        self._pair(rows, there)
        for one in rows:
            self._enter(one)

    def _pair(self, rows: list[_Taken], there: list[Participant]) -> None:
        """By post; what is left of both is one entry whose post has changed, or is not said."""
        posts = {participant.post: participant for participant in there}
        for one in rows:
            one.participant = posts.pop(one.row.post, None)
        rest = [one for one in rows if one.participant is None]
        if len(rest) == len(posts) == 1:
            ((_post, participant),) = posts.items()
            if not _is_after(rest[0].row, participant):
                rest[0].participant = participant

    def _enter(self, one: _Taken) -> None:
        participant = one.participant or Participant(cycle=self._scope.cycle, person=one.person, unit=one.unit)
        wanted = WantedEntry.of(one.row, participant)
        changes = _changes(participant, wanted.values)
        if problems := self._why_not(one, participant, wanted, changes):
            one.planned.refuse(problems)
            return
        one.planned.warnings += _problems(one, wanted.needless)
        one.is_entered = one.participant is None or "post" in {change.column.value for change in changes}
        for change in changes:
            setattr(participant, change.column.value, wanted.values[change.column.value])
            if one.participant:
                self._plan.changed_participants.add(participant, change.column.value)
        self._record(one, participant, changes)

    def _record(self, one: _Taken, participant: Participant, changes: list[RollChange]) -> None:
        planned = one.planned
        planned.changes = changes
        if one.participant is None:
            participant.post = participant.post or one.person.post
            one.participant, planned.kind = participant, RowKind.CREATED
            self._plan.participants.append(participant)
        elif changes:
            planned.kind = RowKind.CHANGED
        self._change_account(one, {name: value for name in _ACCOUNT if (value := getattr(one.row, name))})

    def _why_not(
        self, one: _Taken, participant: Participant, wanted: WantedEntry, changes: list[RollChange]
    ) -> list[RowProblem]:
        """What is on the roll already and stays as it is, is nobody's mistake now."""
        is_new, state = one.participant is None, wanted.values.get("state", participant.state)
        if not is_new and not changes:
            return []
        if not one.person.is_active and state == ParticipantState.WRITING:
            reason = _("This account is deactivated: no report can be asked of this person.")
            return _problems(one, {RollColumn.NAME: reason})
        decides = not is_new or state != ParticipantState.WRITING or bool(wanted.values.get("due"))
        if self._scope.by and one.person.pk == self._scope.by.pk and decides:
            reason = _("This row is about yourself: another organiser has to change it.")
            return _problems(one, {RollColumn.NAME: reason})
        if state != participant.state and self._existing.is_submitted(participant):
            reason = _("The report is submitted already. Change the state on the page of the roll.")
            return _problems(one, {RollColumn.STATE: reason})
        return _problems(one, wanted.mistakes)

    def _refuse(self, one: _Taken, column: RollColumn, reason: str) -> None:
        one.planned.refuse([RowProblem(one.row.number, column, reason)])

    def _change_account(self, one: _Taken, values: dict[str, Any]) -> None:
        changes = [change._replace(of_account=True) for change in _changes(one.person, values)]
        if not changes:
            return
        if one.person.pk and not self._people.may_change_account(one.person):
            reason = _("The account is not changed from a list: it has a duty in the site, or belongs to another unit.")
            one.planned.warnings.append(RowProblem(one.row.number, changes[0].column, reason))
            return
        for change in changes:
            setattr(one.person, change.column.value, values[change.column.value])
            if one.person.pk:
                self._plan.changed_people.add(one.person, change.column.value)
        one.planned.changes += changes
        if one.planned.kind == RowKind.UNCHANGED:
            one.planned.kind = RowKind.CHANGED

    def move_accounts(self, accepted: Iterable[_Taken]) -> None:
        """Who is entered with one present post has it from now on, as long as this is the latest round."""
        present: dict[int, list[_Taken]] = {}
        for one in accepted:
            if one.row.until is None:
                present.setdefault(id(one.person), []).append(one)
        for rows in present.values():
            one = rows[0]
            is_moved = len(rows) == 1 and one.is_entered and self._existing.is_latest_round
            if one.person.pk is None:
                one.person.unit, one.person.post = one.unit, one.row.post
            elif is_moved and self._people.may_change_account(one.person):
                self._move(one)

    def _move(self, one: _Taken) -> None:
        person, post = one.person, one.row.post
        if person.unit is not one.unit:
            old = self._units.path(person.unit)
            one.planned.changes.append(RollChange(RollColumn.UNIT, old, one.planned.unit, of_account=True))
            person.unit = one.unit
            self._plan.changed_people.add(person, "unit")
        if post and person.post != post:
            one.planned.changes.append(RollChange(RollColumn.POST, person.post, post, of_account=True))
            person.post = post
            self._plan.changed_people.add(person, "post")

    def name_others(self, accepted: list[_Taken]) -> None:
        references = ReferenceFinder(self._existing, self._units, self._scope)
        for one in accepted:
            if one.participant is None:
                continue
            found = references.find(one.row, one.participant)
            self._plan.assistances += [(one.person, assistant) for assistant in found.assistants]
            self._plan.reviewers += [(one.participant, reviewer) for reviewer in found.reviewers]
            one.planned.warnings += found.warnings
            one.planned.changes += found.changes
            if found.changes and one.planned.kind == RowKind.UNCHANGED:
                one.planned.kind = RowKind.CHANGED

    def finish(self, accepted: list[_Taken]) -> RollPlan:
        """New units only where a row that is taken needs them; new people in the order of the rows."""
        needed = {id(above) for unit in {id(one.unit): one.unit for one in accepted}.values() for above in _line(unit)}
        self._plan.units = [unit for unit in self._units.created if id(unit) in needed]
        self._plan.unit_paths = [self._units.path(unit) for unit in self._plan.units]
        people = {id(one.person): one for one in accepted}
        self._plan.people = [one.person for one in people.values() if one.person.pk is None]
        known = len(people) - len(self._plan.people)
        self._plan.unchanged_people = known - len(self._plan.changed_people)
        return self._plan


def _problems(one: _Taken, reasons: dict[RollColumn, str]) -> list[RowProblem]:
    return [RowProblem(one.row.number, column, reason) for column, reason in reasons.items()]


def _is_after(row: RollRow, participant: Participant) -> bool:
    """A post taken up after the other one ended is a second entry."""
    return bool(row.post and row.since and participant.until and row.since > participant.until)


def _line(unit: Unit) -> Iterable[Unit]:
    """New units and the first that is there already."""
    yield unit
    while unit.pk is None and unit.parent is not None:
        unit = unit.parent
        yield unit


def _changes(row: Participant | User, values: dict[str, Any]) -> list[RollChange]:
    """By the names of fields, which are those of the columns."""
    olds = {name: getattr(row, name) for name in values}
    columns = {name: RollColumn(name) for name in values}
    return [
        RollChange(columns[name], say(columns[name], olds[name]), say(columns[name], value))
        for name, value in values.items()
        if not is_same(columns[name], olds[name], value)
    ]
