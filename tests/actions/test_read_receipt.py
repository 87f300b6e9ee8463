"""Who has opened which version, and what has been submitted since."""

from datetime import timedelta

import pytest

from reports.actions.read_receipt import record_read_receipts
from reports.actions.report import submit_report, withdraw_report
from reports.actions.review import open_review
from reports.models import ReadReceipt
from reports.models.read_receipt import SinceLastRead, since_last_read

from ..factories import MOMENT

LATER = MOMENT + timedelta(days=9)


def test_the_first_time_and_the_last(in_review, organiser, django_assert_num_queries):
    revision = in_review.revisions.get()
    for days in (3, 1, 2):
        with django_assert_num_queries(1):
            record_read_receipts(revisions=[revision], by=organiser, at=MOMENT + timedelta(days=days))
    found = ReadReceipt.objects.get()
    assert (found.first_at, found.last_at) == (MOMENT + timedelta(days=3), MOMENT + timedelta(days=2))


def test_several_versions_in_one_query(returned, organiser, reviewer, django_assert_num_queries):
    revisions = list(returned.revisions.order_by("number"))
    with django_assert_num_queries(1):
        record_read_receipts(revisions=revisions, by=organiser, at=MOMENT)
    record_read_receipts(revisions=[], by=reviewer, at=MOMENT)
    assert list(ReadReceipt.objects.values_list("revision__number", "reader__username")) == [(1, "tang"), (2, "tang")]


@pytest.fixture
def read_by(reviewer):
    def note(report, *numbers):
        record_read_receipts(revisions=report.revisions.filter(number__in=numbers), by=reviewer, at=MOMENT)

    return note


@pytest.mark.parametrize(
    ("numbers", "since"),
    [
        ([], None),
        ([1], SinceLastRead(1, 3, is_unread=True)),
        ([1, 2], SinceLastRead(2, 3, is_unread=True)),
        ([1, 3], SinceLastRead(1, 3, is_unread=False)),
        ([3], None),
    ],
)
def test_what_was_submitted_since(returned, author, reviewer, read_by, numbers, since):
    submit_report(report=returned, by=author, at=LATER)
    read_by(returned, *numbers)
    assert since_last_read(returned, reviewer) == since


def test_a_return_brings_no_other_words(returned, reviewer, read_by):
    read_by(returned, 1)
    assert since_last_read(returned, reviewer) is None


def test_a_submission_withdrawn_unread_is_not_there(returned, author, reviewer, read_by):
    read_by(returned, 1)
    submit_report(report=returned, by=author, at=LATER)
    withdraw_report(report=returned, by=author, at=LATER)
    assert since_last_read(returned, reviewer) is None
    submit_report(report=returned, by=author, at=LATER)
    open_review(report=returned, by=reviewer, at=LATER)
    assert since_last_read(returned, reviewer) == SinceLastRead(1, 4, is_unread=True)


def test_others_readings_are_not_ones_own(returned, author, organiser, reviewer, read_by):
    read_by(returned, 1)
    submit_report(report=returned, by=author, at=LATER)
    assert since_last_read(returned, organiser) is None
