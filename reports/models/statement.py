"""Statements that nearly every page makes. Django takes up to twenty milliseconds to build and compile a query of many
rules, the database less than one to answer it: so the SQL is made once in a process, and only the keys in it differ.
"""

from collections.abc import Callable
from functools import partial

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Count, QuerySet, Value

from .user import User

_NO_KEY = -(2**62)  # and what is above it: stand where the keys will; no row has them, and no rule such numbers


class PreparedStatement:
    """The SQL of what `build` makes of keys, with its parameters; its rules may differ in nothing but the keys."""

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self._build = build
        self._compiled: dict[str, tuple[str, tuple]] = {}

    def __call__(self, *keys: int) -> tuple[str, list]:
        places = {_NO_KEY + number: key for number, key in enumerate(keys)}
        vendor = connections[DEFAULT_DB_ALIAS].vendor
        if vendor not in self._compiled:
            self._compiled[vendor] = self._build(*places).query.sql_with_params()
        sql, params = self._compiled[vendor]
        return sql, [places.get(value, value) for value in params]

    def rows(self, *keys: int) -> list[tuple]:
        """As the database gives them: moments are text on SQLite."""
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(*self(*keys))
            return cursor.fetchall()


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
