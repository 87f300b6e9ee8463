"""Whether an error came from what the site stands on: a full disk, or a database or a store that is away."""

import errno
import sqlite3
from collections.abc import Iterator

import psycopg
from psycopg.errors import DiskFull

from ..documents.store import StoreAway

# By their codes: to open a connection, to keep it, that the server ends, begins or has none left; and rows that others
# keep for too long.
_AWAY = ("08", "57P", "53300", "40001", "40P01", "55P03")
# The second is of the file beside the database that the first process after all others makes anew.
_SQLITE_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE}
_SQLITE_AWAY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN}


def is_disk_full(error: BaseException | None) -> bool:
    """That of the documents or of the database."""
    return any(_says_full(one) for one in _causes(error))


def is_database_away(error: BaseException | None) -> bool:
    """It does not answer now, and may in a minute."""
    return any(_says_away(one) for one in _causes(error))


def is_store_away(error: BaseException | None) -> bool:
    """The server of the documents."""
    return any(isinstance(one, StoreAway) for one in _causes(error))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """For database errors the driver's own error, their cause, tells."""
    while error is not None:
        yield error
        error = error.__cause__


def _says_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) in _SQLITE_FULL
    return isinstance(error, DiskFull)


def _says_away(error: BaseException) -> bool:
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in _SQLITE_AWAY
    if isinstance(error, psycopg.OperationalError):
        return error.sqlstate is None or error.sqlstate.startswith(_AWAY)
    return isinstance(error, psycopg.InterfaceError)  # the connection was closed at the other end
