"""One backup: the database of one moment, and every document that it names."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pyrage
from django.conf import settings
from django.db import connection
from pyrage import x25519

from ..documents import by_hash
from ..documents.whole_files import write_whole
from .folder import (
    DATABASE,
    DOCUMENTS,
    MANIFEST,
    SUMS,
    UNFINISHED,
    Backup,
    alone,
    hash_of,
    name_of_day,
    prune,
)
from .keys import encrypt_stream, name_of, read_recipients
from .manifest import BackupManifest
from .problems import BackupProblem
from .snapshot import documents_today, take_snapshot

_TRIES = 3
_ENDING = ".age"


@dataclass(frozen=True, slots=True)
class MadeBackup:
    """`added` documents were not in the folder before; `pruned` older backups were taken away."""

    backup: Backup
    manifest: BackupManifest
    added: int
    pruned: int


def back_up(target: Path, *, at: datetime) -> MadeBackup:
    """Raises BackupProblem. Nothing counts before all is on the disk; documents of a broken one need not come again."""
    recipients = read_recipients()
    with alone(target):
        try:
            return _back_up(target, recipients, at=at)
        except OSError as error:
            raise BackupProblem("unwritten", why=error.strerror or error) from error


def _back_up(target: Path, recipients: Sequence[x25519.Recipient], *, at: datetime) -> MadeBackup:
    finished = _free_name(target, at)
    day = finished.with_name(f"{finished.name}{UNFINISHED}")
    day.mkdir(mode=0o700)
    shelf = _Shelf(target / f"{DOCUMENTS}{name_of(recipients)}", recipients)
    database, manifest = _copy(day, shelf)
    sums = {DATABASE: database} | {f"../{path.relative_to(target)}": sha256 for path, sha256 in shelf.taken.items()}
    sealed = pyrage.encrypt(manifest.to_json(), recipients)
    write_whole(day / MANIFEST, [sealed])
    sums[MANIFEST] = hash_of(day / MANIFEST)
    write_whole(day / SUMS, [f"{sha256}  {name}\n".encode() for name, sha256 in sums.items()])
    day.rename(finished)
    _sync(target)
    return MadeBackup(Backup(finished), manifest, shelf.added, prune(target, days=settings.BACKUP_DAYS, at=at))


def _free_name(target: Path, at: datetime) -> Path:
    """Two in one second would have one name."""
    while (path := target / name_of_day(at)).exists():
        at += timedelta(seconds=1)
    return path


def _copy(day: Path, shelf: "_Shelf") -> tuple[str, BackupManifest]:
    """Again where a document that was named is gone, and nothing names it any more."""
    for _try in range(_TRIES):
        with take_snapshot() as moment, moment.dump() as plain, (day / DATABASE).open("wb") as file:
            database = encrypt_stream(plain, file, shelf.recipients)
            file.flush()
            os.fsync(file.fileno())
        shelf.taken.clear()
        missing = [path for path in moment.documents if not shelf.take(path)]
        if {*missing} <= documents_today():
            documents = [path for path in moment.documents if path not in missing]
            return database, BackupManifest(
                vendor=connection.vendor,
                migrations=moment.migrations,
                documents=documents,
                missing=missing,
                log_head=moment.log_head,
            )
    raise BackupProblem("moving")


class _Shelf:
    """The documents of all days, encrypted for the same keys. A name says what is inside, and the hash of the file."""

    def __init__(self, folder: Path, recipients: Sequence[x25519.Recipient]) -> None:
        self.folder, self.recipients = folder, recipients
        self.taken: dict[Path, str] = {}
        self.added = 0
        folder.mkdir(mode=0o700, exist_ok=True)

    def take(self, path: str) -> bool:
        """Whether it is on the shelf now. A file there that is not what its name says is written anew."""
        place = self.folder / path
        for there in place.parent.glob(f"{place.name}.*{_ENDING}"):
            sha256 = there.name.removesuffix(_ENDING).rpartition(".")[2]
            if hash_of(there) == sha256:
                self.taken[there] = sha256
                return True
            there.unlink()
        return self._add(path, place)

    def _add(self, path: str, place: Path) -> bool:
        data = by_hash.read_path(path)
        if data is None:
            return False
        sealed = pyrage.encrypt(data, self.recipients)
        sha256 = by_hash.sha256_of(sealed)
        written = place.with_name(f"{place.name}.{sha256}{_ENDING}")
        written.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(written, [sealed], workshop=self.folder, mode=0o600)
        self.taken[written] = sha256
        self.added += 1
        return True


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
