"""Many files at once: a person's turns, the queue, what is left when processes are killed or forked."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from threading import Barrier

import pytest

from reports.documents.workers import NotDone, after_the_answer, make, on_behalf_of, read
from reports.documents.workers.pool import the_pool

from ...workers import renew_pool
from . import jobs
from .test_limits import is_running

pytestmark = [pytest.mark.processes, pytest.mark.usefixtures("workers")]
ROOT = Path(__file__).parents[3]


def at_once(persons, job, *args):
    """What each of them gets: the answer, or the code of the refusal."""
    ready = Barrier(len(persons))

    def ask(person):
        with on_behalf_of(lambda: person):
            ready.wait()
            try:
                return read(job, *args)
            except NotDone as problem:
                return problem.code

    with ThreadPoolExecutor(len(persons)) as threads:
        return list(threads.map(ask, persons))


def test_one_person_has_two_files_under_way_and_the_third_is_refused():
    answers = at_once([1, 1, 1, 1, 2], jobs.nap, 1)
    assert answers[:4].count("own") == 2
    assert answers[4] != "own"
    assert at_once([1, 1], jobs.double, 21) == [42, 42]


def test_of_eight_people_those_who_find_the_queue_full_are_told_at_once():
    read(jobs.pid)
    started = time.monotonic()
    answers = at_once(range(8), jobs.nap, 1)
    assert answers.count("busy") == 4  # two at a time, two wait
    assert len({answer for answer in answers if answer != "busy"}) <= 2
    assert time.monotonic() - started < 20


def test_a_long_one_does_not_hold_up_the_others():
    with ThreadPoolExecutor(1) as thread:
        long = thread.submit(at_once, [1], jobs.nap, 5)
        time.sleep(0.2)
        assert at_once([2], jobs.double, 21) == [42]
        assert not long.done()


def in_threads(job, *args, number=1, later=False):
    """So many threads that each have it made, under way."""

    def ask():
        with after_the_answer() if later else nullcontext():
            return make(job, *args)

    threads = ThreadPoolExecutor(number)
    return [threads.submit(ask) for _ in range(number)]


def test_long_ones_leave_the_last_worker_to_short_ones_and_end_their_own():
    words = "述" * 30_000
    long = in_threads(jobs.nap_over, words, 4, number=3, later=True)
    time.sleep(0.5)
    assert [make(jobs.double, 21) for _ in range(3)] == [42, 42, 42]
    assert not any(asked.done() for asked in long)
    assert len({asked.result()[0] for asked in long}) == 3


def test_a_long_one_goes_after_all_others():
    assert make(jobs.nap_over, "述" * 30_000, 0)[1] > make(jobs.nap_over, "述", 0)[1]


def test_where_nobody_waits_for_the_answer_the_queue_is_longer():
    asked = in_threads(jobs.double, 21, number=20, later=True)
    assert [each.result() for each in asked] == [42] * 20


def test_also_that_queue_has_an_end(workers, monkeypatch):
    monkeypatch.setattr("reports.documents.workers.pool._LATER", 1)
    renew_pool()
    asked = in_threads(jobs.nap, 2, number=6, later=True)
    codes = [each.exception().code if each.exception() else "" for each in asked]
    assert codes.count("busy") == 2
    renew_pool()


def test_who_waits_too_long_for_a_worker_is_told(monkeypatch):
    monkeypatch.setattr("reports.documents.workers.pool._PATIENCE", 0.2)
    answers = at_once([1, 2, 3], jobs.nap, 3)
    assert answers.count("busy") == 1


def test_commands_and_others_without_a_person_are_not_counted():
    assert "own" not in at_once([None, None, None], jobs.double, 21)


def test_a_folder_that_cannot_be_used_stops_nobody(workers, caplog, tmp_path):
    workers.RUNTIME_DIRECTORY = tmp_path / "file"
    workers.RUNTIME_DIRECTORY.touch()
    assert at_once([1], jobs.double, 21) == [42]
    assert "RUNTIME_DIRECTORY" in caplog.text


SITE = """
import sys
from pathlib import Path
import django
django.setup()
from django.conf import settings
settings.DOCUMENT_PROCESSES, settings.RUNTIME_DIRECTORY = 1, Path(sys.argv[1])
settings.READING_SECONDS, settings.DOCUMENTS_PER_PERSON = 5, 1
from reports.documents.workers import on_behalf_of, read
from tests.documents.workers import jobs
with on_behalf_of(lambda: 1):
    print(read(jobs.pid), flush=True)
    read(getattr(jobs, sys.argv[2]))
"""


def start_site(folder, job):
    """Another web process: it, and its worker."""
    site = subprocess.Popen(  # noqa: S603 - written above
        [sys.executable, "-c", SITE, str(folder), job],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)},
    )
    return site, int(site.stdout.readline())


def test_turns_count_over_processes_and_a_killed_one_gives_them_back(workers):
    workers.DOCUMENTS_PER_PERSON = 1
    site, worker = start_site(workers.RUNTIME_DIRECTORY, "go_on_in_python")
    with site:
        time.sleep(0.5)
        assert at_once([1], jobs.double, 21) == ["own"]
        os.kill(site.pid, signal.SIGKILL)
        site.wait()
        assert at_once([1], jobs.double, 21) == [42]
    ends_within(worker, 15)  # its own alarm ends it


def ends_within(pid, seconds):
    started = time.monotonic()
    while is_running(pid):
        assert time.monotonic() - started < seconds
        time.sleep(0.05)


def test_an_idle_worker_goes_with_its_site(workers):
    site, worker = start_site(workers.RUNTIME_DIRECTORY, "kill")
    with site:
        site.wait()
    ends_within(worker, 5)


def test_a_forked_process_has_workers_of_its_own():
    ours = read(jobs.pid)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.write(writing, str(read(jobs.pid)).encode())
        the_pool().close()
        os._exit(0)
    os.waitpid(child, 0)
    assert int(os.read(reading, 20)) != ours
    assert read(jobs.pid) == ours
    os.close(reading)
    os.close(writing)
