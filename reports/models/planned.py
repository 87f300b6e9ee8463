"""Statements that PostgreSQL plans once in a connection. To plan one takes it ten times as long as to answer it."""

from itertools import count
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

Parameters = list[tuple[int | None, Any]]  # each with the place of the key that it is


def plannable(sql: str, params: Parameters, connection: BaseDatabaseWrapper) -> tuple[str, Parameters]:
    """What never differs becomes part of the statement, so that its plan can be made for that; keys get numbers."""
    if connection.vendor != "postgresql":
        return sql, params
    numbers = count(1)
    texts = [f"${next(numbers)}" if _is_key(param) else _literal(param, connection) for param in params]
    return sql % tuple(texts), [*filter(_is_key, params)]


def _is_key(param: tuple[int | None, Any]) -> bool:
    return param[0] is not None


def _literal(param: tuple[int | None, Any], connection: BaseDatabaseWrapper) -> str:
    """As Django's own cursor would send it."""
    connection.ensure_connection()
    return _driver(connection).sql.Literal(param[1]).as_string(connection.connection)


def planning_cursor(connection: Any) -> CursorWrapper:
    """Django's own cursor puts the keys into the statement, and so it is another one for each of them."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        return connection._prepare_cursor(_driver(connection).RawCursor(connection.connection))


def _driver(connection: Any) -> Any:
    """psycopg, as Django has it: 10 MB that a worker of files, or a site on SQLite, does without."""
    return connection.Database
