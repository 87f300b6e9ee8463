"""PostgreSQL that can be stopped, killed and filled up."""

import os
import random
import signal
import subprocess
from pathlib import Path

from scripts import with_postgresql

from .processes import children_of, kill, wait_for

# Of its journal so little that it all fits on a small disk.
_OPTIONS = ["-c", "max_connections=200", "-c", "max_wal_size=128MB", "-c", "min_wal_size=32MB"]


class PostgreSQL:
    """With everything on: a power cut loses nothing."""

    def __init__(self, folder: Path, *, data: Path | None = None, **environment: str) -> None:
        """`data` is made, where it should lie elsewhere; `environment` is the server's beside that of this process."""
        folder.mkdir()
        self.folder, self.data = folder, data or folder / "data"
        self.environment = os.environ | environment
        self.programs = with_postgresql.lend(folder)
        folder.parent.chmod(0o755)
        initdb = [self.programs / "initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale"]
        self.run(*initdb, self.data)
        self.url = f"postgres://postgres@/postgres?host={folder}"
        self.start()

    def start(self) -> None:
        arguments = [self.programs / "postgres", "-D", self.data, "-k", self.folder, "-h", "", *_OPTIONS]
        told = {"env": self.environment, **with_postgresql.UNPRIVILEGED}
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(arguments, stdout=log, stderr=log, **told)
        wait_for(self.ask)

    def ask(self) -> None:
        subprocess.run([self.programs / "pg_isready", "--quiet", "--host", self.folder], check=True)

    def stop(self) -> None:
        """At once, without saving anything first."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    def recover(self) -> None:
        """It ends by itself where it can neither write nor recover; whoever keeps it starts it again."""
        if self.process.poll() is None:
            wait_for(self.ask)
        if self.process.poll() is not None:
            self.start()

    def damage(self) -> list[str]:
        """What a copy refuses that is made of everything: rows that cannot be read, lead nowhere or are there twice."""
        server = ["--host", self.folder, "--username=postgres"]
        copied = self.folder / "copied.sql"
        said = self._ask("pg_dump", *server, "--file", copied, "postgres") + self._ask("createdb", *server, "copy")
        said += self._ask("psql", *server, "--quiet", "--output=/dev/null", "--file", copied, "copy")
        copied.unlink(missing_ok=True)
        return said.splitlines()

    def _ask(self, program: str, *arguments: object) -> str:
        """What it complains of."""
        asked = subprocess.run([self.programs / program, *arguments], stderr=subprocess.PIPE, text=True, check=False)
        return asked.stderr

    def kill_one(self) -> None:
        if children := children_of(self.process.pid):  # none where it recovers from the last one
            kill(random.choice(children))

    def run(self, *command: object) -> None:
        nowhere = subprocess.DEVNULL
        subprocess.run(command, stdout=nowhere, cwd=self.folder, check=True, **with_postgresql.UNPRIVILEGED)
