"""Two people on one slip in the same moment, on a connection of their own: one gets it. And what reaches the disk."""

import threading
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation

from reports.actions.errors import Refused
from reports.actions.sign_in_slip import mail_slips, use_slip
from reports.actions.user import deactivate
from reports.models import SignInSlip, User

from ..factories import MOMENT
from ..slips import issue
from .test_submission_at_once import emptied, meanwhile  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORDS = ["xin-shuiqu-2027", "xin-shuiqu-2028"]


@pytest.fixture
def slip(author, administrator):
    issue(author, by=administrator)
    return SignInSlip.objects.get()


def use(slip, password):
    mine = SignInSlip.objects.select_related("person").get(pk=slip.pk)  # as each request fetches it
    return lambda: use_slip(slip=mine, password=password, by=mine.person, at=MOMENT)


def password_of(person):
    return [password for password in PASSWORDS if User.objects.get(pk=person.pk).check_password(password)]


def test_of_two_uses_the_first_holds(slip, author):
    answer = meanwhile(use(slip, PASSWORDS[0]), use(slip, PASSWORDS[1]))
    assert (type(answer), "has been used" in str(answer)) == (Refused, True)
    assert password_of(author) == PASSWORDS[:1]


def test_of_eight_uses_one_holds(slip, author):
    ready = threading.Barrier(8)
    done = []

    def run(action):
        try:
            ready.wait()
            action()
            done.append(True)
        except Refused:
            done.append(False)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[use(slip, PASSWORDS[0])]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [False] * 7 + [True]


def test_a_slip_that_is_being_replaced_opens_nothing(slip, author, administrator):
    answer = meanwhile(lambda: issue(author, by=administrator), use(slip, PASSWORDS[0]))
    assert (type(answer), password_of(author)) == (Refused, [])


def test_nor_does_that_of_a_person_who_is_being_deactivated(slip, author, administrator):
    answer = meanwhile(lambda: deactivate(person=author, by=administrator, at=MOMENT), use(slip, PASSWORDS[0]))
    assert (type(answer), "not active" in str(answer), password_of(author)) == (Refused, True, [])


def test_two_issues_at_once_leave_one_valid(author, administrator):
    def again():
        with translation.override("en"):
            return issue(author, by=administrator)

    code = meanwhile(again, again)
    assert (len(code), SignInSlip.objects.valid_at(MOMENT).count(), SignInSlip.objects.count()) == (14, 1, 2)


def test_two_processes_mail_a_slip_once(author, administrator, mailoutbox):
    author.email = "lin@example.org"
    author.save()
    SignInSlip.objects.create(
        person=author, delivery="mail", issued_by=administrator, issued_at=MOMENT, expires_at="2026-12-01T00:00Z"
    )
    answer = meanwhile(lambda: mail_slips(at=MOMENT), lambda: mail_slips(at=MOMENT))
    assert (answer, len(mailoutbox)) == (0, 1)


def test_the_code_does_not_reach_the_disk(author, administrator, client):
    """The files of SQLite as they lie there, with what was written ahead; of a server the rows are looked through."""
    if connection.vendor != "sqlite":
        pytest.skip("the server's files are its own")
    code = issue(author, by=administrator, at=timezone.now())
    wrong = f"{code[:13]}{'Z' if code[13] != 'Z' else 'Y'}"
    for typed in (wrong, code):
        sent = {"username": "lin", "code": typed, "password1": PASSWORDS[0], "password2": PASSWORDS[0]}
        client.post(reverse("first_sign_in"), sent)
    assert password_of(author) == PASSWORDS[:1]
    name = Path(connection.settings_dict["NAME"])
    data = b"".join(path.read_bytes() for path in name.parent.glob(f"{name.name}*"))
    assert SignInSlip.objects.get().code_hash.encode() in data
    for kept in (code, wrong, PASSWORDS[0]):
        assert [text.encode() in data for text in (kept, kept.replace("-", ""))] == [False, False]
