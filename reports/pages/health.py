"""Whether the site is well, for monitors: each part with what was found, nothing of what it holds."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Min

from ..documents.store import documents_folder, require_store
from ..models import Batch, Event, Heartbeat, Notice
from ..models.heartbeat import SILENT

_AHEAD = timedelta(minutes=1)  # that a row of the log may be newer than the clock: machines differ
_WAITS = timedelta(hours=6)  # a collection of thousands takes no longer
_UNSENT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class HealthPart:
    """Of one part: whether it is well, and what a monitor may show beside it."""

    well: bool
    value: str


def look(*, at: datetime) -> dict[str, HealthPart]:
    """A part that cannot be asked is not well. Five short queries."""
    return {name: _ask(check, at) for name, check in _CHECKS.items()}


def _ask(check: Callable[[datetime], HealthPart], at: datetime) -> HealthPart:
    try:
        return check(at)
    except (DatabaseError, OSError) as problem:
        return HealthPart(well=False, value=type(problem).__name__)


def _database(at: datetime) -> HealthPart:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return HealthPart(well=cursor.fetchone() == (1,), value=connection.vendor)


def _disk(at: datetime) -> HealthPart:
    """Of the documents and, with SQLite, of the database."""
    folders = [Path(path) for path in (_documents(), _database_folder()) if path]
    if not folders:  # all of it is on other machines
        return HealthPart(well=True, value="not here")
    free = min(shutil.disk_usage(folder).free for folder in folders) // 2**20
    writable = all(os.access(folder, os.W_OK) for folder in folders)
    return HealthPart(well=writable and free >= settings.HEALTH_DISK_MB, value=f"{free} MB")


def _documents() -> str:
    """The folder, or the nearest above it: it is made with the first document. Empty for a store that is none."""
    root = documents_folder()
    while root and not os.path.isdir(root):
        root = os.path.dirname(root)
    return root


def _store(at: datetime) -> HealthPart:
    """A folder is looked at as a part of the disk."""
    require_store()
    return HealthPart(well=True, value="folder" if documents_folder() else "bucket")


def _database_folder() -> str:
    is_file = connection.vendor == "sqlite"
    return os.path.dirname(os.path.abspath(connection.settings_dict["NAME"])) if is_file else ""


def _worker(at: datetime) -> HealthPart:
    last = Heartbeat.objects.values_list("at", flat=True).first()
    return HealthPart(well=last is not None and at - last < SILENT, value=_seconds(at, last))


def _queue(at: datetime) -> HealthPart:
    oldest = Batch.objects.under_way().aggregate(oldest=Min("asked_at"))["oldest"]
    return HealthPart(well=oldest is None or at - oldest < _WAITS, value=_seconds(at, oldest))


def _mail(at: datetime) -> HealthPart:
    """What the mail server has refused, or what nobody has taken there."""
    due = Notice.objects.to_mail(at).exclude(recipient__email="").exclude(recipient__mail__in=["never", "daily"])
    unsent = due.filter(at__lt=at - _UNSENT).count()
    return HealthPart(well=not unsent, value=f"{unsent} unsent")


def _clock(at: datetime) -> HealthPart:
    """A clock that was set back is behind what the log holds."""
    newest = Event.objects.values_list("at", flat=True).first()
    ahead = newest - at if newest else timedelta()
    return HealthPart(well=ahead < _AHEAD, value=f"{max(0, int(ahead.total_seconds()))} s behind")


def _backup(at: datetime) -> HealthPart:
    """What the nightly backup has touched last, where a server has one."""
    if not settings.BACKUP_MARK:
        return HealthPart(well=True, value="not watched")
    last = datetime.fromtimestamp(os.stat(settings.BACKUP_MARK).st_mtime, tz=at.tzinfo)
    return HealthPart(well=at - last < timedelta(hours=settings.BACKUP_HOURS), value=_seconds(at, last))


def _seconds(at: datetime, since: datetime | None) -> str:
    return f"{max(0, int((at - since).total_seconds()))} s" if since else "none"


_CHECKS = {
    "database": _database,
    "disk": _disk,
    "store": _store,
    "worker": _worker,
    "queue": _queue,
    "mail": _mail,
    "clock": _clock,
    "backup": _backup,
}
