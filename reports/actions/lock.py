"""What only one process does at a time, on whatever machine. However the process ends, its locks are free again."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from ..documents.workers.turns import lock_file


@contextmanager
def held(name: str) -> Iterator[bool]:
    """Whether this process has the lock. Nothing waits for one.

    In PostgreSQL the lock belongs to the connection, so that no transaction stays open while a file is made. SQLite
    knows no such locks, but serves one machine: there all names share one locked file.
    """
    in_database = connection.vendor == "postgresql"
    with _held_in_database(name) if in_database else _held_on_this_machine() as is_held:
        yield is_held


def wait_for_turn(name: str) -> None:
    """Until the end of the transaction. In SQLite a transaction has begun with the lock for all that is written."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_key(name)])


@contextmanager
def _held_in_database(name: str) -> Iterator[bool]:
    key = _key(name)
    is_held = _ask("SELECT pg_try_advisory_lock(%s)", key)
    try:
        yield is_held
    finally:
        if is_held:
            _ask("SELECT pg_advisory_unlock(%s)", key)


def _key(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)


def _ask(statement: str, key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, [key])
        return cursor.fetchone()[0]


@contextmanager
def _held_on_this_machine() -> Iterator[bool]:
    lock = lock_file("batches")
    try:
        yield lock is not None
    finally:
        if lock is not None:
            os.close(lock)
