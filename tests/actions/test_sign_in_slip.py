"""Slips: a code for one person, once, for some days; the code itself is kept nowhere."""

import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from reports.actions.errors import Refused
from reports.actions.sign_in_slip import issue_by_mail, issue_on_paper, mail_slips, use_slip, withdraw_slip
from reports.actions.user import deactivate, reactivate
from reports.models import Event, Notice, SignInSlip, User
from reports.models.left_out import Issue
from reports.models.sign_in_slip import hash_code, new_code

from ..factories import MOMENT, UserFactory
from ..slips import codes_in, issue

CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
NEW = "xin-shuiqu-2027"
MAIL, MANY = Issue("mail", is_for_one=True), Issue("paper")


def events():
    return list(Event.objects.order_by("pk").values_list("verb", "actor__username", "detail"))


def test_codes_have_sixty_bits_and_no_look_alikes():
    codes = [new_code() for _ in range(400)]
    characters = set("".join(codes)) - {"-"}
    assert all(CODE.fullmatch(code) for code in codes)
    assert (len(set(codes)), len(characters), characters & set("OILU")) == (400, 32, set())


@pytest.mark.parametrize(
    "typed", ["7k3m q9tw x4d0", "7K3MQ9TWX4DO", " ７Ｋ３Ｍ－Ｑ９ＴＷ－Ｘ４ＤＯ ", "7k3m—q9tw—x4do", "7K3M_Q9TW.X4D0"]
)
def test_however_it_is_typed(typed):
    assert hash_code(typed, person_pk=1) == hash_code("7K3M-Q9TW-X4D0", person_pk=1)


def test_the_hash_is_of_one_person_and_of_this_site(settings):
    code = new_code()
    before = hash_code(code, person_pk=1)
    settings.SECRET_KEY = "another"
    assert len({before, hash_code(code, person_pk=1), hash_code(code, person_pk=2)}) == 3


def test_a_slip_says_what_it_is_for_and_until_when(author, administrator):
    issue(author, by=administrator)
    slip = SignInSlip.objects.get()
    assert (slip.person, slip.issued_by, slip.issued_at, slip.used_at) == (author, administrator, MOMENT, None)
    assert f"{slip.expires_at:%F %T}" == "2026-11-16 15:59:59"  # the end of the fourteenth day after, in Shanghai
    assert events() == [("slip_printed", "shi", "林晓 (lin)")]


def test_the_code_opens_the_slip_of_the_person_alone(author, reviewer, administrator):
    code = issue(author, by=administrator)
    assert SignInSlip.objects.get().code_hash == hash_code(code, person_pk=author.pk)
    assert not SignInSlip.objects.filter(code_hash=hash_code(code, person_pk=reviewer.pk)).exists()


def test_a_new_slip_withdraws_the_one_before(author, administrator):
    issue(author, by=administrator)
    issue(author, by=administrator, at=MOMENT + timedelta(hours=1))
    states = SignInSlip.objects.order_by("pk").values_list("withdrawn_at", "used_at")
    assert list(states) == [(MOMENT + timedelta(hours=1), None), (None, None)]


def test_using_it_sets_the_password_once(author, administrator):
    issue(author, by=administrator)
    slip = SignInSlip.objects.get()
    use_slip(slip=slip, password=NEW, by=author, at=MOMENT)
    with pytest.raises(Refused, match="has been used"):
        use_slip(slip=slip, password="another-one-2027", by=author, at=MOMENT)
    author.refresh_from_db()
    slip.refresh_from_db()
    assert (author.check_password(NEW), slip.used_at) == (True, MOMENT)
    assert events()[1:] == [("slip_used", "lin", "")]


def withdrawn(slip, by):
    withdraw_slip(person=slip.person, by=by, at=MOMENT)
    return MOMENT


def expired(slip, by):
    return slip.expires_at


def replaced(slip, by):
    issue(slip.person, by=by)
    return MOMENT


def left(slip, by):
    deactivate(person=slip.person, by=by, at=MOMENT)
    return MOMENT


def left_without_the_verb(slip, by):
    User.objects.filter(pk=slip.person_id).update(is_active=False)
    return MOMENT


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (withdrawn, "withdrawn"),
        (expired, "expired"),
        (replaced, "newer"),
        (left, "not active"),
        (left_without_the_verb, "not active"),
    ],
)
def test_a_slip_that_holds_no_longer_sets_nothing(author, administrator, change, told):
    issue(author, by=administrator)
    slip = SignInSlip.objects.select_related("person").get()
    at = change(slip, administrator)
    with pytest.raises(Refused, match=told):
        use_slip(slip=slip, password=NEW, by=slip.person, at=at)
    assert not User.objects.get(pk=author.pk).check_password(NEW)


def test_a_slip_can_be_used_to_the_end_of_its_last_day(author, administrator):
    issue(author, by=administrator)
    slip = SignInSlip.objects.get()
    use_slip(slip=slip, password=NEW, by=author, at=slip.expires_at - timedelta(seconds=1))
    assert User.objects.get(pk=author.pk).check_password(NEW)


def test_nothing_is_withdrawn_where_there_is_nothing(author, administrator):
    with pytest.raises(Refused, match="no slip"):
        withdraw_slip(person=author, by=administrator, at=MOMENT)


def test_whoever_has_signed_in_before_is_told(author, administrator):
    issue(author, by=administrator)
    User.objects.filter(pk=author.pk).update(last_login=MOMENT)
    issue(author, by=administrator)
    assert list(Notice.objects.values_list("recipient__username", "kind", "actor__username")) == [
        ("lin", "slip", "shi")
    ]


def told_to(person):
    return list(Notice.objects.filter(recipient=person).values_list("kind", "actor__username"))


@pytest.mark.parametrize("to_whom", [Issue("paper", is_for_one=True), Issue("paper", again=True)], ids=str)
def test_auditors_are_told_of_organisers_slips_for_people_with_reports(report, author, organiser, auditor, to_whom):
    """Once, however many slips it are; the log has a row of each."""
    for _time in range(3):
        issue_on_paper(people=[author], issue=to_whom, address="", contact="", by=organiser, at=MOMENT)
    assert (told_to(auditor), len(events())) == ([("slips", "tang")], 3)


def test_auditors_are_not_told_of_the_first_slip_of_somebody_without_a_report(author, organiser, auditor):
    issue(author, by=organiser)
    assert told_to(auditor) == []


def test_for_one_who_may_have_none_nobody_is_issued_any(author, auditor, organiser):
    with pytest.raises(Refused, match="list has changed"):
        issue_on_paper(people=[author, auditor], issue=MANY, address="http://x/", contact="", by=organiser, at=MOMENT)
    assert (SignInSlip.objects.count(), Event.objects.count()) == (0, 0)


def test_deactivating_is_one_act(author, administrator):
    issue(author, by=administrator)
    for _twice in range(2):
        deactivate(person=author, by=administrator, at=MOMENT)
    reactivate(person=author, by=administrator, at=MOMENT)
    assert SignInSlip.objects.get().withdrawn_at == MOMENT
    assert events()[1:] == [("deactivated", "shi", "林晓 (lin)"), ("reactivated", "shi", "林晓 (lin)")]


def test_nobody_deactivates_themselves(administrator):
    with pytest.raises(Refused, match="your own"):
        deactivate(person=administrator, by=administrator, at=MOMENT)
    assert User.objects.get(pk=administrator.pk).is_active


# By mail


@pytest.fixture
def reachable(author):
    author.email = "lin@example.org"
    author.save()
    return author


def codes_mailed():
    return [CODE.search(message.body).group() for message in mail.outbox]


def test_the_code_is_made_when_the_mail_is(reachable, administrator):
    issue_by_mail(people=[reachable], issue=MAIL, by=administrator, at=MOMENT)
    waiting = SignInSlip.objects.get()
    assert (waiting.code_hash, waiting.mailed_at, mail.outbox) == ("", None, [])
    assert mail_slips(at=MOMENT) == 1
    slip = SignInSlip.objects.get()
    (code,) = codes_mailed()
    assert (slip.code_hash, slip.mailed_at) == (hash_code(code, person_pk=reachable.pk), MOMENT)
    assert (mail.outbox[0].to, mail_slips(at=MOMENT)) == (["lin@example.org"], 0)
    assert [code in link for link in re.findall(r"http\S+", mail.outbox[0].body)] == [False]


def test_the_mail_goes_out_with_the_page(reachable, administrator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        issue_by_mail(people=[reachable], issue=MAIL, by=administrator, at=MOMENT)
    assert len(codes_mailed()) == 1


def test_without_an_address_it_is_refused(author, administrator):
    with pytest.raises(Refused, match="no e-mail address"):
        issue_by_mail(people=[author], issue=MAIL, by=administrator, at=MOMENT)


class Broken(EmailBackend):
    def send_messages(self, messages):
        raise SMTPServerDisconnected("gone")


class Refusing(EmailBackend):
    def send_messages(self, messages):
        raise SMTPRecipientsRefused({})


def test_while_the_server_fails_the_mail_waits_without_a_code(reachable, administrator, settings, caplog):
    issue_by_mail(people=[reachable], issue=MAIL, by=administrator, at=MOMENT)
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    assert mail_slips(at=MOMENT) == 0
    assert SignInSlip.objects.values_list("code_hash", "mailed_at").get() == ("", None)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert mail_slips(at=MOMENT) == 1
    assert CODE.search(caplog.text) is None


def test_an_address_that_is_refused_ends_the_slip(reachable, administrator, settings, caplog):
    issue_by_mail(people=[reachable], issue=MAIL, by=administrator, at=MOMENT)
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    assert (mail_slips(at=MOMENT), SignInSlip.objects.get().withdrawn_at) == (0, MOMENT)
    assert "lin is refused" in caplog.text


@pytest.mark.parametrize("change", [withdrawn, expired, left, left_without_the_verb])
def test_what_holds_no_longer_is_not_mailed(reachable, administrator, change):
    issue_by_mail(people=[reachable], issue=MAIL, by=administrator, at=MOMENT)
    at = change(SignInSlip.objects.select_related("person").get(), administrator)
    assert (mail_slips(at=at), mail.outbox) == (0, [])


# Nowhere


def test_the_code_is_nowhere_in_the_database(reachable, reviewer, administrator):
    codes = [issue(reviewer, by=administrator)]
    issue_by_mail(people=[reachable], issue=MAIL, by=administrator, at=MOMENT)
    mail_slips(at=MOMENT)
    use_slip(slip=reachable.sign_in_slips.get(), password=NEW, by=reachable, at=MOMENT)
    stored = everything_stored()
    assert ("lin@example.org" in stored, SignInSlip.objects.first().code_hash in stored) == (True, True)
    for code in codes + codes_mailed():
        assert [form in stored for form in (code, code.replace("-", ""), code.lower())] == [False] * 3


def everything_stored() -> str:
    """Every value of every table, as text."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            rows += cursor.fetchall()
    return repr(rows)


def test_many_at_once_are_few_statements(county, organiser, django_assert_max_num_queries):
    people = User.objects.bulk_create(UserFactory.build_batch(60, unit=county, password="!"))
    with django_assert_max_num_queries(12):
        data = issue_on_paper(people=people, issue=MANY, address="http://x/", contact="", by=organiser, at=MOMENT)
    assert (SignInSlip.objects.count(), Event.objects.count(), len(set(codes_in(data)))) == (60, 60, 60)
