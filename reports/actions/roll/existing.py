"""What the site knows already: units, people and the roll, in a handful of queries."""

from collections.abc import Iterable

from ...documents.spreadsheets.cells import fold, narrow
from ...models import Assistance, Cycle, Participant, Report, StageReviewer, Unit, User


class RollScope:
    """A round and the units in it whose people may be entered: those that `by` organises; all, where it is nobody."""

    def __init__(self, cycle: Cycle, by: User | None) -> None:
        self.cycle = cycle
        self.by = by
        self.units = list(Unit.objects.all())
        here = {unit.pk for unit in Unit.objects.within(cycle.unit_id)}
        self.mine = here if by is None else here & set(Unit.objects.of_organiser(by).values_list("pk", flat=True))


class PeopleIndex:
    """Everybody with an account, and who is added to them, by number, sign-in name, and name in a unit."""

    def __init__(self, people: Iterable[User], organisers: set[int]) -> None:
        self.by_number: dict[str, User] = {}
        self.by_username: dict[str, User] = {}
        self._by_name: dict[str, list[User]] = {}
        self._organisers = organisers
        for person in people:
            self.add(person)

    def add(self, person: User) -> None:
        if person.staff_number:
            self.by_number[narrow(person.staff_number)] = person
        self.by_username[person.username] = person
        self._by_name.setdefault(fold(person.name), []).append(person)

    def named(self, name: str) -> list[User]:
        return self._by_name.get(fold(name), [])

    def in_unit(self, name: str, unit: Unit) -> list[User]:
        return [person for person in self.named(name) if person.unit is unit]

    def has_duty(self, person: User) -> bool:
        """Whoever keeps the site, the log or a round: their accounts are changed one by one, by administrators."""
        return person.is_staff or person.is_auditor or person.pk in self._organisers

    def free_username(self, wanted: str) -> str:
        """The wanted sign-in name, with a number where it is taken."""
        name, number = wanted, 2
        while name in self.by_username:
            name, number = f"{wanted}{number}", number + 1
        return name


class Existing:
    """The state before an import."""

    def __init__(self, scope: RollScope) -> None:
        units = {unit.pk: unit for unit in scope.units}
        people = list(User.objects.defer("password"))
        for person in people:
            person.unit = units.get(person.unit_id or 0)
        organisers = set(Unit.organisers.through.objects.values_list("user", flat=True))
        by_key = {person.pk: person for person in people}
        self.people = PeopleIndex(people, organisers)
        self.participants: dict[int, list[Participant]] = {}  # by the person's key
        for participant in Participant.objects.filter(cycle=scope.cycle).order_by("pk"):
            participant.cycle, participant.unit = scope.cycle, units[participant.unit_id]
            participant.person = by_key[participant.person_id]
            self.participants.setdefault(participant.person_id, []).append(participant)
        self.assistances = set(Assistance.objects.values_list("author", "assistant"))
        named = StageReviewer.objects.named_on_the_roll().filter(stage__cycle=scope.cycle)
        self.named = set(named.values_list("participant", "reviewer"))
        rules = StageReviewer.objects.filter(stage__cycle__closed_at=None)
        self.rules = set(rules.values_list("unit", "reviewer"))
        begun = Report.objects.filter(cycle=scope.cycle).exclude(state=Report.State.DRAFT)
        self._submitted = set(begun.values_list("participant", flat=True))
        later = Cycle.objects.filter(unit=scope.cycle.unit_id, year__gt=scope.cycle.year)
        self.is_latest_round = not later.exists()

    def is_submitted(self, participant: Participant) -> bool:
        return participant.pk in self._submitted
