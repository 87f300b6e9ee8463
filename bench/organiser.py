"""An organiser's dashboard and lists with 20,000 officials, beside a loop that touches nothing else."""

import json
import timeit
from collections.abc import Iterator
from tempfile import TemporaryDirectory

from bench import print_table, server

HEADER = ("", "rows", "CPU ms", "loops of squares", "waited ms")


def main() -> None:
    """A table for each database. CPU is that of the site and of PostgreSQL together; its ratio to the loop is what
    another machine can be compared by.
    """
    for name, database in (("SQLite", server.sqlite), ("PostgreSQL", server.postgresql)):
        with database() as url, TemporaryDirectory(prefix="bench-") as documents:
            environment = server.environment_of(url, documents)
            server.run(environment, "manage.py", "migrate", "--verbosity", "0")
            measured = json.loads(server.run(environment, "-m", "bench.county"))
        title = f"A county of 20,000 officials on {name}, made in {measured['built']:.0f} s"
        print_table(title, HEADER, rows(measured["rows"]))


def rows(measured: list[list]) -> Iterator[list[str]]:
    loop = min(timeit.repeat("sum(i * i for i in range(100_000))", number=1, repeat=20)) * 1000
    for name, found, computed, waited in measured:
        yield [name, str(found), f"{computed:.1f}", f"{computed / loop:.1f}", f"{waited:.1f}"]
