"""`manage.py hold`: an auditor answers for it, in the log, and it ends by the same command."""

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from reports.models import Event, User


def run(name, **options):
    with override("en"):
        call_command("hold", name, **options)


def held(person):
    return User.objects.get(pk=person.pk).hold_reason


def rows():
    return list(Event.objects.order_by("pk").values_list("verb", "actor__username", "detail"))


def test_it_holds_until_it_ends(author, auditor):
    run("lin", reason="巡察", by=auditor.username)
    assert held(author) == "巡察"
    run("lin", end=True, by=auditor.username)
    assert held(author) == ""
    assert rows() == [(verb, auditor.username, "林晓 (lin)") for verb in ("held", "hold_ended")]


def test_by_the_staff_number_too(author, auditor):
    User.objects.filter(pk=author.pk).update(staff_number="3307")
    run("3307", reason="巡察", by=auditor.username)
    assert held(author) == "巡察"


@pytest.mark.parametrize("by", ["lin", "zhao", "shi", "nobody", ""])
def test_nobody_but_an_auditor_answers_for_it(author, reviewer, administrator, by):
    with pytest.raises(CommandError, match="Name the auditor who answers for it: --by SIGN-IN-NAME."):
        run("lin", reason="巡察", by=by)
    assert (held(author), rows()) == ("", [])


@pytest.mark.parametrize("is_active", [True, False])
def test_an_auditor_who_has_left_answers_for_nothing(author, auditor, is_active):
    User.objects.filter(pk=auditor.pk).update(is_active=is_active)
    if is_active:
        run("lin", reason="巡察", by=auditor.username)
    else:
        with pytest.raises(CommandError):
            run("lin", reason="巡察", by=auditor.username)
    assert held(author) == ("巡察" if is_active else "")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"reason": ""}, "Say why the data are held back."),
        ({"reason": " \n"}, "Say why the data are held back."),
        ({"end": True}, "Nothing of this person is held back."),
    ],
)
def test_what_is_refused_changes_nothing(author, auditor, options, told):
    with pytest.raises(CommandError) as refused:
        run("lin", by=auditor.username, **options)
    assert (str(refused.value), held(author), rows()) == (told, "", [])


def test_nobody_of_that_name(auditor):
    with pytest.raises(CommandError) as refused:
        run("none", reason="巡察", by=auditor.username)
    assert str(refused.value) == "Nobody has the sign-in name or staff number none."
