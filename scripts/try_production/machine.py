"""A clean Debian in a folder, started with its own systemd and a network of its own in which nobody else is."""

import os
import pty
import re
import select
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

RELEASE, MIRROR = "bookworm", "http://deb.debian.org/debian"
TRUSTED = Path("/usr/local/share/ca-certificates")  # what this machine trusts beside Debian's list, a proxy perhaps
PATIENCE = 1800  # seconds without a word
_PLACE = Path("var/tmp/place")  # where the last command left the shell
_PLAIN = {
    "HOME": "/root",
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LANG": "C.UTF-8",
    "TERM": "dumb",
    "SYSTEMD_PAGER": "cat",
}


class Failed(Exception):
    """A command that ended with another status than 0."""


def make_tree(tree: Path, *, copied: Path | None) -> None:
    """By debootstrap, or copied from one that it made."""
    if copied:
        subprocess.run(["cp", "--archive", "--reflink=auto", copied, tree], check=True)
    else:
        subprocess.run(["debootstrap", "--include=dbus,systemd-sysv", RELEASE, tree, MIRROR], check=True)
    for certificate in TRUSTED.glob("*.crt"):
        goal = tree / certificate.relative_to("/")
        goal.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(certificate, goal)


@contextmanager
def started(tree: Path) -> Iterator["Machine"]:
    command = ["systemd-nspawn", "--register=no", "--keep-unit", "--private-network", "--resolv-conf=off", "--boot"]
    with (tree.parent / f"{tree.name}.console").open("wb") as console:
        process = subprocess.Popen(
            [*command, "--console=read-only", "--directory", str(tree)],
            stdin=subprocess.DEVNULL,
            stdout=console,
            stderr=console,
            env=os.environ | {"SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"},
        )
        try:
            machine = Machine(tree, process)
            machine.wait_until_started()
            yield machine
        finally:
            process.terminate()  # which has the machine shut down
            try:
                process.wait(90)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()


class Machine:
    def __init__(self, tree: Path, process: subprocess.Popen) -> None:
        self.tree = tree
        self.process = process
        self.place = "/root"

    def wait_until_started(self) -> None:
        for _ in range(120):
            if self.process.poll() is not None:
                break
            if self._children() and self.said("systemctl is-system-running").strip() in {"running", "degraded"}:
                return
            time.sleep(1)
        raise Failed(f"The machine did not start: {self.tree.parent / self.tree.name}.console")

    def run(self, command: str, *, answers: dict[str, str] | None = None, outside: bool = False) -> None:
        """As root at a terminal. `answers`: to prompts. `outside`: with the network of this machine, to fetch."""
        print(f"\n[{time.strftime('%T')}] # {command}", flush=True)
        script = f"cd {shlex.quote(self.place)} && {{ {command}\n}}; s=$?; pwd > /{_PLACE}; exit $s"
        status = _at_terminal(self._entered(script, outside=outside), answers or {})
        if status != 0:
            raise Failed(f"ended with {status}: {command}")
        self.place = (self.tree / _PLACE).read_text().strip()

    def said(self, command: str, *, given: str = "") -> str:
        """What it prints, whatever its end."""
        entered = self._entered(command, outside=False)
        return subprocess.run(entered, input=given, capture_output=True, text=True, check=False).stdout

    def write(self, path: str, text: str) -> None:
        """A new file as an editor of root makes it; one that is there keeps owner and mode."""
        print(f"\n[{time.strftime('%T')}] {path} is written", flush=True)
        (self.tree / path.lstrip("/")).write_text(text)

    def _entered(self, script: str, *, outside: bool) -> list[str]:
        spaces = ["--mount", "--uts", "--ipc", "--pid", "--cgroup", *([] if outside else ["--net"])]
        (init,) = self._children()
        variables = [f"{name}={value}" for name, value in _PLAIN.items()]
        return ["nsenter", "--target", init, *spaces, "env", "--ignore-environment", *variables, "bash", "-c", script]

    def _children(self) -> list[str]:
        number = self.process.pid
        return Path(f"/proc/{number}/task/{number}/children").read_text().split()


def _at_terminal(command: list[str], answers: dict[str, str]) -> int:
    """Its status. What it prints is shown, and what it asks is answered."""
    number, terminal = pty.fork()
    if number == 0:
        os.execvp(command[0], command)  # noqa: S606 - written above
    said = ""
    while heard := _heard(terminal):
        sys.stdout.write(heard)
        sys.stdout.flush()
        said = (said + heard)[-2000:]
        for prompt, answer in answers.items():
            if re.search(prompt + r"\s*$", said):
                os.write(terminal, f"{answer}\n".encode())
                said = ""
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def _heard(terminal: int) -> str:
    """Nothing at its end."""
    if not select.select([terminal], [], [], PATIENCE)[0]:
        return ""
    try:
        return os.read(terminal, 65536).decode(errors="replace")
    except OSError:  # everybody at the other end has gone
        return ""
