"""Bringing made officials and their reports into the database."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from ...models import Cycle, Notice, Participant, Unit, User
from ...models.notice import NoticeKind
from ..cycles import run_cycle
from .people import TownReviewers, find_reviewers, make_people, name_reviewers, sign_in_name
from .place import TownUnits, chunks, town_of
from .report import ORDER, MadeReport, Round
from .storing import MadeRow, store
from .story import MadeStory
from .text import texts_of

TIME_TO_CLOSE = timedelta(days=11)
_MADE = r"^made\d{6}$"


def make_data(*, county: Unit, organiser: User, officials: int, years: int, tell: Callable[[int, int], None]) -> int:
    """Brings the demonstration's round up to so many officials, and those before it; how many came into this year's.
    `tell` is called with the year and how many of it are there.
    """
    newest = Cycle.objects.filter(unit=county).order_by("-year", "pk")[0]
    others = newest.participants.exclude(person__username__regex=_MADE).count()
    wanted = max(officials - others, 0)
    _make_people(wanted, county=county, like=organiser)
    before = newest.participants.count()
    for back in range(years):
        _fill(_cycle_of(newest, back, organiser=organiser), wanted, like=organiser, tell=tell)
    return newest.participants.count() - before


def _make_people(wanted: int, *, county: Unit, like: User) -> None:
    there = User.objects.filter(username__regex=_MADE).count()
    for numbers in chunks(range(there, wanted)):
        with transaction.atomic():
            make_people(numbers, TownUnits(town_of(numbers[0]), county=county), like=like)


def _cycle_of(newest: Cycle, back: int, *, organiser: User) -> Cycle:
    """The one of so many years before, made where there is none: of long ago, and closed."""
    year = newest.year - back
    found = Cycle.objects.filter(unit=newest.unit, year=year).order_by("pk").first()
    if found:
        return found
    due = date(year, 12, 20)
    end = timezone.make_aware(datetime.combine(due, time(hour=8)))
    told: dict[str, Any] = {"unit": newest.unit, "organiser": organiser, "due": due, "now": end}
    return run_cycle(year=year, with_roll=False, closed_at=end + TIME_TO_CLOSE, **told)


def _fill(cycle: Cycle, wanted: int, *, like: User, tell: Callable[[int, int], None]) -> None:
    there = cycle.participants.filter(person__username__regex=_MADE).count()
    round_ = Round(cycle, list(cycle.stages.order_by("position")), texts_of(cycle))
    for numbers in chunks(range(there, wanted)):
        _fill_town(numbers, round_, like=like)
        tell(cycle.year, numbers[-1] + 1)


@transaction.atomic
def _fill_town(numbers: range, round_: Round, *, like: User) -> None:
    units = TownUnits(town_of(numbers[0]), county=round_.cycle.unit)
    reviewers = find_reviewers(town_of(numbers[0]), units, like=like)
    name_reviewers(round_.cycle, units, reviewers)
    roll = _enrol(numbers, round_.cycle)
    _store(_rows(numbers, roll, round_, reviewers))
    if not round_.cycle.closed_at:
        _announce(roll, round_.cycle, by=like)


def _enrol(numbers: range, cycle: Cycle) -> Sequence[MadeRow]:
    names = [sign_in_name(number) for number in numbers]
    people = User.objects.filter(username__in=names).select_related("unit").order_by("username")
    roll = [MadeRow(Participant, cycle=cycle, person=person, unit=person.unit, post=person.post) for person in people]
    store(Participant, roll)
    return roll


def _rows(numbers: range, roll: Sequence[MadeRow], round_: Round, reviewers: TownReviewers) -> Iterable[MadeRow]:
    for number, row in zip(numbers, roll, strict=True):
        story = MadeStory(number, round_.cycle)
        if story.steps:
            yield from MadeReport(row, story, round_, reviewers).rows()


def _store(rows: Iterable[MadeRow]) -> None:
    by_model: dict[type[Model], list[MadeRow]] = defaultdict(list)
    for row in rows:
        by_model[row.model].append(row)
    for model in ORDER:
        store(model, by_model[model])


def _announce(roll: Sequence[MadeRow], cycle: Cycle, *, by: User) -> None:
    told = {"kind": NoticeKind.ANNOUNCED, "cycle": cycle, "actor": by, "at": cycle.opened_at}
    if cycle.opened_at:
        store(Notice, [MadeRow(Notice, recipient=row.values["person"], **told) for row in roll])
