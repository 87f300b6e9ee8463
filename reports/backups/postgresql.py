"""A database of PostgreSQL, through its own programs; what they say goes through pipes, never onto a disk."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import IO, Any, BinaryIO, cast

from django.conf import settings
from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from .problems import BackupProblem

_PIECE = 1 << 16
# Whoever still works with the tables makes this give up, instead of waiting for ever.
_EMPTY = b"""\\set ON_ERROR_STOP 1
BEGIN;
SET LOCAL lock_timeout = '10s';
DO $$ DECLARE what text; BEGIN
FOR what IN SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = current_schema() LOOP
    EXECUTE 'DROP TABLE ' || what || ' CASCADE';
END LOOP;
FOR what IN SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = current_schema()::regnamespace LOOP
    EXECUTE 'DROP ROUTINE ' || what || ' CASCADE';
END LOOP; END $$;
"""


@contextmanager
def snapshot(read: Callable[..., Any]) -> Iterator[Any]:
    """One transaction that sees one moment, and lends it to pg_dump."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")

        def ask(sql: str) -> Sequence[tuple[Any, ...]]:
            cursor.execute(sql)
            return cursor.fetchall()

        ((name,),) = ask("SELECT pg_export_snapshot()")
        yield read(ask, lambda: _dump(name))


@contextmanager
def _dump(name: str) -> Iterator[BinaryIO]:
    with _start("pg_dump", "--format=custom", f"--snapshot={name}", stdout=subprocess.PIPE) as dumping:
        yield _pipe(dumping.stdout)
        _finish(dumping, "pg_dump")


def restore(write: Callable[[BinaryIO], None]) -> None:
    """All in one transaction: it is committed only after the last byte. Raises BackupProblem; then it is as it was."""
    connection.close()
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    arguments = ("--no-owner", "--no-privileges", "--file=-")
    with (
        _start("psql", "--no-psqlrc", "--quiet", stdin=pipe, stdout=nowhere) as taking,
        _start("pg_restore", *arguments, connected=False, stdin=pipe, stdout=pipe) as reading,
    ):
        try:
            _hand_over(write, reading, _pipe(taking.stdin))
        except BrokenPipeError as error:  # psql has said why, on the screen
            raise BackupProblem("refused", why="psql") from error
        _close(_pipe(taking.stdin))
        if taking.wait():
            raise BackupProblem("refused", why=f"psql: {taking.returncode}")


def _hand_over(write: Callable[[BinaryIO], None], reading: subprocess.Popen[bytes], sink: BinaryIO) -> None:
    errors: list[BaseException] = []
    feeding = Thread(target=_feed, args=(write, _pipe(reading.stdin), errors))
    feeding.start()
    sink.write(_EMPTY)
    shutil.copyfileobj(_pipe(reading.stdout), sink, _PIECE)
    feeding.join()
    if errors or reading.wait():
        raise BackupProblem("refused", why=errors[0] if errors else f"pg_restore: {reading.returncode}")
    sink.write(b"\nCOMMIT;\n")
    sink.flush()


def _feed(write: Callable[[BinaryIO], None], sink: BinaryIO, errors: list[BaseException]) -> None:
    try:
        write(sink)
        sink.close()
    except Exception as error:
        errors.append(error)
        _close(sink)


def _close(sink: BinaryIO) -> None:
    try:
        sink.close()
    except BrokenPipeError:
        return


@contextmanager
def _start(program: str, *arguments: str, connected: bool = True, **pipes: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Killed when it is not done at the end."""
    connection.ensure_connection()
    where = [f"--dbname={connection_string()}"] if connected else []
    command = [_path_of(program), *arguments, *where]
    password = connection.connection.info.password or ""
    started = subprocess.Popen(command, env=os.environ | {"PGPASSWORD": password}, **pipes)  # noqa: S603
    try:
        yield started
    finally:
        if started.poll() is None:
            started.kill()
        started.wait()
        for pipe in (started.stdin, started.stdout):
            if pipe:
                _close(pipe)  # type: ignore[arg-type]


def connection_string() -> str:
    """What the site was told of the database, and no more: psycopg brings a libpq of its own, which also names what
    programs of an older release do not know (sslcertmode, before PostgreSQL 16).
    """
    told = {"host", "port", "user", "dbname", *connection.get_connection_params()}
    found = connection.connection.info.get_parameters()
    return make_conninfo(**{name: value for name, value in found.items() if name in told})


def _finish(process: subprocess.Popen[bytes], program: str) -> None:
    if process.wait():
        raise BackupProblem("dump", program=program, ended=process.returncode)


def _path_of(program: str) -> str:
    folder = settings.POSTGRESQL_PROGRAMS
    found = shutil.which(program, path=str(Path(folder)) if folder else None)
    if not found:
        raise BackupProblem("no_program", program=program)
    return found


def _pipe(pipe: IO[bytes] | None) -> BinaryIO:
    return cast("BinaryIO", pipe)
