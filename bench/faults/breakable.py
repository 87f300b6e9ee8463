"""The site, twice, in processes that can be killed, behind a proxy that can be cut, on small disks, with a clock."""

import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bench import ROOT, server

from .clock import Clock
from .postgresql import PostgreSQL
from .processes import children_of, kill, kill_all, wait_for
from .proxy import Proxy
from .small_disk import SmallDisk

_DAY = timedelta(days=1)
_HERE = ZoneInfo("Asia/Shanghai")
_YEAR_END = [datetime(year, 12, 31, 23, 59, 58, tzinfo=_HERE) for year in (2026, 2027)]
_LEAP_DAY = [datetime(2028, 2, day, 23, 59, 58, tzinfo=_HERE) for day in (28, 29)]
_DOCUMENTS, _DATABASE = "600m", "500m"  # what is made meanwhile fits: what is full, a fault has filled
_EACH = 2  # webs, and works


class BreakableSite:
    """Started by `with`; `breaks` are its faults by name, each over when the function returns."""

    def __init__(self, database: str, folder: Path) -> None:
        self.database, self.folder = database, folder
        folder.chmod(0o755)  # PostgreSQL is nobody's
        self.clock = Clock(folder)
        self.documents = SmallDisk(folder / "documents", _DOCUMENTS)
        self.data = SmallDisk(folder / "data", _DATABASE)
        self.postgresql = self._start_postgresql() if database == "PostgreSQL" else None
        url = self.postgresql.url if self.postgresql else f"sqlite:///{self.data.path}/db.sqlite3"
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        self.environment = server.environment_of(url, str(self.documents.path)) | self.clock.environment
        self.environment |= {"RUNTIME_DIRECTORY": str(folder / "run"), "TMPDIR": str(self.temporary)}
        self.environment |= {"DJANGO_SETTINGS_MODULE": "bench.faults.settings", "STATIC_ROOT": str(folder / "static")}
        self.ports = [_free_port() for _ in range(_EACH)]
        self.webs, self.works = list[subprocess.Popen[bytes]](), list[subprocess.Popen[bytes]]()
        self.proxy = Proxy(self.ports)
        self.log = (folder / "log").open("ab")

    def _start_postgresql(self) -> PostgreSQL:
        self.data.path.chmod(0o777)
        return PostgreSQL(self.folder / "postgresql", data=self.data.path / "cluster", **self.clock.environment)

    def __enter__(self) -> "BreakableSite":
        self.webs = [self._start_web(port) for port in self.ports]
        self._wait_for_webs()
        self.works = [self._start_work() for _ in range(_EACH)]
        return self

    def __exit__(self, *_error: object) -> None:
        for process in (*self.webs, *self.works):
            _end(process)

    def temporary_files(self) -> list[str]:
        return [str(path) for path in self.temporary.rglob("*") if path.is_file()]

    def close(self) -> None:
        if self.postgresql:
            self.postgresql.stop()
        for disk in (self.documents, self.data):
            disk.close()

    @property
    def breaks(self) -> dict[str, tuple[int, Callable[[], None]]]:
        """With how often each comes up."""
        database = {"database killed": (5, self._kill_database), "database stopped": (3, self._stop_database)}
        return {
            "web process killed": (22, self._kill_web_process),
            "web process held for a moment": (4, self._hold_web_process),
            "one of two webs killed": (3, self._kill_web),
            "both webs killed": (1, self._kill_webs),
            "one of two works killed": (9, self._kill_work),
            "both works killed": (2, self._kill_works),
            "work held for a moment": (3, self._hold_work),
            "network cut": (24, self.proxy.cut),
            "disk of documents full": (6, lambda: self._fill(self.documents)),
            "disk of the database full": (6, self._fill_database),
            **(database if self.postgresql else {"database held": (6, self._hold_database)}),
            "clock set back or forward": (6, self._set_clock),
            "end of the year": (4, lambda: self._pass_midnight(random.choice(_YEAR_END))),
            "leap day": (4, lambda: self._pass_midnight(random.choice(_LEAP_DAY))),
        }

    def _start_web(self, port: int) -> subprocess.Popen[bytes]:
        return self._start("-m", *server.GUNICORN, "--preload", "--bind", f"127.0.0.1:{port}")

    def _wait_for_webs(self) -> None:
        for port in self.ports:
            wait_for(lambda port=port: socket.create_connection(("127.0.0.1", port), timeout=1).close())

    def _start_work(self) -> subprocess.Popen[bytes]:
        return self._start("manage.py", "work")

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, *arguments]
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=self.log, stderr=self.log)

    def _any_web_process(self) -> int | None:
        processes = [child for web in self.webs for child in children_of(web.pid)]
        return random.choice(processes) if processes else None

    def _kill_web_process(self) -> None:
        if process := self._any_web_process():
            kill(process)

    def _hold_web_process(self) -> None:
        if process := self._any_web_process():
            _hold(process)

    def _kill_web(self) -> None:
        """The other serves people until it is there again."""
        which = random.randrange(_EACH)
        _end(self.webs[which])
        self.webs[which] = self._start_web(self.ports[which])

    def _kill_webs(self) -> None:
        for web in self.webs:
            _end(web)
        self.webs = [self._start_web(port) for port in self.ports]
        self._wait_for_webs()

    def _kill_work(self) -> None:
        which = random.randrange(_EACH)
        _end(self.works[which])
        self.works[which] = self._start_work()

    def _kill_works(self) -> None:
        for work in self.works:
            _end(work)
        self.works = [self._start_work() for _ in range(_EACH)]

    def _hold_work(self) -> None:
        """The other goes on, and may take up what this one was at."""
        _hold(random.choice(self.works).pid)

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
        opened = sqlite3.connect(self.data.path / "db.sqlite3", isolation_level=None, timeout=20)
        with closing(opened) as held, suppress(sqlite3.OperationalError):
            held.execute("BEGIN EXCLUSIVE")
            time.sleep(2)

    def _fill(self, disk: SmallDisk) -> None:
        disk.fill()
        time.sleep(1)
        disk.clear()

    def _fill_database(self) -> None:
        self._fill(self.data)
        if self.postgresql:
            self.postgresql.recover()

    def _set_clock(self) -> None:
        """And leave it so until it is set again."""
        self.clock.set_ahead(random.choice([-_DAY, _DAY, _DAY / 24, -_DAY / 24, _DAY * 0, _DAY * 0]).total_seconds())
        time.sleep(0.5)

    def _pass_midnight(self, before: datetime) -> None:
        self.clock.set_to(before)
        time.sleep(4)
        self.clock.put_right()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def _hold(pid: int) -> None:
    kill(pid, signal.SIGSTOP)
    time.sleep(2)
    kill(pid, signal.SIGCONT)


def _end(process: subprocess.Popen[bytes]) -> None:
    kill_all(process.pid)
    process.wait()
