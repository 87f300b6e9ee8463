"""A step taken by its SQL leaves the rows that the code would have left, and only where nothing was otherwise."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction

from reports.actions.errors import Refused
from reports.actions.report import submit_report

from .factories import MOMENT, UserFactory
from .replay import known

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="primary keys go on rising on other databases")


def stored():
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in apps.get_models()}


def undone(step):
    """What is stored after it, and how many steps are known then."""
    with transaction.atomic():
        step()
        after = stored(), len(known)
        transaction.set_rollback(True)
    return after


@pytest.fixture
def history(request):
    return request.node.history


@pytest.fixture
def submit(report, author):
    return lambda: submit_report(report=report, by=author, at=MOMENT + timedelta(days=1))


def test_the_rows_are_those_that_the_code_writes(history, submit):
    by_code, _ = undone(submit)
    begun = [*history.written]
    first, known_then = undone(lambda: history.take(submit))
    history.written[:] = begun  # what was undone has not been written
    again, known_now = undone(lambda: history.take(submit))
    assert known_now == known_then
    assert first == again == by_code


def test_from_another_state_the_code_itself_takes_it(history, submit, report, bureau):
    undone(lambda: history.take(submit))
    UserFactory.create(unit=bureau)
    _, before = undone(lambda: history.take(submit))
    report.cycle.stages.update(name="另一级")
    _, after = undone(lambda: history.take(submit))
    assert after == before + 1


def test_what_was_written_and_undone_makes_another_state(history, submit, report):
    """The statements are the same, the rows are not."""
    change = report.cycle.stages.update
    before = [*history.written]
    undone(lambda: change(name="另一级"))
    with_undone = [*history.written]
    history.written[:] = before
    change(name="另一级")
    assert history.written != with_undone


def test_a_step_that_went_back_is_taken_by_the_code_each_time(history, submit):
    before = len(known)
    history.take(lambda: undone(submit))
    assert len(known) == before


def test_a_step_that_is_refused_is_not_known(history, submit, report):
    report.sections.update(body="")
    before = len(known)
    with pytest.raises(Refused):
        history.take(submit)
    assert len(known) == before


@pytest.mark.django_db(transaction=True)
def test_where_several_connections_write_nothing_is_taken_by_sql(history, submit):
    before = len(known)
    history.take(submit)
    assert (history.is_whole, len(known)) == (False, before)
