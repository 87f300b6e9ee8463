"""Readings became read receipts: who has opened which version is what it was, forwards and back."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from reports.models import ReadReceipt

from ..factories import MOMENT

BEFORE = [("reports", "0012_failures_without_words")]
AFTER = [("reports", "0013_read_receipts")]


def migrate(targets):
    """The models of that time."""
    MigrationExecutor(connection).migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.mark.exhaustive
@pytest.mark.django_db(transaction=True)
def test_every_row_is_kept(submitted, reviewer):
    row = (submitted.revisions.get().pk, reviewer.pk, MOMENT, MOMENT)
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes("reports")
    revision, reader, first, last = row
    migrate(BEFORE).get_model("reports", "Reading").objects.create(
        revision_id=revision, reader_id=reader, first_at=first, last_at=last
    )
    stored = migrate(AFTER).get_model("reports", "ReadReceipt").objects
    assert list(stored.values_list("revision", "reader", "first_at", "last_at")) == [row]
    back = migrate(BEFORE).get_model("reports", "Reading").objects
    assert list(back.values_list("revision", "reader", "first_at", "last_at")) == [row]
    migrate(latest)
    assert [receipt.pk for receipt in submitted.revisions.get().read_receipts.all()] == [ReadReceipt.objects.get().pk]
