"""The site in processes that can be killed, behind a proxy that can be cut, on a small disk, with a clock to be set."""

import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

from bench import ROOT, server
from scripts import with_postgresql

DAY = timedelta(days=1)
YEAR_END, LEAP_DAY = datetime(2026, 12, 31, 15, 59, 57, tzinfo=UTC), datetime(2028, 2, 29, 4, tzinfo=UTC)
DISK = "600m"  # what is made meanwhile fits: what is full, a fault has filled


class Proxy:
    """A network of its own between people and site."""

    def __init__(self, port: int) -> None:
        self.behind, self._open = port, set[socket.socket]()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            client, _address = self._listening.accept()
            try:
                behind = socket.create_connection(("127.0.0.1", self.behind), timeout=5)
            except OSError:
                client.close()
                continue
            behind.settimeout(None)
            self._open |= {client, behind}
            for one, other in ((client, behind), (behind, client)):
                Thread(target=self._hand_on, args=(one, other), daemon=True).start()

    def _hand_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while piece := one.recv(1 << 16):
                other.sendall(piece)
        for end in (one, other):
            self._open.discard(end)
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def cut(self) -> None:
        for end in list(self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


class BreakableSite:
    """Started by `with`; `breaks` are its faults by name, each over when the function returns."""

    def __init__(self, database: str, folder: Path) -> None:
        self.database, self.folder = database, folder
        self.disk = folder / "disk"
        self.disk.mkdir()
        subprocess.run(["/bin/mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", self.disk], check=True)
        self.clock = folder / "clock"
        self.clock.write_text("0")
        self.postgresql = PostgreSQL(folder / "postgresql") if database == "PostgreSQL" else None
        url = self.postgresql.url if self.postgresql else f"sqlite:///{self.disk}/db.sqlite3"
        self.environment = server.environment_of(url, str(self.disk / "documents"))
        self.environment |= {"RUNTIME_DIRECTORY": str(folder / "run"), "CLOCK": str(self.clock)}
        self.environment["DJANGO_SETTINGS_MODULE"] = "bench.faults.settings"
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.proxy = Proxy(self.port)
        self.log = (folder / "log").open("ab")

    def __enter__(self) -> "BreakableSite":
        self.start_web()
        self.start_work()
        return self

    def __exit__(self, *_error: object) -> None:
        for process in (self.web, self.work):
            kill_all(process.pid)
            process.wait()

    def close(self) -> None:
        if self.postgresql:
            self.postgresql.stop()
        subprocess.run(["/bin/umount", "--lazy", self.disk], check=True)

    @property
    def breaks(self) -> dict[str, tuple[int, Callable[[], None]]]:
        """With how often each comes up."""
        database = {"database killed": (6, self._kill_database), "database stopped": (3, self._stop_database)}
        return {
            "web process killed": (26, self._kill_web),
            "whole site killed": (2, self._kill_site),
            "work killed": (12, self._kill_work),
            "network cut": (28, self.proxy.cut),
            "disk full": (10, self._fill_disk),
            **(database if self.postgresql else {"database held": (6, self._hold_database)}),
            "clock set": (8, self._set_clock),
        }

    def start_web(self) -> None:
        arguments = ["-m", *server.GUNICORN, "--preload", "--bind", f"127.0.0.1:{self.port}"]
        self.web = self._start(*arguments)
        wait_for(lambda: socket.create_connection(("127.0.0.1", self.port), timeout=1).close())

    def start_work(self) -> None:
        self.work = self._start("manage.py", "work")

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, *arguments]
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=self.log, stderr=self.log)

    def _kill_web(self) -> None:
        if children := _children(self.web.pid):
            _kill(random.choice(children))

    def _kill_site(self) -> None:
        kill_all(self.web.pid)
        self.web.wait()
        self.start_web()

    def _kill_work(self) -> None:
        kill_all(self.work.pid)
        self.work.wait()
        self.start_work()

    def _kill_database(self) -> None:
        """Of all its processes one: the others end too, and it recovers."""
        self.postgresql.kill_one()
        wait_for(self.postgresql.ask)

    def _stop_database(self) -> None:
        self.postgresql.stop()
        time.sleep(1)
        self.postgresql.start()

    def _hold_database(self) -> None:
        """Somebody else has it for two seconds."""
        opened = sqlite3.connect(self.disk / "db.sqlite3", isolation_level=None, timeout=20)
        with closing(opened) as held, suppress(sqlite3.OperationalError):
            held.execute("BEGIN EXCLUSIVE")
            time.sleep(2)

    def _fill_disk(self) -> None:
        filling = self.disk / "filling"
        with suppress(OSError), filling.open("wb", buffering=0) as file:
            while True:
                file.write(b"0" * 4096)
        time.sleep(0.7)
        filling.unlink()

    def _set_clock(self) -> None:
        """Back, forward, over the end of the year, onto a leap day, or right again."""
        now = datetime.now(UTC)
        ahead = random.choice([-DAY, DAY, YEAR_END - now, LEAP_DAY - now, timedelta(), timedelta()])
        changed = self.clock.with_suffix(".new")
        changed.write_text(str(ahead.total_seconds()))
        changed.replace(self.clock)
        time.sleep(0.5)


class PostgreSQL:
    """With everything on: a power cut loses nothing."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder, self.data = folder, folder / "data"
        self.programs = with_postgresql.lend(folder)
        folder.parent.chmod(0o755)
        initdb = [self.programs / "initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale"]
        self.run(*initdb, self.data)
        self.url = f"postgres://postgres@/postgres?host={folder}"
        self.start()

    def start(self) -> None:
        arguments = [
            self.programs / "postgres",
            "-D",
            self.data,
            "-k",
            self.folder,
            "-h",
            "",
            "-c",
            "max_connections=200",
        ]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(arguments, stdout=log, stderr=log, **with_postgresql.UNPRIVILEGED)
        wait_for(self.ask)

    def ask(self) -> None:
        subprocess.run([self.programs / "pg_isready", "--quiet", "--host", self.folder], check=True)

    def stop(self) -> None:
        """At once, without saving anything first."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    def kill_one(self) -> None:
        if children := _children(self.process.pid):  # none where it recovers from the last one
            _kill(random.choice(children))

    def run(self, *command: object) -> None:
        nowhere = subprocess.DEVNULL
        subprocess.run(command, stdout=nowhere, cwd=self.folder, check=True, **with_postgresql.UNPRIVILEGED)


def wait_for(try_it: Callable[[], None]) -> None:
    for _ in range(900):
        with suppress(OSError, subprocess.CalledProcessError):
            return try_it()
        time.sleep(0.1)
    raise SystemExit("it did not come back within ninety seconds")


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def kill_all(pid: int) -> None:
    for child in _children(pid):
        kill_all(child)
    _kill(pid)


def can_mount() -> bool:
    return os.geteuid() == 0 and shutil.which("mount") is not None
