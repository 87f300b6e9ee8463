"""Two runs in the same moment, on a connection of their own: each person is reminded once."""

import pytest

from reports.actions.reminder import remind
from reports.models import Notice, Reminder

from ..factories import MOMENT, UserFactory, enrol
from .test_submission_at_once import emptied, meanwhile  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_second_run_waits_and_finds_nobody_left(cycle, author, bureau):
    for person in [author, *UserFactory.create_batch(5, unit=bureau)]:
        enrol(cycle, person)
    assert meanwhile(lambda: remind(day=cycle.due, at=MOMENT), lambda: remind(day=cycle.due, at=MOMENT)) == []
    assert (Reminder.objects.count(), Notice.objects.filter(kind="to_write").count()) == (6, 6)
