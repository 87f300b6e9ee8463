"""Statements that nearly every page makes. Django takes up to twenty milliseconds to build and compile a query of many
rules, the database less than one to answer it: so the SQL is made once in a process, and only the keys in it differ.
"""

from collections.abc import Callable
from copy import copy
from functools import partial
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Count, Model, QuerySet, Value

from .user import User

Row = TypeVar("Row", bound=Model)
_NO_KEY = -(2**62)  # and what is above it: stand where the keys will; no row has them, and no rule such numbers
_LARGEST = 2**63 - 1
Key = int | str


class PreparedStatement:
    """The SQL of what `build` makes of keys, with its parameters; its rules may differ in nothing but the keys. Texts
    are keys too: where the rule compares text, the number that stands for them has become one.
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self._build = build
        self._compiled: dict[str, tuple[str, tuple]] = {}

    def __call__(self, *keys: Key) -> tuple[str, list]:
        places = {_NO_KEY + number: key for number, key in enumerate(keys)}
        vendor = connections[DEFAULT_DB_ALIAS].vendor
        if vendor not in self._compiled:
            self._compiled[vendor] = self._build(*places).query.sql_with_params()
        sql, params = self._compiled[vendor]
        given: dict[Any, Key] = places | {str(place): key for place, key in places.items()}
        return sql, [given.get(value, value) for value in params]

    def rows(self, *keys: Key) -> list[tuple]:
        """As the database gives them: moments are text on SQLite."""
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(*self(*keys))
            return cursor.fetchall()


class PreparedQuery(Generic[Row]):
    """The instances of what `build` makes of keys, with what it selects beside; prefetches are asked as ever.

    Django makes the instances of the rows as always: only the SQL is not put together again.
    """

    def __init__(self, build: Callable[..., QuerySet[Row]]) -> None:
        self._build = build
        self.statement = PreparedStatement(build)
        self._querysets: dict[str, Any] = {}

    def __call__(self, *keys: Key) -> list[Row]:
        """No row has a key that the database cannot hold; an address may."""
        if any(isinstance(key, int) and key > _LARGEST for key in keys):
            return []
        vendor = connections[DEFAULT_DB_ALIAS].vendor
        if vendor not in self._querysets:
            self._querysets[vendor] = self._build(*keys)
            self._querysets[vendor].query = _Compiled(self._querysets[vendor].query)
        queryset = self._querysets[vendor].all()
        queryset.query = queryset.query.asking(self.statement(*keys))
        return list(queryset)

    def first(self, *keys: Key) -> Row | None:
        return next(iter(self(*keys)), None)


class _Compiled:
    """Stands in a queryset where its query does, as far as reading the rows goes."""

    values_select = ()

    def __init__(self, query: Any) -> None:
        self._compiler = query.get_compiler(DEFAULT_DB_ALIAS)
        self._compiler.as_sql()  # which finds out what stands in which column
        self._asked: tuple[str, list] = ("", [])

    def asking(self, statement: tuple[str, list]) -> "_Compiled":
        asked = copy(self)
        asked._asked = statement
        return asked

    def chain(self) -> "_Compiled":
        return self

    def get_compiler(self, using: str, **_options) -> Any:
        compiler = copy(self._compiler)
        compiler.connection = connections[using]  # of this thread
        compiler.as_sql = lambda: self._asked
        return compiler


class PreparedCounts:
    """How many rows each of the querysets has that the rules make for a person, asked in one statement."""

    def __init__(self, *rules: Callable[[User], QuerySet]) -> None:
        self._counts = [PreparedStatement(partial(_count, place, rule)) for place, rule in enumerate(rules)]

    def __call__(self, person: User) -> tuple[int, ...]:
        statements = [count(person.pk) for count in self._counts]
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(" UNION ALL ".join(sql for sql, _ in statements), [p for _, ps in statements for p in ps])
            return tuple(count for _place, count in sorted(cursor.fetchall()))


def person_of(key: int) -> User:
    """For rules that are prepared: to read anything but the key fails."""
    return User.from_db(DEFAULT_DB_ALIAS, ["id"], [key])


def _count(place: int, rule: Callable[[User], QuerySet], key: int) -> QuerySet:
    return rule(person_of(key)).order_by().values(place=Value(place)).values_list("place", Count("pk"))
