"""Rows of the database as instances, for queries that are prepared."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from json import JSONDecoder
from typing import Any, Self

from django.db import DEFAULT_DB_ALIAS
from django.db.models import JSONField, Model, prefetch_related_objects
from django.db.models.base import ModelState
from django.db.models.expressions import Col
from django.db.models.signals import post_init, pre_init


class ValueReader:
    """Reads the columns of a row as their fields do."""

    def __init__(self, compiler: Any) -> None:
        converters = compiler.get_converters([column for column, *_sql in compiler.select])
        self._converters = [
            (place, plain, column)
            for place, (convert_all, column) in converters.items()
            for convert in convert_all
            if (plain := _plainly(convert, column, compiler.connection))
        ]

    @classmethod
    def of(cls, queryset: Any) -> Self:
        return cls(_compiler_of(queryset))

    def read(self, row: Sequence, connection: Any) -> list:
        values = list(row)
        for place, convert, column in self._converters:
            if values[place] is not None:  # which no field reads as anything else
                values[place] = convert(values[place], column, connection)
        return values


def _plainly(convert: Callable, column: Any, connection: Any) -> Callable | None:
    """A column of a table is read in fewer calls, where that says the same. JSON is decoded, and nothing else need be
    asked for each row; of SQLite the driver has made days and truths already, and moments without their zone.
    """
    if not isinstance(column, Col):
        return convert
    field, ops = column.output_field, connection.ops
    if isinstance(field, JSONField) and not field.decoder and convert == field.from_db_value:
        return _decode
    if connection.vendor != "sqlite":
        return convert
    read: dict[Callable, Callable | None] = {ops.convert_datefield_value: None, ops.convert_booleanfield_value: None}
    return (read | {ops.convert_datetimefield_value: _with_zone}).get(convert, convert)


def _with_zone(value: datetime, _column: Any, connection: Any) -> datetime:
    return value.replace(tzinfo=connection.timezone) if value.tzinfo is None else value


_whole = JSONDecoder().raw_decode  # the database keeps no blanks around it


def _decode(value: str, _column: Any, _connection: Any) -> Any:
    return _whole(value)[0]


def _compiler_of(queryset: Any) -> Any:
    compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
    compiler.as_sql()  # which finds out what stands in which column
    return compiler


class InstanceReader:
    """Makes of rows what the queryset would: Django's compiler says what stands in which column and how it is read.

    Django finds that out for each query anew, and sets each field of each instance by itself: a third of what a page
    cost. Here it is done once, and an instance gets all its columns at a time.
    """

    def __init__(self, queryset: Any) -> None:
        compiler = _compiler_of(queryset)
        self._values = ValueReader(compiler)
        self._maker = _Maker(compiler.klass_info, compiler.select)
        self._annotations = list((compiler.annotation_col_map or {}).items())
        self._prefetches = queryset._prefetch_related_lookups

    def read(self, rows: list[tuple], connection: Any) -> list:
        found = [self._make(self._values.read(row, connection)) for row in rows]
        if self._prefetches:
            prefetch_related_objects(found, *self._prefetches)
        return found

    def _make(self, row: list) -> Model:
        made = self._maker.make(row)
        for name, place in self._annotations:
            setattr(made, name, row[place])
        return made


class _Maker:
    """Of the columns that belong to one model, and of those beside that are selected with it."""

    def __init__(self, info: dict[str, Any], select: list) -> None:
        self._model = info["model"]
        _refuse_own_ways(self._model)
        places = info["select_fields"]
        self._columns = slice(places[0], places[-1] + 1)
        self._names = [column.target.attname for column, *_sql in select[self._columns]]
        self._key = places[self._names.index(self._model._meta.pk.attname)]
        self._beside = [
            (_Maker(one, select), one["local_setter"], one["remote_setter"])
            for one in info.get("related_klass_infos", [])
        ]

    def make(self, row: list) -> Any:
        made = self._model.__new__(self._model)
        made.__dict__.update(zip(self._names, row[self._columns], strict=True))
        made._state = state = ModelState()
        state.adding, state.db = False, DEFAULT_DB_ALIAS
        for maker, set_here, set_there in self._beside:
            other = None if row[maker._key] is None else maker.make(row)
            set_here(made, other)
            if other is not None:
                set_there(other, made)
        return made


def put_beside(owners: Iterable[Model], name: str, found: Iterable[tuple[int, Model]], model: type[Model]) -> None:
    """What a prefetch of `name` would leave: `found` are rows of the model, each with the key of its owner; those of
    other owners are left out.
    """
    rows: dict[int, list[Model]] = {owner.pk: [] for owner in owners}
    for key, row in found:
        if key in rows:
            rows[key].append(row)
    for owner in owners:
        listed: Any = model._default_manager.all()
        listed._result_cache, listed._prefetch_done = rows[owner.pk], True
        vars(owner).setdefault("_prefetched_objects_cache", {})[name] = listed


def _refuse_own_ways(model: Any) -> None:
    """What a model does when an instance is made would be left out here."""
    plain: Any = Model
    if model.__init__ is not plain.__init__ or model.from_db.__func__ is not plain.from_db.__func__:
        raise TypeError(f"{model.__name__} makes its instances in a way of its own")
    if pre_init.has_listeners(model) or post_init.has_listeners(model):
        raise TypeError(f"Something is told when an instance of {model.__name__} is made")
