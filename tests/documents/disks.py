"""Disks that are really full."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, *, size: str = "256k") -> Iterator[Path]:
    """A file system of that size in memory. Skips the test where this account may mount none."""
    folder.mkdir()
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        pytest.skip("Needs a small disk: only root may mount a tmpfs.")
    mounting = [mount, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder]
    mounted = subprocess.run(mounting, check=False, capture_output=True)  # noqa: S603
    if mounted.returncode:
        pytest.skip(f"Needs a small disk: {mounted.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)  # noqa: S603, S607


def fill(folder: Path) -> None:
    """Until not one byte more fits, as anything on the machine may fill a disk."""
    with (folder / "filling").open("wb", buffering=0) as file:
        for size in (4096, 1):
            try:
                while True:
                    file.write(b"0" * size)
            except OSError:
                continue


def files_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
