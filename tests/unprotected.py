"""What whoever owns the database can do with the log, and the site cannot."""

from contextlib import contextmanager

from reports.models.append_only import TABLES, protect, triggers


def unprotect(connection):
    with connection.cursor() as cursor:
        for name in triggers(connection):
            (table,) = (table for table in TABLES if name.startswith(table))
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


@contextmanager
def unprotected(connection):
    unprotect(connection)
    yield
    protect(connection.alias)
