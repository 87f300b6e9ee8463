"""What a process that was killed has put down for a moment does not stay for ever."""

import os
import subprocess
import sys
from contextlib import contextmanager

_PROGRAM = """
import sys, tempfile
from reports.documents.temporary_folder import use_own_folder
use_own_folder()
held = tempfile.NamedTemporaryFile(delete=False)
print(held.name, flush=True)
sys.stdin.read()
"""


@contextmanager
def process(folder):
    """The file that it put down, and the process."""
    command, told = [sys.executable, "-c", _PROGRAM], os.environ | {"TMPDIR": str(folder)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=told, stdin=pipe, stdout=pipe, text=True) as started:  # noqa: S603
        yield folder / started.stdout.readline().strip(), started
        started.kill()


def test_what_one_that_was_killed_left_is_taken_away_by_the_next(tmp_path):
    with process(tmp_path) as (left, killed):
        killed.kill()
        killed.wait()
        assert left.is_file()
        with process(tmp_path) as (file, _living):
            assert (left.parent.exists(), file.is_file(), len(list(tmp_path.iterdir()))) == (False, True, 1)


def test_what_one_that_runs_has_put_down_stays(tmp_path):
    with process(tmp_path) as (first, _one), process(tmp_path) as (second, _other):
        assert (first.is_file(), second.is_file(), first.parent == second.parent) == (True, True, False)


def test_one_that_ends_by_itself_leaves_nothing(tmp_path):
    with process(tmp_path) as (_file, ended):
        ended.stdin.close()
        assert (ended.wait(), list(tmp_path.iterdir())) == (0, [])


def test_what_others_have_put_beside_it_stays(tmp_path):
    """A link that leads elsewhere, and a name that only begins alike."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "words").touch()
    (tmp_path / "duty-reports-link").symlink_to(elsewhere)
    (tmp_path / "duty-reports-words").touch()
    with process(tmp_path) as (file, _living):
        there = {path.name for path in tmp_path.iterdir()} - {file.parent.name}
        assert there == {"elsewhere", "duty-reports-link", "duty-reports-words"}
        assert (elsewhere / "words").is_file()
