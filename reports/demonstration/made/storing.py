"""Many new rows of one model into the database at once."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, JSONField, Model

_AT_ONCE = 2_000  # rows of a statement


class MadeRow:
    """A row to be stored, by field: objects of the model take several times as long. What is not given has its default.

    A relation's value is an object, or another such row, which has its key once it is stored. JSON is given as text.
    """

    __slots__ = ("model", "pk", "values")

    def __init__(self, model: type[Model], **values: Any) -> None:
        self.model, self.values = model, values
        self.pk: Any = None


def store(model: type[Model], rows: Sequence[MadeRow]) -> None:
    """They get their keys. On PostgreSQL by COPY: it takes no statement with all values written out."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "postgresql" and rows:
        _copy(model, rows, connection)
    else:
        _insert(model, rows)


def _copy(model: type[Model], rows: Sequence[MadeRow], connection: Any) -> None:
    fields = _fields(model)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    with connection.cursor() as cursor:
        if model._meta.auto_field:
            _give_keys(model, rows, cursor)
        with cursor.copy(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN") as copy:
            for values in _values(rows, fields):
                copy.write_row(values)


def _give_keys(model: type[Model], rows: Sequence[MadeRow], cursor: Any) -> None:
    table, key = model._meta.db_table, model._meta.pk.column
    next_key = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
    cursor.execute(next_key, [table, key, len(rows)])
    for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
        row.pk = row.values[model._meta.pk.name] = number


def _insert(model: type[Model], rows: Sequence[MadeRow]) -> None:
    fields = _fields(model)
    manager: Any = model._default_manager
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        made = manager.bulk_create(_object(model, fields, values) for values in _values(part, fields))
        for row, one in zip(part, made, strict=True):
            row.pk = one.pk


def _object(model: type[Model], fields: Sequence[Field], values: Sequence[Any]) -> Model:
    given = {field.attname: _read(field, value) for field, value in zip(fields, values, strict=True)}
    return model(**given)


def _read(field: Field, value: Any) -> Any:
    return json.loads(value) if isinstance(field, JSONField) and value is not None else value


def _fields(model: type[Model]) -> list[Field]:
    return [field for field in model._meta.concrete_fields if not field.generated]


def _values(rows: Sequence[MadeRow], fields: Sequence[Field]) -> Iterator[list[Any]]:
    """As PostgreSQL takes them."""
    names = [(field.name, _default(field)) for field in fields]
    relations = [place for place, field in enumerate(fields) if field.is_relation]
    for row in rows:
        given = row.values
        values = [given.get(name, default) for name, default in names]
        for place in relations:
            if values[place] is not None:
                values[place] = values[place].pk
        yield values


def _default(field: Field) -> Any:
    default = None if field.primary_key else field.get_default()
    return json.dumps(default) if isinstance(field, JSONField) and default is not None else default
