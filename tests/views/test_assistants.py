"""Assistants as the author and the named person see them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from reports.actions.assistance import name_assistant
from reports.models import Assistance, Notice, Report, StageReviewer, Unit

from ..factories import MOMENT, UserFactory, enrol


@pytest.fixture
def deputy(bureau):
    return UserFactory.create(username="xu", name="许桐", unit=bureau)


@pytest.fixture
def pending(author, deputy):
    return name_assistant(author=author, assistant=deputy, may_submit=True, at=MOMENT)


def body(client, name, *args, status=200):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == status
    return answer.content.decode()


def post(client, name, *args, follow=True, **data):
    return client.post(reverse(name, args=args), data, follow=follow).content.decode()


def test_naming(author, deputy, visit):
    client, url = visit(author), reverse("assistants")
    said = post(client, "assistants", person=" xu ", may_submit="on")
    assert "许桐 has been asked" in said
    assert "Not accepted yet" in said
    assert list(author.assistances.values_list("assistant__username", "may_submit")) == [("xu", True)]
    for wrong in ["nobody", "lin", ""]:
        assert client.post(url, {"person": wrong}).status_code == 200
    assert author.assistances.count() == 1


def test_naming_a_reviewer_says_why_not(report, author, reviewer, visit):
    said = post(visit(author), "assistants", person="zhao")
    assert "赵桥 reviews your report" in said
    assert "Name somebody who has no part in the review." in said
    assert (author.assistances.count(), Notice.objects.count()) == (0, 0)


def test_until_it_is_accepted_nothing_may_be_done(report, deputy, pending, visit):
    client = visit(deputy)
    for name in ["report", "read", "check", "submit"]:
        body(client, name, report.pk, status=404)
    assert reverse("report", args=[report.pk]) not in body(client, "home")
    assert client.post(reverse("submit", args=[report.pk])).status_code == 404
    assert Report.objects.get(pk=report.pk).state == "draft"


def test_the_request_stands_on_the_first_page_and_among_the_assistants(report, deputy, pending, author, visit):
    client = visit(deputy)
    accept, end = (reverse(name, args=[pending.pk]) for name in ("assistance_accept", "assistance_end"))
    for page in ("home", "assistants"):
        shown = body(client, page)
        assert (author.name in shown, f'action="{accept}"' in shown, f'action="{end}"' in shown) == (True, True, True)
    assert f'action="{accept}"' not in body(visit(author), "assistants")
    notice = Notice.objects.get()
    assert client.get(reverse("notice", args=[notice.pk])).url == reverse("assistants")


def test_accepting(report, deputy, pending, author, visit):
    client = visit(deputy)
    assert "You may now write in the reports of 林晓." in post(client, "assistance_accept", pending.pk)
    assert reverse("report", args=[report.pk]) in body(client, "home")
    assert client.post(reverse("submit", args=[report.pk])).url == reverse("report", args=[report.pk])
    assert "Accepted" in body(visit(author), "assistants")
    assert "has agreed to be your assistant" in body(visit(author), "notices")


def test_declining(report, deputy, pending, author, visit):
    assert "You do not write in the reports of 林晓." in post(visit(deputy), "assistance_end", pending.pk)
    assert Assistance.objects.count() == 0
    assert "has declined to be your assistant" in body(visit(author), "notices")
    assert "not open any more" not in body(visit(deputy), "home")


def test_nobody_accepts_for_another(pending, author, stranger, visit):
    for person in (author, stranger):
        assert visit(person).post(reverse("assistance_accept", args=[pending.pk])).status_code == 404
    assert visit(stranger).post(reverse("assistance_end", args=[pending.pk])).status_code == 404
    assert Assistance.objects.get().accepted_at is None


def test_accepting_with_a_duty_is_refused_in_words(report, stage, bureau, deputy, pending, visit):
    StageReviewer.objects.create(stage=stage, unit=bureau, reviewer=deputy)
    said = post(visit(deputy), "assistance_accept", pending.pk)
    assert "Decline, so that 林晓 names somebody else." in said
    assert Assistance.objects.get().accepted_at is None


def test_what_rests_is_shown_to_both(author, stage, bureau, deputy, pending, visit):
    post(visit(deputy), "assistance_accept", pending.pk)
    assert "Rests:" not in body(visit(author), "assistants")
    StageReviewer.objects.create(stage=stage, unit=bureau, reviewer=deputy)
    for person in (author, deputy):
        assert "Rests:" in body(visit(person), "assistants")


def test_starting_is_for_whom_no_duty_keeps_from_it(cycle, stage, bureau, author, deputy, pending, visit):
    client = visit(deputy)
    start = reverse("start_from_outline", args=[enrol(cycle, author).pk])
    assert client.post(start).status_code == 404
    post(client, "assistance_accept", pending.pk)
    rule = StageReviewer.objects.create(stage=stage, unit=bureau, reviewer=deputy)
    assert client.post(start).status_code == 404
    rule.delete()
    assert client.post(start).status_code == 302
    assert Report.objects.get().author == author


def test_a_stage_left_empty_is_said_to_author_and_organiser(report, reviewer, author, organiser, visit):
    reviewer.is_active = False
    reviewer.save()
    said = post(visit(author), "submit", report.pk)
    assert "nobody can review your report" in said
    assert "The organiser has been asked to assign somebody." in said
    client, notice = visit(organiser), Notice.objects.get()
    assert "needs a reviewer" in body(client, "notices")
    assert client.get(reverse("notice", args=[notice.pk])).url == reverse("reviewers", args=[report.pk])
    body(client, "reviewers", report.pk)
    body(client, "read", report.pk, status=404)


@pytest.mark.parametrize("count", [1, 60])
def test_queries(author, bureau, visit, count):
    """The same for one assistant and for many, on both sides."""
    people = UserFactory.create_batch(count, unit=bureau)
    Assistance.objects.bulk_create(Assistance(author=author, assistant=person) for person in people)
    Assistance.objects.bulk_create(Assistance(author=person, assistant=author) for person in people)
    client = visit(author)
    with CaptureQueriesContext(connection) as captured:
        body(client, "assistants")
    assert len(captured) == 5


def test_an_assistant_is_named_by_staff_number_too(author, bureau, visit):
    UserFactory.create(username="xu", name="许桐", unit=bureau, staff_number="0815")
    left = UserFactory.create(unit=bureau, staff_number="0816", is_active=False)
    client = visit(author)
    for number in ("0815", left.staff_number, "081"):
        client.post(reverse("assistants"), {"person": number})
    assert list(author.assistances.values_list("assistant__username", flat=True)) == ["xu"]


@pytest.fixture
def tree(county, bureau, office):
    """A person of the same name in each unit: the author's own, above, below, beside, and below that below."""
    beside = Unit.objects.create(name="教育局", parent=county)
    deep = Unit.objects.create(name="水费组", parent=office)
    units = {"own": bureau, "above": county, "below": office, "beside": beside, "deep": deep}
    return {
        key: UserFactory.create(username=key, name="何同", post=f"{key}岗", staff_number=f"N-{key}", unit=unit)
        for key, unit in units.items()
    }


def offered(answer):
    """The people to choose from, as their keys and what is said of each."""
    form = html.fromstring(answer.content.decode()).xpath("//main//form[.//input[@name='person']]")[0]
    labels = {label.get("for"): " ".join(label.text_content().split()) for label in form.xpath(".//label")}
    return {int(one.get("value")): labels[one.get("id")] for one in form.xpath(".//input[@type='radio']")}


def test_a_name_that_fits_one_person_is_taken(author, deputy, visit):
    assert "许桐 has been asked" in post(visit(author), "assistants", person="许桐")
    assert author.assistances.get().assistant == deputy


def test_of_several_of_a_name_one_is_chosen(author, tree, visit):
    client, url = visit(author), reverse("assistants")
    asked = client.post(url, {"person": "何同", "may_submit": "on"})
    assert offered(asked) == {
        tree[key].pk: f"何同 {tree[key].unit.name} · {key}岗 · N-{key}" for key in ("own", "above", "below")
    }
    page = html.fromstring(asked.content.decode())
    assert page.xpath("//input[@name='person']/@value") == ["何同"]
    assert page.xpath("//input[@name='may_submit']/@checked") == ["checked"]
    assert author.assistances.count() == 0
    client.post(url, {"person": "何同", "person-何同": tree["below"].pk, "may_submit": "on"})
    assert [(one.assistant, one.may_submit) for one in author.assistances.all()] == [(tree["below"], True)]


@pytest.mark.parametrize("key", ["beside", "deep", "gone"])
def test_nobody_out_of_sight_is_chosen(author, bureau, tree, visit, key):
    tree["gone"] = UserFactory.create(name="何同", unit=bureau, is_active=False)
    answer = visit(author).post(reverse("assistants"), {"person": "何同", "person-何同": tree[key].pk})
    assert (tree[key].pk in offered(answer), len(offered(answer)), author.assistances.count()) == (False, 3, 0)


def test_a_name_out_of_sight_is_answered_like_nobodys(author, county, visit):
    far = UserFactory.create(username="far", name="远人", unit=Unit.objects.create(name="别局", parent=county))
    client = visit(author)
    pages = [client.post(reverse("assistants"), {"person": name}).content.decode() for name in ("远人", "无人", "far")]
    said = [page.replace(name, "…").partition("<main")[2] for page, name in zip(pages, ("远人", "无人"), strict=False)]
    assert hide_tokens(said[0]) == hide_tokens(said[1])
    assert author.assistances.get().assistant == far


def hide_tokens(page):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)


def test_a_part_of_a_name_is_asked_about_and_never_taken(author, deputy, visit):
    client, url = visit(author), reverse("assistants")
    asked = client.post(url, {"person": "桐"})
    assert (list(offered(asked)), author.assistances.count()) == ([deputy.pk], 0)
    client.post(url, {"person": "桐", "person-桐": deputy.pk})
    assert author.assistances.get().assistant == deputy


def test_a_sign_in_name_that_is_also_a_name_is_asked_about(author, bureau, visit):
    for username, name in [("何同", "何同"), ("he2", "何同")]:
        UserFactory.create(username=username, name=name, unit=bureau)
    assert len(offered(visit(author).post(reverse("assistants"), {"person": "何同"}))) == 2


def test_at_most_twenty_are_offered(author, bureau, visit):
    UserFactory.create_batch(21, name="何同", unit=bureau)
    answer = visit(author).post(reverse("assistants"), {"person": "何同"})
    assert (len(offered(answer)), "More people fit." in answer.content.decode()) == (20, True)


@pytest.mark.parametrize("text", ["何\x00同", "何" * 61, "<b>", "%", "何 同", "' OR 1=1"])
def test_strange_names_are_answered_in_words(author, tree, visit, text):
    answer = visit(author).post(reverse("assistants"), {"person": text, "person-<b>": "x"})
    assert (answer.status_code, bool(answer.context["form"].errors["person"]), offered(answer)) == (200, True, {})


def test_somebody_without_a_unit_finds_nobody_by_name(author, tree, visit):
    author.unit = None
    author.save()
    assert offered(visit(author).post(reverse("assistants"), {"person": "何同"})) == {}
