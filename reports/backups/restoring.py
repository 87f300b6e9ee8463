"""The site made of a backup: nothing is touched before all of it has been looked at."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path, PurePath
from typing import BinaryIO

import pyrage
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from pyrage import x25519

from ..documents import by_hash
from ..models import Event, Session, User
from ..models.append_only import protect
from ..models.tally_marks import mark_changes
from .folder import DATABASE, MANIFEST, Backup
from .keys import decrypt_stream, read_identities
from .manifest import BackupManifest
from .problems import BackupProblem
from .snapshot import DATABASES


def restore(backup: Backup, *, key: Path, replace: bool = False) -> BackupManifest:
    """Raises BackupProblem. Documents come first, under the hashes of their bytes: they are in nobody's way. Then the
    database, all of it or nothing.
    """
    identities = read_identities(key)
    manifest = open_backup(backup, identities)
    _refuse_unfit(manifest)
    if not replace and _holds_something():
        raise BackupProblem("not_empty")
    _restore_documents(backup, manifest, identities)
    DATABASES[connection.vendor].restore(partial(_decrypt_database, backup, identities))
    _settle()
    return manifest


def open_backup(backup: Backup, identities: Sequence[x25519.Identity]) -> BackupManifest:
    """Once every file is as it was written and the manifest knows them all."""
    backup.verify()
    try:
        manifest = BackupManifest.from_json(pyrage.decrypt((backup.folder / MANIFEST).read_bytes(), identities))
    except pyrage.DecryptError as error:
        raise BackupProblem("wrong_key") from error
    except (ValueError, TypeError, KeyError) as error:
        raise BackupProblem("damaged", what=MANIFEST) from error
    if sorted(_documents(backup)) != sorted(manifest.documents):
        raise BackupProblem("damaged", what=MANIFEST)
    return manifest


def _documents(backup: Backup) -> dict[str, str]:
    """The name in the folder by the path in the store."""
    names = [name for name in backup.read_sums() if name.startswith("../")]
    return {name.split("/", 2)[2].rsplit(".", 2)[0]: name for name in names}


def _refuse_unfit(manifest: BackupManifest) -> None:
    if manifest.vendor != connection.vendor:
        raise BackupProblem("vendor", theirs=manifest.vendor, ours=connection.vendor)
    known = {".".join(name) for name in MigrationLoader(None).disk_migrations}
    for migration in manifest.migrations:
        if migration not in known:
            raise BackupProblem("newer", migration=migration)


def _holds_something() -> bool:
    tables = {*connection.introspection.table_names()}
    models = [model for model in (User, Event) if model._meta.db_table in tables]
    return any(model.objects.exists() for model in models) or (not models and bool(tables - {"django_migrations"}))


def _restore_documents(backup: Backup, manifest: BackupManifest, identities: Sequence[x25519.Identity]) -> None:
    names = _documents(backup)
    for path in manifest.documents:
        try:
            if by_hash.read_path(path) is not None:
                continue
            data = pyrage.decrypt((backup.folder / names[path]).read_bytes(), identities)
            if by_hash.sha256_of(data) != PurePath(path).stem:
                raise BackupProblem("damaged", what=names[path])
            by_hash.store_path(path, data)
        except pyrage.DecryptError as error:
            raise BackupProblem("wrong_key") from error
        except OSError as error:
            raise BackupProblem("unstored", why=error.strerror or error) from error


def _decrypt_database(backup: Backup, identities: Sequence[x25519.Identity], sink: BinaryIO) -> None:
    with (backup.folder / DATABASE).open("rb") as file:
        decrypt_stream(file, sink, identities)


def _settle() -> None:
    """Whoever was signed in that day is not so now; the planner knows the new rows; the log is protected."""
    Session.objects.all().delete()
    protect("default")
    mark_changes("default")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
