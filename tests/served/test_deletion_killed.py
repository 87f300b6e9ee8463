"""Killed at any statement, `delete_expired` leaves nothing half deleted, and the next run goes on."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from reports.actions.event import log, log_many
from reports.actions.log_seal import SETTLED, seal_log
from reports.models import Event, Report, Section, User
from reports.models.event import Verb
from reports.pages.log_seal import verify_log

from ..factories import UserFactory, write_report
from ..serving import ROOT

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

LONG_AGO = timezone.now() - timedelta(days=800)
KILLED_AT = [1, 4, 8, 13, 17, 24, 29, 33]  # which statement that writes, counted anew in each run
RUN = """
import os, signal, django
django.setup()
from django.core.management import call_command
from django.db import connection
left = [int(os.environ["KILLED_AT"])]
def count(execute, sql, params, many, context):
    done = execute(sql, params, many, context)
    if sql.split()[0] in {"INSERT", "UPDATE", "DELETE"}:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return done
with connection.execute_wrapper(count):
    call_command("delete_expired", by="qin", json=True)
"""


def run(on_disk, killed_at):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.served.settings",
        "SERVED_DATABASE": str(connection.settings_dict["NAME"]),
        "DOCUMENTS_ROOT": str(on_disk),
        "KILLED_AT": str(killed_at),
        **dict.fromkeys(["DRAFT_MONTHS", "LEAVER_MONTHS", "LOG_MONTHS"], "12"),
    }
    command = [sys.executable, "-c", RUN]
    return subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=False)  # noqa: S603


@pytest.fixture
def old_site(cycle, auditor, on_disk, settings):
    """Two drafts, two people who left, nine rows of the log, all of long ago."""
    cycle.closed_at = LONG_AGO
    cycle.save()
    drafts = [write_report(cycle, UserFactory.create(unit=cycle.unit)).pk for _two in range(2)]
    leavers = [UserFactory.create(phone="138", is_active=False, left_at=LONG_AGO, unit=cycle.unit).pk for _two in "ab"]
    for times in range(5):
        if times < 3:
            log_many(verb=Verb.SIGNED_IN, actor=auditor, at=LONG_AGO, details="abc")
        seal_log(at=LONG_AGO + SETTLED * times)
    log(verb=Verb.SIGNED_IN, actor=auditor, at=timezone.now())
    return drafts, leavers, [*Event.objects.filter(at=LONG_AGO).values_list("pk", flat=True)]


def check_whole(drafts, leavers, old_rows):
    """How many are left of each; whatever is gone is gone whole, with its trace."""
    for pk in drafts:
        told = Event.objects.filter(verb=Verb.DRAFT_DELETED, report_id=pk).count()
        assert (Report.objects.filter(pk=pk).count(), Section.objects.filter(report=pk).count(), told) in {
            (1, 5, 0),
            (0, 0, 1),
        }
    for person in User.objects.filter(pk__in=leavers):
        told = Event.objects.filter(verb=Verb.PERSON_ERASED, detail=f"left-{person.pk}").count()
        assert (person.phone, person.erased_at is None, person.username.startswith("left-"), told) in {
            ("138", True, False, 0),
            ("", False, True, 1),
        }
    assert Event.objects.filter(pk__in=old_rows).count() in {9, 0}
    assert verify_log(at=timezone.now()).broken == []
    return (
        Report.objects.count(),
        User.objects.filter(pk__in=leavers, erased_at=None).count(),
        Event.objects.filter(pk__in=old_rows).count(),
    )


def test_killed_at_any_statement_nothing_is_half_deleted(old_site, on_disk):
    on_disk.mkdir(exist_ok=True)
    ended, left = [], []
    for killed_at in KILLED_AT:
        ended.append(run(on_disk, killed_at).returncode)
        left.append(check_whole(*old_site))
    assert ended[0] == -signal.SIGKILL
    assert left[0] == (2, 2, 9)
    assert run(on_disk, 10_000).returncode == 0
    assert check_whole(*old_site) == (0, 0, 0)
