"""A process that has hashed passwords in many threads does not keep what that took."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

PROGRAM = """
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from runpy import run_path
from time import sleep
from argon2.low_level import Type, hash_secret_raw

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4 // 1024

def sign_in(number):
    costs = {"time_cost": 1, "memory_cost": 19 * 1024, "parallelism": 1, "hash_len": 32, "type": Type.ID}
    hash_secret_raw(b"password", b"salt" * 4, **costs)
    sleep(0.01)  # so that each thread gets some

if {as_served}:
    run_path("gunicorn.conf.py")
with ThreadPoolExecutor(12) as pool:
    before = resident()
    list(pool.map(sign_in, range(120)))
    print(resident() - before)
"""


def megabytes_kept(*, as_served):
    command = [sys.executable, "-c", PROGRAM.replace("{as_served}", str(as_served))]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)  # noqa: S603 - written here
    return int(done.stdout)


@pytest.mark.processes
def test_what_sign_ins_took_goes_back():
    assert megabytes_kept(as_served=True) < 19
    assert megabytes_kept(as_served=False) > 2 * 19
