"""PDFs of many reports collected by one worker and by two, on PostgreSQL: how long it takes, and their memory.

REPORTS in the environment says how many; of a thousand it takes half an hour: python -m bench collecting.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench import ROOT, print_table, server

ALONE = True
REPORTS = int(os.environ.get("REPORTS", "1000"))
AIM = 1.8
_OF_MADE = 9 / 20  # officials have a report that is collected and not published
_EVERY = 0.5  # seconds
HEADER = (
    "workers",
    "PDFs",
    "waited s",
    "CPU s",
    "times as fast",
    f"aim ≥ {AIM}",
    "MB half way",
    "MB in the end",
)


class Collected(NamedTuple):
    files: int
    waited: float
    computed: float
    half_way: float  # megabytes
    end: float


def main() -> None:
    officials = str(100 + int(REPORTS / _OF_MADE))
    with server.postgresql() as url:
        with TemporaryDirectory(prefix="bench-") as documents:
            environment = server.environment_of(url, documents)
            for command in (
                ["migrate", "--verbosity", "0"],
                ["demo"],
                ["make_data", "--officials", officials, "--years", "1"],
            ):
                server.run(environment, "manage.py", *command)
        runs = [collect(url, workers) for workers in (1, 2)]
    print_table("Reports collected as PDF", HEADER, rows(runs))


def collect(url: str, workers: int) -> Collected:
    """In an empty store, so that each PDF is made."""
    with TemporaryDirectory(prefix="bench-") as documents:
        environment = server.environment_of(url, documents)
        files = int(server.run(environment, "-m", "bench.collected_batch", str(REPORTS)))
        begun, before = time.perf_counter(), os.times()
        command = [sys.executable, "manage.py", "work", "--until-done"]
        working = [subprocess.Popen(command, cwd=ROOT, env=environment) for _ in range(workers)]
        seen: list[float] = []
        while any(process.poll() is None for process in working):
            seen.append(max(_resident(process.pid) for process in working))
            time.sleep(_EVERY)
        after, part = os.times(), len(seen) // 5
        computed = after.children_user + after.children_system - before.children_user - before.children_system
        half_way, end = max(seen[2 * part : 3 * part], default=0), max(seen[-part:])
        return Collected(files, time.perf_counter() - begun, computed, half_way, end)


def _resident(pid: int) -> float:
    """Megabytes of a process and of all that it started; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        children = [
            int(child) for task in Path(f"/proc/{pid}/task").glob("*/children") for child in task.read_text().split()
        ]
    except OSError:
        return 0.0
    own = next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)
    return own + sum(map(_resident, children))


def rows(runs: list[Collected]) -> Iterator[list[str]]:
    for workers, run in enumerate(runs, start=1):
        faster = runs[0].waited / run.waited
        aim = [f"{faster:.2f}", "met" if faster >= AIM else "missed"] if workers > 1 else ["", ""]
        yield [
            str(workers),
            f"{run.files:,}",
            f"{run.waited:.0f}",
            f"{run.computed:.0f}",
            *aim,
            f"{run.half_way:.0f}",
            f"{run.end:.0f}",
        ]


if __name__ == "__main__":
    main()
