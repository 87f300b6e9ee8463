"""The evening of the deadline: 2,000 authors, each of whom saves a section every five seconds for a minute; two web
processes, PostgreSQL, and the authors themselves on the processors of this machine. Words that were acknowledged are
compared with words that are stored.
"""

import asyncio
import json
import sys
from collections import Counter
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

from bench import print_table, server

from .author import EVERY, Author
from .processors import computed_seconds

ALONE = True  # not with the others: it wants the machine for itself
AUTHORS, SECONDS, AIM, WANTED = 2000, 60, 150, 400
HEADER = ("", "saves", "per s", "aim", "", "p50 ms", "p95 ms", "longest", "other answers", "lost")
COST = ("one save", "site, CPU ms", "database, CPU ms", f"cores for {WANTED} a second")


def main() -> None:
    """How many authors, and gunicorn's options, may follow the name: python -m bench deadline 2000 --threads 4."""
    authors, *options = int(sys.argv[2]) if len(sys.argv) > 2 else AUTHORS, *sys.argv[3:]
    with server.postgresql() as url, TemporaryDirectory(prefix="bench-") as documents:
        environment = server.environment_of(url, documents)
        for command in (["migrate", "--verbosity", "0"], ["demo"]):
            server.run(environment, "manage.py", *command)
        people = json.loads(server.run(environment, "-m", "bench.authors", str(authors)))
        database = int(Path(url.partition("host=")[2], "data/postmaster.pid").read_text().split()[0])
        with server.serve(environment, *options) as (port, process):
            told, cost = asyncio.run(_write(port, people, process, database))
        stored = json.loads(server.run(environment, "-m", "bench.authors"))
    lost = sum(not author.has_kept(stored[str(author.section)]) for author in told)
    print_table(f"{authors:,} authors save every {EVERY} s for {SECONDS} s", HEADER, [_row(told, lost)])
    print_table("What that cost", COST, [cost])


async def _write(port: int, people: list[dict[str, Any]], *processes: int) -> tuple[list[Author], list[str]]:
    """The authors, and what a save cost each of the processes with those that it has started."""
    connections = asyncio.Semaphore(64)  # as many as a proxy keeps open to the site
    authors = [Author(port, connections, number, **person) for number, person in enumerate(people)]
    before, until = [*map(computed_seconds, processes)], asyncio.get_running_loop().time() + SECONDS
    await asyncio.gather(*(author.write(until, EVERY * number / len(people)) for number, author in enumerate(authors)))
    saves = sum(len(author.told.waited) for author in authors)
    each = [(computed_seconds(pid) - was) / saves for pid, was in zip(processes, before, strict=True)]
    return authors, ["", *(f"{seconds * 1000:.1f}" for seconds in each), f"{sum(each) * WANTED:.1f}"]


def _row(authors: list[Author], lost: int) -> list[str]:
    waited = [seconds for author in authors for seconds in author.told.waited]
    answers = sum((author.told.others for author in authors), Counter[str]())
    rate = len(waited) / max(author.told.last for author in authors)
    times = [f"{value * 1000:.0f}" for value in (median(waited), quantiles(waited, n=20)[-1], max(waited))]
    others = ", ".join(f"{name}: {count}" for name, count in answers.items()) or "none"
    return [
        "",
        f"{len(waited):,}",
        f"{rate:.0f}",
        "≥ 150",
        "met" if rate >= 150 else "missed",
        *times,
        others,
        str(lost),
    ]
