"""Who else is in a report just now: told to those of one's own side, stored by nothing but the page's own word."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reports.actions.presence import RENEWED, note_presence
from reports.models import Assistance, Presence, Review, Section
from reports.models.presence import SHOWN

from ..factories import MOMENT, UserFactory

FIRST = 7
PAGES = ["report", "read", "section", "fill", "fill_report"]


@pytest.fixture
def duty(report):
    return report.sections.get(position=3)


@pytest.fixture
def helper(author, assistant):
    """Someone who writes for the author."""
    Assistance.objects.get_or_create(author=author, assistant=assistant, defaults={"accepted_at": MOMENT})
    return assistant


@pytest.fixture
def second_reviewer(report, stage, county):
    person = UserFactory(name="姓钱的审阅人", unit=county)
    Review.objects.create(report=report, stage=stage, reviewer=person)
    return person


def address(report):
    return reverse("presence", args=[report.pk])


def say(report, client, section=None):
    """What a page says of itself, and the names that it is told in return."""
    sent = {"section": section.pk} if section else {}
    answer = client.post(address(report), sent, headers={"accept": "application/json"})
    return names(answer.json()["people"])


def names(html):
    """With the section in which each is."""
    return [one.partition("</span>")[0].strip() for one in html.split('<span class="whole">')[1:]]


def shown(name, report, section, client):
    keys = [report.pk, section.pk] if name in {"section", "fill"} else [report.pk]
    html = client.get(reverse(name, args=keys)).content.decode()
    _before, place, after = html.partition("data-presence=")
    assert place
    return names(after.partition("</p>")[0])


def is_here(report, person, section=None, ago=timedelta(0)):
    note_presence(report=report, section=section, by=person, at=timezone.now() - ago)


def stored():
    return list(Presence.objects.order_by("pk").values_list("person__name", "section"))


def test_writers_learn_who_writes_where(report, duty, author, helper, visit):
    other = report.sections.get(position=4)
    assert say(report, visit(helper), duty) == []
    assert say(report, visit(author), duty) == [f"{helper.name}(in this section)"]
    assert say(report, visit(author), other) == [f"{helper.name}(in “{duty.name}”)"]
    assert say(report, visit(author)) == [f"{helper.name}(in “{duty.name}”)"]
    assert say(report, visit(helper)) == [author.name]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_a_draft_shows_it_without_a_script(report, duty, author, helper, visit, name):
    is_here(report, helper, duty)
    where = "in this section" if name in {"section", "fill"} else f"in “{duty.name}”"
    assert shown(name, report, duty, visit(author)) == [f"{helper.name}({where})"]
    assert shown(name, report, duty, visit(helper)) == []


@pytest.mark.parametrize("name", PAGES)
def test_looking_stores_nothing(report, duty, author, visit, name):
    shown(name, report, duty, visit(author))
    assert stored() == []


def test_writers_never_learn_that_a_reviewer_or_an_organiser_is_there(in_review, author, reviewer, organiser, visit):
    duty = in_review.sections.get(position=3)
    for person in (reviewer, organiser):
        is_here(in_review, person)
    assert say(in_review, visit(author)) == []
    assert [shown(name, in_review, duty, visit(author)) for name in ("report", "read")] == [[], []]


def test_readers_never_learn_that_a_writer_is_there(returned, author, helper, reviewer, organiser, visit):
    duty = returned.sections.get(position=3)
    is_here(returned, author, duty)
    is_here(returned, helper, duty)
    assert [say(returned, visit(reader)) for reader in (reviewer, organiser)] == [[], [reviewer.name]]
    assert shown("read", returned, duty, visit(organiser)) == [reviewer.name]


def test_reviewers_learn_of_one_another(in_review, reviewer, second_reviewer, visit):
    is_here(in_review, second_reviewer)
    assert say(in_review, visit(reviewer)) == [second_reviewer.name]
    assert shown("read", in_review, None, visit(reviewer)) == [second_reviewer.name]


def test_a_reader_who_names_a_section_is_stored_without_it(in_review, reviewer, visit):
    say(in_review, visit(reviewer), in_review.sections.get(position=3))
    assert stored() == [(reviewer.name, None)]


def test_who_may_not_read_the_report_any_more_is_not_named(in_review, reviewer, second_reviewer, visit):
    is_here(in_review, second_reviewer)
    Review.objects.filter(reviewer=second_reviewer).delete()
    assert say(in_review, visit(reviewer)) == []
    is_here(in_review, second_reviewer)  # though a row says so
    assert shown("read", in_review, None, visit(reviewer)) == []


def test_who_helped_once_is_not_named(report, author, helper, visit):
    is_here(report, helper)
    Assistance.objects.filter(assistant=helper).delete()
    assert say(report, visit(author)) == []


def test_a_section_of_another_report_is_none(report, author, visit, last_year):
    elsewhere = Section.objects.exclude(report=report).first()
    assert elsewhere
    say(report, visit(author), elsewhere)
    assert stored() == [(author.name, None)]


@pytest.mark.parametrize("sent", ["", "0", "-1", "甲", "9" * 40, "\x00"])
def test_what_is_no_section_is_none(report, author, visit, sent):
    answer = visit(author).post(address(report), {"section": sent})
    assert (answer.status_code, stored()) == (200, [(author.name, None)])


def test_who_has_left_is_shown_no_longer(report, author, helper, visit):
    is_here(report, helper, ago=SHOWN)
    assert say(report, visit(author)) == []


def test_staying_writes_seldom(report, duty, author):
    def at(seconds, section=None):
        note_presence(report=report, section=section, by=author, at=MOMENT + timedelta(seconds=seconds))
        return list(Presence.objects.values_list("at", "section"))

    assert at(0) == [(MOMENT, None)]
    assert at(RENEWED.seconds - 1) == [(MOMENT, None)]
    assert at(RENEWED.seconds) == [(MOMENT + RENEWED, None)]
    assert at(RENEWED.seconds + 1, duty) == [(MOMENT + RENEWED + timedelta(seconds=1), duty.pk)]


@pytest.mark.parametrize("others", [1, 40])
def test_it_is_cheap(report, author, visit, county, others):
    people = UserFactory.create_batch(others, unit=county)
    Assistance.objects.bulk_create(Assistance(author=author, assistant=one, accepted_at=MOMENT) for one in people)
    for one in people:
        is_here(report, one)
    client = visit(author)
    first = queries(lambda: client.post(address(report)))
    assert (first, queries(lambda: client.post(address(report)))) == (FIRST, FIRST - 1)


def queries(call):
    with CaptureQueriesContext(connection) as captured:
        assert call().status_code == 200
    return len(captured)


def test_a_forged_word_stores_nothing(report, author):
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    assert client.post(address(report)).status_code == 403
    assert stored() == []
