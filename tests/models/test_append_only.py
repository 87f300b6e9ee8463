"""The database refuses to change or delete rows of the log, whoever asks and however."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from reports.actions.event import log
from reports.actions.log_seal import seal_log
from reports.models import Event, LogSeal
from reports.models.append_only import TABLES, missing_triggers, protect, triggers
from reports.models.event import Verb

from ..factories import MOMENT
from ..unprotected import unprotect

HOWEVER = [
    "UPDATE {table} SET {column} = {column}",
    "UPDATE {table} SET {key} = {key} + 1",
    "DELETE FROM {table}",
]
OF_SQLITE = [
    "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    "REPLACE INTO {table} SELECT * FROM {table}",
    "UPDATE OR IGNORE {table} SET {column} = {column}",
]
OF_POSTGRESQL = [
    "TRUNCATE {table} CASCADE",
    "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {column} = EXCLUDED.{column}",
    "WITH gone AS (DELETE FROM {table} RETURNING 1) SELECT * FROM gone",
]
NAMES = {"reports_event": {"column": "verb", "key": "id"}, "reports_logseal": {"column": "sha256", "key": "number"}}


@pytest.fixture
def rows(author):
    """One of the log and one seal."""
    log(verb=Verb.SIGNED_IN, actor=author, at=MOMENT)
    seal_log(at=MOMENT)
    connection.check_constraints()  # of what is in hand PostgreSQL would say that first
    return lambda: (list(Event.objects.values()), list(LogSeal.objects.values("number", "sha256")))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("number", range(6))
def test_no_statement_changes_a_row(rows, table, number):
    before = rows()
    ways = HOWEVER + {"sqlite": OF_SQLITE, "postgresql": OF_POSTGRESQL}[connection.vendor]
    with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
        connection.cursor().execute(ways[number].format(table=table, **NAMES[table]))
    assert (rows(), [len(found) for found in before]) == (before, [1, 1])


def test_rows_are_added_as_ever(rows, author):
    log(verb=Verb.SIGNED_IN, actor=author, at=MOMENT)
    assert Event.objects.count() == 2


def test_after_each_migration_the_triggers_stand(rows):
    unprotect(connection)
    assert missing_triggers(connection) == [*triggers(connection)] != []
    call_command("migrate", verbosity=0)
    assert missing_triggers(connection) == []
    protect("default")  # twice does no harm
    assert missing_triggers(connection) == []
