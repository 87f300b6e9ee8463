"""Between releases: readings became read receipts, opinions got the name of whoever reviewed, and whom a roll named
became a rule of the first stage. One way back and forth serves both: it takes minutes.
"""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from reports.actions.review import agree
from reports.models import Opinion, ReadReceipt, StageReviewer

from ..factories import MOMENT

READINGS = [("reports", "0012_failures_without_words")]
RECEIPTS = [("reports", "0013_read_receipts")]
NAMED = [("reports", "0023_roll_changes")]


def migrate(targets):
    """The models of that time."""
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


@pytest.mark.exhaustive
def test_every_row_is_kept(transactional_db, in_review, reviewer, organiser):
    agree(report=in_review, by=reviewer, at=MOMENT)
    row = (in_review.revisions.earliest("number").pk, organiser.pk, MOMENT, MOMENT)
    try:
        _read_forth_and_back(row)
        old = migrate(NAMED)
        participant = old.get_model("reports", "Participant").objects.get(person=in_review.author_id).pk
        old.get_model("reports", "NamedReviewer").objects.create(
            participant_id=participant, reviewer_id=organiser.pk, set_by_id=reviewer.pk
        )
    finally:
        migrate(MigrationExecutor(connection).loader.graph.leaf_nodes("reports"))
    assert ReadReceipt.objects.values_list("revision", "reader", "first_at", "last_at").get(reader=organiser) == row
    assert list(Opinion.objects.values_list("by__username", "decision")) == [("zhao", "agreed")]
    rules = StageReviewer.objects.values_list("stage__name", "participant", "reviewer__username", "set_by__username")
    assert ("初审", participant, "tang", "zhao") in rules


def _read_forth_and_back(row):
    revision, reader, first, last = row
    readings = migrate(READINGS).get_model("reports", "Reading").objects
    readings.create(revision_id=revision, reader_id=reader, first_at=first, last_at=last)
    columns = ("revision", "reader", "first_at", "last_at")
    receipts = migrate(RECEIPTS).get_model("reports", "ReadReceipt").objects
    assert receipts.values_list(*columns).get(reader=reader) == row
    readings = migrate(READINGS).get_model("reports", "Reading").objects
    assert readings.values_list(*columns).get(reader=reader) == row
