"""One site on two machines, which are killed while people write and a ZIP is made: nothing may be lost.

`python -m bench machines` runs it; as a part of `python -m bench` it is left out. Two gunicorns and two `manage.py
work`, each with a folder of its own, one PostgreSQL with a standby, one bucket. REPORTS is how many are collected.
"""

import hashlib
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any
from zipfile import ZipFile

from bench import ROOT, print_table, server
from bench.faults.people import Person, Said, write
from scripts import with_bucket

from .cluster import Cluster, Machine

REPORTS = int(os.environ.get("REPORTS", "24"))
ALONE = True  # not with the others
PATIENCE = 120  # seconds for each step
_AFTER = 10  # seconds that people go on writing on the standby
_WAITING = "SELECT count(*) FROM reports_batchitem WHERE batch_id = %s AND state = 'waiting'"
_ENDED = "SELECT ended_at IS NOT NULL FROM reports_batch WHERE id = %s"


class RoamingPerson(Person):
    """As a balancer does it: where one machine does not answer, the other is asked."""

    def __init__(self, ports: list[int], username: str, over: Event, counted: Counter[str]) -> None:
        self.ports = ports
        super().__init__(ports[0], username, over, counted)

    def ask(self, path: str, fields: dict[str, str] | None = None, **headers: str) -> Said | None:
        said = super().ask(path, fields, **headers)
        if said is None:
            self.port = next(port for port in self.ports if port != self.port)
            self.counted["asked the other machine"] += 1
        return said

    def sign_in(self) -> None:
        self.counted["signed in"] += 1
        super().sign_in()


def main() -> None:
    with TemporaryDirectory(prefix="machines-") as folder, with_bucket.server() as bucket:  # noqa: SIM117
        with Cluster(Path(folder), bucket) as cluster:
            for command in (["migrate", "--verbosity", "0"], ["demo"]):
                server.run(cluster.environment, "manage.py", *command)
            cast = json.loads(server.run(cluster.environment, "-m", "bench.machines.cast", str(REPORTS)))
            cluster.add_standby()
            _print(*_try(cluster, cast))


def _try(cluster: Cluster, cast: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    over, counted, faults = Event(), Counter[str](), Counter[str]()
    for machine in cluster.machines:
        machine.start_web()
    told, threads = _begin_to_write(cluster, cast, over, counted)
    try:
        for machine in cluster.machines:
            machine.start_work()
        _kill_until_collected(cluster, cast["batch"], faults)
        archive = _fetch(cluster, cast, over, counted)
        cluster.lose_primary()
        faults["database killed, standby promoted"] += 1
        taken = _taken(told)
        _wait(
            lambda: all(now > before for now, before in zip(_taken(told), taken, strict=True)), "people can write again"
        )
        time.sleep(_AFTER)
    finally:
        over.set()
        for thread in threads:
            thread.join()
    return faults, counted, _judge(cluster, cast | {"people": told}), _look_into(archive, cast), _done(told)


def _begin_to_write(
    cluster: Cluster, cast: dict[str, Any], over: Event, counted: Counter[str]
) -> tuple[list[dict[str, Any]], list[Thread]]:
    told, threads = [], []
    for number, about in enumerate(cast["writers"]):
        ports = [machine.port for machine in cluster.machines]
        person = RoamingPerson(ports[:: -1 if number % 2 else 1], about["username"], over, counted)
        done = dict(about)
        told.append(done)
        person.sign_in()
        threads.append(Thread(target=write, args=(person, about, done)))
        threads[-1].start()
    return told, threads


def _kill_until_collected(cluster: Cluster, batch: int, faults: Counter[str]) -> None:
    """Of the workers one in the middle of a report and one in the middle of the ZIP; the webs in turn, all the time."""
    webs = iter(cluster.machines * 1000)
    killed = _kill_at_work(cluster, lambda: 0 < _waiting(cluster, batch) < REPORTS)
    faults[f"work of {killed.name} killed in the middle of a report"] += 1
    while _waiting(cluster, batch):
        _kill_web(next(webs), faults)
        if killed.work is None and _waiting(cluster, batch) < REPORTS // 2:
            killed.start_work()
    if killed.work is None:
        killed.start_work()
    killed = _kill_at_work(cluster, lambda: not _waiting(cluster, batch) and not _has_ended(cluster, batch))
    faults[f"work of {killed.name} killed in the middle of the ZIP"] += 1
    for machine in cluster.machines:
        _kill_web(machine, faults)
    _wait(lambda: _has_ended(cluster, batch), "the ZIP is there")


def _kill_at_work(cluster: Cluster, moment: Callable[[], bool]) -> Machine:
    found: list[Machine] = []

    def look() -> bool:
        machine = cluster.working()
        if machine and moment():
            machine.kill_work()
            found.append(machine)
        return bool(found)

    _wait(look, "somebody is at work")
    return found[0]


def _kill_web(machine: Machine, faults: Counter[str]) -> None:
    time.sleep(random.uniform(1, 3))  # noqa: S311 - no secret
    machine.kill_web()
    faults[f"web of {machine.name} killed"] += 1
    time.sleep(random.uniform(0.5, 2))  # noqa: S311
    machine.start_web()


def _waiting(cluster: Cluster, batch: int) -> int:
    return cluster.ask(_WAITING, batch)[0][0]


def _has_ended(cluster: Cluster, batch: int) -> bool:
    return cluster.ask(_ENDED, batch)[0][0]


def _wait(until: Callable[[], bool], what: str) -> None:
    begun = time.monotonic()
    while not until():
        if time.monotonic() > begun + PATIENCE:
            raise SystemExit(f"within {PATIENCE} seconds it did not come so far that {what}")
        time.sleep(0.05)


def _taken(told: list[dict[str, Any]]) -> list[int]:
    return [one.get("taken", 0) for one in told]


def _fetch(cluster: Cluster, cast: dict[str, Any], over: Event, counted: Counter[str]) -> bytes:
    """As the organiser downloads it, from the machine that is asked second."""
    organiser = RoamingPerson([machine.port for machine in cluster.machines][::-1], cast["organiser"], over, counted)
    organiser.sign_in()
    said = organiser.insist(cast["file"])
    return said.body if said else b""


def _look_into(archive: bytes, cast: dict[str, Any]) -> dict[str, Any]:
    with ZipFile(BytesIO(archive)) as opened:
        names = opened.namelist()
        sums = opened.read("SHA256SUMS.txt").decode().splitlines()
        wrong = [line for line in sums if hashlib.sha256(opened.read(line[66:])).hexdigest() != line[:64]]
        damaged = opened.testzip()
    unlisted = {*names} - {line[66:] for line in sums}
    return {
        "of them not as in SHA256SUMS.txt": len(wrong) + bool(damaged),
        "in no list": len(unlisted) - 2,  # the list itself, and the contents, which come last
        "reports missing": cast["reports"] - sum(name.endswith(".docx") for name in names),
        "sha256": hashlib.sha256(archive).hexdigest(),
        "files": len(names),
    }


def _done(told: list[dict[str, Any]]) -> dict[str, int]:
    return {"people": len(told), "saves acknowledged": sum(one.get("saves", 0) for one in told)}


def _judge(cluster: Cluster, told: dict[str, Any]) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.machines.judge"]
    judged = subprocess.run(
        command,
        cwd=ROOT,
        env=cluster.environment,
        input=json.dumps(told),
        text=True,
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(judged.stdout)


def _print(
    faults: dict[str, int], counted: dict[str, int], left: dict[str, Any], archive: dict[str, Any], done: dict[str, int]
) -> None:
    """Ends with 1 where anything was lost."""
    done |= {"files in the ZIP": archive.pop("files"), "rows begun again": left.pop("rows begun again")}
    whole = {"its SHA-256 is not the one that is stored": int(archive.pop("sha256") != left.pop("sha256"))}
    found = {name: len(one) for name, one in left.items()} | archive | whole
    print_table("What was done to them", ("", "times"), [[name, str(count)] for name, count in faults.items()])
    print_table("Meanwhile", ("", "number"), [[name, str(count)] for name, count in (done | counted).items()])
    print_table("Afterwards", ("", "found"), [[name, str(count)] for name, count in found.items()])
    if any(found.values()):
        raise SystemExit("\n".join(map(str, chain.from_iterable(left.values()))) or "Something was lost.")
