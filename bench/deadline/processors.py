"""What processes have computed, with those that they started: what others do on the machine does not count."""

from pathlib import Path

from bench.processor import TICKS

_OWN_AND_ENDED = slice(11, 15)  # of the kernel's fields after the name: its own ticks, and of children that have ended


def computed_seconds(*processes: int) -> float:
    """Of each with all that it has started, ended or not."""
    return sum(_seconds(pid) + computed_seconds(*_children(pid)) for pid in processes)


def _seconds(pid: int) -> float:
    return sum(map(int, _fields(pid)[_OWN_AND_ENDED])) / TICKS


def _children(pid: int) -> list[int]:
    return [int(child) for task in Path(f"/proc/{pid}/task").glob("*/children") for child in task.read_text().split()]


def _fields(pid: int) -> list[str]:
    """Those after its name; none of one that has just ended, which its parent counts."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
