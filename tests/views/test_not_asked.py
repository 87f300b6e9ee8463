"""Of whom no report is asked, and whom they ask."""

import pytest
from django.urls import reverse

from reports.models import Cycle, Participant

from ..factories import MOMENT, enrol


def home_of(client):
    return client.get(reverse("home")).content.decode()


def test_who_is_not_on_the_roll_is_told_whom_to_ask(cycle, organiser, reviewer, visit):
    page = home_of(visit(reviewer))
    assert ("You are not on its roll." in page, "ask 唐雅" in page) == (True, True)


def test_without_an_organiser_it_is_the_administrator(cycle, reviewer, visit):
    assert "ask the administrator." in home_of(visit(reviewer))


def test_organisers_strangers_and_who_is_on_the_roll_are_told_nothing(cycle, organiser, author, stranger, visit):
    enrol(cycle, author)
    assert ["not on its roll" in home_of(visit(person)) for person in (organiser, author, stranger)] == [False] * 3


@pytest.mark.parametrize("changes", [{"closed_at": MOMENT}, {"opened_at": None}])
def test_of_a_round_that_is_not_open_nothing_is_said(cycle, author, reviewer, visit, changes):
    enrol(cycle, author, state="retired", reason="五月退休")
    Cycle.objects.update(**changes)
    assert ["No report is asked" in home_of(visit(person)) for person in (author, reviewer)] == [False, False]


def test_who_is_exempt_sees_why_and_nothing_asks_for_what_is_begun(report, author, visit):
    Participant.objects.update(state="retired", reason="五月退休")
    client = visit(author)
    page = home_of(client)
    assert ("Retired" in page, "五月退休" in page, "Reports to write" in page) == (True, True, False)
    read = reverse("read", args=[report.pk])
    said = "No report is asked for: Retired, 五月退休"
    assert (read in page, said in client.get(read).content.decode()) == (True, True)
    assert said in client.get(reverse("report", args=[report.pk])).content.decode()
    Participant.objects.update(state="writing", reason="")
    assert "Reports to write" in home_of(client)


def test_why_no_report_is_asked_is_for_the_author_and_organisers(in_review, author, reviewer, organiser, visit):
    Participant.objects.update(state="sick_leave", reason="住院")
    read = reverse("read", args=[in_review.pk])
    pages = [visit(person).get(read).content.decode() for person in (author, organiser, reviewer)]
    assert ["住院" in page for page in pages] == [True, True, False]
