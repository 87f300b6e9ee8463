"""The first auditor of a site, from the command line."""

import pytest
from django.core.management import CommandError, call_command

from reports.actions.outside import operator
from reports.models import Event, Notice, User


def test_it_is_logged_and_told_to_the_auditors_that_there_are(author, auditor):
    for _twice in range(2):
        call_command("appoint_auditor", "lin")
    assert User.objects.get(pk=author.pk).is_auditor
    logged = Event.objects.values_list("verb", "actor__username", "detail")
    assert [*logged] == [("appointed", "lin", f"林晓 (lin): 审计员 · 服务器上的命令（执行人：{operator()}）")]
    told = Notice.objects.order_by("kind").values_list("recipient__username", "kind")
    assert [*told] == [("qin", "appointed"), ("lin", "outside")]


def test_who_is_not_there_or_has_left_is_named(author):
    User.objects.update(is_active=False)
    for name in ("nobody", "lin"):
        with pytest.raises(CommandError, match=name):
            call_command("appoint_auditor", name)
    assert not User.objects.filter(is_auditor=True).exists()
