"""Rights are given by two people, told to whoever gets them, and written into the log."""

import pytest
from django.urls import reverse

from reports.actions.appointment import RIGHTS, move_unit, set_organisers, set_right
from reports.actions.confirmation import confirm
from reports.actions.errors import Refused
from reports.models import Confirmation, Event, Notice, Unit, User
from reports.models.confirmation import Subject

from ..factories import MOMENT

ALL = ["is_auditor", "is_staff"]


def events():
    return [*Event.objects.order_by("pk").values_list("verb", "actor__username", "detail")]


def told():
    return [*Notice.objects.order_by("pk").values_list("kind", "recipient__username", "actor__username")]


def confirm_all(by):
    for asked in Confirmation.objects.to_confirm_by(by):
        confirm(asked=asked, by=by, at=MOMENT)


def page(model, obj=None):
    name = f"admin:reports_{model}_{'change' if obj else 'add'}"
    return reverse(name, args=[obj.pk] if obj else [])


def post_person(client, person, **changed):
    fields = ["username", "name", "staff_number", "unit", "post", "phone", "email", "mail", "mail_language"]
    values = {name: person.serializable_value(name) or "" for name in fields}
    flags = {name: "on" for name in ["is_active", *ALL] if getattr(person, name)}
    return client.post(page("user", person), values | flags | changed)


def post_unit(client, unit, organisers=(), **changed):
    values = {"name": unit.name, "parent": unit.parent_id or "", "organisers": [person.pk for person in organisers]}
    return client.post(page("unit", unit), values | changed)


@pytest.mark.parametrize("right", RIGHTS)
def test_nobody_gives_a_right_to_themselves(administrator, right):
    for held in (True, False):
        with pytest.raises(Refused):
            set_right(person=administrator, right=right, held=held, by=administrator, at=MOMENT)
    assert (User.objects.get(pk=administrator.pk).is_auditor, events(), told()) == (False, [], [])


def test_nor_makes_an_organiser_of_themselves(administrator, county, organiser):
    with pytest.raises(Refused):
        set_organisers(unit=county, people=[organiser, administrator], by=administrator, at=MOMENT)
    assert ([*county.organisers.all()], events()) == ([organiser], [])


def test_nor_moves_a_unit_under_their_own(administrator, elsewhere, bureau):
    elsewhere.organisers.add(administrator)
    below = Unit.objects.create(name="林业站", parent=elsewhere)
    for parent in (elsewhere, below):
        with pytest.raises(Refused):
            move_unit(unit=bureau, parent=parent, by=administrator, at=MOMENT)
    assert (Unit.objects.get(pk=bureau.pk).parent_id, events()) == (bureau.parent_id, [])


def test_a_right_that_is_given_or_taken_is_told_and_logged_once(administrator, auditor, author):
    for held in (True, True):
        set_right(person=author, right=Subject.AUDITOR, held=held, by=administrator, at=MOMENT)
    confirm_all(by=auditor)
    set_right(person=author, right=Subject.AUDITOR, held=False, by=administrator, at=MOMENT)
    assert events() == [
        ("confirmation_asked", "shi", "审计员: 林晓 (lin)"),
        ("confirmed", "qin", "审计员: 林晓 (lin)"),
        ("appointed", "shi", "林晓 (lin): 审计员"),
        ("dismissed", "shi", "林晓 (lin): 审计员"),
    ]
    assert [kind for kind, recipient, _actor in told() if recipient == "lin"] == ["rights_asked", "rights", "rights"]


def test_the_administrators_page_of_oneself_changes_no_right(administrator, visit):
    answer = post_person(visit(administrator), administrator, is_auditor="on", post="新管理员")
    kept = User.objects.get(pk=administrator.pk)
    assert (answer.status_code, kept.post, kept.is_auditor, kept.is_staff) == (302, "新管理员", False, True)
    assert events() == [("admin_changed", "shi", "人员 施海 (shi): 职务")]


def test_the_administrators_page_of_another_logs_it(administrator, auditor, author, visit):
    client = visit(administrator)
    assert post_person(client, author, is_auditor="on", is_staff="on").status_code == 302
    author.refresh_from_db()
    assert (author.is_auditor, author.is_staff) == (False, False)
    confirm_all(by=auditor)
    author.refresh_from_db()
    assert (author.is_auditor, author.is_staff) == (True, True)
    assert [(verb, actor) for verb, actor, _detail in events() if verb == "appointed"] == [("appointed", "shi")] * 2
    rights = [notice for notice in told() if notice[0] == "rights"]
    assert rights == [("rights", "lin", "shi")] * 2


def test_the_administrators_page_of_a_unit_refuses_oneself(administrator, county, organiser, visit):
    client = visit(administrator)
    for unit in (county, None):
        sent = {"name": "新单位", "parent": "", "organisers": [administrator.pk]}
        answer = client.post(page("unit", unit), sent)
        assert (answer.status_code, [*answer.context["adminform"].form.errors]) == (200, ["organisers"])
    assert ([*county.organisers.all()], Unit.objects.filter(organisers=administrator).exists()) == ([organiser], False)


def test_the_administrators_page_moves_no_unit_under_oneself(administrator, elsewhere, bureau, visit):
    elsewhere.organisers.add(administrator)
    answer = post_unit(visit(administrator), bureau, parent=elsewhere.pk)
    assert [*answer.context["adminform"].form.errors] == ["parent"]
    assert Unit.objects.get(pk=bureau.pk).parent_id == bureau.parent_id


def test_the_administrators_page_of_a_unit_logs_who_organises_and_where_it_stands(
    administrator, auditor, organiser, author, bureau, elsewhere, visit
):
    client = visit(administrator)
    assert post_unit(client, bureau, [author, organiser]).status_code == 302
    assert [*bureau.organisers.all()] == []
    confirm_all(by=auditor)
    assert post_unit(client, bureau, [organiser], parent=elsewhere.pk).status_code == 302
    assert [*bureau.organisers.all()] == [organiser]
    appointed = [("appointed", "shi", f"{name}: 水务局") for name in ("林晓 (lin)", "唐雅 (tang)")]
    rest = [("unit_moved", "shi", "水务局 → 邻县林业局"), ("dismissed", "shi", "林晓 (lin): 水务局")]
    done = [event for event in events() if event[0] not in {"confirmation_asked", "confirmed"}]
    assert sorted(done[:2]) == sorted(appointed)
    assert done[2:] == rest


def test_the_notice_leads_to_the_first_page(administrator, auditor, author, visit):
    set_right(person=author, right=Subject.AUDITOR, held=True, by=administrator, at=MOMENT)
    confirm_all(by=auditor)
    notice = Notice.objects.get(recipient=author, kind="rights")
    client = visit(author)
    assert client.get(reverse("notice", args=[notice.pk])).url == reverse("home")
    assert "changed what you may do on this site" in client.get(reverse("notices")).content.decode()
