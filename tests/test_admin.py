"""The administrator's pages."""

from datetime import date

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from reports.models import Cycle, Event, Outline, OutlineSection, Report, Review, Unit, User

pytestmark = pytest.mark.django_db
REGISTERED = [Unit, User, Outline, Cycle]


@pytest.fixture
def administrator(client):
    """Signed in; an administrator by the one flag that the page of a person shows."""
    person = User.objects.create_user("administrator", name="管理员", is_staff=True)
    client.force_login(person)
    return person


def make_outline(name: str = "提纲", sections: int = 2) -> Outline:
    outline = Outline.objects.create(name=name)
    for position in range(1, sections + 1):
        OutlineSection.objects.create(outline=outline, position=position, title=f"{name}{position}")
    return outline


def make_cycle(number: int = 1, *, outline: Outline | None = None, opened: bool = False) -> Cycle:
    return Cycle.objects.create(
        year=2000 + number,
        name=f"述职{number}",
        report_title="述职报告",
        unit=Unit.objects.get_or_create(name="县", parent=None)[0],
        outline=outline or make_outline(f"提纲{number}"),
        due=date(2000 + number, 12, 1),
        opened_at=timezone.now() if opened else None,
    )


def make_review(number: int = 1) -> Review:
    """With all that stands around it: cycle, outline, unit, author, reviewer."""
    cycle = make_cycle(number)
    unit = Unit.objects.create(name=f"局{number}", parent=cycle.unit)
    author = User.objects.create_user(f"author{number}", name=f"述职人{number}", unit=unit)
    reviewer = User.objects.create_user(f"reviewer{number}", name=f"审阅人{number}", unit=unit)
    unit.organisers.add(reviewer)
    participant = cycle.participants.create(person=author, unit=unit)
    report = Report.objects.create(
        participant=participant,
        cycle=cycle,
        author=author,
        unit=unit,
        title="述职报告",
        numbering="none",
        created_at=timezone.now(),
    )
    return Review.objects.create(report=report, stage=cycle.stages.create(name="初审"), reviewer=reviewer)


def page(model, name: str = "changelist", *args) -> str:
    return reverse(f"admin:reports_{model._meta.model_name}_{name}", args=args)


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def run_action(client, action: str, *chosen):
    model = type(chosen[0])
    data = {"action": action, "_selected_action": [each.pk for each in chosen]}
    return client.post(page(model), data, follow=True, headers={"accept-language": "en"})


def test_no_report_is_shown_there(client, administrator):
    registered = {model for model in admin.site._registry if model._meta.app_label in {"reports", "auth"}}
    assert registered == set(REGISTERED)
    listed = client.get(reverse("admin:index")).context["available_apps"]
    models = {model["object_name"] for app in listed if app["app_label"] == "reports" for model in app["models"]}
    assert models == {model.__name__ for model in REGISTERED}


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_each_page_answers(client, administrator, model):
    make_review()
    existing = model.objects.first()
    pages = [page(model), page(model, "add"), page(model, "change", existing.pk), page(model, "history", existing.pk)]
    pages += [page(model, "delete", existing.pk), f"{page(model)}?q=1"]
    assert [client.get(address).status_code for address in pages] == [200] * 6


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
@pytest.mark.parametrize("value", ["x", "9" * 30, "-1", "\x00"], ids=["word", "large", "negative", "null"])
def test_an_address_fills_no_form(client, administrator, model, value):
    names = ["unit", "organisers", "parent", "outline", "year", "due", "name"]
    assert client.get(page(model, "add"), dict.fromkeys(names, value)).status_code == 200


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_only_administrators_enter(client, model):
    client.force_login(User.objects.create_user("somebody", name="某人", is_auditor=True))
    assert client.get(page(model)).status_code == 302


@pytest.mark.parametrize(("model", "queries"), [(Unit, 6), (User, 6), (Outline, 5), (Cycle, 7)], ids=str)
def test_lists_ask_the_same_questions_for_one_and_three(
    client, administrator, django_assert_num_queries, model, queries
):
    make_review(1)
    with django_assert_num_queries(queries):
        client.get(page(model))
    make_review(2)
    make_review(3)
    with django_assert_num_queries(queries):
        client.get(page(model))


def test_units_stand_under_what_they_belong_to(client, administrator):
    county = Unit.objects.create(name="乙县")
    Unit.objects.create(name="甲局", parent=county)
    Unit.objects.create(name="丙县")
    rows = client.get(page(Unit)).context["cl"].result_list
    assert [(unit.name, unit.tree_depth) for unit in rows] == [("丙县", 0), ("乙县", 0), ("甲局", 1)]


def test_unit_cannot_belong_to_itself(client, administrator):
    county = Unit.objects.create(name="县")
    child = Unit.objects.create(name="局", parent=county)
    answer = client.post(page(Unit, "change", county.pk), {"name": "县", "parent": child.pk})
    assert list(answer.context["adminform"].form.errors) == ["__all__"]


def test_unit_in_use_is_protected(client, administrator):
    unit = make_review().report.unit
    answer = client.post(page(Unit, "delete", unit.pk), {"post": "yes"})
    assert answer.status_code == 200
    assert answer.context["protected"] != []
    assert Unit.objects.filter(pk=unit.pk).exists()


@pytest.mark.parametrize(
    ("role", "names"),
    [("author", ["述职人1"]), ("reviewer", ["审阅人1"]), ("organiser", ["审阅人1"]), ("administrator", ["管理员"])],
)
def test_people_are_found_by_role(client, administrator, role, names):
    make_review()
    rows = client.get(f"{page(User)}?role={role}").context["cl"].result_list
    assert [person.name for person in rows] == names


def test_a_person_is_added_without_a_password_and_led_to_the_slip(client, administrator):
    unit = Unit.objects.create(name="局")
    fields = {"username": "zhang", "name": "张", "staff_number": "017", "unit": unit.pk, "post": "局长"}
    answer = client.post(page(User, "add"), {**fields, "password": "tried", "password1": "tried", "password2": "tried"})
    added = User.objects.get(username="zhang")
    assert (added.name, added.staff_number, added.unit, added.has_usable_password()) == ("张", "017", unit, False)
    assert answer.url == reverse("slip", args=[added.pk])


def test_nobodys_password_is_asked_for_or_shown(client, administrator):
    person = User.objects.create_user("zhang", "a-long-secret", name="张")
    asked = [page(User, "add"), page(User, "change", person.pk)]
    html = "".join(client.get(address).content.decode() for address in asked)
    assert [text in html for text in ('type="password"', "md5$", reverse("slip", args=[person.pk]))] == [
        False,
        False,
        True,
    ]
    with pytest.raises(NoReverseMatch):  # Django's form for the password of another
        reverse("admin:auth_user_password_change", args=[person.pk])
    sent = {"username": "zhang", "name": "张", "mail": "never", "mail_language": "en", "is_active": "on"}
    assert client.post(page(User, "change", person.pk), sent | {"password": "tried"}).status_code == 302
    changed = User.objects.get(pk=person.pk)
    assert (changed.mail, changed.check_password("a-long-secret")) == ("never", True)


def test_who_has_never_signed_in_is_found(client, administrator):
    User.objects.create_user("zhang", name="张")
    User.objects.create_user("wang", name="王", last_login=timezone.now())
    rows = client.get(f"{page(User)}?signed_in=never").context["cl"].result_list
    assert [person.name for person in rows] == ["张"]


def test_people_are_deactivated_and_activated_again(client, administrator):
    person, other = (User.objects.create_user(name, name=name) for name in ("zhang", "wang"))
    assert said(run_action(client, "deactivate_people", person, other)) == ["2 accounts changed."]
    assert list(User.objects.filter(is_active=True)) == [administrator]
    assert said(run_action(client, "reactivate_people", person)) == ["1 account changed."]
    logged = Event.objects.order_by("pk").values_list("verb", "detail", "actor__name")
    assert [*logged] == [
        ("deactivated", "wang (wang)", "管理员"),
        ("deactivated", "zhang (zhang)", "管理员"),
        ("reactivated", "zhang (zhang)", "管理员"),
    ]


def test_the_box_on_the_page_of_a_person_does_the_same(client, administrator):
    person = User.objects.create_user("zhang", name="张")
    sent = {"username": "zhang", "name": "张", "mail": person.mail, "mail_language": person.mail_language}
    for box in ({}, {"is_active": "on"}):
        client.post(page(User, "change", person.pk), sent | box)
        assert User.objects.get(pk=person.pk).is_active == bool(box)
    assert [*Event.objects.order_by("pk").values_list("verb", flat=True)] == ["deactivated", "reactivated"]


def test_what_began_since_the_person_was_read_is_not_written_over(administrator, rf):
    person = User.objects.create_user("zhang", name="张")
    pages, request = admin.site.get_model_admin(User), rf.post("/")
    request.user = administrator
    sent = {"username": "zhang", "name": "章", "is_active": "on", "mail": person.mail}
    form = pages.get_form(request, person, change=True)(sent | {"mail_language": person.mail_language}, instance=person)
    assert form.is_valid()
    User.objects.filter(pk=person.pk).update(hold_reason="正在核查")
    pages.save_model(request, form.save(commit=False), form, change=True)
    person.refresh_from_db()
    assert (person.name, person.hold_reason) == ("章", "正在核查")


def test_administrators_do_not_lock_themselves_out(client, administrator):
    told = ["管理员: You cannot deactivate your own account. Ask another administrator."]
    assert said(run_action(client, "deactivate_people", administrator))[:1] == told
    sent = {"username": "administrator", "name": "管理员", "is_staff": "on"}
    sent |= {"mail": administrator.mail, "mail_language": administrator.mail_language}
    client.post(page(User, "change", administrator.pk), sent)
    assert (User.objects.get(pk=administrator.pk).is_active, Event.objects.count()) == (True, 0)


def outline_form(outline: Outline, sections, **fields) -> dict:
    """What the page of an outline sends."""
    rows = {
        f"sections-{row}-{name}": value
        for row, section in enumerate(sections)
        for name, value in {
            "kind": "duty",
            "min_characters": 0,
            "max_characters": 0,
            "outline": outline.pk,
            **section,
        }.items()
    }
    counts = {"sections-TOTAL_FORMS": len(sections), "sections-INITIAL_FORMS": sum("id" in row for row in sections)}
    return {"name": outline.name, "numbering": "run_in", **fields, **counts, **rows}


def test_sections_change_places(client, administrator):
    outline = make_outline(sections=3)
    first, second, third = outline.sections.order_by("position")
    rows = [
        {"id": first.pk, "position": 2, "title": "甲"},
        {"id": second.pk, "position": 1, "title": "乙"},
        {"id": third.pk, "position": 3, "title": "丙", "DELETE": "on"},
        {"position": 3, "title": "丁"},
    ]
    answer = client.post(page(Outline, "change", outline.pk), outline_form(outline, rows))
    assert answer.status_code == 302
    assert list(outline.sections.order_by("position").values_list("title", flat=True)) == ["乙", "甲", "丁"]


def test_two_sections_in_one_place_are_refused_in_words(client, administrator):
    outline = make_outline(sections=2)
    first, second = outline.sections.order_by("position")
    rows = [{"id": section.pk, "position": 1, "title": section.title} for section in (first, second)]
    data = outline_form(outline, rows)
    answer = client.post(page(Outline, "change", outline.pk), data, headers={"accept-language": "en"})
    assert answer.status_code == 200
    assert answer.context["errors"][0] == "Please correct the duplicate data for position."


@pytest.mark.parametrize(("count", "kept"), [(100, 100), (101, 0)])
def test_an_outline_has_no_more_sections_than_a_report_can_show(client, administrator, count, kept):
    outline = make_outline(sections=0)
    rows = [{"position": place, "kind": "duty", "title": f"题{place}"} for place in range(1, count + 1)]
    answer = client.post(page(Outline, "change", outline.pk), outline_form(outline, rows))
    assert (outline.sections.count(), "101" in answer.content.decode()) == (kept, not kept)


def test_frozen_outline_says_so_and_stays_as_it_is(client, administrator):
    outline = make_cycle(opened=True).outline
    shown = client.get(page(Outline, "change", outline.pk), headers={"accept-language": "en"})
    assert said(shown) == ["This outline is frozen: a cycle that uses it has opened. Copy it to change it."]
    assert not shown.context["has_change_permission"]
    sent = client.post(page(Outline, "change", outline.pk), outline_form(outline, [], name="改"), follow=True)
    assert len(said(sent)) == 1
    assert client.post(page(Outline, "delete", outline.pk), {"post": "yes"}).status_code == 403
    assert list(Outline.objects.values_list("name", flat=True)) == [outline.name]


def test_frozen_outline_is_not_deleted_from_the_list(client, administrator):
    outline = make_cycle(opened=True).outline
    data = {"action": "delete_selected", "_selected_action": [outline.pk], "post": "yes"}
    assert client.post(page(Outline), data).status_code in {200, 403}
    assert outline.sections.count() == 2


def test_outline_is_copied_under_a_free_name(client, administrator):
    outline = make_cycle(opened=True).outline
    run_action(client, "copy_outlines", outline)
    answer = run_action(client, "copy_outlines", outline)
    assert said(answer) == ["Copied as “提纲1 (3)”."]
    assert [each.sections.count() for each in Outline.objects.all()] == [2, 2, 2]


def test_cycle_is_opened(client, administrator):
    cycle = make_cycle()
    Cycle.objects.update(due=timezone.localdate())
    answer = run_action(client, "open_cycles", cycle)
    cycle.refresh_from_db()
    assert said(answer) == ["“述职1” is open; its outline is frozen."]
    assert cycle.opened_at is not None
    assert said(run_action(client, "open_cycles", cycle)) == ["“述职1” is open already."]


def test_cycle_without_sections_is_not_opened(client, administrator):
    cycle = make_cycle(outline=make_outline(sections=0))
    answer = run_action(client, "open_cycles", cycle)
    cycle.refresh_from_db()
    assert said(answer) == ["述职1: The outline has no sections yet. Add them first."]
    assert cycle.opened_at is None


def test_open_cycle_keeps_its_outline(client, administrator):
    cycle, other = make_cycle(opened=True), make_outline("另一份")
    data = {"year": 2001, "name": "改名", "report_title": "述职报告", "unit": cycle.unit_id, "outline": other.pk}
    data |= {"due": "2001-12-02", "min_problems_share": 20, "max_characters": 0, "byline_place": "title"}
    data |= {"min_problems": 0, "longest_sentence": 150, "rounding_method": "half_up", "rounding_places": 1}
    client.post(page(Cycle, "change", cycle.pk), data)
    cycle.refresh_from_db()
    assert (cycle.name, cycle.outline.name) == ("改名", "提纲1")


def test_outlines_to_choose_show_which_are_frozen(client, administrator):
    make_cycle(opened=True)
    make_outline("另一份")
    form = client.get(page(Cycle, "add"), headers={"accept-language": "en"}).context["adminform"].form
    assert [label for _value, label in form.fields["outline"].choices] == ["---------", "另一份", "提纲1 (frozen)"]


def test_the_log_names_what_administrators_did(client, administrator):
    """Fields and objects, in the site's language whatever theirs is; nothing where nothing was changed."""
    client.post(page(Unit, "add"), {"name": "县"})
    unit = Unit.objects.get()
    for name in ("县", "市"):
        client.post(page(Unit, "change", unit.pk), {"name": name})
    outline = make_outline(sections=2)
    first, second = outline.sections.order_by("position")
    rows = [{"id": first.pk, "position": 1, "title": "甲"}, {"id": second.pk, "position": 2, "DELETE": "on"}]
    rows[1]["title"] = second.title
    client.post(page(Outline, "change", outline.pk), outline_form(outline, [*rows, {"position": 3, "title": "丁"}]))
    run_action(client, "copy_outlines", outline)
    client.post(page(Unit, "delete", unit.pk), {"post": "yes"})
    many = {"action": "delete_selected", "_selected_action": [row.pk for row in Outline.objects.all()], "post": "yes"}
    client.post(page(Outline), many)
    logged = Event.objects.order_by("pk").values_list("verb", "detail", "actor__username")
    assert [*logged] == [
        ("admin_added", "单位 县", "administrator"),
        ("admin_changed", "单位 市: 名称", "administrator"),
        ("admin_changed", "提纲 提纲: 丁、甲、提纲2", "administrator"),
        ("admin_added", "提纲 提纲 (2)", "administrator"),
        ("admin_deleted", "单位 市", "administrator"),
        ("admin_deleted", "提纲 提纲 (2)", "administrator"),
        ("admin_deleted", "提纲 提纲", "administrator"),
    ]
    assert (Unit.objects.count(), Outline.objects.count()) == (0, 0)


def test_what_is_refused_stands_in_no_log(client, administrator):
    unit = make_review().report.unit
    client.post(page(Unit, "delete", unit.pk), {"post": "yes"})
    client.post(page(Unit, "change", unit.pk), {"name": ""})
    assert Event.objects.count() == 0
