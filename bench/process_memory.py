"""The peak memory of this process and of those that it starts, each by its name, and what was being done then."""

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

_EVERY = 0.05  # seconds
_NAMES = {"workers.worker": "file worker"}


class Peaks(Thread):
    """`doing` is set by whoever measures. `largest`: by name the megabytes, and what was being done."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.doing, self.largest = "", dict[str, tuple[float, str]]()
        self._stopped = Event()

    def run(self) -> None:
        while not self._stopped.wait(_EVERY):
            self._look()

    def stop(self) -> None:
        self._look()
        self._stopped.set()
        self.join()

    def _look(self) -> None:
        for pid in [os.getpid(), *_children(os.getpid())]:
            name, peak = _name(pid), _peak(pid)
            if peak > self.largest.get(name, (0.0, ""))[0]:
                self.largest[name] = peak, self.doing


def _children(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _read(task).split():
            yield int(child)
            yield from _children(int(child))


def _name(pid: int) -> str:
    """Of this process that of the site, though it holds the client that sends as well."""
    command = _read(Path(f"/proc/{pid}/cmdline")).replace("\0", " ")
    known = (said for part, said in _NAMES.items() if part in command)
    return "web process, with the client" if pid == os.getpid() else next(known, "other programs")


def _peak(pid: int) -> float:
    """In megabytes; 0 for one that has ended."""
    lines = _read(Path(f"/proc/{pid}/status")).splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:  # it has ended
        return ""
