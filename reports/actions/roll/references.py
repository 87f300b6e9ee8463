"""Whom a row names beside its own person: who fills in, and who reviews."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ...models import Participant, User
from .columns import RollColumn
from .existing import Existing, RollScope
from .plan import RollChange
from .rows import RollRow, RowProblem
from .units import UnitFinder


@dataclass(slots=True)
class FoundReferences:
    """Those who were not named before, and why others are not taken; the rest of the row is taken all the same."""

    assistants: list[User] = field(default_factory=list)
    reviewers: list[User] = field(default_factory=list)
    changes: list[RollChange] = field(default_factory=list)
    warnings: list[RowProblem] = field(default_factory=list)


class ReferenceFinder:
    """People by staff number, sign-in name, or a name that one person has: in the unit, else anywhere."""

    def __init__(self, existing: Existing, units: UnitFinder, scope: RollScope) -> None:
        self._existing = existing
        self._units = units
        self._scope = scope

    def find(self, row: RollRow, participant: Participant) -> FoundReferences:
        found = FoundReferences()
        found.reviewers = self._take(row, participant, RollColumn.REVIEWER, found, self._why_no_reviewer)
        reviewing = {id(reviewer) for reviewer in found.reviewers}

        def why_no_assistant(person: User, entered: Participant) -> str:
            return self._why_no_assistant(person, entered, reviews=id(person) in reviewing)

        found.assistants = self._take(row, participant, RollColumn.ASSISTANT, found, why_no_assistant)
        return found

    def _take(
        self,
        row: RollRow,
        participant: Participant,
        column: RollColumn,
        found: FoundReferences,
        why_not: Callable[[User, Participant], str],
    ) -> list[User]:
        taken = []
        for text in row.reviewers if column == RollColumn.REVIEWER else row.assistants:
            person = self._person(text, participant)
            if person and self._is_named(column, person, participant):
                continue
            reason = why_not(person, participant) if person else _("Nobody is known by this, or more than one person.")
            if reason:
                found.warnings.append(RowProblem(row.number, column, f"{text}: {reason}"))
            elif person:
                taken.append(person)
                found.changes.append(RollChange(column, "", person.name))
        return taken

    def _person(self, text: str, participant: Participant) -> User | None:
        people = self._existing.people
        if person := people.by_number.get(text) or people.by_username.get(text):
            return person
        named = [person for person in people.named(text) if person.is_active]
        near = [person for person in named if person.unit is participant.unit]
        here = near or [person for person in named if self._is_near(person, participant)] or named
        return here[0] if len(here) == 1 else None

    def _is_near(self, person: User, participant: Participant) -> bool:
        """Of a unit above the participant's."""
        return any(person.unit is unit for unit in self._units.line(participant.unit))

    def _is_named(self, column: RollColumn, person: User, participant: Participant) -> bool:
        if column == RollColumn.REVIEWER:
            return (participant.pk, person.pk) in self._existing.named
        return (participant.person.pk, person.pk) in self._existing.assistances

    def _why_no_reviewer(self, person: User, participant: Participant) -> str:
        by = self._scope.by
        if person is participant.person or (participant.person.pk, person.pk) in self._existing.assistances:
            return _("Nobody reviews what they write or help to write. Choose somebody else.")
        if by and by.pk == participant.person.pk:
            return _("This would decide who reviews a report that you write.")
        if person.is_staff or not person.is_active:
            return _("Administrators do not review, nor does who has left.")
        if self._existing.is_submitted(participant):
            return _("The report is submitted already. Assign the reviewer on the page of the report.")
        return ""

    def _why_no_assistant(self, person: User, participant: Participant, *, reviews: bool) -> str:
        line = self._units.line(participant.unit)
        is_above = any(person.unit is unit for unit in line[:-1])
        judges = reviews or any((unit.pk, person.pk) in self._existing.rules for unit in line)
        if person is participant.person:
            return _("Nobody is their own assistant.")
        if judges or is_above or self._existing.people.has_duty(person) or not person.is_active:
            return _("Who reviews, organises, audits, administers or stands above writes in nobody’s report.")
        return ""
