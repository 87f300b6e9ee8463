"""The values of versions that were submitted before the rules of reading were made more."""

from importlib import import_module

from django.apps import apps
from django.db import connection

from reports.models import RevisionText

MIGRATION = import_module("reports.migrations.0089_values_read_anew")
OF_OLD = [["修渠", "条", "3", "全年修渠3条。", "", False]]


def kept():
    return list(RevisionText.objects.order_by("pk").values_list("stated", flat=True))


def read_anew():
    MIGRATION.read_anew(apps, connection.schema_editor())


def test_what_was_read_by_older_rules_is_as_if_submitted_now(submitted):
    before = kept()
    RevisionText.objects.update(stated=OF_OLD)
    read_anew()
    assert (kept(), [bool(stated) for stated in before]) == (before, [True])


def test_what_is_as_now_is_not_written(submitted, django_assert_num_queries):
    before = kept()
    with django_assert_num_queries(1):
        read_anew()
    assert kept() == before


def test_more_than_are_written_at_once(submitted, monkeypatch):
    before = kept()
    monkeypatch.setattr(MIGRATION, "AT_ONCE", 1)
    RevisionText.objects.update(stated=OF_OLD)
    read_anew()
    assert kept() == before
