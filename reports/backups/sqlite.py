"""A database of SQLite: its bytes in memory, for a copy on the disk would be a plain one."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from io import BytesIO
from typing import Any, BinaryIO

from django.db import connection

from .problems import BackupProblem

_ROLLBACK_JOURNAL = b"\x01\x01"  # in place of WAL, which a database in memory does not know
_FORMAT_AT = slice(18, 20)


@contextmanager
def snapshot(read: Callable[..., Any]) -> Iterator[Any]:
    """Reading waits for nobody and nobody for it (WAL)."""
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, timeout=20)) as opened:
        opened.execute("BEGIN")
        yield read(_asking(opened), lambda: _dump(opened))
        opened.execute("ROLLBACK")


def _asking(opened: sqlite3.Connection) -> Callable[[str], Sequence[tuple[Any, ...]]]:
    return lambda sql: opened.execute(sql).fetchall()


@contextmanager
def _dump(opened: sqlite3.Connection) -> Iterator[BinaryIO]:
    data = bytearray(opened.serialize())
    data[_FORMAT_AT] = _ROLLBACK_JOURNAL
    yield BytesIO(data)


def restore(write: Callable[[BinaryIO], None]) -> None:
    """In one transaction of the database's own. Raises BackupProblem; then it is as it was."""
    plain = BytesIO()
    write(plain)
    with closing(sqlite3.connect(":memory:")) as restored:
        try:
            restored.deserialize(plain.getbuffer() or b"?")  # of no bytes at all it says that memory is short
            (found,) = restored.execute("PRAGMA integrity_check(1)").fetchone()
            if found != "ok":
                raise sqlite3.DatabaseError(found)
            connection.ensure_connection()
            restored.backup(connection.connection)
        except sqlite3.Error as error:
            raise BackupProblem("refused", why=error) from error
    connection.close()
