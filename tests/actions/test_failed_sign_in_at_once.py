"""Many guesses in the same moment, each on a connection of its own: no more are looked at than one by one."""

import threading

import pytest
from django.db import connection

from reports.actions.failed_sign_in import begin_sign_in
from reports.models import FailedSignIn
from reports.models.failed_sign_in import SignInTry

from ..factories import MOMENT
from .test_submission_at_once import emptied  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)
TRIED = SignInTry(name="lin", address="10.1.0.7", device="", password_mark=1)


def test_of_twelve_at_once_five_at_most_are_looked_at(db):
    ready = threading.Barrier(12)
    answers = []

    def run():
        try:
            ready.wait()
            answers.append(begin_sign_in(tried=TRIED, at=MOMENT))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    looked_at = answers.count(None)
    assert (len(answers), looked_at <= 5, FailedSignIn.objects.count()) == (12, True, looked_at)
