"""Signing in with the password of the office's directory, tried against slapd."""

from datetime import timedelta

import pytest
from django.conf import settings as site_settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import F
from django.test import Client
from django.urls import reverse
from environ import Env

from reports.models import Event, FailedSignIn, User
from reportsite import office_accounts

from ..certificates import certificate_of_this_machine
from ..factories import PASSWORD
from ..ldap_server import BASE, READER, READERS_PASSWORD, SLAPD, serve_directory

try:
    import ldap
except ImportError:
    ldap = None
pytestmark = [
    pytest.mark.skipif(SLAPD is None, reason="slapd is not here: scripts/office_servers installs it"),
    pytest.mark.skipif(ldap is None, reason="python-ldap is not here: scripts/office_servers installs it"),
]
OF_OFFICE = "shuiqu-ziyou-61"
SEARCHED = {
    "LDAP_SEARCH_BASE": BASE,
    "LDAP_SEARCH_FILTER": "(uid=%(user)s)",
    "LDAP_BIND_DN": READER,
    "LDAP_BIND_PASSWORD": READERS_PASSWORD,
}
NAMED = {"LDAP_USER_DN": f"uid=%(user)s,{BASE}"}


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    passwords = {"lin": OF_OFFICE, "fremd": OF_OFFICE, "zhao": OF_OFFICE}
    with serve_directory(tmp_path_factory.mktemp("slapd"), passwords) as server:
        yield server


@pytest.fixture
def use(settings, monkeypatch):
    """Sets what .env would set."""

    def apply(address, **given):
        for name in [*SEARCHED, *NAMED, "LDAP_CA_FILE"]:
            monkeypatch.delenv(name, raising=False)
        for name, value in ({"LDAP_SERVER": address, "LDAP_SECONDS": "2"} | given).items():
            monkeypatch.setenv(name, value)
        for name, value in office_accounts.ldap(Env()).items():
            setattr(settings, name, value)

    return apply


@pytest.fixture
def of_office(author, use, directory):
    """Without a password of this site."""
    author.set_unusable_password()
    author.save()
    use(directory.address, **SEARCHED)
    return author


def sign_in(name="lin", password=OF_OFFICE, client=None, **options):
    """302: signed in; 200: refused."""
    return (client or Client()).post(reverse("sign_in"), {"username": name, "password": password}, **options)


@pytest.mark.parametrize("found", [SEARCHED, NAMED], ids=["by a search", "by the address of the entry"])
def test_who_is_known_here_and_there_signs_in(of_office, use, directory, found):
    use(directory.address, **found)
    client = Client()
    assert sign_in(client=client).status_code == 302
    assert client.get(reverse("home")).status_code == 200
    assert [*Event.objects.values_list("verb", "actor__username", "detail")] == [("signed_in", "lin", "LDAP")]


def test_nothing_of_the_directory_is_stored(of_office):
    before = User.objects.filter(pk=of_office.pk).values().get()
    assert sign_in().status_code == 302
    after = User.objects.filter(pk=of_office.pk).values().get()
    assert before | {"last_login": None} == after | {"last_login": None}
    assert not User.objects.get(pk=of_office.pk).has_usable_password()


def test_who_is_known_there_alone_stays_out_and_gets_no_account(of_office):
    assert (sign_in("fremd").status_code, User.objects.filter(username="fremd").count()) == (200, 0)


def test_who_is_deactivated_here_stays_out(of_office):
    of_office.is_active = False
    of_office.save()
    assert sign_in().status_code == 200


@pytest.mark.parametrize("name", ["*", "l*", "LIN", "lin)(uid=*", "lin,dc=example", "\\6cin", "lin\\", "(", "林" * 90])
def test_no_name_is_a_pattern(of_office, use, directory, name):
    for found in (SEARCHED, NAMED):
        use(directory.address, **found)
        assert sign_in(name).status_code == 200, found


def test_an_empty_password_is_none(of_office):
    """A directory takes a name with an empty one for nobody in particular, and says yes."""
    assert [sign_in(password=password).status_code for password in ("", " ")] == [200, 200]


def test_guessing_is_slowed(of_office):
    answers = [sign_in(password=f"wrong{number}").status_code for number in range(6)]
    assert (answers, sign_in().status_code) == ([200] * 4 + [429] * 2, 429)
    assert sorted(Event.objects.values_list("verb", flat=True)) == ["sign_in_failed", "sign_in_paused"]
    FailedSignIn.objects.update(at=F("at") - timedelta(seconds=61))
    assert sign_in().status_code == 302


def test_a_second_factor_is_asked_for_too(of_office, settings):
    settings.SECOND_FACTOR_ROLES = ["everybody"]
    client = Client()
    assert sign_in(client=client).url.startswith(reverse("second_factor_check"))
    assert client.get(reverse("home")).status_code == 302


def test_the_administrators_page_takes_it_too(administrator, tmp_path, use):
    with serve_directory(tmp_path, {"shi": OF_OFFICE}) as server:
        use(server.address, **SEARCHED)
        typed = {"username": "shi", "password": OF_OFFICE}
        assert Client().post(reverse("admin:login"), typed).status_code == 302
    assert [*Event.objects.values_list("verb", "detail")] == [("signed_in", "LDAP")]


def test_where_the_directory_is_away_people_are_told_and_accounts_of_the_site_go_on(of_office, reviewer, tmp_path, use):
    with serve_directory(tmp_path, {"lin": OF_OFFICE}) as server:
        use(server.address, **SEARCHED)
        server.go_away()
        told = [sign_in(headers={"Accept-Language": "en"}) for _time in range(7)]
        assert {answer.status_code for answer in told} == {503}
        assert "The directory of your office does not answer." in told[0].content.decode()
        assert (FailedSignIn.objects.count(), Event.objects.count()) == (0, 0)  # an outage makes nobody wait
        assert sign_in("zhao", PASSWORD).status_code == 302


def test_an_outage_is_no_way_to_guess_passwords_of_the_site(reviewer, tmp_path, use):
    with serve_directory(tmp_path, {"lin": OF_OFFICE}) as server:
        use(server.address, **SEARCHED)
        server.go_away()
        answers = [sign_in("zhao", f"wrong{number}").status_code for number in range(6)]
        assert (answers, sign_in("zhao", PASSWORD).status_code) == ([503] * 4 + [429] * 2, 429)


def test_what_was_typed_outlives_an_outage(page, of_office, tmp_path, use):
    with serve_directory(tmp_path, {"lin": OF_OFFICE}) as server:
        use(server.address, **SEARCHED)
        server.go_away()
        sent = {"body": "写的。", "sign-in-name": "lin", "sign-in-password": OF_OFFICE}
        answer = Client().post(page, sent)
    assert (answer.status_code, "写的。" in answer.content.decode()) == (401, True)


def test_a_reader_that_may_not_read_is_an_outage_and_no_wrong_password(of_office, use, directory):
    use(directory.address, **SEARCHED | {"LDAP_BIND_PASSWORD": "changed"})
    assert (sign_in().status_code, FailedSignIn.objects.count()) == (503, 0)


def test_only_a_directory_with_the_offices_certificate_is_asked(of_office, tmp_path, use):
    certificate, stranger = (certificate_of_this_machine(tmp_path / name) for name in ("own.pem", "other.pem"))
    with serve_directory(tmp_path / "tls", {"lin": OF_OFFICE}, scheme="ldaps", certificate=certificate) as server:
        use(server.address, **SEARCHED, LDAP_CA_FILE=str(certificate))
        assert sign_in().status_code == 302
        for trusted in ({"LDAP_CA_FILE": str(stranger)}, {}):
            use(server.address, **SEARCHED, **trusted)
            assert sign_in().status_code == 503, trusted


WRONG = {
    "no address": {"LDAP_SERVER": "directory.example.org"},
    "neither": {"LDAP_SERVER": "ldaps://directory.example.org"},
    "both": {"LDAP_SERVER": "ldaps://directory.example.org"} | SEARCHED | NAMED,
    "nobody": {"LDAP_SERVER": "ldaps://directory.example.org", "LDAP_USER_DN": BASE},
}


@pytest.mark.parametrize("given", WRONG.values(), ids=WRONG)
def test_settings_that_cannot_work_are_refused(use, given):
    with pytest.raises(ImproperlyConfigured):
        use(**{"address": given["LDAP_SERVER"]} | {key: value for key, value in given.items() if key != "LDAP_SERVER"})


@pytest.mark.parametrize(("address", "begun"), [("ldap://10.0.0.5", True), ("ldaps://10.0.0.5", False)])
def test_no_password_crosses_the_network_in_plain(use, settings, address, begun):
    use(address, **NAMED)
    assert settings.AUTH_LDAP_START_TLS is begun


def test_it_is_off_unless_set():
    assert site_settings.LDAP_SERVER == ""
