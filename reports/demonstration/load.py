"""Bringing the demonstration into the database, all of it or nothing."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from ..actions.notice import read_all_notices
from ..models import Cycle, User
from .cycles import create_outline, run_cycle
from .files import read_file, read_reports
from .ledgers import keep_ledgers, make_kinds
from .people import create_people, create_units, name_assistants
from .stories import tell_story, write_report

COUNTY = "云溪县"
ORGANISER = "tangyaqin"
TIME_LEFT = timedelta(days=21)


@transaction.atomic
def load_demonstration(*, at: datetime, password: str) -> None:
    """This year's cycle has three weeks left at `at`. The database must not hold the demonstration yet."""
    now = timezone.localtime(at)
    year = now.year
    data = read_file("people.toml")
    units = create_units(data["units"])
    people = create_people(data["people"], units, password=password)
    unit, organiser = units[COUNTY], people[ORGANISER]

    end = now.replace(year=year - 1, month=12, day=20)
    closed = end + timedelta(days=11)
    last = run_cycle(year=year - 1, unit=unit, organiser=organiser, due=end.date(), now=end, closed_at=closed)
    name_assistants(data["assistants"], people, at=end)
    make_kinds(unit=unit, by=organiser, at=end)
    keep_ledgers("ledgers_of_last_year.toml", people, at=end)
    _write_reports("last_year", last, people, now=end)
    for person in people.values():
        read_all_notices(by=person, at=closed)

    this = run_cycle(year=year, unit=unit, organiser=organiser, due=now.date() + TIME_LEFT, now=now)
    keep_ledgers("ledgers_of_this_year.toml", people, at=now)
    _write_reports("this_year", this, people, now=now)
    create_outline(year + 1)


def _write_reports(folder: str, cycle: Cycle, people: Mapping[str, User], *, now: datetime) -> None:
    for data in read_reports(folder, cycle.year):
        write_report(tell_story(data, people, now=now), cycle)
