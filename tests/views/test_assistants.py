"""Assistants as the author and the named person see them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.actions.assistance import name_assistant
from reports.models import Assistance, Notice, Report, StageReviewer

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
    said = post(client, "assistants", username=" xu ", may_submit="on")
    assert "许桐 has been asked" in said
    assert "Not accepted yet" in said
    assert list(author.assistances.values_list("assistant__username", "may_submit")) == [("xu", True)]
    for wrong in ["nobody", "lin", ""]:
        assert client.post(url, {"username": wrong}).status_code == 200
    assert author.assistances.count() == 1


def test_naming_a_reviewer_says_why_not(report, author, reviewer, visit):
    said = post(visit(author), "assistants", username="zhao")
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
        client.post(reverse("assistants"), {"username": number})
    assert list(author.assistances.values_list("assistant__username", flat=True)) == ["xu"]
