"""Killed in the middle of a report or of the ZIP, the work in the background is taken up by the next process."""

import os
import signal
import subprocess
import sys
import time
from zipfile import ZipFile

import pytest
from django.db import connection
from django.utils import timezone

from reports.actions.batch import begin_batch, work_once
from reports.actions.collection import plan_collection
from reports.actions.publication import agree_and_publish
from reports.models import Batch, Event, Publication, Report

from ..actions.test_batch import submitted_by
from ..serving import ROOT

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def batch(transactional_db, cycle, bureau, organiser, on_disk):
    on_disk.mkdir()
    for number in range(3):
        submitted_by(cycle, bureau, f"陈{number}")
    plan = plan_collection(Report.objects.filter(cycle=cycle), by=organiser, at=timezone.now())
    asked = {"digest": plan.digest, "by": organiser, "at": timezone.now()}
    return begin_batch(kind="collect", cycle=cycle, plan=plan, kinds=["docx"], **asked)


@pytest.fixture
def work(transactional_db, on_disk, tmp_path):
    """Starts a process; what is still running in the end is killed."""
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.served.slow_store",
        "SERVED_DATABASE": str(connection.settings_dict["NAME"]),
        "RUNTIME_DIRECTORY": str(tmp_path / "run"),
        "DOCUMENTS_ROOT": str(on_disk),
    }
    started = []

    def start(*options):
        command = [sys.executable, "manage.py", "work", *options]
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment)  # noqa: S603 - written above
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def wait_for(state, process):
    for _ in range(1200):
        if state():
            return
        assert process.poll() is None, "the process has ended"
        time.sleep(0.1)
    raise AssertionError("it never came so far")


def settle(start):
    assert start("--until-done").wait(240) == 0


def files_of(batch, on_disk):
    batch.refresh_from_db()
    with ZipFile(on_disk / batch.file) as opened:
        assert opened.testzip() is None
        return len([name for name in opened.namelist() if name.endswith(".docx")])


def kill_where_it_hangs(process, on_disk):
    wait_for((on_disk.parent / "hanging").exists, process)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert Batch.objects.get().ended_at is None
    (on_disk.parent / "hang").unlink()


def test_killed_in_the_middle_of_a_report_the_next_process_takes_it_up(batch, work, on_disk):
    (on_disk.parent / "hang").touch()
    kill_where_it_hangs(work(), on_disk)
    assert list(batch.items.order_by("position").values_list("state", "attempts")) == [
        ("waiting", 1),
        ("waiting", 0),
        ("waiting", 0),
    ]
    settle(work)
    assert files_of(batch, on_disk) == 3
    assert list(batch.items.order_by("position").values_list("state", "attempts")) == [
        ("done", 2),
        ("done", 1),
        ("done", 1),
    ]


def test_killed_in_the_middle_of_the_zip_the_next_process_makes_it_anew(batch, work, on_disk):
    while batch.items.filter(state="waiting").exists():
        assert work_once(at=timezone.now())
    (on_disk.parent / "hang").touch()
    kill_where_it_hangs(work(), on_disk)
    settle(work)
    assert files_of(batch, on_disk) == 3


def test_two_at_once_do_each_report_once(batch, work, on_disk):
    processes = [work("--until-done"), work("--until-done")]
    assert [process.wait(240) for process in processes] == [0, 0]
    settle(work)  # one may have found all rows taken, and left
    assert (files_of(batch, on_disk), set(batch.items.values_list("attempts", flat=True))) == (3, {1})


def test_asked_to_end_it_finishes_the_report_it_is_at(batch, work, on_disk):
    (on_disk.parent / "hang").touch()
    process = work()
    wait_for((on_disk.parent / "hanging").exists, process)
    process.send_signal(signal.SIGTERM)
    (on_disk.parent / "hang").unlink()
    assert process.wait(240) == 0
    assert list(batch.items.order_by("position").values_list("state", flat=True)) == ["done", "waiting", "waiting"]


@pytest.fixture
def agreed(transactional_db, in_review, reviewer, on_disk, settings):
    """Approved by the last agreement; its publication waits for the work in the background."""
    on_disk.mkdir(exist_ok=True)
    settings.DOCUMENT_PROCESSES = 2
    agree_and_publish(report=in_review, by=reviewer, at=timezone.now())
    return in_review


def published(report, on_disk):
    """How often, by the state, the rows, the log and the files."""
    state = Report.objects.values_list("state", flat=True).get(pk=report.pk)
    files = list((on_disk / "published").rglob("*.pdf"))
    return state, Publication.objects.count(), Event.objects.filter(verb="published").count(), len(files)


def test_killed_in_the_middle_of_a_publication_the_next_process_publishes_it_once(agreed, work, on_disk):
    (on_disk.parent / "hang").touch()
    kill_where_it_hangs(work(), on_disk)
    assert published(agreed, on_disk) == ("approved", 0, 0, 0)
    settle(work)
    assert published(agreed, on_disk) == ("published", 1, 1, 1)


def test_two_at_once_publish_it_once(agreed, work, on_disk):
    processes = [work("--until-done"), work("--until-done")]
    assert [process.wait(240) for process in processes] == [0, 0]
    settle(work)
    assert published(agreed, on_disk) == ("published", 1, 1, 1)
