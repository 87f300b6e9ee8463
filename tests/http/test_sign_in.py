"""Signing in, and what an expired sign-in costs: nothing."""

import html as entities
import re

import pytest
from django.urls import reverse

from reports.models import Event, FailedSignIn, Report, Section
from reports.models.failed_sign_in import mark_of

from ..factories import PASSWORD, enrol

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
    assert Event.objects.count() == 0


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
    kept = [*FailedSignIn.objects.values("name", "address", "device", "password_mark")]
    once = {"name": "lin", "address": "127.0.0.1", "device": "", "password_mark": mark_of("geheim-99")}
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
