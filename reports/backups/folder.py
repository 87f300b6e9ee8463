"""How backups lie in a folder: each day's in a folder of its own, the documents of all days beside them once.

    2026-11-26T030000Z/database.age
    2026-11-26T030000Z/manifest.age
    2026-11-26T030000Z/SHA256SUMS           written last; `sha256sum --check` in that folder reads it too
    documents-KEYS/published/ab/SHA256.pdf.SHA256-OF-THIS-FILE.age

A day that is under way is named `.unfinished` and counts for nothing.
"""

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from .problems import BackupProblem

DATABASE, MANIFEST, SUMS = "database.age", "manifest.age", "SHA256SUMS"
DOCUMENTS = "documents-"
UNFINISHED = ".unfinished"
_DAY = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")
_LINE = re.compile(r"([0-9a-f]{64})  (database\.age|manifest\.age|\.\./documents-[0-9a-f]{16}/[\w./-]+\.age)")
_FORM = "%Y-%m-%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished one."""

    folder: Path

    @property
    def made_at(self) -> datetime:
        return datetime.strptime(self.folder.name, _FORM).replace(tzinfo=UTC)

    def read_sums(self) -> dict[str, str]:
        """SHA-256 by name. The manifest's line is the last: without it some are missing."""
        try:
            lines = (self.folder / SUMS).read_text().splitlines(keepends=True)
        except (OSError, UnicodeDecodeError) as error:
            raise BackupProblem("damaged", what=SUMS) from error
        found = [_LINE.fullmatch(line.removesuffix("\n")) for line in lines if line.endswith("\n")]
        sums = {match[2]: match[1] for match in found if match and ".." not in match[2][3:]}
        if len(sums) != len(lines) or [*sums][:1] != [DATABASE] or [*sums][-1:] != [MANIFEST]:
            raise BackupProblem("damaged", what=SUMS)
        return sums

    def verify(self) -> int:
        """How many files are as they were written. No key is needed. Raises BackupProblem about the first other one."""
        sums = self.read_sums()
        for name, sha256 in sums.items():
            if hash_of(self.folder / name) != sha256:
                raise BackupProblem("damaged", what=name.removeprefix("../"))
        return len(sums)


def name_of_day(at: datetime) -> str:
    return at.astimezone(UTC).strftime(_FORM)


def hash_of(path: Path) -> str:
    """Empty for a file that cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def find_backups(target: Path) -> list[Backup]:
    """The newest last."""
    days = sorted(path for path in target.iterdir() if _DAY.fullmatch(path.name))
    return [Backup(day) for day in days if (day / SUMS).is_file()]


def find_backup(source: Path) -> Backup:
    """The folder of one day, or the newest of a folder of many."""
    if _DAY.fullmatch(source.resolve().name) and source.is_dir():
        return Backup(source.resolve())
    found = find_backups(source) if source.is_dir() else []
    if not found:
        raise BackupProblem("no_backup", path=source)
    return found[-1]


@contextmanager
def alone(target: Path) -> Iterator[None]:
    """One backup at a time writes into a folder. What a killed one left unfinished is taken away first."""
    if not target.is_dir():
        raise BackupProblem("no_folder", path=target)
    held = os.open(target, os.O_RDONLY)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupProblem("busy", path=target) from error
        _clear(target)
        yield
    finally:
        os.close(held)


def _clear(target: Path) -> None:
    for path in target.glob(f"*{UNFINISHED}"):
        shutil.rmtree(path)
    for path in target.glob(f"{DOCUMENTS}*/.*{UNFINISHED}"):
        path.unlink()


def prune(target: Path, *, days: int, at: datetime) -> int:
    """Backups older than so many days go, but never the newest, and documents that none has any more."""
    backups = find_backups(target)
    old = [backup for backup in backups[:-1] if backup.made_at < at - timedelta(days=days)] if days else []
    for backup in old:
        gone = backup.folder.with_name(backup.folder.name + UNFINISHED)
        backup.folder.rename(gone)  # whole or not at all
        shutil.rmtree(gone)
    if old:
        _prune_documents(target, [backup for backup in backups if backup not in old])
    return len(old)


def _prune_documents(target: Path, kept: list[Backup]) -> None:
    named = {(backup.folder / name).resolve() for backup in kept for name in backup.read_sums()}
    for path in target.resolve().glob(f"{DOCUMENTS}*/*/*/*.age"):
        if path not in named:
            path.unlink()
