"""Due days that no form lets through, written past the forms before the database refused them."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from reports.models import Cycle, Outline

MIGRATION = import_module("reports.migrations.0042_due_day_possible")


@pytest.fixture
def unchecked(db):
    """As before the migration. PostgreSQL takes it back with the test's transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE reports_cycle DROP CONSTRAINT cycle_due_day_possible")
            yield
        else:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            yield
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


@pytest.mark.parametrize(
    ("stored", "mended"),
    [
        (date(1, 1, 1), date(2026, 12, 31)),
        (date(9999, 12, 31), date(2026, 12, 31)),
        (date(2026, 12, 20), date(2026, 12, 20)),
        (date(2200, 12, 31), date(2200, 12, 31)),
    ],
)
def test_an_impossible_day_becomes_the_last_of_the_year_and_others_stay(unchecked, county, stored, mended):
    outline = Outline.objects.create(name="提纲")
    cycle = Cycle.objects.create(year=2026, name="2026", unit=county, outline=outline, due=stored)
    MIGRATION.mend_days(apps, None)
    cycle.refresh_from_db()
    assert cycle.due == mended
