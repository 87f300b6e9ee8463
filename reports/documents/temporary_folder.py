"""A folder for what a process puts down for a moment. What one that was killed left behind, the next takes away."""

import atexit
import fcntl
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

_BEGINS = "duty-reports-"


def use_own_folder() -> Path:
    """From now on this process, and nobody else, puts its temporary files there. The kernel gives the lock back however
    it ends.
    """
    above = Path(tempfile.gettempdir())
    _take_away_what_is_left(above)
    while (folder := _take_new(above)) is None:
        pass
    tempfile.tempdir = str(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _take_new(above: Path) -> Path | None:
    """None where another process found it without a lock before it had one."""
    folder = Path(tempfile.mkdtemp(prefix=_BEGINS, dir=above))
    return folder if _lock(folder) is not None and folder.exists() else None


def _take_away_what_is_left(above: Path) -> None:
    for folder in above.glob(f"{_BEGINS}*"):
        with suppress(OSError):
            if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
                continue
            if (held := _lock(folder)) is not None:
                shutil.rmtree(folder, ignore_errors=True)
                os.close(held)


def _lock(folder: Path) -> int | None:
    """The descriptor that holds it until it is closed, or None where another process does."""
    try:
        held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        return None
    return held
