"""`manage.py work` says that it is there, at its start and in the middle of a long piece of work."""

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from reports.actions.heartbeat import beat
from reports.management.commands import work
from reports.models import Heartbeat, TallyMark
from reports.models.tally_upkeep import keeps_tallies

from ..factories import MOMENT

pytestmark = pytest.mark.django_db(transaction=True)


def moment():
    return Heartbeat.objects.values_list("at", flat=True).get()


def test_it_says_so_at_its_start():
    beat(at=MOMENT)
    before = timezone.now()
    call_command("work", until_done=True)
    assert before <= moment() <= timezone.now()


def test_it_says_so_in_the_middle_of_a_long_piece_of_work(monkeypatch):
    said = []

    def long_piece(*, at):
        """It ends once two more signs have come from beside it."""
        while len(set(said)) < 3:
            said.append(moment())
        return False

    monkeypatch.setattr(work, "_BEAT", 0.01)
    monkeypatch.setattr(work, "work_once", long_piece)
    call_command("work", until_done=True)
    assert said == sorted(said)


def test_a_database_that_takes_nothing_does_not_end_it(monkeypatch):
    def full(*, at):
        raise OSError("No space left on device")

    monkeypatch.setattr(work, "beat", full)
    call_command("work", until_done=True)
    assert not Heartbeat.objects.exists()


def test_it_counts_at_its_start_so_that_nobody_who_looks_has_to_wait(cycle):
    TallyMark.objects.create(cycle=cycle)
    call_command("work", until_done=True)
    assert TallyMark.objects.exists() == (not keeps_tallies())


def test_a_database_that_counts_nothing_does_not_end_it(monkeypatch):
    def away():
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(work, "count_ahead", away)
    call_command("work", until_done=True)
