"""Signing in, and what an expired sign-in costs: nothing."""

import html as entities
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.models import Event, FailedSignIn, Report, Section, Session, User
from reports.models.failed_sign_in import hash_name, mark_of

from ..factories import MOMENT, PASSWORD, enrol

JSON = {"accept": "application/json"}


def carried(answer):
    """What the page carries along, by name."""
    found = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', answer.content.decode(), re.S)
    return {name: entities.unescape(value) for name, value in found}


def test_an_expired_sign_in_carries_every_field(section, page, author, signed_out, form_of):
    typed = form_of(section, heading='引号"和<b>', body="\n第一行空着。\n末行。", 管网长度="40", next="1")
    answer = signed_out.post(page, typed)
    assert answer.status_code == 401
    assert carried(answer) == {name: str(value) for name, value in typed.items()}
    wrong = signed_out.post(page, carried(answer) | {"sign-in-name": "lin", "sign-in-password": "wrong"})
    assert wrong.status_code == 401
    assert carried(wrong) == carried(answer)
    saved = signed_out.post(page, carried(wrong) | {"sign-in-name": "lin", "sign-in-password": PASSWORD})
    following = section.report.sections.get(position=4)
    assert (saved.status_code, saved.url) == (302, reverse("section", args=[section.report_id, following.pk]))
    stored = Section.objects.get(pk=section.pk)
    assert (stored.heading, stored.body) == ('引号"和<b>', "\n第一行空着。\n末行。")
    assert section.report.figures.get(label="管网长度").value == "40"
    assert signed_out.get(page).status_code == 200


def test_a_password_is_never_carried(section, page, signed_out):
    answer = signed_out.post(page, {"body": "写的。", "sign-in-name": "lin", "sign-in-password": "geheim-99"})
    assert (carried(answer), "geheim-99" in answer.content.decode()) == ({"body": "写的。"}, False)


def test_even_a_locked_sign_in_keeps_what_was_typed(section, page, author, signed_out, form_of):
    typed = form_of(section, body="五次输错也不丢。")
    for _ in range(7):
        answer = signed_out.post(page, typed | {"sign-in-name": "lin", "sign-in-password": "wrong"})
    assert carried(answer)["body"] == "五次输错也不丢。"


def test_signing_in_leads_to_where_one_wanted_to_go(report, author, signed_out):
    page = reverse("report", args=[report.pk])
    sent = {"username": "lin", "password": PASSWORD, "next": page}
    assert signed_out.post(reverse("sign_in"), sent).url == page


def test_but_to_no_other_site(author, signed_out):
    sent = {"username": "lin", "password": PASSWORD, "next": "https://example.org/"}
    assert signed_out.post(reverse("sign_in"), sent).url == reverse("home")


def test_the_dialog_in_an_open_page(author, signed_out):
    json, url = {"accept": "application/json"}, reverse("sign_in")
    wrong = signed_out.post(url, {"username": "lin", "password": "wrong"}, headers=json)
    assert (wrong.status_code, list(wrong.json())) == (400, ["to", "message"])
    right = signed_out.post(url, {"username": "lin", "password": PASSWORD}, headers=json)
    assert (right.status_code, right.json()) == (200, {"to": url, "user": author.pk})


def test_slowed_after_five_failures(author, signed_out):
    """For this name: the right password is not even looked at; another person is not kept out."""
    url = reverse("sign_in")
    answers = [signed_out.post(url, {"username": "lin", "password": f"wrong{n}"}).status_code for n in range(4)]
    assert answers == [200] * 4
    locked = signed_out.post(url, {"username": "lin", "password": "wrong5"})
    assert locked.status_code == 429
    assert "Sign-in is paused" in locked.content.decode()
    assert signed_out.post(url, {"username": "lin", "password": PASSWORD}).status_code == 429
    assert signed_out.get(reverse("home")).status_code == 302


def test_another_name_from_the_same_address_is_not_slowed(author, reviewer, signed_out):
    url = reverse("sign_in")
    for number in range(6):
        signed_out.post(url, {"username": "lin", "password": f"wrong{number}"})
    assert signed_out.post(url, {"username": "zhao", "password": PASSWORD}).status_code == 302


def test_a_session_ends_when_the_account_is_disabled(author, visit):
    client = visit(author)
    assert client.get(reverse("home")).status_code == 200
    author.is_active = False
    author.save()
    assert client.get(reverse("home")).status_code == 302
    assert client.post(reverse("sign_in"), {"username": "lin", "password": PASSWORD}).status_code == 200


def test_other_sessions_end_when_the_password_changes(author, visit):
    here, there = visit(author), visit(author)
    new = "xin-shuiqu-2027"
    sent = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post(reverse("password"), sent).status_code == 302
    assert (here.get(reverse("home")).status_code, there.get(reverse("home")).status_code) == (200, 302)
    assert [*Event.objects.filter(verb="password_changed").values_list("actor", "detail")] == [(author.pk, "")]


def test_a_password_that_was_not_changed_stands_in_no_log(author, visit):
    sent = {"old_password": "wrong", "new_password1": "xin-shuiqu-2027", "new_password2": "xin-shuiqu-2027"}
    assert visit(author).post(reverse("password"), sent).status_code == 200
    assert [*Event.objects.values_list("verb", "actor", "detail")] == [("sign_in_failed", author.pk, "127.0.0.1")]


def test_the_old_password_is_not_guessed_where_it_is_changed(author, visit):
    client, new = visit(author), {"new_password1": "xin-shuiqu-2027", "new_password2": "xin-shuiqu-2027"}
    answers = [client.post(reverse("password"), {"old_password": f"wrong-{n}"} | new).status_code for n in range(20)]
    assert (answers[0], answers[-1], set(answers)) == (200, 429, {200, 429})
    assert client.post(reverse("password"), {"old_password": PASSWORD} | new).status_code == 429


def test_the_administration_has_no_page_of_its_own_for_it(administrator, visit):
    new = {"new_password1": "xin-shuiqu-2027", "new_password2": "xin-shuiqu-2027"}
    client, address = visit(administrator), reverse("admin:password_change")
    answers = [client.get(address), client.post(address, {"old_password": PASSWORD} | new)]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, reverse("password"))] * 2
    administrator.refresh_from_db()
    assert administrator.check_password(PASSWORD)


NO_NAMES = {"too long": "长" * 256, "with a zero": "lin\0", "endless": "x" * 300_000}


@pytest.mark.parametrize("name", NO_NAMES.values(), ids=NO_NAMES)
def test_what_can_be_nobodys_name_is_told_so(page, author, signed_out, name):
    signed = signed_out.post(reverse("sign_in"), {"username": name, "password": PASSWORD})
    assert (signed.status_code, [*signed.context["form"].errors]) == (200, ["username"])
    told = signed_out.post(reverse("sign_in"), {"username": name, "password": PASSWORD}, headers=JSON)
    assert (told.status_code, bool(told.json()["message"])) == (400, True)
    again = signed_out.post(page, {"body": "写的。", "sign-in-name": name, "sign-in-password": PASSWORD})
    assert (again.status_code, "写的。" in again.content.decode()) == (401, True)


def test_failures_keep_nothing_that_was_typed(page, author, signed_out):
    """What a report says is nobody else's business, and a wrong password is often right elsewhere."""
    for _time in range(2):
        signed_out.post(f"{page}?q=暗语", {"body": "机密。", "sign-in-name": "lin", "sign-in-password": "geheim-99"})
    kept = [*FailedSignIn.objects.values("name_hash", "address", "device", "password_mark")]
    once = {"name_hash": hash_name("lin"), "address": "127.0.0.1", "device": "", "password_mark": mark_of("geheim-99")}
    assert kept == [once, once]


def test_signing_out(author, visit):
    client = visit(author)
    answer = client.post(reverse("sign_out"))
    assert (answer.url, answer["Clear-Site-Data"]) == (reverse("sign_in"), '"storage"')
    assert client.get(reverse("home")).status_code == 302


def test_the_log_names_who_came_and_left_by_whichever_page(page, administrator, signed_out):
    typed = {"username": "shi", "password": PASSWORD}
    for name in ("sign_in", "admin:login"):
        assert signed_out.post(reverse(name), typed).status_code == 302
        assert signed_out.post(reverse("sign_out" if name == "sign_in" else "admin:logout")).status_code < 400
    signed_out.post(reverse("sign_out"))  # nobody is left
    events = [*Event.objects.order_by("pk").values_list("verb", "actor__username")]
    assert events == [("signed_in", "shi"), ("signed_out", "shi")] * 2


@pytest.mark.parametrize("name", ["lin", "nobody", ""])
def test_a_wrong_name_and_a_wrong_password_are_told_alike(author, signed_out, name):
    html = signed_out.post(reverse("sign_in"), {"username": name, "password": "wrong"}).content.decode()
    expected = "Please enter a correct" if name else "Enter your sign-in name"
    assert [text in html for text in (expected, "Traceback")] == [True, False]


def test_starting_a_report_after_the_sign_in_expired(cycle, author, signed_out):
    url = reverse("start_from_outline", args=[enrol(cycle, author).pk])
    assert signed_out.post(url).status_code == 401
    signed_out.post(url, {"sign-in-name": "lin", "sign-in-password": PASSWORD})
    assert Report.objects.get().author == author


def test_each_sign_in_has_a_key_of_its_own_that_opens_nothing_when_it_has_ended(author, signed_out):
    """Thirty-two characters of thirty-six kinds: 165 bits."""
    typed, name = {"username": "lin", "password": PASSWORD}, settings.SESSION_COOKIE_NAME
    keys = [signed_out.cookies[name].value if name in signed_out.cookies else ""]
    for _time in range(2):
        assert signed_out.post(reverse("sign_in"), typed).status_code == 302
        keys.append(signed_out.cookies[name].value)
        assert signed_out.get(reverse("home")).status_code == 200
        signed_out.post(reverse("sign_out"))
        stolen = Client()
        stolen.cookies[name] = keys[-1]
        assert stolen.get(reverse("home")).status_code == 302
    assert (len({*keys}), [bool(re.fullmatch("[a-z0-9]{32}", key)) for key in keys[1:]]) == (3, [True, True])


def test_a_sign_in_takes_over_no_key_that_was_there_before(author, visit):
    """Or whoever had put it into the browser would be signed in too."""
    client = visit(author)
    planted = client.session.session_key
    client.post(reverse("sign_out"))
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    client.post(reverse("sign_in"), {"username": "lin", "password": PASSWORD})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted


def test_a_sign_in_ends_by_its_age_however_it_is_used(author, signed_out):
    signed_out.post(reverse("sign_in"), {"username": "lin", "password": PASSWORD})
    row = Session.objects.get()
    assert row.expire_date - row.began_at <= timedelta(hours=12, seconds=5)
    for _use in range(3):
        assert signed_out.get(reverse("reports")).status_code == 200
    assert Session.objects.get().expire_date == row.expire_date
    Session.objects.update(expire_date=timezone.now())
    assert signed_out.get(reverse("reports")).status_code == 302


TYPED = [
    "Ein Satz mit Leerzeichen, Groß und klein  ",
    "春江水暖鸭先知也对吧",
    "k7!" + "x9Qz" * 40,
    "only small letters here",
]


@pytest.mark.parametrize("password", TYPED)
def test_a_password_is_taken_as_it_is_typed_however_long(author, visit, password):
    """No signs are asked for and none refused; nothing is cut off, folded or stripped."""
    sent = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    assert visit(author).post(reverse("password"), sent).status_code == 302

    def opens(typed):
        return Client().post(reverse("sign_in"), {"username": "lin", "password": typed}).status_code == 302

    others = {password[:-1], password.strip(), password.swapcase(), f"{password} ", password[:72]} - {password}
    assert (opens(password), [typed for typed in others if opens(typed)]) == (True, [])


def test_a_password_of_long_ago_is_as_good(author, signed_out):
    User.objects.update(date_joined=MOMENT - timedelta(days=4000), last_login=MOMENT - timedelta(days=4000))
    answer = signed_out.post(reverse("sign_in"), {"username": "lin", "password": PASSWORD})
    assert (answer.url, signed_out.get(reverse("home")).status_code) == (reverse("home"), 200)


def test_what_is_typed_as_a_password_is_hidden_and_may_be_pasted(author, visit, signed_out, page):
    pages = [signed_out.get(reverse("sign_in")), signed_out.get(reverse("first_sign_in"))]
    pages += [visit(author).get(reverse("password")), signed_out.post(page, {"body": "写的。"})]
    named = re.compile(r'<input(?=[^>]*\sname="[^"]*password)[^>]*>')
    fields = [named.findall(each.content.decode()) for each in pages]
    assert [len(found) for found in fields] == [1, 2, 4, 1]  # the page of who is signed in has the dialog too
    for field in (field for found in fields for field in found):
        assert 'type="password"' in field
        assert re.search('autocomplete="(current|new)-password"', field)
        assert not re.search("onpaste|maxlength|readonly", field)
