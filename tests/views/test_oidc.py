"""Signing in at the office's own provider, which may be a liar, or not asked at all."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as site_settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from environ import Env
from joserfc.jwk import RSAKey

from reports.models import Event, Session, User
from reportsite import office_accounts

from ..oidc_provider import CLIENT, SECRET, serve_provider


@pytest.fixture
def provider(settings, monkeypatch):
    with serve_provider() as server:
        use(settings, monkeypatch, server.issuer)
        yield server


def use(settings, monkeypatch, issuer):
    given = {"OIDC_ISSUER": issuer, "OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": SECRET, "OIDC_SECONDS": "2"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    settings.OIDC = office_accounts.oidc(Env())["OIDC"]


def begin(client, provider, then="/"):
    """Led there; what the provider was asked."""
    led = client.get(reverse("oidc"), {"next": then})
    assert led.url.partition("?")[0] == f"{provider.issuer}/authorize"
    provider.asked = {name: values[0] for name, values in parse_qs(urlsplit(led.url).query).items()}
    return provider.asked


def come_back(client, asked, **sent):
    return client.get(reverse("oidc_back"), {"code": "the-code", "state": asked["state"]} | sent)


def sign_in(provider, client=None, then="/"):
    client = client or Client()
    return come_back(client, begin(client, provider, then))


def is_signed_in(client):
    return client.get(reverse("home")).status_code == 200


def test_who_is_known_here_and_there_signs_in(author, provider):
    client = Client()
    answer = sign_in(provider, client, then="/account/sign-ins/?x=1")
    assert (answer.status_code, answer.url, is_signed_in(client)) == (302, "/account/sign-ins/?x=1", True)
    assert [*Event.objects.values_list("verb", "actor__username", "detail")] == [("signed_in", "lin", "OIDC")]
    assert provider.asked["redirect_uri"] == "http://testserver/account/oidc/back/"
    assert {"state", "nonce", "code_challenge"} - {*provider.asked} == set()


def test_no_secret_of_the_provider_stays_in_the_session(author, provider):
    client = Client()
    sign_in(provider, client)
    kept = repr(dict(client.session.items()))
    assert [word for word in ("access", "eyJ", SECRET, provider.asked["state"]) if word in kept] == []


@pytest.mark.parametrize("name", ["fremd", "LIN", "lin ", "", None, 7, ["lin"], {"a": "lin"}, "l\0in", "林" * 300])
def test_a_name_that_nobody_here_has_opens_nothing(author, provider, name):
    provider.name, people = name, User.objects.count()
    client = Client()
    assert sign_in(provider, client).status_code in {400, 403}
    assert (is_signed_in(client), User.objects.count(), Event.objects.count()) == (False, people, 1)


def test_who_is_deactivated_stays_out_and_the_log_says_so(author, provider):
    author.is_active = False
    author.save()
    client = Client()
    assert (sign_in(provider, client).status_code, is_signed_in(client)) == (403, False)
    assert [*Event.objects.values_list("verb", "detail")] == [("sign_in_refused", "OIDC")]


def test_a_second_factor_is_asked_for_too(author, provider, settings):
    settings.SECOND_FACTOR_ROLES = ["everybody"]
    client = Client()
    answer = sign_in(provider, client, then="/account/sign-ins/")
    assert answer.url == f"{reverse('second_factor_check')}?next=%2Faccount%2Fsign-ins%2F"
    assert (is_signed_in(client), Event.objects.count()) == (False, 0)


LIES = {
    "another issuer": {"claims": {"iss": "http://127.0.0.1:9"}},
    "for another site": {"claims": {"aud": "another-site"}},
    "for others too": {"claims": {"aud": ["another-site"]}},
    "another nonce": {"claims": {"nonce": "n" * 20}},
    "expired": {"claims": {"exp": 1_700_000_000}},
    "of the future": {"claims": {"nbf": int(time.time()) + 9_000}},
    "no nonce": {"left_out": {"nonce"}},
    "no issuer": {"left_out": {"iss"}},
    "no audience": {"left_out": {"aud"}},
    "no expiry": {"left_out": {"exp"}},
    "no name": {"left_out": {"preferred_username"}},
    "another key": {"signs_with": RSAKey.generate_key(2048, {"kid": "1"})},
    "no token": {"token": {"access_token": "access", "token_type": "Bearer"}},
    "no JWT": {"token": {"access_token": "access", "token_type": "Bearer", "id_token": "e30.e30."}},
    "no text": {"token": {"access_token": "access", "token_type": "Bearer", "id_token": 7}},
    "unsigned": {
        "token": {"access_token": "a", "token_type": "Bearer", "id_token": "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."}
    },
    "a refusal": {"token": {"error": "access_denied"}},
    "nothing": {"token": {}},
    "broken": {"status": 500},
}


@pytest.mark.parametrize(
    ("told", "is_in"),
    [
        ({"sub": "1", "preferred_username": "lin"}, True),
        ({"sub": "2", "preferred_username": "lin"}, False),
        ({"preferred_username": "lin"}, False),
        ({"sub": "1"}, False),
        ([], False),
        (["lin"], False),
    ],
)
def test_a_name_that_is_told_apart_belongs_to_whom_the_token_is_about(author, provider, told, is_in):
    provider.told, provider.left_out = told, {"preferred_username"}
    client = Client()
    sign_in(provider, client)
    assert is_signed_in(client) is is_in


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_lie_opens_nothing(author, provider, lie):
    for name, value in lie.items():
        if name != "status":
            setattr(provider, name, value)
    client = Client()
    asked = begin(client, provider)
    provider.status = lie.get("status", 200)
    answer = come_back(client, asked)
    assert (answer.status_code in {400, 503}, is_signed_in(client)) == (True, False)
    logged = ["sign_in_unproven"] if answer.status_code == 400 else []  # of a provider that is away it says nothing
    assert [*Event.objects.values_list("verb", flat=True)] == logged


def test_an_answer_serves_in_the_browser_that_asked_and_once(author, provider):
    """Or somebody could sign another person in under their own account."""
    here, elsewhere = Client(), Client()
    asked = begin(here, provider)
    assert come_back(elsewhere, asked).status_code == 400
    assert come_back(here, asked, state="x" * 30).status_code == 400
    assert come_back(here, asked, code="stolen").status_code == 400
    asked = begin(here, provider)
    assert come_back(here, asked).status_code == 302
    assert come_back(here, asked).status_code == 400
    assert [is_signed_in(client) for client in (here, elsewhere)] == [True, False]


@pytest.mark.parametrize("query", [{}, {"state": "x"}, {"code": "x"}, {"error": "access_denied"}, {"state": "\0"}])
def test_who_comes_back_without_having_gone_is_told_so(author, provider, query):
    assert Client().get(reverse("oidc_back"), query).status_code == 400


@pytest.mark.parametrize(
    ("site", "led"), [("cross-site", False), ("same-site", False), ("same-origin", True), ("none", True)]
)
def test_no_page_elsewhere_signs_anybody_in(author, provider, site, led):
    """A browser that is known at the provider would be let in without a word: a person presses the button here."""
    answer = Client().get(reverse("oidc"), {"next": "/account/sign-ins/"}, headers={"sec-fetch-site": site})
    here = f"{reverse('sign_in')}?next=%2Faccount%2Fsign-ins%2F"
    assert (answer.status_code, answer.url.startswith(provider.issuer), answer.url == here) == (302, led, not led)


ELSEWHERE = ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "evil", "\0"]


@pytest.mark.parametrize("then", ELSEWHERE)
def test_nobody_is_led_elsewhere(author, provider, then):
    assert sign_in(provider, then=then).url == "/"


def test_a_provider_that_is_away_keeps_nobody_with_a_password_out(author, settings, monkeypatch):
    use(settings, monkeypatch, "http://127.0.0.1:9")
    told = Client().get(reverse("oidc"), headers={"Accept-Language": "en"})
    assert (told.status_code, "does not answer" in told.content.decode()) == (503, True)
    assert Client().get(reverse("oidc_end")).status_code == 503


def test_a_provider_that_goes_away_in_between(author, provider):
    client = Client()
    asked = begin(client, provider)
    provider.status = 502
    assert (come_back(client, asked).status_code in {400, 503}, is_signed_in(client)) == (True, False)


def test_signing_out_leads_to_the_way_out_there(author, provider):
    client = Client()
    sign_in(provider, client)
    left = client.post(reverse("sign_out"))
    assert (left.url, is_signed_in(client)) == (f"{reverse('sign_in')}?left", False)
    assert reverse("oidc_end") in client.get(left.url).content.decode()
    there = client.get(reverse("oidc_end")).url
    assert there.partition("?")[0] == f"{provider.issuer}/end"
    asked = parse_qs(urlsplit(there).query)
    assert (asked["client_id"], asked["post_logout_redirect_uri"]) == ([CLIENT], ["http://testserver/account/sign-in/"])


def test_it_is_off_unless_set(author):
    assert site_settings.OIDC == {}
    assert [Client().get(reverse(name)).status_code for name in ("oidc", "oidc_back", "oidc_end")] == [404] * 3
    assert reverse("oidc") not in Client().get(reverse("sign_in")).content.decode()


@pytest.mark.parametrize(
    "given", [{"OIDC_ISSUER": "http://idp.example.org"}, {"OIDC_ISSUER": "https://idp.example.org"}]
)
def test_settings_that_cannot_work_are_refused(monkeypatch, given):
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured):
        office_accounts.oidc(Env())


def test_who_writes_while_the_sign_in_expires_is_sent_there_and_nothing_is_lost(section, provider, form_of):
    """Signed in again in another tab, the same form goes on, without a password."""
    client = Client(headers={"accept-language": "en"})
    sign_in(provider, client)
    address = reverse("section", args=[section.report_id, section.pk])
    written = form_of(section, body="过期时写的话")
    Session.objects.all().delete()
    asked = client.post(address, written)
    page = asked.content.decode()
    assert (asked.status_code, reverse("oidc") in page, "过期时写的话" in page) == (401, True, True)
    carried = written | {"sign-in-name": "", "sign-in-password": ""}
    assert client.post(address, carried).status_code == 401
    sign_in(provider, client)
    assert client.post(address, carried).status_code == 302
    section.refresh_from_db()
    assert section.body == "过期时写的话"


def test_nothing_leads_to_a_provider_that_is_not_set_up(section, visit, author):
    client = visit(author)
    address = reverse("section", args=[section.report_id, section.pk])
    assert reverse("oidc") not in client.get(address).content.decode()
    Session.objects.all().delete()
    assert reverse("oidc") not in client.post(address, {"body": "x"}).content.decode()


def test_who_has_no_password_here_is_offered_no_page_to_change_it(author, visit):
    assert reverse("password") in visit(author).get(reverse("sessions")).content.decode()
    author.set_unusable_password()
    author.save()
    client = visit(author)
    assert reverse("password") not in client.get(reverse("sessions")).content.decode()
    page = client.get(reverse("password"))
    assert (page.status_code, "old_password" in page.content.decode()) == (200, False)
    new = {"old_password": "", "new_password1": "xin-shuiqu-2027", "new_password2": "xin-shuiqu-2027"}
    client.post(reverse("password"), new)
    author.refresh_from_db()
    assert not author.has_usable_password()
