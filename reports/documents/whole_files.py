"""Files that stand there whole or not at all, whatever happens meanwhile: a full disk, a killed process."""

import os
import time
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

_UNFINISHED = ".*.unfinished"
_ABANDONED_AFTER = 3600  # seconds; what is being written is finished long before


def write_whole(
    target: Path, chunks: Iterable[bytes], *, workshop: Path | None = None, mode: int | None = None
) -> None:
    """Under another name in `workshop` (beside the target unless given), onto the disk, then renamed over the target.

    What killed processes have left in the workshop is cleared away first: on a full disk it is what is in the way.
    Raises OSError about the target; what stood there stands there still. A pipe or a device is written as it is.
    """
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(b"".join(chunks))
        else:
            _replace(target.resolve(), chunks, workshop, mode)
    except OSError as error:
        error.filename = str(target)
        raise


def _replace(target: Path, chunks: Iterable[bytes], workshop: Path | None, mode: int | None) -> None:
    workshop = workshop or target.parent
    _clear(workshop)
    unfinished = workshop / _UNFINISHED.replace("*", uuid4().hex)
    try:
        _write(unfinished, chunks, mode)
        unfinished.replace(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _write(path: Path, chunks: Iterable[bytes], mode: int | None) -> None:
    with path.open("xb") as file:
        if mode is not None:
            os.fchmod(file.fileno(), mode)
        file.writelines(chunks)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """A file's name is safe on the disk only after its folder has been synced."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _clear(workshop: Path) -> None:
    oldest = time.time() - _ABANDONED_AFTER
    for path in workshop.glob(_UNFINISHED):
        try:
            if path.stat().st_mtime < oldest:
                path.unlink()
        except FileNotFoundError:  # another process was faster
            continue


class WholeFileStorage(FileSystemStorage):
    """Saving replaces a file of the same name atomically: a reader sees the old file or the new one."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: File) -> str:
        path, root = Path(self.path(name)), Path(self.location)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content.chunks(), workshop=root, mode=self.file_permissions_mode)
        return name
