from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.utils import timezone, translation

from reports.models import Notice, SignInSlip


def test_it_mails_what_is_due_and_says_how_many(in_review, author, reviewer, mailoutbox):
    author.email = "lin@example.org"
    author.save()
    Notice.objects.create(recipient=author, kind="returned", report=in_review, actor=reviewer, at=timezone.now())
    said = StringIO()
    with translation.override("en"):
        call_command("send_notices", stdout=said)
        call_command("send_notices", stdout=said)
    assert [mail.to for mail in mailoutbox] == [["lin@example.org"]]
    assert said.getvalue() == "Mails sent: 1\nMails sent: 0\n"


def test_it_mails_the_sign_in_slips_that_wait(author, administrator, mailoutbox):
    author.email = "lin@example.org"
    author.save()
    now = timezone.now()
    SignInSlip.objects.create(
        person=author, delivery="mail", issued_by=administrator, issued_at=now, expires_at=now + timedelta(days=14)
    )
    said = StringIO()
    with translation.override("en"):
        call_command("send_notices", stdout=said)
        call_command("send_notices", stdout=said)
    assert ([mail.to for mail in mailoutbox], said.getvalue()) == (
        [["lin@example.org"]],
        "Mails sent: 1\nMails sent: 0\n",
    )
