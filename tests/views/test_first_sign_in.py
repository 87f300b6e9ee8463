"""The first sign-in: a name and a code from paper, and a password that nobody else knows."""

import logging

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from reports.actions.user import deactivate
from reports.models import Event, RepeatedFailure, SignInSlip, User

from ..actions.test_sign_in_slip import everything_stored
from ..factories import PASSWORD
from ..slips import issue

NEW = "xin-shuiqu-2027"
WRONG = "0000-0000-0000"


@pytest.fixture
def code(author, administrator):
    """Of the author, who has the staff number 017."""
    User.objects.filter(pk=author.pk).update(staff_number="017-2026")
    return issue(author, by=administrator, at=timezone.now())


@pytest.fixture
def send(signed_out):
    """What is typed, and what is told: status and errors by field."""

    def sent(username="lin", code=WRONG, password1=NEW, password2=None, client=signed_out):
        typed = {"username": username, "code": code, "password1": password1, "password2": password2 or password1}
        answer = client.post(reverse("first_sign_in"), typed)
        errors = answer.context["form"].errors if answer.status_code == 422 else {}
        return answer.status_code, {name: list(texts) for name, texts in errors.items()}

    return sent


def test_name_and_code_set_the_password_and_sign_in(author, code, send, signed_out):
    assert send(code=code) == (302, {})
    assert signed_out.get(reverse("home")).status_code == 200
    author.refresh_from_db()
    assert (author.check_password(NEW), author.last_login is not None) == (True, True)
    assert SignInSlip.objects.get().used_at is not None
    assert [*Event.objects.order_by("pk").values_list("verb", flat=True)] == ["slip_printed", "slip_used"]


@pytest.mark.parametrize("name", ["017-2026", "lin", " lin "])
def test_by_staff_number_too(code, send, name):
    assert send(username=name, code=code.lower().replace("-", " ")) == (302, {})


def test_the_password_signs_in_from_then_on(code, send):
    send(code=code)
    other = Client()
    assert other.post(reverse("sign_in"), {"username": "lin", "password": PASSWORD}).status_code == 200
    assert other.post(reverse("sign_in"), {"username": "lin", "password": NEW}).status_code == 302


def test_other_sign_ins_end(author, code, send, visit):
    there = visit(author)
    assert there.get(reverse("home")).status_code == 200
    send(code=code)
    assert there.get(reverse("home")).status_code == 302


def test_a_session_of_somebody_else_in_this_browser_is_not_taken_over(author, reviewer, code, send, visit):
    client = visit(reviewer)
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    before = client.session.session_key
    assert send(code=code, client=client) == (302, {})
    assert (client.session["_auth_user_id"], client.session.session_key == before) == (str(author.pk), False)


def said(answer):
    return answer[0], [text for texts in answer[1].values() for text in texts]


UNKNOWN = (
    422,
    ["This name and this code do not belong together. Compare both with your slip, character by character."],
)


def test_what_does_not_fit_is_told_alike(reviewer, code, send):
    """Whether nobody has the name, the code is wrong, or both are right but of two people."""
    assert said(send(code=WRONG)) == UNKNOWN
    assert said(send(username="nobody", code=code)) == UNKNOWN
    assert said(send(username="zhao", code=code)) == UNKNOWN
    assert said(send(username="", code=code))[1] == ["This field is required."]
    assert SignInSlip.objects.get().used_at is None


def test_of_the_password_nothing_is_said_before_the_code_is_right(code, send):
    """Whether it is like somebody's name would tell that there is somebody."""
    assert said(send(password1="林晓林晓林晓林晓林晓")) == UNKNOWN


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("short-1", "too short"),
        ("password123", "too common"),
        ("4711471147114711", "entirely numeric"),
        ("水务局的人2026年", "can’t contain"),
        ("林晓lin-shuiqu", "can’t contain"),
        ("a-017-2026-b-c", "can’t contain"),
    ],
)
def test_a_weak_password_is_refused_and_the_slip_stays(author, code, send, password, told):
    status, errors = send(code=code, password1=password)
    assert (status, [*errors], told in " ".join(errors["password2"])) == (422, ["password2"], True)
    assert SignInSlip.objects.get().used_at is None
    assert send(code=code) == (302, {})


def test_two_different_passwords(code, send):
    assert [*send(code=code, password2="xin-shuiqu-2028")[1]] == ["password2"]
    assert SignInSlip.objects.get().used_at is None


def test_used_twice(code, send):
    send(code=code)
    assert said(send(code=code, password1="another-one-2028")) == (
        422,
        ["This slip has been used. Sign in with the password set then, or ask for a new slip."],
    )


def test_expired_withdrawn_and_deactivated_are_told_who_has_the_code(author, administrator, code, send):
    SignInSlip.objects.update(issued_at="2020-01-01T00:00Z", expires_at="2020-01-02T00:00Z")
    assert said(send(code=code)) == (422, ["This slip has expired. Ask for a new one."])
    issue(author, by=administrator, at=timezone.now())
    assert "replaced" in said(send(code=code))[1][0]
    deactivate(person=author, by=administrator, at=timezone.now())
    assert "not active" in said(send(code=code))[1][0]
    assert said(send(code=WRONG)) == UNKNOWN


def test_a_slip_is_never_slowed(code, send, signed_out):
    """A code of sixty bits cannot be guessed: whoever guesses passwords or codes keeps nobody out who has a slip."""
    for number in range(7):
        signed_out.post(reverse("sign_in"), {"username": "lin", "password": f"wrong{number}"})
    assert signed_out.post(reverse("sign_in"), {"username": "lin", "password": PASSWORD}).status_code == 429
    assert [said(send(username=name)) for name in ["lin", "017-2026"] * 4] == [UNKNOWN] * 8
    assert send(username="017-2026", code=code) == (302, {})


def test_the_code_is_kept_nowhere(author, code, send, signed_out, caplog):
    """Not with failures, not with sessions, not in the log of the site or of the server, whether right or wrong."""
    with caplog.at_level(logging.DEBUG):
        typed = f"{code[:-1]}{'Z' if code[-1] != 'Z' else 'Y'}"
        send(code=typed)
        send(code=code, password1="short")
        send(code=code)
    stored = everything_stored() + repr(dict(signed_out.session))
    assert "slip_used" in stored
    for kept in (code, typed, NEW):
        assert [text in stored or text in caplog.text for text in (kept, kept.replace("-", ""))] == [False, False]


def test_nothing_typed_stands_in_an_address_and_the_page_is_kept_by_nobody(code, send, signed_out):
    page = signed_out.get(reverse("first_sign_in"))
    assert ('<form method="post"' in page.content.decode(), "no-store" in page["Cache-Control"]) == (True, True)
    asked = signed_out.get(reverse("first_sign_in"), {"username": "lin", "code": code, "password1": NEW})
    assert (asked.context["form"].is_bound, SignInSlip.objects.get().used_at) == (False, None)


def test_whether_there_is_such_a_person_the_number_of_questions_does_not_tell(code, send):
    send(username="somebody", code=WRONG)  # what is asked once in a process
    counts = set()
    for name in ("nobody", "lin", "017-2026"):
        RepeatedFailure.objects.all().delete()  # each is the first
        with CaptureQueriesContext(connection) as captured:
            assert said(send(username=name)) == UNKNOWN
        counts.add(len(captured))
    assert len(counts) == 1


def test_a_name_comes_before_a_number(author, reviewer, code, send):
    """Whoever has the name of another as a staff number is not let in as the other, nor keeps the other out."""
    User.objects.filter(pk=reviewer.pk).update(staff_number="lin")
    assert User.objects.named("lin") == author
    assert send(code=code) == (302, {})


def test_the_summary_of_what_is_missing_names_each_field(signed_out):
    page = html.fromstring(signed_out.post(reverse("first_sign_in"), {"username": ""}).content.decode())
    said = [" ".join(link.text_content().split()) for link in page.xpath("//*[@class='error-summary']//a")]
    fields = ["Sign-in name or staff number", "Code on the slip", "Your own password", "The same password again"]
    assert said == [f"{field}: This field is required." for field in fields]
