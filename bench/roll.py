"""Importing a roll of 50,000 rows: reading the workbook, what it would do, doing it, and the same again."""

import json
from collections.abc import Iterator
from tempfile import TemporaryDirectory

from bench import print_table, server

AIM = 60
HEADER = ("50,000 rows of 15 columns, 300 new units", "CPU seconds", "waited", "aim", "")


def main() -> None:
    """By manage.py's own path, workers included, on each database."""
    for name, database in (("SQLite", server.sqlite), ("PostgreSQL", server.postgresql)):
        with database() as url, TemporaryDirectory(prefix="bench-") as documents:
            environment = server.environment_of(url, documents)
            server.run(environment, "manage.py", "migrate", "--verbosity", "0")
            measured = json.loads(server.run(environment, "-m", "bench.roll_file"))
        print_table(f"The roll from a spreadsheet on {name}", HEADER, rows(measured))


def rows(measured: dict[str, list[float]]) -> Iterator[list[str]]:
    """A worker's own processor time is not this process's: of reading only the waiting counts."""
    for name, (computed, waited) in measured.items():
        yield [name, f"{computed:.1f}", f"{waited:.1f}", f"≤ {AIM}", "met" if waited <= AIM else "missed"]
