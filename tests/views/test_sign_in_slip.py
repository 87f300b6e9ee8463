"""Issuing slips on the pages: what is shown first is what is done."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from reports.models import Event, Participant, SignInSlip, User
from reports.pages import sign_in_slip

from ..factories import MOMENT, UserFactory
from ..slips import codes_in, issue, text_of
from .test_queries import count


def enrol(cycle, *people, unit=None):
    """Puts them on the roll."""
    Participant.objects.bulk_create(
        Participant(cycle=cycle, person=person, unit=unit or person.unit, post=person.post) for person in people
    )


@pytest.fixture
def people(cycle, bureau, office, county):
    """Three on the roll, of two units, who have never signed in."""
    named = [("甲", bureau), ("乙", bureau), ("丙", office)]
    people = [UserFactory.create(username=f"p{n}", name=name, unit=unit) for n, (name, unit) in enumerate(named)]
    enrol(cycle, *people)
    return people


@pytest.fixture
def chief(bureau):
    person = UserFactory.create(username="chief", name="局组织员", unit=bureau, phone="0531-1234")
    bureau.organisers.add(person)
    return person


@pytest.fixture
def page(cycle):
    return reverse("slips", args=[cycle.pk])


def names(selection):
    return [person.name for person in selection.people]


def groups(selection):
    return {group.reason.value: group.count for group in selection.left_out}


def test_first_it_is_shown_then_it_is_done(people, page, organiser, visit):
    client = visit(organiser)
    shown = client.get(page)
    assert sorted(names(shown.context["selection"])) == sorted(["甲", "乙", "丙"])
    assert SignInSlip.objects.count() == 0
    answer = client.post(page, {"delivery": "paper", "count": 3, "contact": "唐雅 0531-88"})
    told = (answer.status_code, answer["Content-Type"], "no-store" in answer["Cache-Control"])
    assert told == (200, "application/pdf", True)
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Sign-in%20slips%20%282026")
    text = text_of(answer.content)
    assert (len(codes_in(answer.content)), [word in text for word in ("甲", "p2", "唐雅", "http://testserver")]) == (
        3,
        [True] * 4,
    )
    assert SignInSlip.objects.values("person").distinct().count() == Event.objects.count() == 3


def test_what_was_not_shown_is_not_done(people, page, organiser, visit, cycle, bureau):
    client = visit(organiser)
    client.get(page)
    enrol(cycle, UserFactory.create(username="late", unit=bureau))
    answer = client.post(page, {"delivery": "paper", "count": 3})
    assert (answer.status_code, answer.context["selection"].count) == (422, 4)
    assert "The list has changed" in answer.content.decode()
    assert SignInSlip.objects.count() == 0


def test_a_code_is_on_the_paper_and_on_no_page(people, page, organiser, visit):
    client = visit(organiser)
    codes = codes_in(client.post(page, {"delivery": "paper", "count": 3}).content)
    pages = [page, reverse("slip", args=[people[0].pk]), reverse("notices"), reverse("home")]
    html = "".join(client.get(address).content.decode() for address in pages)
    assert [code for code in codes if code in html or code.replace("-", "") in html] == []


def test_who_has_a_slip_is_listed_with_how_and_when_it_went_out(people, page, organiser, visit):
    client = visit(organiser)
    client.post(page, {"delivery": "paper", "count": 3})
    slips = SignInSlip.objects.order_by("pk")
    SignInSlip.objects.update(issued_at=MOMENT)
    SignInSlip.objects.filter(pk__in=[slips[1].pk, slips[2].pk]).update(delivery="mail")
    SignInSlip.objects.filter(pk=slips[1].pk).update(mailed_at=MOMENT)
    text = " ".join(client.get(page).content.decode().split())
    said = ["printed 11/02/2026 9 a.m., valid until", "mailed 11/02/2026 9 a.m., valid until", "not gone out yet"]
    assert [text.count(words) for words in said] == [1, 1, 1]


def test_printing_again_gives_the_next_and_never_the_same(people, page, organiser, visit):
    client = visit(organiser)
    first = codes_in(client.post(page, {"delivery": "paper", "count": 3}).content)
    shown = client.get(page)
    assert (shown.context["selection"].count, groups(shown.context["selection"])) == (0, {"has_slip": 3})
    again = client.get(page, {"delivery": "paper", "again": "on"})
    assert again.context["selection"].count == 3
    second = codes_in(client.post(page, {"delivery": "paper", "again": "on", "count": 3}).content)
    assert (len({*first, *second}), SignInSlip.objects.unused().count()) == (6, 3)


def test_more_than_can_be_printed_are_issued_in_turns(people, page, organiser, visit, monkeypatch):
    monkeypatch.setitem(sign_in_slip.MOST, "paper", 2)
    client = visit(organiser)
    shown = client.get(page)
    assert (len(shown.context["selection"].people), shown.context["selection"].later) == (2, 1)
    said = shown.content.decode()
    assert ("No more than 2 at a time" in said, "it takes 2 steps" in said) == (True, True)
    assert f'href="{page}?delivery=paper"' in said
    assert len(codes_in(client.post(page, {"delivery": "paper", "count": 2}).content)) == 2
    assert client.get(page).context["selection"].count == 1


def test_a_second_click_on_the_page_of_the_first_step_issues_nothing_to_the_next(
    people, page, organiser, visit, cycle, bureau, monkeypatch
):
    """The paper is downloaded, and the page with the first names stays where it is."""
    monkeypatch.setitem(sign_in_slip.MOST, "paper", 2)
    enrol(cycle, UserFactory.create(username="p3", name="丁", unit=bureau))
    client = visit(organiser)
    first = client.get(page).context["selection"].people[0]
    sent = {"delivery": "paper", "count": 2, "first": first.pk}
    assert client.post(page, sent)["Content-Type"] == "application/pdf"
    again = client.post(page, sent)
    assert (again.status_code, SignInSlip.objects.count()) == (422, 2)
    sent["first"] = again.context["selection"].people[0].pk
    assert client.post(page, sent)["Content-Type"] == "application/pdf"
    assert SignInSlip.objects.count() == 4


def test_where_valid_slips_are_replaced_smaller_units_are_asked_for(people, page, organiser, visit, monkeypatch):
    monkeypatch.setitem(sign_in_slip.MOST, "paper", 2)
    said = visit(organiser).get(page, {"delivery": "paper", "again": "on"}).content.decode()
    assert ("choose smaller units" in said, "show the next ones" in said) == (True, False)


def test_the_file_is_in_the_order_in_which_it_is_handed_out(people, page, organiser, visit):
    text = text_of(visit(organiser).post(page, {"delivery": "paper", "count": 3}).content)
    shown = re.findall(r"\b(p\d)\b", text)
    assert shown == ["p1", "p0", "p2"]  # 水务局 before 灌溉科, then by name, as the database sorts both


def test_organisers_of_a_part_see_their_part(people, page, chief, visit, cycle, county, auditor):
    outside = UserFactory.create(username="out", name="县里的", unit=county)
    enrol(cycle, outside, auditor)
    selection = visit(chief).get(page).context["selection"]
    assert (sorted(names(selection)), groups(selection)) == (sorted(["甲", "乙", "丙"]), {})


def test_a_unit_with_all_below_it(people, page, organiser, visit, office, county):
    client = visit(organiser)
    assert names(client.get(page, {"unit": office.pk}).context["selection"]) == ["丙"]
    assert client.get(page, {"unit": county.pk}).context["selection"].count == 3


@pytest.mark.parametrize(("name", "found"), [("丙", ["丙"]), ("P1", ["乙"]), ("88-", ["甲"]), ("丁", []), ("%", [])])
def test_by_a_part_of_the_name_or_number(people, page, organiser, visit, name, found):
    User.objects.filter(pk=people[0].pk).update(staff_number="0188-1")
    client = visit(organiser)
    assert names(client.get(page, {"name": name}).context["selection"]) == found
    if found:
        answer = client.post(page, {"name": name, "delivery": "paper", "count": 1})
        assert (len(codes_in(answer.content)), SignInSlip.objects.get().person.name) == (1, found[0])


def test_of_a_unit_that_is_not_theirs_nothing(people, page, chief, visit, elsewhere, county):
    for unit in (elsewhere, county):
        answer = visit(chief).post(page, {"unit": unit.pk, "delivery": "paper", "count": 3})
        assert (answer.status_code, [*answer.context["form"].errors]) == (422, ["unit"])
    assert SignInSlip.objects.count() == 0


def test_who_is_left_out_is_named_with_the_reason(people, page, organiser, visit, cycle, auditor, county):
    User.objects.filter(pk=people[0].pk).update(is_active=False)
    User.objects.filter(pk=people[1].pk).update(last_login=MOMENT)
    enrol(cycle, auditor)
    shown = visit(organiser).get(page)
    assert groups(shown.context["selection"]) == {"deactivated": 1, "above": 1, "signed_in": 1}
    html = shown.content.decode()
    assert [text in html for text in ("甲", "秦同", "only the administrator of the site issues their slips")] == [
        True
    ] * 3


def test_an_organiser_cannot_enrol_a_stranger_and_print_their_slip(people, page, chief, visit, cycle, bureau, stranger):
    """The roll may name anybody; the account is still of another unit."""
    enrol(cycle, stranger, unit=bureau)
    selection = visit(chief).get(page).context["selection"]
    assert ("苏木" in names(selection), groups(selection)) == (False, {"outside": 1})
    answer = visit(chief).post(reverse("slip", args=[stranger.pk]), {"delivery": "paper"}, follow=True)
    assert "Belongs to a unit outside yours" in answer.content.decode()
    assert SignInSlip.objects.count() == 0


def test_two_posts_are_one_slip(people, page, organiser, visit, cycle, office):
    enrol(cycle, people[0], unit=office)
    assert visit(organiser).get(page).context["selection"].count == 3


def test_by_mail_the_organiser_sees_no_code(people, page, organiser, visit, django_capture_on_commit_callbacks):
    User.objects.filter(pk=people[0].pk).update(email="jia@example.org")
    client = visit(organiser)
    shown = client.get(page, {"delivery": "mail"})
    assert (names(shown.context["selection"]), groups(shown.context["selection"])) == (["甲"], {"no_address": 2})
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(page, {"delivery": "mail", "count": 1}, follow=True)
    (message,) = mail.outbox
    (code,) = re.findall(r"\w{4}-\w{4}-\w{4}", message.body)
    assert (message.to, code in answer.content.decode()) == (["jia@example.org"], False)
    assert "1 mail with a code is on its way" in answer.content.decode()


def test_what_cannot_be_printed_issues_nothing(people, page, organiser, visit, monkeypatch):
    from reports.documents.workers import NotDone

    def busy(*_args, **_told):
        raise NotDone("busy")

    monkeypatch.setattr("reports.documents.workers.make", busy)
    issue_before = SignInSlip.objects.count()
    answer = visit(organiser).post(page, {"delivery": "paper", "count": 3})
    assert (answer.status_code, SignInSlip.objects.count() - issue_before, Event.objects.count()) == (503, 0, 0)


@pytest.mark.parametrize("number", [1, 300])
def test_the_same_questions_for_one_and_for_hundreds(cycle, county, organiser, visit, page, number):
    enrol(cycle, *User.objects.bulk_create(UserFactory.build_batch(number, unit=county, password="!")))
    client = visit(organiser)
    assert count(lambda: client.get(page)) == 9


# One person


def test_one_person_who_has_forgotten_the_password(people, organiser, visit):
    User.objects.filter(pk=people[0].pk).update(last_login=MOMENT)
    client, page = visit(organiser), reverse("slip", args=[people[0].pk])
    assert "forgotten password" in client.get(page).content.decode()
    (code,) = codes_in(client.post(page, {"delivery": "paper", "contact": ""}).content)
    told = visit(people[0]).get(reverse("notices")).content.decode()
    assert ("issued a sign-in slip" in told, code in told) == (True, False)


def test_of_whom_they_may_not_it_is_said(organiser, auditor, county, visit):
    page = reverse("slip", args=[auditor.pk])
    answer = visit(organiser).get(page)
    html = answer.content.decode()
    assert ("only the administrator of the site" in html, "Issue the slip" in html) == (True, False)
    visit(organiser).post(page, {"delivery": "paper"})
    assert SignInSlip.objects.count() == 0


def test_the_administrator_issues_for_everybody(organiser, auditor, stranger, administrator, visit):
    client = visit(administrator)
    for person in (organiser, auditor, stranger, administrator):
        assert len(codes_in(client.post(reverse("slip", args=[person.pk]), {"delivery": "paper"}).content)) == 1


def test_a_lost_slip_is_withdrawn(people, organiser, visit):
    issue(people[0], by=organiser)
    client = visit(organiser)
    SignInSlip.objects.update(expires_at="2199-01-01T00:00Z")
    assert "A slip is out" in client.get(reverse("slip", args=[people[0].pk])).content.decode()
    answer = client.post(reverse("slip_withdraw", args=[people[0].pk]), follow=True)
    assert ("Withdrawn" in answer.content.decode(), SignInSlip.objects.unused().count()) == (True, 0)


def test_strangers_see_nobody(people, stranger, author, auditor, visit):
    for person in (stranger, author, auditor):
        assert visit(person).get(reverse("slip", args=[people[0].pk])).status_code == 404


@pytest.mark.parametrize("duty", ["auditor", "moved"])
def test_a_slip_that_they_could_not_have_issued_is_not_theirs_to_see_or_end(
    people, chief, administrator, elsewhere, visit, duty
):
    """Of whoever keeps a duty in the bureau, and of whoever was there and has moved on."""
    person = people[0]
    person.is_auditor, person.unit = duty == "auditor", elsewhere if duty == "moved" else person.unit
    person.save()
    issue(person, by=administrator, at=timezone.now())
    client = visit(chief)
    there = reverse("slip", args=[person.pk])
    shown = client.get(there)
    assert (shown.context["valid"], administrator.name in shown.content.decode()) == (None, False)
    client.post(reverse("slip_withdraw", args=[person.pk]))
    assert SignInSlip.objects.filter(withdrawn_at=None).count() == 1
    client = visit(administrator)
    assert client.get(there).context["valid"] is not None
    client.post(reverse("slip_withdraw", args=[person.pk]))
    assert SignInSlip.objects.filter(withdrawn_at=None).count() == 0


def test_where_somebody_has_gone_is_not_told(people, page, chief, cycle, elsewhere, visit):
    person = people[0]
    person.unit, person.post = elsewhere, "邻县科长"
    person.save()
    places = [page, reverse("slip", args=[person.pk]), reverse("person", args=[person.pk])]
    for there in places:
        body = visit(chief).get(there).content.decode()
        assert (there, [word in body for word in ("甲", "邻县")]) == (there, [True, False])
    assert "邻县科长" in visit(person).get(places[-1]).content.decode()
