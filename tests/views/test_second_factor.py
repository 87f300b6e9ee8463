"""The second factor: set up, asked for on every way in, and every way around it tried."""

from datetime import timedelta

import pyotp
import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.actions.confirmation import confirm
from reports.actions.errors import Refused
from reports.actions.second_factor import begin_second_factor, check_second_factor, confirm_second_factor
from reports.actions.sign_in_slip import use_slip
from reports.http.session import SINCE
from reports.models import Confirmation, Event, FailedSignIn, RecoveryCode, SecondFactor, SignInSlip
from reports.models.sign_in_slip import expiry, hash_code

from ..factories import PASSWORD, UserFactory

JSON = {"accept": "application/json"}
CODE = "7K3M-Q9TW-X4DP"


def number_of(person, *, steps=0):
    """What the person's app shows, so many steps of 30 seconds from now."""
    return pyotp.TOTP(SecondFactor.objects.get(person=person).secret).at(timezone.now() + timedelta(seconds=30 * steps))


def set_up(person):
    """As of an hour ago, so that the number of now is not used up. The codes of the sheet."""
    begin_second_factor(by=person, at=timezone.now())
    codes = confirm_second_factor(number=number_of(person), device="", by=person, at=timezone.now())
    SecondFactor.objects.update(last_step=0)
    return codes


def browser(**options):
    return Client(headers={"accept-language": "en"}, **options)


def give_password(person, client=None):
    client = client or browser()
    client.post(reverse("sign_in"), {"username": person.username, "password": PASSWORD})
    return client


def give(client, typed):
    return client.post(reverse("second_factor_check"), {"typed": typed})


def is_in(client):
    return client.get(reverse("reports")).status_code == 200


def verbs():
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


@pytest.fixture
def codes(author):
    return set_up(author)


@pytest.fixture
def half(author, codes):
    """The password was given."""
    return give_password(author)


def test_the_password_alone_opens_nothing(half, author):
    for name in ["home", "reports", "ledgers", "password", "sessions", "second_factor", "assistants", "notices"]:
        answer = half.get(reverse(name))
        assert (answer.status_code, answer.url.partition("?")[0]) == (302, reverse("second_factor_check")), name
    assert half.get(reverse("reports"), headers=JSON).status_code == 401
    assert half.post(reverse("assistants"), {"person": "liang"}).status_code == 401
    assert half.post(reverse("second_factor"), {"typed": "0", "end": "end"}).status_code == 401
    assert half.post(reverse("password"), {"old_password": PASSWORD}).status_code == 302
    assert verbs() == ["factor_set_up"]


def test_the_number_of_the_app_opens_and_leads_on(author, codes):
    client = browser()
    url = reverse("mail")
    led = client.post(f"{reverse('sign_in')}?next={url}", {"username": "lin", "password": PASSWORD})
    key = client.session.session_key
    answer = client.post(led.url, {"typed": number_of(author)})
    assert (answer.status_code, answer.url) == (302, url)
    assert is_in(client)
    assert client.session.session_key != key
    assert verbs() == ["factor_set_up", "signed_in"]


@pytest.mark.parametrize("next_url", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "home"])
def test_it_leads_nowhere_else(half, author, next_url):
    url = f"{reverse('second_factor_check')}?next={next_url}"
    assert half.post(url, {"typed": number_of(author)}).url == "/"


def test_a_number_serves_once(half, author):
    """Within its 30 seconds, and in another browser too; nor does one from before it."""
    number = number_of(author)
    assert give(half, number).status_code == 302
    again = give_password(author)
    assert (give(again, number).status_code, is_in(again)) == (422, False)
    assert give(again, number_of(author, steps=-1)).status_code == 422
    assert give(again, number_of(author, steps=1)).status_code == 302


@pytest.mark.parametrize(("steps", "status"), [(-3, 422), (-1, 302), (0, 302), (1, 302), (3, 422)])
def test_clocks_may_be_apart_by_a_step(half, author, steps, status):
    assert give(half, number_of(author, steps=steps)).status_code == status


@pytest.mark.parametrize("typed", ["", "0", "12345", "1234567", "九九九九九九", "x" * 60, "x" * 61, "\0", "-1", "1e5"])
def test_what_is_no_number_opens_nothing(half, typed):
    assert (give(half, typed).status_code, is_in(half)) == (422, False)


def test_a_recovery_code_serves_once_however_it_was_typed(half, author, codes):
    assert give(half, codes[0].lower().replace("-", " ")).status_code == 302
    again = give_password(author)
    assert give(again, codes[0]).status_code == 422
    assert give(again, codes[1]).status_code == 302
    assert verbs().count("factor_recovered") == 2


def test_a_recovery_code_of_somebody_else_opens_nothing(half, reviewer):
    others = set_up(reviewer)
    assert (give(half, others[0]).status_code, is_in(half)) == (422, False)


def test_the_database_alone_opens_nothing(author, codes):
    """Neither the secret nor a code stands in it."""
    secret = SecondFactor.objects.get().secret
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT encrypted_secret FROM reports_secondfactor UNION SELECT code_hash FROM reports_recoverycode"
        )
        stored = " ".join(row[0] for row in cursor.fetchall())
    plain = [code.replace("-", "") for code in codes]
    assert [one for one in [secret, *codes, *plain] if one in stored] == []


def test_guessing_is_slowed_wherever_it_comes_from_and_the_password_makes_nothing_void(author, codes):
    """Each guess from an address and in a browser of its own, after the right password."""
    looked_at = []
    for guess in range(8):
        client = give_password(author, browser(REMOTE_ADDR=f"10.0.0.{guess}"))
        answer = give(client, "000000")
        looked_at.append("Too many wrong numbers" not in answer.content.decode())
    assert looked_at == [True] * 5 + [False] * 3
    assert verbs().count("factor_failed") == 5
    assert give(client, number_of(author)).status_code == 422


def test_who_guesses_keeps_nobody_out(author, codes):
    """Not in a browser in which the person has signed in before, and nowhere with a sheet of codes."""
    mine = give_password(author)
    give(mine, number_of(author, steps=-1))
    mine.post(reverse("sign_out"))
    for guess in range(6):
        give(give_password(author, browser(REMOTE_ADDR=f"10.0.0.{guess}")), "000000")
    new = give_password(author)
    assert give(new, number_of(author)).status_code == 422
    assert give(new, codes[0]).status_code == 302
    give_password(author, mine)
    assert give(mine, number_of(author)).status_code == 302


def test_between_the_two_no_browser_becomes_known(half):
    """Or each right password would give five guesses more."""
    assert "device" not in half.cookies


def test_two_at_once_with_one_code(author, codes):
    """The row that has been read as unused is asked again when it is used."""
    check_second_factor(typed=codes[0], device="", by=author, at=timezone.now())
    with pytest.raises(Refused):
        check_second_factor(typed=codes[0], device="", by=author, at=timezone.now())
    assert RecoveryCode.objects.filter(used_at=None).count() == 9


def test_the_administrators_page_asks_too(administrator):
    set_up(administrator)
    client = browser()
    url = reverse("admin:login")
    client.post(url, {"username": "shi", "password": PASSWORD, "next": reverse("admin:index")})
    led = client.get(reverse("admin:index"))
    assert led.url == f"{reverse('second_factor_check')}?next={reverse('admin:index')}"
    assert verbs() == ["factor_set_up"]
    assert client.post(led.url, {"typed": number_of(administrator)}).url == reverse("admin:index")
    assert client.get(reverse("admin:index")).status_code == 200


def test_the_page_that_carries_what_was_written_asks_too(page, form_of, section, author, codes):
    client = browser()
    sent = form_of(section, body="写了很久。") | {"sign-in-name": "lin", "sign-in-password": PASSWORD}
    asked = client.post(page, sent)
    assert (asked.status_code, "sign-in-code" in asked.content.decode()) == (401, True)
    assert "写了很久。" in asked.content.decode()
    wrong = client.post(page, sent | {"sign-in-code": "000000"})
    assert (wrong.status_code, "写了很久。" in wrong.content.decode()) == (401, True)
    assert client.post(page, form_of(section, body="另一句。")).status_code == 401
    section.refresh_from_db()
    assert "写了很久" not in section.body
    assert client.post(page, sent | {"sign-in-code": number_of(author)}).status_code == 302
    section.refresh_from_db()
    assert section.body == "写了很久。"


def test_the_dialog_in_an_open_page_asks_too(author, codes):
    client, url = browser(), reverse("sign_in")
    sent = {"username": "lin", "password": PASSWORD}
    without = client.post(url, sent, headers=JSON)
    assert (without.status_code, is_in(client)) == (400, False)
    assert client.post(url, sent | {"code": "000000"}, headers=JSON).status_code == 400
    right = client.post(url, sent | {"code": number_of(author)}, headers=JSON)
    assert (right.status_code, right.json()["user"], is_in(client)) == (200, author.pk, True)


def test_after_it_has_expired_it_is_asked_again(half, author):
    """Who gave it before in this browser, and now the password alone."""
    give(half, number_of(author))
    assert is_in(half)
    half.post(reverse("sign_in"), {"username": "lin", "password": PASSWORD}, headers=JSON)
    assert not is_in(half)


def test_the_time_between_the_two_is_short(half, author):
    session: SessionBase = half.session
    session[SINCE] -= 601
    session.save()
    assert half.get(reverse("second_factor_check")).url == reverse("sign_in")
    assert give(half, number_of(author)).url == reverse("sign_in")
    assert not is_in(half)


def test_who_is_deactivated_between_the_two_stays_out(half, author):
    author.is_active = False
    author.save()
    assert (give(half, number_of(author)).url, is_in(half)) == (reverse("sign_in"), False)


def slip_for(person, *, by):
    return SignInSlip.objects.create(
        person=person,
        delivery="paper",
        code_hash=hash_code(CODE, person_pk=person.pk),
        issued_at=timezone.now(),
        issued_by=by,
        expires_at=expiry(timezone.now()),
    )


def test_the_slip_of_an_organiser_alone_is_no_way_around(author, codes, organiser):
    slip_for(author, by=organiser)
    client, new = browser(), "xin-shuiqu-2027"
    client.post(reverse("first_sign_in"), {"username": "lin", "code": CODE, "password1": new, "password2": new})
    assert not is_in(client)
    assert client.get(reverse("home")).url.startswith(reverse("second_factor_check"))
    assert SecondFactor.objects.count() == 1


def test_a_slip_that_two_people_stand_for_ends_a_lost_one(author, codes, administrator, auditor):
    slip = slip_for(author, by=administrator)
    asked = Confirmation.objects.create(
        subject="slip", person=author, slip=slip, asked_by=administrator, asked_at=timezone.now()
    )
    confirm(asked=asked, by=auditor, at=timezone.now())
    use_slip(slip=slip, password="xin-shuiqu-2027", by=author, at=timezone.now())
    assert (SecondFactor.objects.count(), RecoveryCode.objects.count()) == (0, 0)
    assert verbs()[-2:] == ["factor_ended", "slip_used"]


def test_under_another_secret_key_nothing_fails_and_nothing_opens(settings, author, reviewer, codes, visit):
    """The app is set up anew by whoever has begun; who had one gets a slip, or asks who runs the server."""
    begin_second_factor(by=reviewer, at=timezone.now())
    settings.SECRET_KEY = "another"
    half = give_password(author)
    assert [give(half, typed).status_code for typed in ("123456", codes[0])] == [422, 422]
    client, url = visit(reviewer), reverse("second_factor")
    assert "app" not in client.get(url).context
    client.post(url)
    assert client.get(url).context["app"].typed.replace(" ", "") == SecondFactor.objects.get(person=reviewer).secret


def test_setting_it_up(author, visit):
    client, url = visit(author), reverse("second_factor")
    assert SecondFactor.objects.count() == 0
    client.post(url)
    assert client.get(url).context["app"].picture.startswith("data:image/svg+xml")
    assert client.post(url, {"typed": "000000", "password": PASSWORD}).status_code == 422
    assert is_in(give_password(author))  # not confirmed: it asks for nothing
    codes = client.post(url, {"typed": number_of(author), "password": PASSWORD}).context["codes"]
    assert (len(set(codes)), RecoveryCode.objects.count()) == (10, 10)
    assert [code for code in codes if code in client.get(url).content.decode()] == []
    assert not is_in(give_password(author))
    assert is_in(client)


def test_who_finds_a_browser_open_sets_up_none(author, visit):
    client, url = visit(author), reverse("second_factor")
    client.post(url)
    for guess in ({}, {"password": ""}, {"password": "wrong-shuiqu-2026"}):
        answer = client.post(url, {"typed": number_of(author)} | guess)
        assert (answer.status_code, "codes" in answer.context) == (422, False), guess
    assert SecondFactor.objects.get().confirmed_at is None
    assert [*Event.objects.filter(verb="sign_in_failed").values_list("actor", "detail")] == [(author.pk, "127.0.0.1")]
    assert "codes" in client.post(url, {"typed": number_of(author), "password": PASSWORD}).context


def test_a_secret_that_was_seen_on_an_open_page_is_not_the_owners_later(author, visit):
    client, url = visit(author), reverse("second_factor")
    client.post(url)
    seen = SecondFactor.objects.get().secret
    assert client.get(url).context["app"].typed.replace(" ", "") == seen  # who goes on at once goes on with it
    SecondFactor.objects.update(begun_at=timezone.now() - timedelta(minutes=31))
    assert "app" not in client.get(url).context
    number = {"typed": number_of(author), "password": PASSWORD}
    assert (client.post(url, number).status_code, SecondFactor.objects.get().confirmed_at) == (302, None)
    assert client.get(url).context["app"].typed.replace(" ", "") == SecondFactor.objects.get().secret != seen
    number = {"typed": number_of(author), "password": PASSWORD}
    assert "codes" in client.post(url, number).context


def test_nor_guesses_the_password_there(author, visit):
    client, url = visit(author), reverse("second_factor")
    client.post(url)
    answers = [client.post(url, {"typed": "000000", "password": f"wrong-{n}"}).status_code for n in range(20)]
    assert (answers[0], answers[-1], set(answers)) == (422, 429, {422, 429})
    assert client.post(url, {"typed": number_of(author), "password": PASSWORD}).status_code == 429


def test_new_codes_and_going_without_take_a_number(author, codes, half):
    give(half, number_of(author, steps=-1))
    url = reverse("second_factor")
    assert half.post(url, {"typed": "000000", "end": "end"}).status_code == 422
    new = half.post(url, {"typed": number_of(author)}).context["codes"]
    assert half.post(url, {"typed": codes[0], "end": "end"}).status_code == 422
    assert half.post(url, {"typed": new[0], "end": "end"}).status_code == 302
    assert (SecondFactor.objects.count(), RecoveryCode.objects.count()) == (0, 0)
    assert is_in(give_password(author))


def use_a_slip(person):
    """Of an administrator and a second person."""
    by = UserFactory.create(username="guan", is_staff=True)
    asked = Confirmation.objects.create(
        subject="slip", person=person, slip=slip_for(person, by=by), asked_by=by, asked_at=timezone.now()
    )
    confirm(asked=asked, by=UserFactory.create(username="shenji", is_auditor=True), at=timezone.now())
    client, sent = browser(), {"password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("first_sign_in"), {"username": person.username, "code": CODE} | sent)
    return client


def test_a_slip_of_before_does_not_help_who_has_the_password(settings, author):
    """In the same browser, after the owner has gone."""
    settings.SECOND_FACTOR_ROLES = ["everybody"]
    client = use_a_slip(author)
    assert client.get(reverse("second_factor")).status_code == 200
    give_password(author, client)
    assert client.get(reverse("second_factor")).status_code == 403


@pytest.mark.parametrize("role", ["auditor", "administrator", "organiser", "everybody"])
def test_a_role_that_needs_one_gets_in_by_setting_it_up_with_a_slip_alone(request, settings, author, role):
    settings.SECOND_FACTOR_ROLES = [role]
    person = request.getfixturevalue("reviewer" if role == "everybody" else role)
    assert is_in(give_password(author)) == (role != "everybody")
    url = reverse("second_factor")
    thief = give_password(person)
    check = thief.get(reverse("home")).url
    assert thief.get(check).url.partition("?")[0] == url
    assert [thief.get(url).status_code, thief.post(url).status_code] == [403, 403]
    assert SecondFactor.objects.count() == 0
    client = use_a_slip(person)
    assert not is_in(client)
    client.post(url)
    secret = SecondFactor.objects.get().secret
    for guess in ({}, {"typed": "000000"}, {"typed": number_of(person)}):
        answer = give_password(person, thief).post(url, guess)
        assert (answer.status_code, secret in answer.content.decode(), is_in(thief)) == (403, False, False)
    client.post(url, {"typed": number_of(person)})
    assert is_in(client)
    SecondFactor.objects.update(last_step=0)
    refused = client.post(url, {"typed": number_of(person), "end": "end"})
    assert (refused.status_code, SecondFactor.objects.count()) == (422, 1)


def test_who_may_set_one_up_instead_of_the_owner(settings, author, codes):
    """With the password alone nobody replaces the one that there is."""
    settings.SECOND_FACTOR_ROLES = ["everybody"]
    half, before = give_password(author), SecondFactor.objects.values().get()
    half.post(reverse("second_factor"))
    half.post(reverse("second_factor"), {"typed": "000000"})
    assert SecondFactor.objects.values().get() == before
    assert FailedSignIn.objects.count() == 0
