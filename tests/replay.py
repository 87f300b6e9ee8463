"""Steps that most tests begin with are taken by the code once in a worker, and after that by their SQL.

The rows of a test's database follow from what was written to it since the test began: where that is the same, word for
word, the step writes the same again. Submitting a report took thirteen milliseconds, five hundred times a run.
"""

import hashlib
from types import FunctionType

import pytest
from django.db import connection

READS = ("SELECT", "SAVEPOINT", "RELEASE")  # to go back to a savepoint changes rows
known: dict[str, list] = {}


class History:
    """What one test has written so far. Whether it knows all of it: not where several connections write."""

    def __init__(self, *, is_whole: bool):
        self.is_whole = is_whole
        self.written: list[tuple] = []

    def __call__(self, execute, sql, params, many, context):
        if not sql.lstrip().startswith(READS):
            self.written.append((sql, params, many))
        return execute(sql, params, many, context)

    def take(self, step: FunctionType) -> None:
        """`step` writes to the database, and does nothing else that lasts."""
        if not self.is_whole:
            step()
        elif (state := self._state(step)) in known:
            write(known[state])
        else:
            begun = len(self.written)
            step()
            written = self.written[begun:]
            if not any(sql.startswith("ROLLBACK") for sql, _params, _many in written):  # savepoints have other names
                known[state] = written

    def _state(self, step: FunctionType) -> str:
        """With the next primary keys, which a test that commits leaves as they are."""
        with connection.cursor() as cursor:
            keys = cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name").fetchall()
        place = step.__module__, step.__code__.co_firstlineno
        return hashlib.sha256(repr((place, keys, self.written)).encode()).hexdigest()


def write(statements) -> None:
    with connection.cursor() as cursor:
        for sql, params, many in statements:
            (cursor.executemany if many else cursor.execute)(sql, params)
            if cursor.description:  # RETURNING: it ends when it is read
                cursor.fetchall()


def commits(item) -> bool:
    mark = item.get_closest_marker("django_db")
    return "transactional_db" in item.fixturenames or bool(mark and mark.kwargs.get("transaction"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    item.history = History(is_whole=connection.vendor == "sqlite" and not commits(item))
    with connection.execute_wrapper(item.history):
        return (yield)


@pytest.fixture
def take(request, db):
    """Takes a step from the state that the test's database is in: `take(lambda: submit_report(…))`."""
    return request.node.history.take
