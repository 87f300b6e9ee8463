"""Run as a program: what a site of the previous release held is put into an empty database, and read after migrating.

python -m tests.migrations.old_site load DUMP     into tables of the release, with its own models
python -m tests.migrations.old_site read          every row of today as JSON, to standard output
"""

import gzip
import json
import sys
from pathlib import Path

import django
from django.apps import apps
from django.core import serializers
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

RELEASE = ("reports", "0004_review_needs_stage")


@transaction.atomic
def load(dump):
    """References are checked at the end of the transaction, so the order of the rows does not matter."""
    old = MigrationLoader(connection).project_state([RELEASE]).apps
    by_model = {}
    for row in json.loads(gzip.decompress(Path(dump).read_bytes())):
        by_model.setdefault(row["model"], []).append(row)
    with connection.constraint_checks_disabled():
        for name, rows in by_model.items():
            model = old.get_model(name)
            model._base_manager.bulk_create(_build(model, row) for row in rows)
            _relate(model, rows)
    for name in by_model:
        _continue_numbers(old.get_model(name))


def _build(model, row):
    values = {model._meta.pk.attname: row["pk"]}
    for field in model._meta.concrete_fields:
        if field.name in row["fields"]:
            value = row["fields"][field.name]
            values[field.attname] = value if field.is_relation else field.to_python(value)
    return model(**values)


def _relate(model, rows):
    for field in model._meta.many_to_many:
        through = getattr(model, field.name).through
        here, there = field.m2m_column_name(), field.m2m_reverse_name()
        through._base_manager.bulk_create(
            through(**{here: row["pk"], there: pk}) for row in rows for pk in row["fields"].get(field.name, ())
        )


def _continue_numbers(model):
    """PostgreSQL's next numbers come after those that were put in."""
    reset = connection.ops.sequence_reset_sql(django.core.management.color.no_style(), [model])
    with connection.cursor() as cursor:
        for statement in reset:
            cursor.execute(statement)


def read():
    everything = apps.get_app_config("reports").get_models()
    rows = (row for model in everything for row in model._base_manager.order_by("pk"))
    sys.stdout.write(serializers.serialize("json", rows))


if __name__ == "__main__":
    import django.core.management.color

    django.setup()
    if sys.argv[1] == "load":
        load(sys.argv[2])
    else:
        read()
