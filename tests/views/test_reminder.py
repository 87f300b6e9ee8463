"""The list of a day's reminders, seen before: what the command would send, of the organiser's units alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.actions.reminder import remind
from reports.models import Notice, Reminder, Review

from ..factories import UserFactory, enrol, write_report


@pytest.fixture
def due(cycle):
    """Today, in an open round."""
    cycle.due = timezone.localdate()
    cycle.save()
    return cycle.due


def shown(visit, person, cycle, query=""):
    answer = visit(person).get(reverse("reminders", args=[cycle.pk]) + query)
    return answer.status_code, [one.person.name for one in answer.context["page"]]


def test_it_shows_whom_the_command_will_remind(due, cycle, bureau, stage, reviewer, organiser, visit):
    enrol(cycle, UserFactory.create(name="陈一", unit=bureau))
    stage.due = due
    stage.save()
    now = {"submitted_at": timezone.now(), "first_submitted_at": timezone.now()}
    author = UserFactory.create(name="李二", unit=bureau)
    report = write_report(cycle, author, state="in_review", stage=stage, **now)
    Review.objects.create(report=report, stage=stage, reviewer=reviewer)
    status, names = shown(visit, organiser, cycle)
    assert (status, sorted(names)) == (200, ["赵桥", "陈一"])
    assert (Notice.objects.count(), Reminder.objects.count()) == (0, 0)
    reminded = remind(day=due, at=timezone.now())
    assert [one.person.name for one in reminded] == names
    assert shown(visit, organiser, cycle) == (200, [])


def test_another_day_may_be_looked_at(due, cycle, bureau, organiser, visit, settings):
    settings.REMINDER_DAYS = [-3]
    enrol(cycle, UserFactory.create(name="陈一", unit=bureau))
    before = due - timedelta(days=3)
    assert [shown(visit, organiser, cycle, query)[1] for query in ("", f"?day={before}")] == [[], ["陈一"]]
    assert shown(visit, organiser, cycle, "?day=nonsense") == (422, [])


def test_of_other_units_nobody_is_shown(due, cycle, bureau, office, county, organiser, visit):
    enrol(cycle, UserFactory.create(name="陈一", unit=bureau))
    enrol(cycle, UserFactory.create(name="李二", unit=office))
    county.organisers.remove(organiser)
    office.organisers.add(organiser)
    assert shown(visit, organiser, cycle) == (200, ["李二"])
