"""Earlier opinions get the name of whoever reviewed; whom a roll named becomes a rule of the first stage."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from reports.actions.review import agree
from reports.models import Opinion, StageReviewer

from ..factories import MOMENT

BEFORE = [("reports", "0023_roll_changes")]


def migrate(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


@pytest.mark.exhaustive
def test_opinions_and_named_reviewers(transactional_db, in_review, reviewer, organiser):
    agree(report=in_review, by=reviewer, at=MOMENT)
    participant = in_review.participant_id
    try:
        named = migrate(BEFORE).get_model("reports", "NamedReviewer").objects
        named.create(participant_id=participant, reviewer_id=organiser.pk, set_by_id=reviewer.pk)
    finally:
        migrate(MigrationExecutor(connection).loader.graph.leaf_nodes("reports"))
    assert list(Opinion.objects.values_list("by__username", "decision")) == [("zhao", "agreed")]
    rules = StageReviewer.objects.values_list("stage__name", "participant", "reviewer__username", "set_by__username")
    assert list(rules) == [("初审", participant, "tang", "zhao")]
