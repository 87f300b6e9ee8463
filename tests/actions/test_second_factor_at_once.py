"""One code or one number in many browsers in the same moment: one gets in."""

import threading
from datetime import timedelta

import pyotp
import pytest
from django.db import connection
from django.utils import timezone

from reports.actions.errors import Refused
from reports.actions.second_factor import begin_second_factor, check_second_factor, confirm_second_factor
from reports.models import RecoveryCode, User

from .test_submission_at_once import emptied  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)
NOW = timezone.now()


@pytest.fixture
def shown(author):
    """A recovery code, and the number of the app a step later than the one that set it up."""
    totp = pyotp.TOTP(begin_second_factor(by=author, at=NOW).secret)
    codes = confirm_second_factor(number=totp.at(NOW), device="", by=author, at=NOW)
    return {"code": codes[0], "number": totp.at(NOW + timedelta(seconds=30))}


@pytest.mark.parametrize("what", ["code", "number"])
def test_of_eight_at_once_one_gets_in(author, shown, what):
    """Each in a browser of its own that is known, so that nothing but the row itself holds the others back."""
    ready, done = threading.Barrier(8), []

    def show(device):
        try:
            person = User.objects.get(pk=author.pk)
            ready.wait()
            check_second_factor(typed=shown[what], device=device, by=person, at=NOW)
            done.append(True)
        except Refused:
            done.append(False)
        finally:
            connection.close()

    threads = [threading.Thread(target=show, args=[f"device {number}"]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [False] * 7 + [True]
    assert RecoveryCode.objects.exclude(used_at=None).count() == (what == "code")
