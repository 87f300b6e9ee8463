"""Guessing is slowed, and nobody can keep a colleague out by it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.models import FailedSignIn

from ..factories import PASSWORD, UserFactory

OFFICE, ELSEWHERE = "10.1.0.7", "10.9.0.9"


@pytest.fixture(autouse=True)
def behind_nginx(settings):
    settings.TRUSTED_PROXIES = 1


def sign_in(client, name="lin", password=PASSWORD, address=OFFICE, **options):
    """302: signed in; 200: refused; 429: not looked at."""
    headers = {"X-Forwarded-For": address} | options.pop("headers", {})
    return client.post(reverse("sign_in"), {"username": name, "password": password}, headers=headers, **options)


def fail(times, name="lin", address=OFFICE, client=None):
    return [sign_in(client or Client(), name, f"wrong{n}", address).status_code for n in range(times)]


def pass_time(**time):
    FailedSignIn.objects.update(at=F("at") - timedelta(**time))


def test_a_colleague_at_another_address_keeps_nobody_out(author):
    fail(20, address=ELSEWHERE)
    assert sign_in(Client()).status_code == 302


def test_nor_does_one_at_the_same_address_where_the_browser_is_known(author):
    mine = Client()
    assert sign_in(mine).status_code == 302
    mine.post(reverse("sign_out"))
    fail(20)
    assert (sign_in(Client()).status_code, sign_in(mine).status_code) == (429, 302)


def new_browser():
    """One that has opened the page, as people do."""
    client = Client()
    client.get(reverse("sign_in"))
    return client


def test_nor_does_one_in_another_browser_at_the_same_address_though_both_are_new(author):
    guesser, mine = new_browser(), new_browser()
    for _day in range(48):  # as often as he is let
        fail(5, client=guesser)
        pass_time(minutes=30)
    assert sign_in(guesser).status_code == 429
    assert sign_in(mine).status_code == 302


def test_nor_with_many_browsers_where_anybody_has_signed_in(author, reviewer):
    office = Client()
    sign_in(office, "zhao")
    office.post(reverse("sign_out"))
    for _browser in range(12):
        fail(5, client=new_browser())
    assert sign_in(new_browser()).status_code == 429
    assert sign_in(office).status_code == 302


def test_signing_in_anew_under_the_own_name_wins_no_guesses(author, reviewer):
    """Each browser in which a colleague has signed in is counted as theirs."""
    answers = []
    for _browser in range(3):
        client = Client()
        sign_in(client, "zhao")
        client.post(reverse("sign_out"))
        answers += fail(3, client=client)
    assert answers == [200] * 4 + [429] * 5


def test_a_browser_that_colleagues_share_does_not_spray(author, reviewer):
    client = Client()
    sign_in(client, "zhao")
    client.post(reverse("sign_out"))
    answers = [sign_in(client, f"p{n}", f"wrong{n}").status_code for n in range(12)]
    assert answers == [200] * 9 + [429] * 3


def guesses(clients, hours):
    """How many passwords for one name are looked at, where every minute each of the browsers tries one."""
    found = 0
    for _minute in range(hours * 60):
        for client in clients():
            before = FailedSignIn.objects.count()
            fail(1, client=client)
            found += FailedSignIn.objects.count() - before
        pass_time(minutes=1, seconds=1)
    return found


def test_how_many_guesses_many_browsers_have(author):
    """docs/decisions/0059 has the numbers."""
    for _browser in range(10):
        fail(5, client=new_browser())
    assert FailedSignIn.objects.count() == 35
    assert guesses(lambda: [new_browser()], 1) == 5
    assert guesses(lambda: [new_browser()], 2) == 2


def test_nor_does_one_who_claims_the_address(author):
    fail(20, address=f"{OFFICE}, {ELSEWHERE}")  # nginx adds its entry after what was sent
    assert sign_in(Client()).status_code == 302


def test_a_forged_address_wins_no_guesses(author):
    answers = [sign_in(Client(), "lin", f"wrong{n}", f"10.0.0.{n}, {OFFICE}").status_code for n in range(7)]
    assert answers == [200] * 4 + [429] * 3


def test_an_address_in_a_header_counts_for_nothing_without_a_proxy(author, settings):
    settings.TRUSTED_PROXIES = 0
    answers = [sign_in(Client(), "lin", f"wrong{n}", f"10.0.0.{n}").status_code for n in range(7)]
    assert answers == [200] * 4 + [429] * 3
    assert {*FailedSignIn.objects.values_list("address", flat=True)} == {"127.0.0.1"}


def test_colleagues_behind_one_address_do_not_slow_each_other(author, reviewer):
    fail(20, name="zhao")
    assert sign_in(Client()).status_code == 302


def test_the_pauses_grow_to_an_hour_and_waiting_ends_them(author):
    fail(5)
    for minutes in (1, 2, 4, 8, 16, 32, 60, 60):
        pass_time(minutes=minutes - 1, seconds=50)
        assert sign_in(Client()).status_code == 429
        pass_time(seconds=11)
        assert fail(1) == [429]  # looked at, and the next has to wait longer
    pass_time(minutes=60)
    assert sign_in(Client()).status_code == 302
    assert FailedSignIn.objects.count() == 0


def test_in_a_known_browser_they_grow_to_a_quarter_of_an_hour(author):
    mine = Client()
    sign_in(mine)
    mine.post(reverse("sign_out"))
    fail(5, client=mine)
    for minutes in (1, 2, 4, 8, 15, 15):
        pass_time(minutes=minutes - 1, seconds=50)
        assert sign_in(mine).status_code == 429
        pass_time(seconds=11)
        assert fail(1, client=mine) == [429]
    pass_time(minutes=15)
    assert sign_in(mine).status_code == 302


def test_asking_again_makes_no_wait_longer(author):
    fail(5)
    assert [sign_in(Client()).status_code for _ in range(10)] == [429] * 10
    pass_time(seconds=61)
    assert sign_in(Client()).status_code == 302


def test_a_right_password_makes_the_failures_here_void_and_none_elsewhere(author):
    fail(4), fail(4, address=ELSEWHERE)
    assert sign_in(Client()).status_code == 302
    assert fail(4) == [200] * 4
    assert fail(1, address=ELSEWHERE) == [429]


def test_failures_are_remembered_for_a_day(author):
    fail(4)
    pass_time(hours=23, minutes=59)
    assert fail(1) == [429]
    pass_time(hours=1)
    assert fail(1) == [200]
    assert sign_in(Client()).status_code == 302
    assert FailedSignIn.objects.count() == 0


def test_guessing_in_a_known_browser_is_slowed_there_alone(author):
    """Whoever sits down at the computer of another has five guesses, too."""
    there, here = Client(), Client()
    assert [sign_in(client).status_code for client in (there, here)] == [302, 302]
    for client in (there, here):
        client.post(reverse("sign_out"))
    assert fail(6, client=there) == [200] * 4 + [429] * 2
    assert [sign_in(client).status_code for client in (there, here)] == [429, 302]


@pytest.mark.parametrize("forged", ["", "x", "eyJudW1iZXIiOiJ4IiwicGVvcGxlIjpbXX0:1vK:abc"])
def test_a_forged_device_is_none(author, forged):
    fail(5)
    client = Client()
    client.cookies["device"] = forged
    assert sign_in(client).status_code == 429


def test_a_device_of_one_is_of_no_use_for_another_name(author, reviewer):
    """The attacker's own browser, in which many have signed in but not this one."""
    client = Client()
    for number in range(12):
        UserFactory.create(username=f"p{number}")
        sign_in(client, f"p{number}")
        client.post(reverse("sign_out"))
    assert fail(6, client=client) == [200] * 4 + [429] * 2
    assert "p11" not in client.cookies["device"].value


def test_one_password_over_many_names_is_slowed_from_whatever_address(author, settings):
    settings.SIGN_IN_NAMES_PER_PASSWORD = 10
    spray = [sign_in(Client(), f"p{n}", "Shuiqu@2026", f"10.2.0.{n}").status_code for n in range(12)]
    assert spray == [200] * 9 + [429] * 3
    assert sign_in(Client(), "lin", "Shuiqu@2026", "10.3.0.1").status_code == 429
    assert sign_in(Client()).status_code == 302  # with another password


def test_many_names_from_one_address_are_slowed(author, reviewer, settings):
    settings.SIGN_IN_NAMES_PER_ADDRESS = 20
    mine = Client()
    assert sign_in(mine, "zhao").status_code == 302
    mine.post(reverse("sign_out"))
    answers = [sign_in(Client(), f"p{n}", f"wrong{n}").status_code for n in range(22)]
    assert answers == [200] * 19 + [429] * 3
    assert sign_in(Client()).status_code == 429
    assert sign_in(Client(), address=ELSEWHERE).status_code == 302
    assert sign_in(mine, "zhao").status_code == 302


def test_the_administrators_sign_in_is_slowed_too(administrator):
    typed = {"username": "shi", "password": "wrong"}
    answers = [Client().post(reverse("admin:login"), typed).status_code for _ in range(6)]
    assert answers == [200] * 4 + [429] * 2


def test_a_script_is_told_in_json(author):
    fail(5)
    told = sign_in(Client(), headers={"Accept": "application/json", "Accept-Language": "en"})
    assert (told.status_code, told.json()["message"]) == (
        429,
        "Too many wrong passwords. Wait a minute and try again, or use a sign-in slip, which is never slowed.",
    )


def test_whether_there_is_such_a_person_is_not_told(author):
    """Asked of the database is the same; a failure of somebody is written into the log besides."""
    sign_in(Client(), "somebody", "wrong")  # what is asked once in a process
    counts = set()
    for name in ("nobody", "lin"):
        with CaptureQueriesContext(connection) as captured:
            assert [*fail(6, name=name)] == [200] * 4 + [429] * 2
        counts.add(sum("reports_event" not in query["sql"] for query in captured))
    assert len(counts) == 1
