"""Who of the people with an account is meant by a row: by staff number, else sign-in name, else name and unit."""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from ...documents.spreadsheets.cells import narrow
from ...models import Unit, User
from .columns import RollColumn
from .existing import Existing, RollScope
from .rows import RollRow

_NO_SIGN_IN_NAME = re.compile(r"[^\w.@+-]")


class Unmatched(Exception):
    """Why a row cannot be taken: its column, and the reason in words; and the row that it could be the twin of."""

    def __init__(self, column: RollColumn, reason: str, twin: int | None = None) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason
        self.twin = twin


class MatchedPerson(NamedTuple):
    """`warning`: why they could be somebody else; empty where that is certain."""

    person: User
    warning: str = ""


class PeopleMatcher:
    """New people are added as rows name them, so that later rows can mean them too."""

    def __init__(self, existing: Existing, scope: RollScope) -> None:
        self._existing = existing
        self._people = existing.people
        self._mine = scope.mine
        self._is_everybodys = scope.by is None
        self._rows: dict[int, int] = {}  # the first row of each person, by id(person)

    def match(self, row: RollRow, unit: Unit | None) -> MatchedPerson:
        """Raises Unmatched."""
        matched = self._by_key(row) or self._by_name_and_unit(row, self._needed(unit))
        if matched is None:
            matched = self._create(row, self._needed(unit))
        self._rows.setdefault(id(matched.person), row.number)
        return matched

    def _needed(self, unit: Unit | None) -> Unit:
        if unit is None:
            raise Unmatched(RollColumn.UNIT, _("The unit is missing."))
        return unit

    def _by_key(self, row: RollRow) -> MatchedPerson | None:
        numbered = self._people.by_number.get(row.staff_number) if row.staff_number else None
        named = self._people.by_username.get(row.username) if row.username else None
        if numbered and named and numbered is not named:
            raise Unmatched(RollColumn.USERNAME, _("Staff number and sign-in name belong to two different people."))
        person = numbered or named
        if person is None:
            return None
        self._check_mine(person, RollColumn.STAFF_NUMBER if numbered else RollColumn.USERNAME)
        self._check_same(person, row)
        return MatchedPerson(person, self._another_name(person, row))

    def _check_mine(self, person: User, column: RollColumn) -> None:
        """Nothing is told of somebody outside the units."""
        if not self.is_mine(person):
            raise Unmatched(
                column, _("This belongs to an account outside your units. Ask an organiser of the unit above.")
            )

    def is_mine(self, person: User) -> bool:
        """Of one of the units, or in one of them by this year's roll."""
        units = [person.unit, *(participant.unit for participant in self._existing.participants.get(person.pk, ()))]
        return self._is_everybodys or any(unit and (unit.pk is None or unit.pk in self._mine) for unit in units)

    def may_change_account(self, person: User) -> bool:
        """Accounts of those with a duty, or of another unit by now, are not changed from a list."""
        unit = person.unit
        is_here = self._is_everybodys or (unit is not None and (unit.pk is None or unit.pk in self._mine))
        return is_here and not self._people.has_duty(person)

    def _check_same(self, person: User, row: RollRow) -> None:
        if row.username and row.username != person.username:
            raise Unmatched(
                RollColumn.USERNAME,
                _("This person has another sign-in name; a list does not change sign-in names."),
            )
        if row.staff_number and person.staff_number and row.staff_number != narrow(person.staff_number):
            raise Unmatched(RollColumn.STAFF_NUMBER, _("The person with this sign-in name has another staff number."))
        if person.name != row.name and id(person) in self._rows:
            reason = _("The same staff number or sign-in name stands in row %(row)s with another name.")
            raise Unmatched(RollColumn.NAME, reason % {"row": self._rows[id(person)]})

    def _another_name(self, person: User, row: RollRow) -> str:
        if person.name == row.name:
            return ""
        reason = _("So far this staff number or sign-in name is that of %(name)s: check that it is the same person.")
        return reason % {"name": person.name}

    def _by_name_and_unit(self, row: RollRow, unit: Unit) -> MatchedPerson | None:
        alike = [person for person in self._people.named(row.name) if self._is_of(person, unit)]
        if row.staff_number or row.username:
            return self._first_number(row, alike)
        if not alike:
            return None
        if len(alike) > 1:
            reason = _("%(count)s people of this name are in this unit. Write the staff number or the sign-in name.")
            raise Unmatched(RollColumn.STAFF_NUMBER, reason % {"count": len(alike)})
        (person,) = alike
        if id(person) in self._rows:
            first = self._rows[id(person)]
            raise Unmatched(RollColumn.STAFF_NUMBER, say_twin(first), twin=first)
        return MatchedPerson(person)

    def _first_number(self, row: RollRow, alike: list[User]) -> MatchedPerson | None:
        """Who has no number yet is taken for the one of that name, unless there are several."""
        without = [person for person in alike if not person.staff_number and id(person) not in self._rows]
        if len(without) == 1 and not row.username:
            reason = _("Taken for %(name)s of the same unit, who has no staff number yet.")
            return MatchedPerson(without[0], reason % {"name": row.name})
        return None

    def _is_of(self, person: User, unit: Unit) -> bool:
        entered = self._existing.participants.get(person.pk, ()) if person.pk else ()
        return person.unit is unit or any(participant.unit is unit for participant in entered)

    def _create(self, row: RollRow, unit: Unit) -> MatchedPerson:
        warning = self._twin(row, unit)
        wanted = row.username or _NO_SIGN_IN_NAME.sub("", row.staff_number or row.name) or "person"
        person = User(
            username=self._people.free_username(wanted[:50]),
            name=row.name,
            staff_number=row.staff_number,
            phone=row.phone,
            email=row.email,
            unit=unit,
            post=row.post,
        )
        self._people.add(person)
        return MatchedPerson(person, warning)

    def _twin(self, row: RollRow, unit: Unit) -> str:
        for person in self._people.named(row.name):
            if self._is_of(person, unit) and not (row.staff_number and person.staff_number):
                return _("Somebody of this name is in this unit already: check that they are two people.")
            if id(person) in self._rows and not (row.staff_number and person.staff_number):
                reason = _("The same name stands in row %(row)s for another unit: taken for two people.")
                return reason % {"row": self._rows[id(person)]}
        return ""


def say_twin(row: int) -> str:
    reason = _(
        "The same name and unit stand in row %(row)s. "
        "Write the staff numbers or sign-in names, so that it is clear whether this is one person or two."
    )
    return reason % {"row": row}
