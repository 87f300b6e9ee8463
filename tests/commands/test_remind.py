import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from reports.models import Notice

from ..factories import enrol


@pytest.fixture
def late(cycle, author):
    """Due today."""
    type(cycle).objects.filter(pk=cycle.pk).update(due="2026-12-20", closed_at=None)
    return enrol(cycle, author)


def run(*options):
    stream = StringIO()
    with translation.override("zh-hans"):
        call_command("remind", *options, stdout=stream)
    return stream.getvalue()


def test_what_it_says_has_this_shape(late, author):
    author.email = "lin@example.org"
    author.save()
    assert json.loads(run("--at", "2026-12-19", "--dry-run", "--json")) == [
        {"person": "lin", "to": "mail", "why": ["述职报告尚未提交 · 2026年度述职 · 12月20日截止"]}
    ]


@pytest.mark.parametrize(("email", "mail"), [("", "at_once"), ("lin@example.org", "never")])
def test_who_gets_no_mail_is_told_in_the_site(late, author, email, mail):
    author.email, author.mail = email, mail
    author.save()
    (said,) = json.loads(run("--at", "2026-12-19", "--json"))
    assert (said["to"], Notice.objects.get().recipient) == ("site", author)


def test_a_dry_run_says_the_same_and_reminds_nobody(late, mailoutbox):
    said = run("--at", "2026-12-19", "--dry-run", "--json")
    assert (Notice.objects.count(), mailoutbox) == (0, [])
    assert run("--at", "2026-12-19", "--json") == said
    assert run("--at", "2026-12-19", "--json") == "[]\n"
    assert Notice.objects.count() == 1


def test_for_a_person_it_is_said_in_a_few_lines(late):
    assert run("--at", "2026-12-19").splitlines() == [
        "lin · 林晓",
        "  述职报告尚未提交 · 2026年度述职 · 12月20日截止",
        "提醒人数：1",
    ]


def test_without_a_day_it_is_today(late, cycle):
    type(cycle).objects.filter(pk=cycle.pk).update(due=timezone.localdate())
    assert len(json.loads(run("--json"))) == 1


def test_what_is_no_day(db):
    with pytest.raises(CommandError):
        run("--at", "2026-13-01")
