"""Passkeys: added by who has an app, shown after the password; and every lie that a device or a thief could tell."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.http import passkey as http_passkey
from reports.models import Event, Passkey, SecondFactor
from reports.models.event import Verb
from reports.models.passkey import PASSKEYS

from ..authenticator import Authenticator
from .test_second_factor import browser, give, give_password, is_in, number_of, set_up


@pytest.fixture(autouse=True)
def passkeys_are_on(settings):
    settings.PASSKEY_HOST = "testserver"


def enter(person, code):
    """Signed in with a recovery code, so that the app's number is still there."""
    client = give_password(person)
    give(client, code)
    return client


def ask_to_add(client, typed, name="U盘"):
    return client.post(reverse("passkeys"), {"begin": "begin", "name": name, "typed": typed})


def add(client, typed, device=None, name="U盘", **lies):
    """The device, and the answer of the page."""
    device = device or Authenticator()
    credential = device.create(ask_to_add(client, typed, name).json()["options"], **lies)
    return device, client.post(reverse("passkeys"), {"name": name, "credential": credential})


def ask_to_show(client):
    return client.post(reverse("second_factor_check"), {"begin": "begin"}).json()["options"]


def show(client, credential):
    return client.post(reverse("second_factor_check"), {"credential": credential})


@pytest.fixture
def codes(author):
    return set_up(author)


@pytest.fixture
def device(author, codes):
    made, answer = add(enter(author, codes[0]), codes[1])
    assert answer.status_code == 302
    return made


@pytest.fixture
def half(author, device):
    """The password was given."""
    return give_password(author)


def refused(client, answer, person):
    assert (answer.status_code, is_in(client)) == (422, False)
    assert Event.objects.filter(verb=Verb.FACTOR_FAILED, actor=person).exists()


# As it is meant


def test_a_device_in_the_place_of_the_number(half, device, author):
    answer = show(half, device.get(ask_to_show(half)))
    assert (answer.status_code, is_in(half)) == (302, True)
    passkey = Passkey.objects.get()
    assert (passkey.name, passkey.sign_count, passkey.last_used_at is not None) == ("U盘", 2, True)
    assert Event.objects.filter(verb=Verb.SIGNED_IN, actor=author).count() == 2


def test_app_and_sheet_go_on_working(half, author, codes, device):
    assert give(half, number_of(author)).status_code == 302
    other = give_password(author)
    assert give(other, codes[2]).status_code == 302


def test_it_is_listed_and_removed_and_opens_nothing_any_more(author, codes, device, half):
    asked = ask_to_show(half)
    owner = enter(author, codes[2])
    assert "U盘" in owner.get(reverse("passkeys")).content.decode()
    page = reverse("passkey_remove", args=[Passkey.objects.get().pk])
    assert "U盘" in owner.get(page).content.decode()
    for guess in ({}, {"typed": ""}, {"typed": "000000"}, {"typed": codes[0]}):
        assert (owner.post(page, guess).status_code, Passkey.objects.count()) == (422, 1), guess
    assert owner.post(page, {"typed": codes[3]}).status_code == 302
    assert "U盘" not in owner.get(reverse("passkeys")).content.decode().partition("<ul")[2].partition("</ul>")[0]
    assert (show(half, device.get(asked)).status_code, is_in(half)) == (422, False)
    assert [*Event.objects.filter(verb__startswith="passkey").order_by("pk").values_list("verb", "detail")] == [
        ("passkey_added", "U盘"),
        ("passkey_removed", "U盘"),
    ]


def test_two_tabs_each_have_a_question_of_their_own(half, device):
    first, second = ask_to_show(half), ask_to_show(half)
    assert first["challenge"] != second["challenge"]
    assert show(half, device.get(first)).status_code == 302


def test_the_end_of_the_second_factor_is_the_end_of_its_passkeys(author, codes, device):
    owner = enter(author, codes[2])
    owner.post(reverse("second_factor"), {"typed": codes[3], "end": "end"})
    assert (SecondFactor.objects.count(), Passkey.objects.count()) == (0, 0)


def test_who_needs_a_factor_gets_none_by_a_passkey_alone(author, visit, settings):
    """Without an app there is no page of passkeys, so the first factor takes a slip as ever."""
    settings.SECOND_FACTOR_ROLES = ["everybody"]
    half = give_password(author)
    assert half.get(reverse("passkeys")).status_code == 302
    settings.SECOND_FACTOR_ROLES = []
    assert visit(author).get(reverse("passkeys")).status_code == 404


def test_off_unless_the_name_is_set_and_under_no_other_name(author, codes, device, settings):
    settings.PASSKEY_HOST = ""
    owner = enter(author, codes[2])
    assert owner.get(reverse("passkeys")).status_code == 404
    settings.PASSKEY_HOST = "reports.example.org"
    assert owner.get(reverse("passkeys")).status_code == 404
    half = give_password(author)
    assert b"data-passkey" not in half.get(reverse("second_factor_check")).content


def test_the_browser_is_asked_for_no_attestation_and_prefers_to_know_who_it_is(author, codes, half):
    asked = ask_to_add(enter(author, codes[2]), codes[3]).json()["options"]
    assert (asked["rp"]["id"], asked["attestation"], len(asked["excludeCredentials"])) == ("testserver", "none", 1)
    shown = ask_to_show(half)
    assert (shown["rpId"], shown["userVerification"], len(shown["allowCredentials"])) == ("testserver", "preferred", 1)


# Attacks


def test_nothing_is_added_without_the_number(author, codes):
    client = enter(author, codes[0])
    for typed in ("", "000000", codes[0]):
        assert ask_to_add(client, typed).status_code == 422
    made = Authenticator().create({"challenge": "AAAA"})
    assert client.post(reverse("passkeys"), {"name": "a", "credential": made}).status_code == 422
    assert Passkey.objects.count() == 0


def test_an_answer_serves_once(half, device, author):
    said = device.get(ask_to_show(half))
    assert show(half, said).status_code == 302
    again = give_password(author)
    assert (show(again, said).status_code, is_in(again)) == (422, False)
    half.post(reverse("sign_out"))
    give_password(author, half)
    assert (show(half, said).status_code, is_in(half)) == (422, False)


def test_a_question_serves_once_even_where_the_answer_was_wrong(half, device, author):
    asked = ask_to_show(half)
    show(half, device.get(asked, origin="https://evil.example"))
    assert (show(half, device.get(asked)).status_code, is_in(half)) == (422, False)


def test_a_question_of_another_session_serves_in_none_but_its_own(half, device, author):
    other = give_password(author)
    said = device.get(ask_to_show(other))
    assert (show(half, said).status_code, is_in(half)) == (422, False)
    assert show(other, said).status_code == 302


def test_a_question_to_add_is_none_to_sign_in(author, codes, device, half):
    owner = enter(author, codes[2])
    asked = ask_to_add(owner, codes[3]).json()["options"]
    session = half.session
    session["passkey_challenges"] = owner.session["passkey_challenges"]
    session.save()
    assert (show(half, device.get(asked)).status_code, is_in(half)) == (422, False)


def test_a_question_is_forgotten_after_five_minutes(half, device, monkeypatch):
    said = device.get(ask_to_show(half))
    monkeypatch.setattr(http_passkey, "_SECONDS", -1)
    assert (show(half, said).status_code, is_in(half)) == (422, False)


@pytest.mark.parametrize(
    "lies",
    [
        {"origin": "https://testserver"},
        {"origin": "http://testserver.evil.example"},
        {"origin": "http://testserver:8001"},
        {"host": "evil.example"},
        {"flags": 0},
    ],
)
def test_what_was_signed_for_another_page_opens_nothing(half, device, author, lies):
    refused(half, show(half, device.get(ask_to_show(half), **lies)), author)


@pytest.mark.parametrize("lies", [{"origin": "https://evil.example"}, {"host": "evil.example"}])
def test_nor_is_one_added_for_another_page(author, codes, lies):
    _device, answer = add(enter(author, codes[0]), codes[1], **lies)
    assert (answer.status_code, Passkey.objects.count()) == (422, 0)


def test_the_passkey_of_another_person_opens_nothing(half, author, reviewer):
    theirs = set_up(reviewer)
    stolen, answer = add(enter(reviewer, theirs[0]), theirs[1])
    assert answer.status_code == 302
    refused(half, show(half, stolen.get(ask_to_show(half))), author)


def test_another_key_under_the_same_number_opens_nothing(half, device, author):
    forged = Authenticator()
    forged.pk = device.pk
    forged.counter = 50
    refused(half, show(half, forged.get(ask_to_show(half))), author)


@pytest.mark.parametrize("back", [0, 1])
def test_a_copied_device_that_counts_behind_opens_nothing(half, device, author, back):
    show(half, device.get(ask_to_show(half)))
    device.counter -= 1 + back
    again = give_password(author)
    refused(again, show(again, device.get(ask_to_show(again))), author)


def test_a_device_that_does_not_count_is_let_in_each_time(author, codes):
    device = Authenticator()
    device.counter = 0
    add(enter(author, codes[0]), codes[1], device)
    for _twice in range(2):
        device.counter = 0
        client = give_password(author)
        assert show(client, device.get(ask_to_show(client))).status_code == 302


def test_one_device_is_added_once_and_by_nobody_else(author, codes, device, reviewer):
    theirs = set_up(reviewer)
    for client, code in ((enter(author, codes[2]), codes[3]), (enter(reviewer, theirs[0]), theirs[1])):
        _device, answer = add(client, code, device)
        assert answer.status_code == 422
    assert Passkey.objects.get().person == author


def test_one_that_was_removed_opens_nothing_beside_one_that_was_not(author, codes, device, half):
    asked = ask_to_show(half)
    owner = enter(author, codes[2])
    add(owner, codes[3])
    owner.post(reverse("passkey_remove", args=[Passkey.objects.order_by("pk")[0].pk]), {"typed": codes[4]})
    refused(half, show(half, device.get(asked)), author)


def test_nobody_removes_the_passkey_of_another(device, reviewer):
    codes, page = set_up(reviewer), reverse("passkey_remove", args=[Passkey.objects.get().pk])
    client = enter(reviewer, codes[0])
    assert [client.get(page).status_code, client.post(page, {"typed": codes[1]}).status_code] == [404, 404]
    assert Passkey.objects.count() == 1


def test_a_person_has_no_more_than_so_many(author, codes, device):
    now = timezone.now()
    for number in range(PASSKEYS - 1):
        row = Passkey(person=author, name="x", sign_count=0, added_at=now, public_key=b"")
        row.credential_id = bytes([number])
        row.save()
    _device, answer = add(enter(author, codes[2]), codes[3])
    assert (answer.status_code, Passkey.objects.count()) == (422, PASSKEYS)


NONSENSE = ["", "{}", "[]", "null", "0", "{", '"a"', "[" * 9000, json.dumps({"response": {"clientDataJSON": "AAAA"}})]


@pytest.mark.parametrize("said", [*NONSENSE, "x" * 30_000, json.dumps({"response": {"clientDataJSON": 5}})])
def test_nonsense_is_refused_with_a_sentence(half, author, codes, said):
    assert (show(half, said).status_code, is_in(half)) == (422, False)
    assert enter(author, codes[2]).post(reverse("passkeys"), {"credential": said}).status_code == 422


@pytest.mark.parametrize("change", ["id", "rawId", "type", "signature", "authenticatorData", "userHandle"])
@pytest.mark.parametrize("value", ["AAAA", "", None, 5, [], {}])
def test_an_answer_with_one_part_of_another_kind_is_refused(half, device, author, change, value):
    said = json.loads(device.get(ask_to_show(half)))
    (said if change in said else said["response"])[change] = value
    answer = show(half, json.dumps(said))
    good = {"userHandle"}  # not looked at: the person is known by the password
    assert (answer.status_code, is_in(half)) in ({(422, False), (302, True)} if change in good else {(422, False)})


def test_a_stranger_is_asked_nothing(db):
    client = browser()
    assert client.post(reverse("second_factor_check"), {"begin": "begin"}).status_code == 302
    assert client.post(reverse("passkeys"), {"begin": "begin"}).status_code in {302, 401}
