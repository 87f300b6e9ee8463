"""A sign-in that nobody uses ends; one that is used goes on."""

import time

import pytest
from django.core.signing import TimestampSigner, b62_encode, get_cookie_signer
from django.test import Client
from django.urls import reverse

from reports.http.idle import COOKIE, SALT
from reports.http.session import SINCE, SITTING
from reports.models import Session

from ..factories import PASSWORD

JSON = {"accept": "application/json"}
LATE = 31 * 60


class SignerOfBefore(TimestampSigner):
    def timestamp(self) -> str:
        return b62_encode(int(time.time()) - LATE)


@pytest.fixture
def client(author):
    client = Client(headers={"accept-language": "en"})
    client.post(reverse("sign_in"), {"username": author.username, "password": PASSWORD})
    return client


def leave_for(client, seconds=LATE):
    """As if it had been signed in, and last used, so long ago."""
    session = client.session
    session[SINCE] -= seconds
    session.save()
    key = get_cookie_signer(salt=COOKIE + SALT).key
    client.cookies[COOKIE] = SignerOfBefore(key=key, salt=COOKIE + SALT).sign(session[SITTING])


def is_in(client):
    return client.get(reverse("reports")).status_code == 200


def test_without_use_it_ends(client, reviewer):
    """With the old cookie, with none, a made-up one, and with the fresh one of another sign-in."""
    other = Client()
    other.post(reverse("sign_in"), {"username": reviewer.username, "password": PASSWORD})
    assert (is_in(client), is_in(other)) == (True, True)
    leave_for(client)
    old = client.cookies[COOKIE].value
    for sent in (old, "", "1", f"{client.session[SITTING]}:1:1", other.cookies[COOKIE].value):
        client.cookies[COOKIE] = sent
        answers = [client.get(reverse("reports")), client.get(reverse("admin:index")), client.get(reverse("sign_in"))]
        assert [answer.status_code for answer in answers] == [302, 302, 200]
        assert COOKIE not in answers[0].cookies
        assert client.get(reverse("reports"), headers=JSON).status_code == 401


def test_a_page_that_is_read_stores_nothing(client):
    leave_for(client, seconds=120)
    stored = Session.objects.values().get()
    assert is_in(client)
    assert Session.objects.values().get() == stored


def test_with_use_it_goes_on(client):
    """Long after the sign-in, by the cookie alone."""
    session = client.session
    session[SINCE] -= 10 * LATE
    session.save()
    assert is_in(client)


def test_use_renews_the_cookie_once_a_minute(client):
    session = client.session
    session[SINCE] -= 60
    session.save()
    del client.cookies[COOKIE]
    assert [COOKIE in client.get(reverse("reports")).cookies for _twice in range(2)] == [True, False]
    assert dict(client.cookies[COOKIE])["httponly"]


def test_what_an_open_page_asks_by_itself_is_no_use(client, report):
    """Its scripts ask for news, and say that it is open."""
    del client.cookies[COOKIE]
    here = [report.pk]
    answers = [
        client.get(reverse("comment_news", args=here), headers=JSON),
        client.post(reverse("presence", args=here), headers=JSON),
    ]
    assert [
        (answer.status_code < 400 or answer.status_code == 422, COOKIE in answer.cookies) for answer in answers
    ] == [(True, False)] * 2


def test_the_same_browser_goes_on_after_the_password(client, author):
    leave_for(client)
    sent = {"username": author.username, "password": PASSWORD}
    assert client.post(reverse("sign_in"), sent, headers=JSON).status_code == 200
    assert (is_in(client), Session.objects.count()) == (True, 1)


def test_a_new_password_does_not_end_it(client):
    session = client.session
    session[SINCE] -= 10 * LATE
    session.save()
    new = "xin-shuiqu-2027"
    changed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post(reverse("password"), changed).status_code == 302
    assert is_in(client)


def test_nought_minutes_are_never(client, settings):
    leave_for(client)
    settings.SESSION_IDLE_MINUTES = 0
    assert is_in(client)
