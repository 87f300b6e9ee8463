"""What takes long is made once, after the answer, whoever asks how often; and why it was not made is remembered."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest

from reports.documents import background
from reports.documents.background import BeingMade, fetch
from reports.documents.workers import NotDone, make, on_behalf_of
from reports.documents.workers.turns import turn
from reports.gongwen.pdf import Unprintable
from tests.workers import end_background

from . import jobs

pytestmark = [pytest.mark.processes, pytest.mark.usefixtures("workers", "on_disk_alone")]
PATH = "copies/one.txt"


@pytest.fixture
def on_disk_alone(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "documents"
    backend = "reports.documents.whole_files.WholeFileStorage"
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": backend}}


class Maker:
    """Counts how often it was asked."""

    def __init__(self, *results, seconds=0.0):
        self.asked = 0
        self.results = results
        self.seconds = seconds

    def __call__(self):
        result = self.results[min(self.asked, len(self.results) - 1)]
        self.asked += 1
        time.sleep(self.seconds)
        if isinstance(result, Exception):
            raise result
        return result


def fetched(path, maker, **asked):
    while True:
        try:
            return fetch(path, maker, **asked)
        except BeingMade:
            time.sleep(0.05)


def test_what_is_soon_made_is_there_at_once():
    assert fetch(PATH, Maker(b"made"), wait=60) == b"made"


def test_what_takes_longer_comes_later_and_is_made_once():
    maker = Maker(b"made", seconds=1)
    for _ in range(5):
        with pytest.raises(BeingMade):
            fetch(PATH, maker, wait=0)
    assert (fetched(PATH, maker, wait=0), fetched(PATH, maker, wait=0), maker.asked) == (b"made", b"made", 1)


def test_a_worker_makes_it_and_the_person_s_turn_is_held_meanwhile(workers):
    workers.DOCUMENTS_PER_PERSON = 1
    with on_behalf_of(lambda: 7):
        with pytest.raises(BeingMade):
            fetch(PATH, lambda: str(make(jobs.nap, 1)).encode(), wait=0)
        with pytest.raises(NotDone) as refused, turn():
            pass
        assert refused.value.code == "own"
        assert int(fetched(PATH, Maker(b""), wait=0)) != os.getpid()
        end_background()
        with turn():
            pass


@pytest.mark.parametrize(
    "problem", [NotDone("slow", seconds=3), NotDone("died"), Unprintable("characters", characters="\U000f0000")]
)
def test_why_it_was_not_made_is_told_without_trying_again(problem):
    maker = Maker(problem, b"made")
    for _ in range(3):
        with pytest.raises(type(problem)) as told:
            fetched(PATH, maker)
        assert (told.value.code, str(told.value)) == (problem.code, str(problem))
    end_background()
    with pytest.raises(type(problem)):
        fetched(PATH, maker)
    assert maker.asked == 1
    assert (fetched(PATH, maker, again=True), maker.asked) == (b"made", 2)


def test_after_some_minutes_it_is_tried_again(monkeypatch):
    monkeypatch.setattr(background, "_REMEMBERED", timedelta(0))
    maker = Maker(NotDone("died"), b"made")
    with pytest.raises(NotDone):
        fetched(PATH, maker)
    end_background()
    assert fetched(PATH, maker) == b"made"


def test_whoever_is_given_a_file_may_ask_for_the_next_at_once(workers):
    """As the page of a PDF asks for its sheet: by then the one turn is given back."""
    workers.DOCUMENTS_PER_PERSON = 1
    with on_behalf_of(lambda: 7):
        assert [fetch(f"copies/{number}.txt", Maker(b"made"), wait=60) for number in range(300)] == [b"made"] * 300


@pytest.mark.parametrize("code", ["busy", "own"])
def test_what_is_over_in_a_moment_is_not_remembered(code):
    maker = Maker(NotDone(code), b"made")
    with pytest.raises(NotDone):
        fetch(PATH, maker, wait=60)
    end_background()
    assert fetched(PATH, maker) == b"made"


def test_a_mistake_of_ours_is_logged_and_told_in_words(caplog):
    with pytest.raises(NotDone) as told:
        fetch(PATH, Maker(LookupError("secret")), wait=60)
    assert (told.value.code, "secret" in str(told.value), "secret" in caplog.text) == ("failed", False, True)


def test_on_a_full_disk_it_is_delivered_once_it_is_made(full_disk, settings):
    settings.MEDIA_ROOT = full_disk
    maker = Maker(b"made", seconds=0.5)
    with pytest.raises(BeingMade):
        fetch(PATH, maker, wait=0)
    assert (fetched(PATH, maker), maker.asked) == (b"made", 1)


def test_a_folder_that_cannot_be_used_stops_nobody(workers, tmp_path):
    workers.RUNTIME_DIRECTORY = tmp_path / "file"
    workers.RUNTIME_DIRECTORY.touch()
    assert fetch(PATH, Maker(b"made"), wait=60) == b"made"


ELSEWHERE = """
import sys, time, pathlib, django
django.setup()
from django.conf import settings
settings.RUNTIME_DIRECTORY, settings.MEDIA_ROOT = map(pathlib.Path, sys.argv[1:3])
settings.DOCUMENT_PROCESSES = 1
from reports.documents.background import BeingMade, fetch
try:
    fetch(sys.argv[3], lambda: time.sleep(600), wait=0)
except BeingMade:
    print("begun", flush=True)
time.sleep(600)
"""


def test_what_another_process_makes_is_not_begun_here_until_that_is_killed(settings):
    place = [str(settings.RUNTIME_DIRECTORY), str(settings.MEDIA_ROOT), PATH]
    command = [sys.executable, "-c", ELSEWHERE, *place]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as site:  # noqa: S603 - written above
        try:
            assert site.stdout.readline() == "begun\n"
            maker = Maker(b"made")
            for _ in range(3):
                with pytest.raises(BeingMade):
                    fetch(PATH, maker, wait=0.2)
            assert maker.asked == 0
        finally:
            site.send_signal(signal.SIGKILL)
            site.wait()
        assert (fetched(PATH, maker), maker.asked) == (b"made", 1)


def test_nothing_is_left_of_the_locks(settings):
    fetch(PATH, Maker(b"made"), wait=60)
    end_background()
    name = f"making-{hashlib.sha256(PATH.encode()).hexdigest()}"
    assert not (settings.RUNTIME_DIRECTORY / name).exists()
