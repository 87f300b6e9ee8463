"""Whether an error came from a disk on which no byte more fits: that of the documents or of the database."""

import errno
import sqlite3
from collections.abc import Iterator

from psycopg.errors import DiskFull


def is_disk_full(error: BaseException | None) -> bool:
    """For database errors the driver's own error, their cause, tells."""
    return any(_says_full(one) for one in _causes(error))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _says_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return isinstance(error, DiskFull)
