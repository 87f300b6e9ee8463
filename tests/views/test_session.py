"""The list of one's own sign-ins, and signing out elsewhere."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reports.actions.errors import Refused
from reports.actions.session import end_other_sessions, end_session
from reports.actions.user import deactivate, reactivate
from reports.models import Event, Session
from reports.pages.session import device_words

from ..factories import PASSWORD

OFFICE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"
EDGE = f"{OFFICE} Edg/120.0"
PHONE = "Mozilla/5.0 (Linux; Android 14; HarmonyOS) AppleWebKit/537.36 Chrome/114.0 MicroMessenger/8.0 Safari/537.36"


def sign_in(person, *, agent=OFFICE, address="10.1.2.3"):
    client = Client(headers={"accept-language": "en", "user-agent": agent}, REMOTE_ADDR=address)
    sent = {"username": person.username, "password": PASSWORD}
    assert client.post(reverse("sign_in"), sent).status_code == 302
    return client


def listed(client):
    """Of each sign-in on the page: the device, the address, whether it is this one."""
    devices = client.get(reverse("sessions")).context["devices"]
    return [(device.words, device.session.address, device.is_this) for device in devices]


def is_in(client):
    return client.get(reverse("reports")).status_code == 200


def row_of(client):
    return Session.objects.get(pk=client.session.session_key)


@pytest.fixture
def office(author):
    return sign_in(author)


@pytest.fixture
def phone(author, office):
    return sign_in(author, agent=PHONE, address="2001:db8::17")


def test_the_list_says_which_device_and_from_where(office, phone, reviewer):
    """This one first; nothing of anybody else, and no key that opens anything."""
    sign_in(reviewer, address="10.9.9.9")
    here, there = ("Chrome on Windows", "10.1.2.3"), ("WeChat on HarmonyOS", "2001:db8::/64")
    assert listed(office) == [(*here, True), (*there, False)]
    assert listed(phone) == [(*there, True), (*here, False)]
    page = office.get(reverse("sessions")).content.decode()
    assert [key for key in Session.objects.values_list("session_key", flat=True) if key in page] == []
    assert "10.9.9.9" not in page


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (EDGE, "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Linux"),
        ("curl/8.0", "a browser that does not say what it is"),
        ("", "a browser that does not say what it is"),
    ],
)
def test_a_device_in_words(settings, agent, words):
    settings.LANGUAGE_CODE = "en"
    assert device_words(agent) == words


def test_an_agent_of_any_length_and_kind_is_only_text(author):
    client = sign_in(author, agent="<b>X</b>" * 10_000)
    assert len(row_of(client).agent) == 300
    assert "<b>X" not in client.get(reverse("sessions")).content.decode()


def test_signing_out_there_ends_it_at_once(office, phone, author):
    answer = office.post(reverse("session_end", args=[row_of(phone).sitting]))
    assert answer.url == reverse("sessions")
    assert (is_in(phone), is_in(office)) == (False, True)
    row = Event.objects.filter(verb="signed_out_elsewhere").values("actor", "detail").get()
    assert row == {"actor": author.pk, "detail": "2001:db8::/64"}


def test_signing_out_everywhere_else(office, phone, author, reviewer):
    other = sign_in(reviewer)
    office.post(reverse("sessions_end"))
    assert (is_in(office), is_in(phone), is_in(other)) == (True, False, True)
    assert listed(office) == [("Chrome on Windows", "10.1.2.3", True)]
    assert Event.objects.filter(verb="signed_out_elsewhere").values_list("detail", flat=True).get() == "2001:db8::/64"
    again = office.post(reverse("sessions_end"), follow=True)
    assert "You are signed in nowhere else." in again.content.decode()
    assert Event.objects.filter(verb="signed_out_elsewhere").count() == 1


def test_nobody_ends_or_sees_what_is_anothers(office, reviewer):
    other = sign_in(reviewer)
    sitting = row_of(office).sitting
    assert other.post(reverse("session_end", args=[sitting])).status_code == 404
    assert other.post(reverse("session_end", args=[office.session.session_key])).status_code == 404
    with pytest.raises(Refused):
        end_session(session=row_of(office), by=reviewer, at=timezone.now())
    with pytest.raises(Refused):
        end_other_sessions(sitting=row_of(other).sitting, by=reviewer, at=timezone.now())
    assert is_in(office)


def test_a_request_under_way_brings_no_ended_session_back(office, phone):
    """It had read the session before it was ended, and stores it after."""
    held = phone.session
    office.post(reverse("sessions_end"))
    with pytest.raises(UpdateError):
        held.save(must_create=False)
    assert not is_in(phone)


def test_the_last_use_is_noted_once_in_ten_minutes(office):
    long_ago = timezone.now() - timedelta(minutes=11)
    recently = timezone.now() - timedelta(minutes=9)
    noted = []
    for used in (long_ago, recently):
        Session.objects.update(last_used_at=used)
        assert is_in(office)
        noted.append(row_of(office).last_used_at == used)
    assert noted == [False, True]


def test_a_sign_in_that_opens_nothing_is_not_listed(office, phone):
    """After 30 minutes without use, with the ten that may not have been noted; and after twelve hours."""
    elsewhere = Session.objects.filter(pk=phone.session.session_key)
    for used, shown in [(39, 2), (41, 1)]:
        elsewhere.update(last_used_at=timezone.now() - timedelta(minutes=used))
        assert len(listed(office)) == shown
    elsewhere.update(last_used_at=timezone.now(), expire_date=timezone.now())
    assert len(listed(office)) == 1


def test_a_sign_in_takes_those_that_have_expired_with_it(office, phone, reviewer):
    Session.objects.update(expire_date=timezone.now())
    sign_in(reviewer)
    assert [*Session.objects.values_list("person__username", flat=True)] == ["zhao"]


def test_who_is_deactivated_is_signed_in_nowhere_and_stays_so(office, phone, author, administrator):
    """Being activated again brings back no sign-in of before."""
    deactivate(person=author, by=administrator, at=timezone.now())
    reactivate(person=author, by=administrator, at=timezone.now())
    assert (is_in(office), is_in(phone), Session.objects.count()) == (False, False, 0)


def test_another_password_leaves_this_sign_in_alone(office, phone):
    new = "xin-shuiqu-2027"
    office.post(reverse("password"), {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert (is_in(office), is_in(phone), Session.objects.count()) == (True, False, 1)
    assert listed(office) == [("Chrome on Windows", "10.1.2.3", True)]


@pytest.mark.parametrize("more", [0, 20])
def test_the_list_asks_the_same_however_long_it_is(office, author, more):
    kept = row_of(office)
    for number in range(more):
        kept.pk, kept.sitting = f"key{number}", f"sitting{number}"
        kept.save(force_insert=True)
    with CaptureQueriesContext(connection) as captured:
        assert len(listed(office)) == more + 1
    assert len(captured) == 5
