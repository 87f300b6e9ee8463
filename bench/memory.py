"""How much memory a worker of the site has, fresh and after thousands of requests: pages, news and saves of one author.

It takes some minutes: python -m bench memory. REQUESTS in the environment makes it shorter.
"""

import os
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from bench import print_table, server
from bench.site import Person

ALONE = True
REQUESTS = int(os.environ.get("REQUESTS", "10000"))
ACTIONS = (Person.open_home, Person.open_report, Person.open_section, Person.save_section, Person.read)
ONE_FOR_ALL = ("--workers", "1", "--max-requests", "0")  # none is replaced meanwhile
AIM = 150


def main() -> None:
    """A table for each database. The aim is for the last row."""
    for name, database in (("SQLite", server.sqlite), ("PostgreSQL", server.postgresql)):
        with database() as url, server.filled(url, authors=1) as (environment, (author,)):
            with server.serve(environment, *ONE_FOR_ALL) as (port, process):
                rows = list(_rows(port, process, author))
            print_table(f"Memory of a worker on {name}", ("requests", "MB", "of it its own", "aim", ""), rows)


def _rows(port: int, process: int, author: dict) -> Iterator[list[str]]:
    yield ["none", *_memory(process), "", ""]
    person, actions, done = Person(port, **author), cycle(ACTIONS), 0
    for part in (REQUESTS // 10, REQUESTS // 2, REQUESTS):
        for act in islice(actions, part - done):
            act(person)
        done = part
        resident, own = _memory(process)
        aim = [f"≤ {AIM}", "met" if int(resident) <= AIM else "missed"] if done == REQUESTS else ["", ""]
        yield [str(done), resident, own, *aim]


def _memory(process: int) -> list[str]:
    """Of its only child, in MB: resident, and what it shares with no other process."""
    (worker,) = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    lines = Path(f"/proc/{worker}/smaps_rollup").read_text().splitlines()[1:]
    kilobytes = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)}
    return [
        f"{size / 1024:.0f}" for size in (kilobytes["Rss"], kilobytes["Private_Clean"] + kilobytes["Private_Dirty"])
    ]
