"""Two machines of one site: web and work on each, a database with a standby, a bucket. Each can be killed."""

import shutil
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from bench import ROOT, server
from bench.faults.postgresql import PostgreSQL
from bench.faults.processes import kill_all, wait_for
from scripts import with_bucket, with_postgresql

_HOLDER = """
    SELECT activity.application_name FROM pg_locks JOIN pg_stat_activity AS activity USING (pid)
    WHERE locktype = 'advisory' AND starts_with(activity.application_name, 'work') LIMIT 1
"""


class Standby(PostgreSQL):
    """Has every transaction before the primary says that it is done."""

    def __init__(self, primary: PostgreSQL, folder: Path) -> None:
        folder.mkdir()
        if with_postgresql.IS_ROOT:
            shutil.chown(folder, "nobody")
        self.folder, self.data, self.programs = folder, folder / "data", primary.programs
        self.environment = primary.environment
        copy = [self.programs / "pg_basebackup", "--host", primary.folder, "--username=postgres", "--checkpoint=fast"]
        self.run(*copy, "--write-recovery-conf", "--wal-method=stream", "--pgdata", self.data)
        self.start()
        with psycopg.connect(host=str(primary.folder), user="postgres", autocommit=True) as asked:
            asked.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            asked.execute("SELECT pg_reload_conf()")

    def promote(self) -> None:
        self.run(self.programs / "pg_ctl", "promote", "--wait", "--pgdata", self.data)


class Machine:
    """`web` and `work` are processes of its own; nothing of its disk is known to the other machine."""

    def __init__(self, name: str, environment: dict[str, str], folder: Path) -> None:
        self.name, self.environment = name, environment | {"RUNTIME_DIRECTORY": str(folder / f"run-{name}")}
        self.log = (folder / f"log-{name}").open("ab")
        self.port = with_bucket.free_port()
        self.web: subprocess.Popen[bytes] | None = None
        self.work: subprocess.Popen[bytes] | None = None

    def start_web(self) -> None:
        self.web = self._start(f"web-{self.name}", "-m", *server.GUNICORN, "--bind", f"127.0.0.1:{self.port}")
        wait_for(lambda: socket.create_connection(("127.0.0.1", self.port), timeout=1).close())

    def start_work(self) -> None:
        self.work = self._start(f"work-{self.name}", "manage.py", "work")

    def kill_web(self) -> None:
        self.web = _killed(self.web)

    def kill_work(self) -> None:
        self.work = _killed(self.work)

    def _start(self, named: str, *arguments: str) -> subprocess.Popen[bytes]:
        """PostgreSQL is told the name: who has a lock can be asked."""
        environment = self.environment | {"PGAPPNAME": named}
        command = [sys.executable, *arguments]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=self.log, stderr=self.log)


def _killed(process: subprocess.Popen[bytes] | None) -> None:
    if process:
        kill_all(process.pid)
        process.wait()


class Cluster:
    """Between `with` and its end. `primary` may be lost; the machines go to whichever database takes writes."""

    def __init__(self, folder: Path, bucket: str) -> None:
        self.primary = PostgreSQL(folder / "primary")
        self.hosts = [self.primary.folder, folder / "standby"]
        one_name = quote(",".join(map(str, self.hosts)), safe="/,")
        url = f"postgres://postgres@/postgres?host={one_name}&target_session_attrs=read-write&connect_timeout=5"
        self.environment = server.environment_of(url, "/nonexistent") | with_bucket.environment_of(bucket)
        self.environment["RUNTIME_DIRECTORY"] = str(folder / "run")
        self.folder = folder
        self.machines = [Machine(name, self.environment, folder) for name in "AB"]
        self.standby: Standby | None = None

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *_error: object) -> None:
        for machine in self.machines:
            machine.kill_web()
            machine.kill_work()
        for database in filter(None, (self.standby, self.primary)):
            kill_all(database.process.pid)
            database.process.wait()

    def add_standby(self) -> None:
        self.standby = Standby(self.primary, self.hosts[1])

    def ask(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Of the database that takes writes. Empty while there is none."""
        with suppress(psycopg.OperationalError):
            hosts = ",".join(map(str, self.hosts))
            with psycopg.connect(host=hosts, user="postgres", target_session_attrs="read-write") as asked:
                return asked.execute(statement, values).fetchall()
        return []

    def working(self) -> Machine | None:
        """Whose work holds a row or a batch just now."""
        held = {name.removeprefix("work-") for (name,) in self.ask(_HOLDER)}
        return next((machine for machine in self.machines if machine.name in held), None)

    def lose_primary(self) -> None:
        kill_all(self.primary.process.pid)
        self.primary.process.wait()
        assert self.standby  # noqa: S101
        self.standby.promote()
