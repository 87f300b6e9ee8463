"""Ending a second factor from the command line."""

import re

import pyotp
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.actions.outside import operator
from reports.actions.second_factor import begin_second_factor
from reports.models import Event, Notice, SecondFactor

from ..factories import PASSWORD


def test_it_is_ended_for_this_person_and_logged_once(author, reviewer):
    for person in (author, reviewer):
        begin_second_factor(by=person, at=timezone.now())
    SecondFactor.objects.update(confirmed_at=timezone.now())
    for _twice in range(2):
        call_command("end_second_factor", "lin")
    assert [*SecondFactor.objects.values_list("person__username", flat=True)] == ["zhao"]
    said = f"服务器上的命令（执行人：{operator()}）"
    assert [*Event.objects.values_list("verb", "actor__username", "detail")] == [("factor_ended", "lin", said)]


def test_it_is_told_to_the_person_and_the_auditors(author, auditor):
    call_command("end_second_factor", "lin")
    told = Notice.objects.order_by("kind").values_list("recipient__username", "kind")
    assert [*told] == [("lin", "outside"), ("qin", "way_in")]


def test_who_must_have_one_gets_another_one_that_is_printed(settings, author, capsys):
    settings.SECOND_FACTOR_ROLES = ["everybody"]
    for _twice in range(2):
        call_command("end_second_factor", "lin")
    key, codes = re.findall(r"[:：] ?(.+)", capsys.readouterr().out)[-2:]
    for typed in [pyotp.TOTP(key).now(), *codes.split()]:
        client = Client()
        client.post(reverse("sign_in"), {"username": "lin", "password": PASSWORD})
        assert client.get(reverse("home")).status_code == 302
        client.post(reverse("second_factor_check"), {"typed": typed})
        assert client.get(reverse("home")).status_code == 200
    assert len(codes.split()) == 10
    set_up = Event.objects.filter(verb="factor_set_up").values_list("actor__username", "detail")
    assert [*set_up] == [("lin", f"服务器上的命令（执行人：{operator()}）")] * 2


def test_who_is_not_there_is_named(db):
    with pytest.raises(CommandError, match="nobody"):
        call_command("end_second_factor", "nobody")
