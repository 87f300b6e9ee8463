"""What commands on the server do to accounts stands in the log, and is told."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.utils import timezone

from reports.actions import outside
from reports.models import Event, Notice, Session, User

from ..factories import PASSWORD, UserFactory

NEW = "蓝天下的老渔船三百里"
SAID = f"服务器上的命令（执行人：{outside.operator()}）"


def logged():
    return [*Event.objects.order_by("pk").values_list("verb", "actor__username", "detail")]


def told():
    return sorted(Notice.objects.values_list("recipient__username", "kind", "actor__username"))


@pytest.fixture
def type_in(monkeypatch):
    """What is typed at the server, in order."""

    def prepare(*typed):
        answers = iter(typed)
        monkeypatch.setattr("reports.management.commands.changepassword.getpass", lambda prompt="": next(answers))

    return prepare


def make_superuser():
    call_command("createsuperuser", "--noinput", username="deng", name="邓远")


def test_an_administrator_made_on_the_server_is_logged_and_told(auditor):
    make_superuser()
    person = User.objects.get(username="deng")
    assert (person.is_staff, person.is_auditor, person.has_usable_password()) == (True, False, False)
    assert logged() == [
        ("account_created", "deng", f"邓远 (deng): {SAID}"),
        ("appointed", "deng", f"邓远 (deng): 系统管理员 · {SAID}"),
    ]
    assert told() == [("deng", "outside", None), ("qin", "administers", "deng")]


def test_a_script_that_makes_one_does_not_get_around_the_log(auditor):
    User.objects.create_superuser("deng", PASSWORD, name="邓远")
    assert [verb for verb, *_rest in logged()] == ["account_created", "appointed"]


def test_who_is_not_made_an_administrator_is_no_event(auditor):
    User.objects.create_user("deng", PASSWORD, name="邓远")
    assert (logged(), told()) == ([], [])


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_logged_does_not_come_about(auditor, monkeypatch):
    def fail(**_kwargs):
        raise DatabaseError

    monkeypatch.setattr(outside, "log", fail)
    with pytest.raises(DatabaseError):
        make_superuser()
    with pytest.raises(DatabaseError):
        outside.set_password_outside(person=auditor, password=NEW, at=timezone.now())
    assert [*User.objects.values_list("username", flat=True)] == ["qin"]
    assert User.objects.get().check_password(PASSWORD)


def test_nobody_can_be_given_djangos_flag(author):
    """It outlasted the duty."""
    assert not {"is_superuser", "groups", "user_permissions"} & {field.name for field in User._meta.get_fields()}
    with pytest.raises(TypeError):
        User(username="deng", is_superuser=True)


def test_a_password_set_on_the_server_is_logged_and_told(author, auditor, client, type_in):
    author.email = "lin@example.org"
    author.save()
    client.force_login(author)
    type_in(NEW, NEW)
    call_command("changepassword", "lin")
    assert User.objects.get(pk=author.pk).check_password(NEW)
    assert not Session.objects.filter(person=author).exists()
    assert logged()[-1:] == [("password_set", "lin", outside.operator())]
    assert told() == [("lin", "outside", None), ("qin", "way_in", "lin")]


@pytest.mark.django_db(transaction=True)
def test_the_person_has_a_mail_of_it(author, auditor, type_in):
    User.objects.filter(pk=author.pk).update(email="lin@example.org")
    type_in(NEW, NEW)
    call_command("changepassword", "lin")
    (sent,) = mail.outbox
    assert (sent.to, "在服务器上" in sent.body, NEW in sent.body) == (["lin@example.org"], True, False)


@pytest.mark.parametrize("typed", [(NEW, PASSWORD), ("lin", "lin"), ("1234567890", "1234567890")])
def test_what_is_no_password_changes_nothing(author, auditor, type_in, typed):
    type_in(*typed * 3)
    with pytest.raises(CommandError):
        call_command("changepassword", "lin")
    assert User.objects.get(pk=author.pk).check_password(PASSWORD)
    assert (logged(), told()) == ([], [])


@pytest.mark.parametrize("name", ["nobody", "qin"])
def test_who_is_not_there_is_named(db, name, type_in):
    type_in()
    with pytest.raises(CommandError, match=name):
        call_command("changepassword", name)


def test_auditors_do_not_hear_twice_of_themselves(auditor, type_in):
    UserFactory.create(username="bai", is_auditor=True)
    type_in(NEW, NEW)
    call_command("changepassword", "qin")
    assert told() == [("bai", "way_in", "qin"), ("qin", "outside", None)]
