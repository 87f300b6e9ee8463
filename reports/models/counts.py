"""Counts that every page asks. Django takes twenty milliseconds to build and compile a query of many rules, the
database less than one to answer it: so the SQL is made once in a process, and only the person in it differs.
"""

from collections.abc import Callable, Iterable

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Count, QuerySet, Value

from .user import User

# Stands where the person's key will; no row has it, and no other number of a rule is like it.
_ANYBODY = -(2**62) - 8_675_309


class PreparedCounts:
    """How many rows each of the querysets has that `of` makes for a person, asked in one statement.

    The querysets may differ in the person's key alone.
    """

    def __init__(self, of: Callable[[User], Iterable[QuerySet]]) -> None:
        self._of = of
        self._compiled: dict[str, tuple[str, list]] = {}

    def __call__(self, person: User) -> tuple[int, ...]:
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.vendor not in self._compiled:
            self._compiled[connection.vendor] = self._compile()
        sql, params = self._compiled[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(sql, [person.pk if value == _ANYBODY else value for value in params])
            return tuple(count for _place, count in sorted(cursor.fetchall()))

    def _compile(self) -> tuple[str, list]:
        anybody = User.from_db(DEFAULT_DB_ALIAS, ["id"], [_ANYBODY])  # to read anything else of them fails
        statements: list[str] = []
        params: list = []
        for place, queryset in enumerate(self._of(anybody)):
            counted = queryset.order_by().values(place=Value(place)).values_list("place", Count("pk"))
            sql, values = counted.query.sql_with_params()
            statements.append(sql)
            params += values
        return " UNION ALL ".join(statements), params
