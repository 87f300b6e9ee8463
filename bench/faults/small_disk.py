"""A disk that is so small that it can be filled."""

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path


def can_mount() -> bool:
    return os.geteuid() == 0 and shutil.which("mount") is not None


class SmallDisk:
    def __init__(self, path: Path, size: str) -> None:
        path.mkdir()
        self.path = path
        subprocess.run(["/bin/mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", path], check=True)
        self._filling = path / "filling"

    def fill(self) -> None:
        """With root's own file, whatever others delete meanwhile."""
        with suppress(OSError), self._filling.open("wb", buffering=0) as file:
            while True:
                file.write(b"0" * 4096)

    def clear(self) -> None:
        self._filling.unlink(missing_ok=True)

    def close(self) -> None:
        subprocess.run(["/bin/umount", "--lazy", self.path], check=True)
