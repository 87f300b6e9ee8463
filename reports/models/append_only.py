"""Tables whose rows the database itself refuses to change or delete, whoever asks. See docs/decisions/0063.

Of the log the oldest rows may go, once a row of the log says up to which: see docs/decisions/0081.
"""

from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("reports_event", "reports_logseal")
_SAID = "The rows of this table are never changed or deleted."
# INSERT OR REPLACE of SQLite deletes a row without telling the trigger of deletions.
_SQLITE = {
    "no_update": "BEFORE UPDATE ON {table}",
    "no_delete": "BEFORE DELETE ON {table} WHEN {stays}",
    "no_replace": "BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})",
}
_POSTGRESQL = {
    "no_change": "BEFORE UPDATE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION reports_refuse_change()",
    "no_delete": "BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION reports_refuse_deletion()",
}
_REFUSE = f"""
    CREATE OR REPLACE FUNCTION reports_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{_SAID}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
    CREATE OR REPLACE FUNCTION reports_refuse_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_TABLE_NAME = 'reports_event' THEN
            PERFORM 1 FROM reports_event WHERE verb = 'log_shortened'
                AND id > OLD.id AND substring(detail from '^[0-9]+')::bigint >= OLD.id;
            IF FOUND THEN RETURN OLD; END IF;
        END IF;
        RAISE EXCEPTION '{_SAID}' USING ERRCODE = 'integrity_constraint_violation';
    END $$
"""
_STAYS = {
    "reports_event": "NOT EXISTS (SELECT 1 FROM reports_event WHERE verb = 'log_shortened' "
    "AND id > OLD.id AND CAST(detail AS INTEGER) >= OLD.id)",
    "reports_logseal": "TRUE",
}
_TRIGGERS = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
_KEYS = {"reports_event": "id", "reports_logseal": "number"}


def triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """By name, on what each acts, of the tables that there are."""
    there = {*connection.introspection.table_names()}
    return {
        f"{table}_{name}": acts.format(table=table, key=_KEYS[table], stays=_STAYS[table])
        for table in TABLES
        if table in there
        for name, acts in _TRIGGERS[connection.vendor].items()
    }


def protect(using: str, **_signal: Any) -> None:
    """After every migration, for SQLite drops a table's triggers where it makes the table anew."""
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_REFUSE)
        for name, acts in triggers(connection).items():
            for statement in _CREATE[connection.vendor]:
                cursor.execute(statement.format(name=name, acts=acts))


_CREATE = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS {name}",  # of an earlier release
        f"CREATE TRIGGER {{name}} {{acts}} BEGIN SELECT RAISE(ABORT, '{_SAID}'); END",
    ],
    "postgresql": ["CREATE OR REPLACE TRIGGER {name} {acts}"],
}
_STANDING = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'",
}


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_STANDING[connection.vendor])
        existing = {name for (name,) in cursor.fetchall()}
    return [name for name in triggers(connection) if name not in existing]
