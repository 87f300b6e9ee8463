"""The log is sealed in batches, in order, and late rows after it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from reports.actions.event import log_many
from reports.actions.log_seal import LATE, SETTLED, seal_log
from reports.models import Event, LogSeal
from reports.models.event import Verb
from reports.pages.log_seal import verify_log

from ..factories import MOMENT

LATER = MOMENT + SETTLED


@pytest.fixture
def write(author):
    """So many rows."""
    return lambda count: log_many(verb=Verb.SIGNED_IN, actor=author, at=MOMENT, details=map(str, range(count)))


def sealed():
    """How many rows each seal holds."""
    return [len(seal.sealed_events()) for seal in LogSeal.objects.all()]


def test_rows_are_sealed_when_no_unseen_one_can_come_before_them(write):
    write(3)
    assert (seal_log(at=MOMENT), sealed()) == (0, [0])
    write(2)
    assert seal_log(at=LATER - timedelta(seconds=1)) == 0
    assert (seal_log(at=LATER), sealed()) == (3, [0, 3])
    assert (seal_log(at=LATER + SETTLED), sealed()) == (2, [0, 3, 2])


def test_where_nothing_is_new_nothing_is_sealed(write):
    write(1)
    for times in range(9):
        seal_log(at=MOMENT + SETTLED * times)
    assert sealed() == [0, 1]


def test_an_empty_log_has_no_seal(db):
    seal_log(at=MOMENT)
    assert sealed() == []


def test_a_long_log_is_sealed_in_parts(write, monkeypatch):
    monkeypatch.setattr("reports.actions.log_seal._AT_ONCE", 4)
    write(10)
    seal_log(at=MOMENT)
    assert (seal_log(at=LATER), sealed()) == (10, [0, 4, 4, 2])
    assert verify_log(at=LATER).broken == []


def test_each_seal_follows_from_the_one_before(write):
    for times in range(3):
        write(1)
        seal_log(at=MOMENT + SETTLED * times)
    first, second, third = LogSeal.objects.all()
    assert [first.expected_sha256(None), second.expected_sha256(first), third.expected_sha256(second)] == [
        first.sha256,
        second.sha256,
        third.sha256,
    ]
    assert len({third.sha256, third.expected_sha256(first), third.expected_sha256(None)}) == 3


def commit_late(author, pk):
    """A row whose number was given out before those that are sealed."""
    Event(pk=pk, verb=Verb.SIGNED_IN, actor=author, at=MOMENT).save(force_insert=True)


@pytest.fixture
def gap(write, author):
    """A number that was given out and not committed yet, with sealed rows around it."""
    write(2)
    pk = max(Event.objects.values_list("pk", flat=True)) + 1
    commit_late(author, pk + 1)
    seal_log(at=MOMENT)
    seal_log(at=LATER)
    assert sealed() == [0, 3]
    return pk


def test_a_row_that_comes_late_breaks_nothing_and_is_named(gap, author):
    commit_late(author, gap)
    waiting = verify_log(at=LATER)
    assert (waiting.broken, waiting.waiting, waiting.late) == ([], 1, [])
    assert (seal_log(at=LATER + SETTLED), sealed()) == (1, [0, 3, 1])
    done = verify_log(at=LATER + SETTLED)
    assert (done.broken, done.sealed, done.waiting, done.late) == ([], 4, 0, [gap])


def test_after_a_day_a_row_comes_too_late(gap, author):
    """So nobody adds to a past day unnoticed."""
    commit_late(author, gap)
    commit_late(author, gap + 2)
    seal_log(at=LATER + LATE)
    seal_log(at=LATER + LATE + SETTLED)
    verdict = verify_log(at=LATER + LATE + SETTLED)
    assert ([(one.by, one.what) for one in verdict.broken], verdict.late) == ([("row_added", gap)], [])


def test_a_clock_that_was_set_forward_and_back_stops_nothing(write):
    write(1)
    seal_log(at=MOMENT + timedelta(days=365))
    for times in range(3):
        write(1)
        seal_log(at=MOMENT + SETTLED * times)
    assert (sum(sealed()), verify_log(at=LATER).broken) == (3, [])


def test_of_two_at_once_one_seals(write, monkeypatch):
    """Both have read the same last seal."""
    write(1)
    seal_log(at=MOMENT)
    last = LogSeal.objects.get()
    seal_log(at=LATER)
    monkeypatch.setattr(type(LogSeal.objects.all()), "last", lambda _rows: last)
    assert (seal_log(at=LATER), sealed()) == (0, [0, 1])


def test_the_head_is_mailed_once_a_day(write, settings):
    settings.LOG_HEAD_TO = ["audit@example.org"]
    for hours in (0, 1, 2, 24, 25):
        write(1)
        seal_log(at=MOMENT + timedelta(hours=hours))
    heads = [str(LogSeal.objects.get(number=number)) for number in (1, 4)]
    assert [(message.to, head in message.body) for message, head in zip(mail.outbox, heads, strict=True)] == [
        (["audit@example.org"], True),
        (["audit@example.org"], True),
    ]


def test_a_failing_mail_server_stops_no_seal(write, settings, monkeypatch):
    def fail(*_arguments):
        raise ConnectionRefusedError

    settings.LOG_HEAD_TO = ["audit@example.org"]
    monkeypatch.setattr(EmailBackend, "send_messages", fail)
    write(1)
    seal_log(at=MOMENT)
    assert (seal_log(at=LATER), sealed()) == (1, [0, 1])
