"""Many new rows of one model into the database at once."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, Model

_AT_ONCE = 2_000  # rows of a statement


def store(model: type[Model], rows: Sequence[Model]) -> None:
    """They get their keys. On PostgreSQL by COPY: it takes no statement with all values written out."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "postgresql" and rows:
        _copy(model, rows, connection)
    else:
        manager: Any = model._default_manager
        manager.bulk_create(rows, batch_size=_AT_ONCE)


def _copy(model: type[Model], rows: Sequence[Model], connection: Any) -> None:
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    with connection.cursor() as cursor:
        if model._meta.auto_field:
            _give_keys(model, rows, cursor)
        with cursor.copy(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN") as copy:
            for values in _values(rows, fields, connection):
                copy.write_row(values)


def _give_keys(model: type[Model], rows: Sequence[Model], cursor: Any) -> None:
    table, key = model._meta.db_table, model._meta.pk.column
    next_key = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
    cursor.execute(next_key, [table, key, len(rows)])
    for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
        row.pk = number


def _values(rows: Sequence[Model], fields: Sequence[Field], connection: Any) -> Iterator[list[Any]]:
    for row in rows:
        yield [field.get_db_prep_save(_value(row, field), connection) for field in fields]


def _value(row: Model, field: Any) -> Any:
    """What a row refers to may have got its key after the row was made."""
    if field.is_relation and field.is_cached(row):
        other = field.get_cached_value(row)
        return other.pk if other else None
    return field.pre_save(row, add=True)
