"""Processes: theirs and their children, ended, waited for, and counted where they stay behind."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path


def wait_for(try_it: Callable[[], None]) -> None:
    for _ in range(900):
        with suppress(OSError, subprocess.CalledProcessError):
            return try_it()
        time.sleep(0.1)
    raise SystemExit("it did not come back within ninety seconds")


def children_of(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def kill(pid: int, by: signal.Signals = signal.SIGKILL) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, by)


def kill_all(pid: int) -> None:
    for child in children_of(pid):
        kill_all(child)
    kill(pid)


def left_of(setting: str) -> Iterator[str]:
    """The commands of processes that were started with this in their environment and still run."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if setting.encode() in (process / "environ").read_bytes().split(b"\0"):
                yield (process / "cmdline").read_text().replace("\0", " ").strip()
