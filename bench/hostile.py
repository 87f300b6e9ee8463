"""Hostile requests and hostile files, over every address and role of the demonstration, sent to the site as production
serves it, on both databases: how many fail or hang, and how large each process grows. It ends with 1 where any does.
`python -m bench.hostile SEED REQUESTS FILES` takes others; HOSTILE_ON names one database.
"""

import json
import os
import sys
from collections.abc import Iterator
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any

from bench import print_table, server

REQUESTS, FILES = 10_000, 2_000
MOST = 400  # MB that a process may take
ALONE = True  # takes minutes, and is asked for by its name
DATABASES = {"SQLite": server.sqlite, "PostgreSQL": server.postgresql}
HEADER = ("what", "how many", "no answer or 5xx", "over 10 s", "slowest, s", "median, ms", "answers")


def main(seed: str = "18", requests: str = str(REQUESTS), files: str = str(FILES)) -> None:
    wrong = []
    for database in os.environ.get("HOSTILE_ON", ",".join(DATABASES)).split(","):
        measured = _measure(database, seed, requests, files)
        print_table(f"{database}: hostile requests and files, seed {seed}", HEADER, measured["rows"])
        large = [[name, f"{peak:.0f}", "yes" if peak > MOST else "no", at] for name, peak, at in measured["memory"]]
        print_table("Memory", ("process", "most, MB", f"over {MOST}", "when it grew last"), large)
        wrong += [f"{database}: {what}" for what in _wrong(measured)]
    if wrong:
        raise SystemExit("\n".join(wrong))


def _measure(database: str, seed: str, requests: str, files: str) -> dict[str, Any]:
    with DATABASES[database]() as url, TemporaryDirectory(prefix="bench-") as documents, TemporaryFile() as journal:
        environment = server.environment_of(url, documents)
        server.run(environment, "manage.py", "migrate", "--verbosity", "0")
        server.run(environment, "manage.py", "demo", "--password", "shui-qu-xiufu-2026")
        with server.serve(environment, journal=journal) as (port, web), server.work(environment) as work:
            sending = ["bench.hostile_requests", seed, requests, files, *map(str, (port, web, work))]
            said = server.run(environment, "-m", *sending)
    return json.loads(said.splitlines()[-1])


def _wrong(measured: dict[str, Any]) -> Iterator[str]:
    yield from measured["failed"]
    yield from (f"{name}: {peak:.0f} MB, {doing}" for name, peak, doing in measured["memory"] if peak > MOST)


if __name__ == "__main__":
    main(*sys.argv[1:])
