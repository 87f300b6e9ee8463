"""Failures stand in the log, and nobody floods it with them."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.actions.repeated_failure import close_failures, note_failure
from reports.models import Event, FailedSignIn, RepeatedFailure
from reports.models.event import Verb

from ..factories import PASSWORD, UserFactory


def post(page, typed, address="10.1.0.7"):
    return Client().post(reverse(page), typed, REMOTE_ADDR=address)


def sign_in(name, password, address="10.1.0.7"):
    return post("sign_in", {"username": name, "password": password}, address)


def logged():
    return [*Event.objects.order_by("pk").values_list("verb", "actor__username", "detail")]


def pass_time(**time):
    FailedSignIn.objects.update(at=F("at") - timedelta(**time))
    RepeatedFailure.objects.update(until=F("until") - timedelta(**time))


def test_a_wrong_password_and_how_often_it_came_again(author):
    for _try in range(3):
        sign_in("lin", "wrong")
    assert logged() == [("sign_in_failed", "lin", "10.1.0.7")]
    pass_time(seconds=61)
    close_failures(at=(now := timezone.now()))
    said = f"10.1.0.7 至 {timezone.localtime(now):%H:%M} 又有 2 次"
    assert logged()[1:] == [("sign_in_failed", "lin", said)]


def test_tries_that_were_not_looked_at(author):
    for n in range(9):
        sign_in("lin", f"wrong{n}")
    assert [row[:2] for row in logged()] == [("sign_in_failed", "lin"), ("sign_in_paused", "lin")]
    assert [*RepeatedFailure.objects.order_by("verb").values_list("verb", "count")] == [
        ("sign_in_failed", 4),
        ("sign_in_paused", 3),
    ]


def test_a_name_that_nobody_has_is_often_a_password(author):
    """What was typed stands nowhere, not even for a day."""
    typed = "MyPassword-2026-secret"
    for _try in range(6):
        sign_in(typed, "x")
    sign_in(typed, "x", "10.1.0.8")
    events = logged()
    assert [row[:2] for row in events] == [("sign_in_failed", None), ("sign_in_paused", None), ("sign_in_failed", None)]
    assert len({detail.partition(" ")[2] for _verb, _actor, detail in events}) == 1  # the same mark
    kept = [*Event.objects.values(), *FailedSignIn.objects.values(), *RepeatedFailure.objects.values()]
    assert (len(kept) > 6, [row for row in kept if typed[:6].lower() in str(row).lower()]) == (True, [])


def test_a_wrong_code_of_a_slip(author):
    typed = {"username": "lin", "code": "ABCD-EFGH-JKLM", "password1": PASSWORD, "password2": PASSWORD}
    for name in ("lin", "lin", "nobody"):
        post("first_sign_in", typed | {"username": name})
    assert [row[:2] for row in logged()] == [("slip_failed", "lin"), ("slip_failed", None)]
    assert "ABCD" not in str(logged())


def test_the_own_old_password(client, author):
    client.force_login(author)
    typed = {"old_password": "wrong", "new_password1": "蓝天下的老渔船三百", "new_password2": "蓝天下的老渔船三百"}
    client.post(reverse("password"), typed)
    assert [row[:2] for row in logged()] == [("sign_in_failed", "lin")]


def test_every_form_that_asks_for_a_password(page, author, administrator):
    Client().post(page, {"body": "写的。", "sign-in-name": "lin", "sign-in-password": "wrong"})
    Client().post(reverse("admin:login"), {"username": "shi", "password": "wrong"})
    Client().post(page, {"body": "写的。", "sign-in-name": "shi", "sign-in-password": PASSWORD})
    assert [row[:2] for row in logged()] == [("sign_in_failed", "lin"), ("sign_in_failed", "shi"), ("signed_in", "shi")]


def note(*, address="10.1.0.7", person=None, at=None):
    name = person.username if person else "nobody"
    note_failure(verb=Verb.SLIP_FAILED, person=person, name=name, address=address, at=at or timezone.now())


def test_a_day_of_failures_is_a_few_rows(author):
    """Every ten seconds, and the worker looks every five minutes."""
    now = timezone.now()
    for step in range(8640):
        note(at=now + timedelta(seconds=10 * step))
        if step % 30 == 0:
            close_failures(at=now + timedelta(seconds=10 * step))
    close_failures(at=now + timedelta(days=1, hours=2))
    counted = sum(int(detail.split()[-2]) for _verb, _actor, detail in logged()[1:])
    assert (len(logged()) < 40, 1 + counted) == (True, 8640)


def test_many_names_at_one_address_are_told_apart_up_to_some(db):
    for _person in range(60):
        note(person=UserFactory.create())
    assert Event.objects.count() == 21
    assert RepeatedFailure.objects.get(name_hash="").count == 39


def test_so_are_many_addresses(db):
    now = timezone.now()
    for number in range(520):
        note(address=f"2001:db8:0:{number:x}::/64", at=now)
    assert Event.objects.count() == 501
    assert RepeatedFailure.objects.get(address="").count == 19


def test_what_has_ended_is_forgotten(author):
    note()
    for _round in range(2):
        pass_time(seconds=200)
        close_failures(at=timezone.now())
    assert (RepeatedFailure.objects.count(), Event.objects.count()) == (0, 1)


def test_auditors_read_it(client, auditor):
    sign_in("nobody", "wrong")
    client.force_login(auditor)
    shown = client.get(reverse("log")).content.decode()
    assert "<td>—</td>" in shown
    exported = b"".join(client.get(reverse("log"), {"format": "csv"}).streaming_content).decode()
    assert "登录失败（密码不符）" in exported


@pytest.mark.parametrize("state", ["", "forged"])
def test_an_answer_of_the_provider_that_proves_nothing(settings, db, state):
    settings.OIDC = {"issuer": "http://127.0.0.1:9", "client_id": "x", "client_secret": "x", "seconds": 1}
    for _try in range(3):
        Client().get(reverse("oidc_back"), {"state": state, "code": "x"})
    assert [row[:2] for row in logged()] == [("sign_in_unproven", None)]
