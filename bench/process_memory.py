"""The peak memory of processes and of those that they start, each by its name, and what was being done then."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event, Thread

_EVERY = 0.05  # seconds
_NAMES = {"workers.worker": "file worker", "gunicorn": "web process", "manage.py work": "background work"}


class Peaks(Thread):
    """`doing` is set by whoever measures. `largest`: by name the megabytes, and what was being done."""

    def __init__(self, roots: Sequence[int]) -> None:
        super().__init__(daemon=True)
        self._roots = roots
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
        for pid in [*self._roots, *(child for root in self._roots for child in _children(root))]:
            name, peak = _name(pid), _peak(pid)
            if peak > self.largest.get(name, (0.0, ""))[0]:
                self.largest[name] = peak, self.doing


def _children(pid: int) -> Iterator[int]:
    for task in _tasks(pid):
        for child in _read(task / "children").split():
            yield int(child)
            yield from _children(int(child))


def _tasks(pid: int) -> list[Path]:
    try:
        return [*Path(f"/proc/{pid}/task").iterdir()]
    except OSError:  # it has ended
        return []


def _name(pid: int) -> str:
    command = _read(Path(f"/proc/{pid}/cmdline")).replace("\0", " ")
    return next((said for part, said in _NAMES.items() if part in command), "other programs")


def _peak(pid: int) -> float:
    """In megabytes; 0 for one that has ended."""
    lines = _read(Path(f"/proc/{pid}/status")).splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:  # it has ended
        return ""
