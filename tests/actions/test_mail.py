"""When a mail goes out, to whom, and what is in it."""

import logging
from datetime import datetime, timedelta
from email import message_from_bytes

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from reports.actions import mail
from reports.actions.comment import add_comment
from reports.actions.mail import send_due
from reports.actions.notification import tell_people
from reports.models import Notice

from ..factories import MOMENT, UserFactory

AT = MOMENT + timedelta(days=9)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def addresses(author, assistant, settings):
    """The author has a mail address, the assistant has none. The links' address is the settings'."""
    settings.SITE_ADDRESS = "https://reports.example.org/"
    author.email = "lin@example.org"
    author.mail_language = "en"
    author.save()


@pytest.fixture
def problems(in_review):
    Notice.objects.all().delete()
    section = in_review.sections.select_related("outline_section").get(position=4)
    section.report = in_review
    return section


@pytest.fixture
def comment(problems, reviewer, django_capture_on_commit_callbacks):
    """The reviewer comments; mails leave once it is stored."""

    def say(at=AT, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            return add_comment(
                section=problems, read=problems.body, passage=None, text="机密意见。", by=reviewer, at=at, **fields
            )

    return say


def choose(author, mail):
    author.mail = mail
    author.save()


def addressed(mailoutbox):
    return [(mail.to, mail.subject) for mail in mailoutbox]


def test_a_mail_says_what_and_where_with_one_link_and_no_words(comment, author, mailoutbox):
    comment()
    notice = Notice.objects.get(recipient=author)
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["lin@example.org"], "Duty reports · 1 notice")
    assert "- 赵桥 commented: 林晓 · 2026年度述职 · 存在问题\n" in mail.body
    assert mail.body.count("http") == 1
    assert f"\nhttps://reports.example.org/notices/{notice.pk}/\n" in mail.body
    assert "机密" not in mail.body
    assert notice.mailed_at == AT


def test_it_speaks_the_recipients_language(comment, author, mailoutbox):
    author.mail_language = "zh-hans"
    author.save()
    comment()
    assert mailoutbox[0].subject == "述职 · 1 条通知"
    assert "- 赵桥发表了批注：林晓 · 2026年度述职 · 存在问题\n" in mailoutbox[0].body


def test_nothing_leaves_of_what_was_not_stored(problems, reviewer, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        add_comment(section=problems, read=problems.body, passage=None, text="意见。", by=reviewer, at=AT)
    assert (len(waiting), mailoutbox) == (1, [])


def test_a_burst_is_two_mails(comment, mailoutbox):
    for minute in range(10):
        comment(at=AT + minute * MINUTE)
    assert len(mailoutbox) == 1
    assert send_due(at=AT + 14 * MINUTE) == 0
    assert send_due(at=AT + 16 * MINUTE) == 1
    assert [mail.subject for mail in mailoutbox] == ["Duty reports · 1 notice", "Duty reports · 9 notices"]
    assert "\nhttps://reports.example.org/notices/\n" in mailoutbox[1].body
    assert send_due(at=AT + 40 * MINUTE) == 0


def test_a_digest_once_a_day_in_the_morning(comment, author, mailoutbox):
    choose(author, "daily")

    def hour(day, hours):
        return timezone.make_aware(datetime(2026, 11, day, hours, 5))

    comment(at=hour(11, 9))
    comment(at=hour(11, 23))
    comment(at=hour(12, 7))
    assert (mailoutbox, send_due(at=hour(12, 7))) == ([], 0)
    assert send_due(at=hour(12, 8)) == 1
    comment(at=hour(12, 10))
    assert send_due(at=hour(12, 22)) == 0
    assert send_due(at=hour(13, 8)) == 1
    assert [mail.subject for mail in mailoutbox] == ["Duty reports · 3 notices", "Duty reports · 1 notice"]


def test_who_wants_none_gets_none(comment, author, mailoutbox):
    choose(author, "never")
    comment()
    assert (send_due(at=AT + timedelta(days=1)), mailoutbox) == (0, [])


def test_what_is_read_in_the_site_is_not_mailed(comment, author, mailoutbox):
    choose(author, "daily")
    comment()
    Notice.objects.update(read_at=AT)
    assert (send_due(at=AT + timedelta(days=1)), mailoutbox) == (0, [])


def test_what_is_a_week_old_is_not_mailed(comment, author, mailoutbox):
    choose(author, "daily")
    comment()
    assert (send_due(at=AT + timedelta(days=8)), mailoutbox) == (0, [])


# who lost access, or has not got it yet


@pytest.fixture
def mailed_assistant(assistant, author):
    choose(author, "never")
    assistant.email = "fang@example.org"
    assistant.mail = "daily"
    assistant.save()
    return assistant


def test_the_assistant_is_mailed(comment, mailed_assistant, mailoutbox):
    comment()
    assert send_due(at=AT + timedelta(days=1)) == 1
    assert mailoutbox[0].to == ["fang@example.org"]


def test_who_lost_access_meanwhile_is_not(comment, mailed_assistant, mailoutbox):
    comment()
    mailed_assistant.assisted.all().delete()
    assert (send_due(at=AT + timedelta(days=1)), mailoutbox) == (0, [])


def test_a_closed_account_is_not(comment, mailed_assistant, mailoutbox):
    comment()
    mailed_assistant.is_active = False
    mailed_assistant.save()
    assert (send_due(at=AT + timedelta(days=1)), mailoutbox) == (0, [])


def test_who_may_not_see_the_comment_is_not(comment, author, mailoutbox):
    """Whatever was told by mistake: the rule of the pages is asked before the mail leaves."""
    hidden = comment(for_reviewers_only=True)
    Notice.objects.create(
        recipient=author, kind="commented", report=hidden.report, comment=hidden, actor=hidden.author, at=AT
    )
    assert (send_due(at=AT + MINUTE), mailoutbox) == (0, [])


# the mail server fails


class Failing(EmailBackend):
    """A mail server that does not answer; the tries are counted."""

    tries = 0

    def send_messages(self, messages):
        Failing.tries += 1
        raise ConnectionRefusedError("no mail server")


class Refusing(EmailBackend):
    """Refuses the author's address as mail libraries do before they send."""

    def send_messages(self, messages):
        if messages[0].to == ["lin@example.org"]:
            raise ValueError("no such address")
        return super().send_messages(messages)


def use(settings, backend):
    settings.EMAIL_BACKEND = f"{__name__}.{backend.__name__}"
    Failing.tries = 0


def test_a_failing_server_breaks_nothing_and_loses_nothing(comment, author, settings, mailoutbox, caplog):
    use(settings, Failing)
    with caplog.at_level(logging.ERROR, mail.logger.name):
        assert comment().pk
    assert [record.getMessage() for record in caplog.records] == [
        "The mail server fails. The next run of send_notices tries again."
    ]
    comment(at=AT + MINUTE)
    assert (Failing.tries, Notice.objects.filter(recipient=author, mailed_at=None).count()) == (1, 2)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_due(at=AT + 5 * MINUTE) == 1
    assert addressed(mailoutbox) == [(["lin@example.org"], "Duty reports · 2 notices")]


def test_one_wrong_address_is_in_nobodys_way(comment, author, assistant, settings, mailoutbox, caplog):
    assistant.email = "fang@example.org"
    assistant.mail_language = "en"
    assistant.save()
    use(settings, Refusing)
    with caplog.at_level(logging.ERROR, mail.logger.name):
        comment()
    assert addressed(mailoutbox) == [(["fang@example.org"], "Duty reports · 1 notice")]
    assert [record.getMessage() for record in caplog.records] == [
        "The address of lin is refused. The notices stand in the site."
    ]


def test_of_a_crowd_the_page_mails_ten_and_the_next_run_the_rest(
    cycle, county, organiser, mailoutbox, django_capture_on_commit_callbacks
):
    """One click tells twenty thousand."""
    crowd = UserFactory.create_batch(13, unit=county, email="x@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        tell_people(crowd, Notice.Kind.ANNOUNCED, by=organiser, at=AT, cycle=cycle)
    assert len(mailoutbox) == 10
    assert (send_due(at=AT), len(mailoutbox)) == (3, 13)


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\r", "\x0b", "\u2028"])
def test_no_name_writes_a_header_of_a_mail(cycle, author, organiser, mailoutbox, sign):
    """Neither of a person nor of a round, which stand in what is mailed."""
    wrong = f"甲{sign}Bcc: fremd@example.org{sign}{sign}X: 1"
    organiser.name = author.name = cycle.name = wrong
    for row in (organiser, author, cycle):
        row.save()
    tell_people([author], Notice.Kind.ANNOUNCED, by=organiser, at=AT, cycle=cycle)
    send_due(at=AT + timedelta(days=1))
    (sent,) = mailoutbox
    parsed = message_from_bytes(sent.message().as_bytes())
    assert (sent.recipients(), parsed["To"]) == (["lin@example.org"], "lin@example.org")
    assert [parsed[name] for name in ("Bcc", "X")] == [None, None]
