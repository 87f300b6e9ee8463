"""Words of which one character is another."""

import subprocess
import sys

import pytest

_AT_ONCE = """
import sys
from threading import Barrier, Thread
from reports.prose.proofreading.misspelt import find_misspelt

sys.setswitchinterval(1e-6)
text, together, found = "敷衍了是" * 2_000, Barrier(12), []

def read():
    together.wait()
    found.append(len([*find_misspelt(text)]))

threads = [Thread(target=read) for _ in range(12)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(*found)
"""


@pytest.mark.parametrize("_attempt", range(3))  # it is about moments: without the lock two of three fail
def test_all_who_read_first_at_the_same_moment_read_the_same(_attempt):
    done = subprocess.run([sys.executable, "-c", _AT_ONCE], capture_output=True, text=True, check=True)  # noqa: S603
    assert (done.stderr, done.stdout.split()) == ("", ["2000"] * 12)
