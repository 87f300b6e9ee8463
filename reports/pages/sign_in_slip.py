"""Whom slips would be issued for, whom not, and why: what an organiser sees before anything happens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.db.models import Count, Prefetch, Q, QuerySet, prefetch_related_objects

from ..models import Participant, SignInSlip, Unit, User
from ..models.left_out import Issue, LeftOut, reaches_reports, with_left_out
from ..models.sign_in_slip import Delivery

MOST = {Delivery.PAPER: 500, Delivery.MAIL: 2000}  # at a time: 500 slips are 84 pages and half a minute of a processor
NAMED = 200  # of those who are left out


@dataclass(frozen=True, slots=True)
class LeftOutGroup:
    """All who are left out for one reason, of whom some are named."""

    reason: LeftOut
    count: int
    named: Sequence[User]

    @property
    def more(self) -> int:
        return self.count - len(self.named)


@dataclass(frozen=True, slots=True)
class SlipSelection:
    """`people` are the first of `count`, as many as are issued at a time."""

    people: Sequence[User]
    count: int
    left_out: Sequence[LeftOutGroup]

    @property
    def later(self) -> int:
        return self.count - len(self.people)

    @property
    def steps(self) -> int:
        """In how many files, or by how many clicks, all of them are issued."""
        return ceil(self.count / max(1, len(self.people)))


def people_of(participants: QuerySet[Participant], *, unit: Unit | None = None, name: str = "") -> QuerySet[User]:
    """Each once, however many posts they hold; of one unit and all below it, or of all. `name` is a part of one."""
    if unit:
        participants = participants.filter(unit__in=Unit.objects.within(unit.pk))
    people = User.objects.filter(pk__in=participants.order_by().values("person"))
    named = Q(name__icontains=name) | Q(username__icontains=name) | Q(staff_number__icontains=name)
    return people.filter(named) if name else people


def select_people(people: QuerySet[User], issue: Issue, *, by: User, at: datetime) -> SlipSelection:
    """By unit and name, so that the paper can be handed out in that order. Four queries for any number of people.

    Of those left out because they have a slip, `valid_slips` says it.
    """
    judged = with_left_out(people, issue, by=by, at=at).order_by("unit__name", "unit", "name", "pk")
    counts = dict(judged.order_by().values_list("left_out").annotate(Count("pk")))
    chosen = judged.filter(left_out="").select_related("unit")[: MOST[Delivery(issue.delivery)]]
    named = list(judged.exclude(left_out="").select_related("unit").order_by("left_out", "unit__name", "name")[:NAMED])
    have_one = [person for person in named if person.left_out == LeftOut.HAS_SLIP]
    valid = Prefetch("sign_in_slips", SignInSlip.objects.valid_at(at), to_attr="valid_slips")
    prefetch_related_objects(have_one, valid)
    groups = [
        LeftOutGroup(reason, counts[reason], [person for person in named if person.left_out == reason])
        for reason in LeftOut
        if reason in counts
    ]
    return SlipSelection(list(chosen), counts.get("", 0), groups)


def find_obstacles(person: User, *, by: User, at: datetime) -> dict[str, str]:
    """Why one person is given no slip, by delivery; empty where they can be."""
    found = {}
    for delivery in Delivery:
        judged = with_left_out(User.objects.filter(pk=person.pk), Issue(delivery, is_for_one=True), by=by, at=at)
        if reason := judged.get().left_out:
            found[delivery.value] = str(LeftOut(reason).label)
    return found


def takes_second_person(person: User, *, by: User) -> bool:
    """Whether a slip that `by` issues opens something only once it is confirmed."""
    return by.is_staff and User.objects.filter(reaches_reports(), pk=person.pk).exists()
