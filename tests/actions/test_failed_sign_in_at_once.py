"""Many sign-ins in the same moment, each on a connection of its own: of wrong ones no more are looked at than one by
one, and right ones count for nothing.
"""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.actions import failed_sign_in
from reports.actions.failed_sign_in import begin_sign_in, fail_sign_in
from reports.models import Event, FailedSignIn, RepeatedFailure
from reports.models.failed_sign_in import SignInTry

from ..factories import MOMENT, PASSWORD, UserFactory
from .test_submission_at_once import emptied  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)
TRIED = SignInTry(name_hash="lin", address="10.1.0.7", device="", password_mark=1)


def at_once(times, do):
    """What each has answered."""
    ready, answers = threading.Barrier(times), []

    def run(number):
        try:
            ready.wait()
            answers.append(do(number))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_twelve_at_once_five_are_looked_at(db):
    def guess(_number):
        until = begin_sign_in(tried=TRIED, at=MOMENT)
        if until is None:
            fail_sign_in(tried=TRIED)
        return until

    answers = at_once(12, guess)
    assert (len(answers), answers.count(None), FailedSignIn.objects.count()) == (12, 5, 5)


def test_right_ones_at_once_are_all_let_in(db):
    UserFactory.create(username="lin")
    typed = {"username": "lin", "password": PASSWORD}
    answers = at_once(12, lambda _number: Client().post(reverse("sign_in"), typed).status_code)
    assert (answers, FailedSignIn.objects.count()) == ([302] * 12, 0)
    assert [*Event.objects.values_list("verb", flat=True)] == ["signed_in"] * 12


def test_of_wrong_ones_at_once_no_more_are_looked_at_than_one_by_one(db):
    UserFactory.create(username="lin")

    def guess(number):
        return Client().post(reverse("sign_in"), {"username": "lin", "password": f"wrong{number}"}).status_code

    answers = at_once(12, guess)
    events = Event.objects.filter(verb="sign_in_failed").count()
    repeated = RepeatedFailure.objects.get(verb="sign_in_failed").count
    assert (len(answers), events, repeated) == (12, 1, 4)
    assert {*answers} <= {200, 429}


def test_those_that_got_no_answer_count_as_wrong_after_a_minute(db, monkeypatch):
    """Their process was killed, or the database was away."""
    monkeypatch.setattr(failed_sign_in, "_TURNS", 1)
    now = timezone.now()
    assert [begin_sign_in(tried=TRIED, at=now) for _ in range(5)] == [None] * 5
    assert begin_sign_in(tried=TRIED, at=now) == now + timedelta(minutes=1)
    later = now + timedelta(seconds=61)
    assert [begin_sign_in(tried=TRIED, at=later) for _ in range(2)] == [None, later + timedelta(minutes=2)]
