"""The log: found by who, what, whose and when, read page by page, taken along whole."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.urls import reverse

from reports.models import Event
from reports.models.failed_sign_in import mark_of

from ..factories import MOMENT, UserFactory
from ..unprotected import unprotect


@pytest.fixture
def auditor(db):
    return UserFactory.create(username="cao", name="曹明", is_auditor=True)


@pytest.fixture
def browser(auditor, visit):
    return visit(auditor)


@pytest.fixture
def events(author, reviewer, submitted):
    """Three of two people, of three kinds, on two days; the last with words that a spreadsheet would run."""
    connection.check_constraints()  # of what is in hand PostgreSQL would say that first
    unprotect(connection)
    Event.objects.filter(pk__gt=0)._raw_delete("default")
    rows = [
        (author, "submitted", submitted, MOMENT, ""),
        (reviewer, "opened", submitted, MOMENT + timedelta(days=1), ""),
        (reviewer, "stage_set", None, MOMENT + timedelta(days=1, minutes=1), "=1+1"),
    ]
    for actor, verb, report, at, detail in rows:
        Event.objects.create(actor=actor, verb=verb, report=report, at=at, detail=detail)


def read(browser, query=""):
    answer = browser.get(reverse("log") + query)
    return answer.status_code, [event.verb for event in answer.context["page"].events]


DAY = f"{MOMENT + timedelta(days=1):%Y-%m-%d}"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["stage_set", "opened", "submitted"]),
        ("?who=赵桥", ["stage_set", "opened"]),
        ("?who=zhao", ["stage_set", "opened"]),
        ("?who=赵", []),
        ("?whose=林晓", ["opened", "submitted"]),
        ("?verb=opened", ["opened"]),
        (f"?since={DAY}", ["stage_set", "opened"]),
        (f"?until={MOMENT:%Y-%m-%d}", ["submitted"]),
        (f"?who=zhao&whose=林晓&verb=opened&since={DAY}&until={DAY}", ["opened"]),
        ("?after=nonsense", ["stage_set", "opened", "submitted"]),
        ("?after=2026-01-01_1", ["stage_set", "opened", "submitted"]),
        ("?after=2026-01-01T00:00:00%2B00:00_9999999999999999999999", ["stage_set", "opened", "submitted"]),
    ],
)
def test_what_the_filters_find(events, browser, query, found):
    assert read(browser, query) == (200, found)


@pytest.mark.parametrize("query", ["?verb=nonsense", "?since=31.12.2026", "?until=9999-12-31", "?who=" + "x" * 101])
def test_asked_for_wrongly_it_shows_nothing_and_says_why(events, browser, query):
    assert read(browser, query) == (422, [])


def test_pages_hold_each_event_once_also_where_many_are_of_one_moment(author, browser):
    Event.objects.bulk_create(Event(actor=author, verb="submitted", at=MOMENT) for _number in range(120))
    wanted, found, after = set(Event.objects.values_list("pk", flat=True)), [], ""
    for _page in range(3):
        page = browser.get(reverse("log"), {"after": after}).context["page"]
        found += [event.pk for event in page.events]
        Event.objects.create(actor=author, verb="opened", at=MOMENT + timedelta(days=1))  # moves no page
        after = page.older
    assert (after, len(found), set(found)) == ("", 120, wanted)


def test_it_is_taken_along_as_the_filters_find_it(events, browser, auditor):
    answer = browser.get(reverse("log"), {"format": "csv", "who": "zhao"})
    text = b"".join(answer.streaming_content).decode()
    rows = list(csv.reader(StringIO(text.removeprefix("\ufeff"))))
    assert (answer["Content-Type"], text[0]) == ("text/csv; charset=utf-8", "\ufeff")
    assert [row[1:] for row in rows] == [
        ["Who", "sign-in name", "What", "Detail", "Whose report"],
        ["赵桥", "zhao", "set up a stage of the review", "'=1+1", ""],
        ["赵桥", "zhao", "opened the report for review", "", "林晓"],
    ]
    logged = Event.objects.latest("pk")
    assert (logged.verb, logged.actor, logged.detail) == ("exported", auditor, "log.csv")


def test_looking_at_it_with_head_stores_nothing(events, browser):
    before = Event.objects.count()
    assert b"".join(browser.head(reverse("log"), {"format": "csv"})) == b""
    assert Event.objects.count() == before


def test_who_signs_in_and_who_fails_stands_in_it(author, client, settings):
    author.set_password("a long password")
    author.save()
    name = author.username
    for username, password in [(name, "wrong"), ("nobody", "wrong"), ("", ""), (name, "a long password")]:
        client.post(reverse("sign_in"), {"username": username, "password": password})
    events = Event.objects.order_by("pk").values_list("verb", "actor__username", "detail")
    nobodys = f"127.0.0.1 登录名不存在，标记 {mark_of('nobody'):04x}"
    assert list(events) == [
        ("sign_in_failed", name, "127.0.0.1"),
        ("sign_in_failed", None, nobodys),
        ("signed_in", name, ""),
    ]
