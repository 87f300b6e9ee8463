"""Statements that nearly every page makes. Django takes up to twenty milliseconds to build and compile a query of many
rules, the database less than one to answer it: so the SQL is made once in a process, and only the keys in it differ.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Generic, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Count, Model, QuerySet, Value
from django.db.models.sql import UpdateQuery

from .instance_reader import InstanceReader, ValueReader
from .planned import Parameters, plannable, planning_cursor
from .user import User

Row = TypeVar("Row", bound=Model)
_NO_KEY = -(2**62)  # and what is above it: stand where the keys will; no row has them, and no rule such numbers
_NO_MOMENT = datetime(9000, 1, 1, tzinfo=UTC)  # as well, where a moment will stand
_LARGEST = 2**63 - 1
Key = int | str | datetime


class PreparedStatement:
    """The SQL of what `build` makes of keys, with its parameters; its rules may differ in nothing but the keys. Texts
    are keys too: where the rule compares text, the number that stands for them has become one; and moments. A rule for
    several keys of a kind has a statement for each number of them; of no keys there are no rows.
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self._build = build
        self._compiled: dict[tuple, tuple[str, Parameters]] = {}
        self._readers: dict[str, ValueReader] = {}

    def sent(self, keys: Sequence[Key], connection: BaseDatabaseWrapper) -> tuple[str, list]:
        """What the database is told."""
        kinds = tuple(map(type, keys))
        variant = connection.vendor, kinds
        if variant not in self._compiled:
            self._compiled[variant] = plannable(*self._compile(kinds), connection)
        sql, params = self._compiled[variant]
        given = _as_parameters(keys) if datetime in kinds else keys
        return sql, [value if place is None else given[place] for place, value in params]

    def _compile(self, kinds: Sequence[type]) -> tuple[str, Parameters]:
        """Each parameter with the place of the key that it is."""
        stand_ins = [_stand_in(number, kind) for number, kind in enumerate(kinds)]
        sql, params = self._build(*stand_ins).query.sql_with_params()
        places: dict[Any, int] = {key: number for number, key in enumerate(_as_parameters(stand_ins))}
        places |= {str(key): number for key, number in places.items()}
        return sql, [(places.get(value), value) for value in params]

    def rows(self, *keys: Key) -> list[tuple]:
        """As the database gives them: moments are text on SQLite."""
        return self.rows_of(keys, connections[DEFAULT_DB_ALIAS])

    def rows_of(self, keys: Sequence[Key], connection: BaseDatabaseWrapper) -> list[tuple]:
        """The same, where the connection is known: to look for it takes fourteen calls."""
        if not keys:
            return []
        with planning_cursor(connection) as cursor:
            cursor.execute(*self.sent(keys, connection))
            return cursor.fetchall()

    def values(self, *keys: Key) -> list[list]:
        """As their fields read them."""
        connection = connections[DEFAULT_DB_ALIAS]
        rows = self.rows_of(keys, connection)
        if rows and connection.vendor not in self._readers:
            self._readers[connection.vendor] = ValueReader.of(self._build(*keys))
        return [self._readers[connection.vendor].read(row, connection) for row in rows]


class PreparedUpdate(PreparedStatement):
    """Sets rows to what keys say: `build` makes of them the rows, and what these are set to."""

    def __init__(self, build: Callable[..., tuple[QuerySet, dict[str, Any]]]) -> None:
        super().__init__(lambda *keys: _as_update(*build(*keys)))

    def store(self, *keys: Key) -> int:
        """How many rows there were."""
        connection = connections[DEFAULT_DB_ALIAS]
        with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS), planning_cursor(connection) as cursor:
            cursor.execute(*self.sent(keys, connection))
            return cursor.rowcount

    def store_each(self, rows: Sequence[Sequence[Key]]) -> None:
        """One statement for each, sent together; all within a transaction."""
        if not rows:
            return
        connection = connections[DEFAULT_DB_ALIAS]
        statements = [self.sent(keys, connection) for keys in rows]
        with transaction.atomic(savepoint=False), planning_cursor(connection) as cursor:
            cursor.executemany(statements[0][0], [params for _sql, params in statements])


class PreparedQuery(Generic[Row]):
    """The instances of what `build` makes of keys, with what it selects beside; prefetches are asked as ever."""

    def __init__(self, build: Callable[..., QuerySet[Row]]) -> None:
        self._build = build
        self.statement = PreparedStatement(build)
        self._readers: dict[str, InstanceReader] = {}

    def __call__(self, *keys: Key) -> list[Row]:
        """No row has a key that the database cannot hold; an address may."""
        if not keys or any(isinstance(key, int) and key > _LARGEST for key in keys):
            return []
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.vendor not in self._readers:
            self._readers[connection.vendor] = InstanceReader(self._build(*keys))
        return self._readers[connection.vendor].read(self.statement.rows_of(keys, connection), connection)

    def first(self, *keys: Key) -> Row | None:
        return next(iter(self(*keys)), None)


class PreparedCounts:
    """How many rows each of the querysets has that the rules make for a person, asked in one statement."""

    def __init__(self, *rules: Callable[[User], QuerySet]) -> None:
        self._counts = _Together([PreparedStatement(partial(_count, place, rule)) for place, rule in enumerate(rules)])

    def __call__(self, person: User) -> tuple[int, ...]:
        return tuple(count for _place, count in sorted(self._counts.rows(person.pk)))


class _Together(PreparedStatement):
    """The rows of all of them."""

    def __init__(self, parts: Sequence[PreparedStatement]) -> None:
        super().__init__(parts[0]._build)
        self._parts = parts

    def _compile(self, kinds: Sequence[type]) -> tuple[str, Parameters]:
        compiled = [part._compile(kinds) for part in self._parts]
        return " UNION ALL ".join(sql for sql, _ in compiled), [param for _, params in compiled for param in params]


def _as_update(rows: QuerySet, values: dict[str, Any]) -> QuerySet:
    changed, query = rows.all(), cast("UpdateQuery", rows.query.chain(UpdateQuery))
    query.add_update_values(values)
    changed.query = query
    return changed


def _stand_in(number: int, kind: type) -> Any:
    return _NO_MOMENT + timedelta(microseconds=number + 1) if kind is datetime else _NO_KEY + number


def _as_parameters(keys: Sequence) -> list:
    """Moments as the database is given them."""
    adapt = connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value
    return [adapt(key) if isinstance(key, datetime) else key for key in keys]


def person_of(key: int) -> User:
    """For rules that are prepared: to read anything but the key fails."""
    return User.from_db(DEFAULT_DB_ALIAS, ["id"], [key])


def _count(place: int, rule: Callable[[User], QuerySet], key: int) -> QuerySet:
    return rule(person_of(key)).order_by().values(place=Value(place)).values_list("place", Count("pk"))
