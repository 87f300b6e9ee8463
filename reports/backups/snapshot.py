"""The database as it is at one moment, and the documents that it names then."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.db import connection

from ..documents import evidence, published
from ..models import Evidence, LogSeal, Publication
from . import postgresql, sqlite

Ask = Callable[[str], Sequence[tuple[Any, ...]]]
DATABASES: dict[str, Any] = {"postgresql": postgresql, "sqlite": sqlite}
_STORED: tuple[tuple[type[Publication | Evidence], Callable[[str], str]], ...] = (
    (Publication, published.path_of),
    (Evidence, evidence.path_of),
)


@dataclass(frozen=True, slots=True)
class DatabaseSnapshot:
    """`dump` yields the bytes of the database; all else was read in the same moment."""

    dump: Callable[[], AbstractContextManager[BinaryIO]]
    migrations: list[str]
    documents: list[str]
    log_head: str


def take_snapshot() -> AbstractContextManager[DatabaseSnapshot]:
    return DATABASES[connection.vendor].snapshot(_read)


def documents_today() -> set[str]:
    with connection.cursor() as cursor:
        return {*_documents(lambda sql: _fetch(cursor, sql))}


def _read(ask: Ask, dump: Callable[[], AbstractContextManager[BinaryIO]]) -> DatabaseSnapshot:
    migrations = [f"{app}.{name}" for app, name in ask("SELECT app, name FROM django_migrations ORDER BY id")]
    seals = LogSeal._meta.db_table
    head = ask(f"SELECT number, sha256 FROM {seals} ORDER BY number DESC LIMIT 1")  # noqa: S608 - a table of ours
    said = ":".join(map(str, head[0])) if head else ""
    return DatabaseSnapshot(dump, migrations, sorted(_documents(ask)), said)


def _documents(ask: Ask) -> Iterator[str]:
    for model, path_of in _STORED:
        for (sha256,) in ask(f"SELECT DISTINCT sha256 FROM {model._meta.db_table} WHERE sha256 <> ''"):  # noqa: S608
            yield path_of(sha256)


def _fetch(cursor: Any, sql: str) -> Sequence[tuple[Any, ...]]:
    cursor.execute(sql)
    return cursor.fetchall()
