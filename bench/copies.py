"""Copies among 100,000 reports of a round, on PostgreSQL."""

import json
from collections.abc import Iterator
from tempfile import TemporaryDirectory

from bench import against_aim, milliseconds, print_table, server

AIMS = {"fingerprints of one added": 50, "candidates of one found": 300, "the check page’s search, a second time": 300}
HEADER = ("100,000 reports", "fingerprints in all", "median ms", "95 % ms", "aim ms", "")


def main() -> None:
    with server.postgresql() as url, TemporaryDirectory(prefix="bench-") as documents:
        environment = server.environment_of(url, documents)
        server.run(environment, "manage.py", "migrate", "--verbosity", "0")
        measured = json.loads(server.run(environment, "-m", "bench.copied_round"))
    print_table("Copies on PostgreSQL", HEADER, _rows(measured))


def _rows(measured: dict) -> Iterator[list[str]]:
    for name, seconds in measured["times"].items():
        yield [name, f"{measured['fingerprints']:,}", *milliseconds(seconds), *against_aim(seconds, AIMS[name])]
