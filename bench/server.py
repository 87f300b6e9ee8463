"""The site as production serves it, on a database of its own that lives as long as the measuring."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from bench import ROOT
from scripts import with_postgresql

GUNICORN = ["gunicorn", "bench.application", "--log-level", "warning"]


@contextmanager
def sqlite() -> Iterator[str]:
    """Yield the URL of a new database."""
    with TemporaryDirectory(prefix="bench-") as folder:
        yield f"sqlite:///{folder}/db.sqlite3"


@contextmanager
def postgresql() -> Iterator[str]:
    """Yield the URL of a server that is started for it, and that keeps what was acknowledged through a power cut."""
    safe = with_postgresql.SAFE
    with TemporaryDirectory(prefix="bench-") as folder, with_postgresql.server(Path(folder), *safe) as url:
        yield url


@contextmanager
def site(database: str, *, authors: int) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Serve the site with the demonstration and some authors more; yield its port and those authors."""
    with filled(database, authors=authors) as (environment, people), serve(environment) as (port, _process):
        yield port, people


@contextmanager
def filled(database: str, *, authors: int) -> Iterator[tuple[dict[str, str], list[dict[str, Any]]]]:
    """Yield what the site is to be served with, and the authors."""
    with TemporaryDirectory(prefix="bench-") as documents:
        environment = environment_of(database, documents)
        for command in (["migrate", "--verbosity", "0"], ["demo"]):
            run(environment, "manage.py", *command)
        yield environment, json.loads(run(environment, "-m", "bench.authors", str(authors)))


def environment_of(database: str, documents: str) -> dict[str, str]:
    """Nothing of this machine's own settings: production's defaults, but over plain http."""
    wanted = {"DATABASE_URL": database, "DOCUMENTS_ROOT": documents, "ENV_FILE": os.devnull, "DEBUG": "0", "HTTPS": "0"}
    settings = {"DJANGO_SETTINGS_MODULE": "reportsite.settings", "SECRET_KEY": "only-for-measuring"}
    return os.environ | wanted | settings


def run(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, text=True, stdout=subprocess.PIPE).stdout


@contextmanager
def serve(environment: dict[str, str], *options: str, journal: IO[bytes] | None = None) -> Iterator[tuple[int, int]]:
    """Yield its port, and the number of the process whose children are the workers. `options` are gunicorn's; what it
    says goes into the journal.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", *GUNICORN, "--bind", f"127.0.0.1:{port}", *options]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=journal)
    try:
        _wait_for(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


@contextmanager
def work(environment: dict[str, str]) -> Iterator[int]:
    """Do what is done in the background; yield the number of the process."""
    process = subprocess.Popen([sys.executable, "manage.py", "work"], cwd=ROOT, env=environment)
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("gunicorn did not start")
