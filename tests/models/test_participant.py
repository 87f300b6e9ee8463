"""The roll: who is asked to write, and until when."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from reports.models import Assistance, Participant

from ..factories import MOMENT, UserFactory, enrol, write_report

DUE = date(2026, 12, 20)
AT = timezone.make_aware


@pytest.mark.parametrize("state", Participant.State)
def test_only_who_writes_is_asked_to_start(cycle, author, state):
    enrol(cycle, author, state=state)
    expected = ["林晓"] if state == "writing" else []
    assert [row.person.name for row in Participant.objects.to_start(author, MOMENT)] == expected


def test_who_is_not_on_the_roll_is_asked_nothing(cycle, author, auditor, organiser):
    enrol(cycle, author)
    for person in (auditor, organiser):
        assert list(Participant.objects.to_start(person, MOMENT)) == []


@pytest.mark.parametrize(("opened", "closed"), [(None, None), (1, None), (-2, -1), (-2, 0)])
def test_nothing_is_started_in_a_round_that_is_not_open(cycle, author, opened, closed):
    enrol(cycle, author)
    cycle.opened_at, cycle.closed_at = (
        None if days is None else MOMENT + timedelta(days=days) for days in (opened, closed)
    )
    cycle.save()
    assert list(Participant.objects.to_start(author, MOMENT)) == []


def test_an_assistant_is_asked_for_active_authors_once_they_have_agreed(cycle, author, assistant, bureau):
    enrol(cycle, author)
    left = enrol(cycle, UserFactory.create(unit=bureau, is_active=False))
    Assistance.objects.create(author=left.person, assistant=assistant, accepted_at=MOMENT)
    undecided = enrol(cycle, UserFactory.create(unit=bureau))
    Assistance.objects.create(author=undecided.person, assistant=assistant)
    assert [row.person for row in Participant.objects.to_start(assistant, MOMENT)] == [author]


def test_who_moves_within_the_year_writes_twice(cycle, author, bureau, county):
    first = enrol(cycle, author)
    author.unit, author.post = county, "副县长"
    second = enrol(cycle, author)
    assert list(Participant.objects.to_start(author, MOMENT).order_by("pk")) == [first, second]
    write_report(cycle, author, participant=first, unit=bureau)
    assert list(Participant.objects.to_start(author, MOMENT)) == [second]


LATE = [
    (None, None, date(2026, 12, 20), False),  # nothing yet, on the last day
    (None, None, date(2026, 12, 21), True),
    (None, date(2026, 12, 25), date(2026, 12, 21), False),  # an own due day
    (None, date(2026, 12, 10), date(2026, 12, 11), True),
    (datetime(2026, 12, 20, 23, 59), None, date(2027, 1, 5), False),
    (datetime(2026, 12, 21, 0, 1), None, date(2026, 12, 21), True),
    (datetime(2026, 12, 21, 0, 1), date(2026, 12, 21), date(2027, 1, 5), False),
]


@pytest.mark.parametrize(("submitted", "own_due", "today", "is_late"), LATE)
def test_late_is_after_the_end_of_the_own_or_the_common_due_day(cycle, author, submitted, own_due, today, is_late):
    participant = enrol(cycle, author, due=own_due)
    if submitted:
        moment = AT(submitted)
        report = write_report(
            cycle, author, participant=participant, state="submitted", submitted_at=moment, first_submitted_at=moment
        )
        assert report.is_late == is_late
    assert list(Participant.objects.late(today)) == ([participant] if is_late else [])


@pytest.mark.parametrize(("closing", "is_late"), [("missing", True), ("kept", False)])
def test_what_was_recorded_as_not_handed_in_is_late_before_its_day(cycle, author, closing, is_late):
    row = enrol(cycle, author, closing=closing)
    assert ([*Participant.objects.late(DUE)], row.is_late(DUE)) == ([row] if is_late else [], is_late)


def test_nobody_who_is_not_asked_to_write_is_late(cycle, author):
    enrol(cycle, author, state="retired")
    assert list(Participant.objects.late(date(2027, 1, 5))) == []


def test_the_organiser_sees_the_own_units_only(cycle, author, organiser, elsewhere):
    mine = enrol(cycle, author)
    enrol(cycle, UserFactory.create(unit=elsewhere))
    assert list(Participant.objects.organised_by(organiser)) == [mine]
    assert list(Participant.objects.organised_by(author)) == []
