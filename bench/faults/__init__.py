"""People work while the site is broken, a thousand times over: what they were told is done must be so afterwards.

`python -m bench faults` runs it; as a part of `python -m bench` it is left out, for it takes half an hour. FAULTS is
the number of faults on each database. It ends with 1 where anything was lost. Needs root, to mount small disks, and cc.
"""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any

from bench import ROOT, print_table, server

from .breakable import BreakableSite
from .keepers import collect, export, keep_evidence
from .people import Person, Work, agree, move, talk, write
from .processes import left_of
from .small_disk import can_mount

FAULTS = int(os.environ.get("FAULTS", "500"))
SECONDS = int(os.environ.get("FAULTS_SECONDS", "3600"))  # it ends earlier then, and says after how many
TOLD_WHY = "not published, and people are told why"  # which is no loss
ALONE = True  # not with the others
PATIENCE, OF_PAPER = 2, 5  # seconds between two faults, at most; where a PDF has to be made meanwhile
_ERROR = re.compile(r"^([\w.]*(?:Error|Exception|Full|Refused|Locked|Interrupt)\w*)\b", re.MULTILINE)


def main() -> None:
    if not can_mount():
        raise SystemExit("Only root can mount the small disks that are filled.")
    wrong = []
    for database in os.environ.get("FAULTS_ON", "SQLite,PostgreSQL").split(","):
        with TemporaryDirectory(prefix="faults-") as folder:
            wrong += [f"{database}: {found}" for found in _measure(database, Path(folder))]
    if wrong:
        raise SystemExit("\n".join(wrong))


def _measure(database: str, folder: Path) -> list[str]:
    """What was found wrong."""
    site = BreakableSite(database, folder)
    try:
        for command in (["collectstatic", "--no-input", "--verbosity", "0"], ["migrate", "--verbosity", "0"], ["demo"]):
            server.run(site.environment, "manage.py", *command)
        cast = json.loads(server.run(site.environment, "-m", "bench.faults.cast"))
        with site:
            begun = time.monotonic()
            faults, counted, told = _break(site, cast)
            seconds = time.monotonic() - begun
        server.run(site.environment, "manage.py", "work", "--until-done")
        left = _judge(site, told) | _left_behind(site, counted)
        errors = Counter(_ERROR.findall((folder / "log").read_text(errors="replace")))
    finally:
        if keep := os.environ.get("FAULTS_LOG"):
            shutil.copy(folder / "log", f"{keep}-{database}")
        site.close()
    _print(database, seconds, faults, counted, told, left)
    print_table(
        "Exceptions in the journal", ("", "times"), [[name, str(count)] for name, count in errors.most_common()]
    )
    return [one for name, found in left.items() if name != TOLD_WHY for one in found]


def _left_behind(site: BreakableSite, counted: Counter[str]) -> dict[str, list[str]]:
    """Beside what the database says: processes, files, answers, people."""
    time.sleep(2)  # those whose parents were killed read that nobody is there any more
    before = len(site.temporary_files())
    server.run(site.environment, "manage.py", "work", "--until-done")  # takes away what they left, as each that starts
    print(f"{before} temporary files of killed processes, until the next one started", file=sys.stderr)
    of_database = site.postgresql.damage() if site.postgresql else []
    return {
        "what a copy of the database refuses": of_database,
        "processes that nobody ends": [*left_of(f"RUNTIME_DIRECTORY={site.environment['RUNTIME_DIRECTORY']}")],
        "temporary files": site.temporary_files(),
        "answers 500": ["500"] * counted["500"],
        "answers that never came": ["hung"] * counted["hung"],
        "people of the bench who could not go on": ["gave up"] * counted["gave up"],
    }


def _break(site: BreakableSite, cast: dict[str, Any]) -> tuple[Counter[str], Counter[str], list[dict[str, Any]]]:
    over, counted, told = Event(), Counter[str](), list[dict[str, Any]]()
    working = [
        Thread(target=_work, args=(site, over, counted, told, work, people))
        for work, people in (
            *((write, [one]) for one in cast["writers"]),
            *((move, [one]) for one in cast["movers"]),
            *((talk, [one]) for one in cast["talked"]),
            (export, cast["writers"][:1]),
            (export, cast["talked"][:1]),
            (collect, cast["collected"]),
            (keep_evidence, cast["kept"]),
            (agree, cast["agreed"]),
        )
    ]
    for thread in working:
        thread.start()
    try:
        faults = _break_on(site, told)
        time.sleep(3)
    finally:
        over.set()
        for thread in working:
            thread.join()
    return faults, counted, told


def _break_on(site: BreakableSite, told: list[dict[str, Any]]) -> Counter[str]:
    faults = Counter[str]()
    weights = {name: often for name, (often, _fault) in site.breaks.items()}
    begun = time.monotonic()
    while faults.total() < FAULTS and time.monotonic() < begun + SECONDS:
        (name,) = random.choices([*weights], [*weights.values()])
        site.breaks[name][1]()
        faults[name] += 1
        print(f"\r{faults.total()} faults", end="", file=sys.stderr, flush=True)
        _wait_until_done(told)
    site.clock.put_right()
    return faults


def _wait_until_done(told: list[dict[str, Any]]) -> None:
    """One more act of a kind drawn by lot, and a moment: so each kind is met at work, also those that take long.

    Not for ever, for a fault may leave the site silent.
    """
    kind, began = random.choice([*_acts(told)]), time.monotonic()
    done, patience = _acts(told)[kind], OF_PAPER if kind == "published" else PATIENCE
    while _acts(told)[kind] == done and time.monotonic() < began + patience:
        time.sleep(0.05)
    time.sleep(random.uniform(0, 0.3))


def _acts(told: list[dict[str, Any]]) -> dict[str, int]:
    """What people were told is done."""
    return {
        "saves": sum(one.get("saves", 0) for one in told),
        "comments": sum(len(one.get("comments", [])) for one in told),
        "submissions": sum(one.get("submitted", 0) for one in told),
        "agreed": sum("agreed" in one for one in told),
        "published": sum("published" in one for one in told),
        "evidence": sum(len(one.get("evidence", [])) for one in told),
        "files": sum(sum(one.get("files", {}).values()) for one in told),
    }


def _work(
    site: BreakableSite, over: Event, counted: Counter[str], told: list[dict[str, Any]], work: Work, people: list[Any]
) -> None:
    """One after the other, spread over the time where there are several."""
    for about in people:
        if over.is_set():
            return
        person = Person(site.proxy.port, about["username"], over, counted)
        done = dict(about)
        told.append(done)
        try:
            person.sign_in()
            work(person, about, done)
        except Exception:
            counted["gave up"] += 1
            raise


def _judge(site: BreakableSite, told: list[dict[str, Any]]) -> dict[str, list[str]]:
    command = [sys.executable, "-m", "bench.faults.judge"]
    judged = subprocess.run(
        command, cwd=ROOT, env=site.environment, input=json.dumps(told), text=True, stdout=subprocess.PIPE, check=True
    )
    return json.loads(judged.stdout)


def _print(
    database: str,
    seconds: float,
    faults: Counter[str],
    counted: Counter[str],
    told: list[dict[str, Any]],
    left: dict[str, list[str]],
) -> None:
    rows = [[name, str(count)] for name, count in (*faults.most_common(), ("together", faults.total()))]
    print_table(f"{database}: {faults.total()} faults in {seconds:.0f} s", ("", "times"), rows)
    taken = sum((Counter(one.get("files", {})) for one in told), Counter[str]())
    opened = {
        name: sum(one.get(name, 0) for one in told)
        for name in ("opened anew", "evidence refused", "publication asked for again")
    }
    meanwhile = _acts(told) | {f"file: {kind}": count for kind, count in taken.items()} | opened | counted
    print_table("Meanwhile", ("", "number"), [[name, str(count)] for name, count in meanwhile.items()])
    print_table("Afterwards", ("", "found"), [[name, str(len(found))] for name, found in left.items()])
    for found in left.values():
        print(*found[:20], sep="\n")
