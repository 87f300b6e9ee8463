"""How often a request asks the database: literal numbers, the same for one row and for hundreds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.models import Assistance, Attachment, Event, Figure, Review, Section

from ..factories import MOMENT, many_reports

JSON = {"accept": "application/json"}


def count(call, status=200):
    with CaptureQueriesContext(connection) as captured:
        assert call().status_code == status
    return len(captured)


@pytest.fixture(params=[1, 300])
def many(request, report, cycle, assistant, reviewer):
    """So many reports, of as many authors, all written by one assistant and read by one reviewer."""
    reports = many_reports(cycle, request.param, state="submitted", submitted_at=MOMENT)
    Assistance.objects.bulk_create(Assistance(author=r.author, assistant=assistant) for r in reports)
    Review.objects.bulk_create(Review(report=r, reviewer=reviewer) for r in reports)
    Event.objects.bulk_create(Event(at=MOMENT, actor=r.author, verb="submitted", report=r) for r in reports)
    return reports


@pytest.mark.parametrize(
    ("name", "person", "queries"),
    [
        ("home", "assistant", 10),
        ("home", "reviewer", 10),
        ("reports", "assistant", 4),
        ("reviews", "reviewer", 4),
        ("log", "auditor", 5),
        ("cycle", "organiser", 11),
    ],
)
def test_lists(request, many, cycle, visit, name, person, queries):
    client = visit(request.getfixturevalue(person))
    url = reverse(name, args=[cycle.pk] if name == "cycle" else [])
    assert count(lambda: client.get(url)) == queries


@pytest.fixture(params=[0, 30])
def long_report(request, report):
    """The report with so many more sections, each with a blank of its own."""
    more = range(request.param)
    Section.objects.bulk_create(
        Section(report=report, position=10 + n, kind="duty", heading=f"题{n}", body=f"做了【件数{n}】件。")
        for n in more
    )
    Figure.objects.bulk_create(Figure(report=report, label=f"件数{n}", value="3") for n in more)
    return report


@pytest.mark.parametrize(
    ("name", "queries"), [("report", 8), ("check", 8), ("read", 12), ("section", 8), ("fill", 7), ("submit", 7)]
)
def test_pages_of_a_report(long_report, author, visit, name, queries):
    client, section = visit(author), long_report.sections.get(position=3)
    url = reverse(name, args=[long_report.pk, *([section.pk] if name in {"section", "fill"} else [])])
    assert count(lambda: client.get(url)) == queries


@pytest.fixture(params=[1, 30])
def attached(request, report):
    """So many attachments; the last one."""
    Attachment.objects.bulk_create(
        Attachment(report=report, position=n, title=f"表{n}", body="甲。") for n in range(1, request.param + 1)
    )
    return report.attachments.order_by("position").last()


@pytest.mark.parametrize(
    ("name", "method", "queries"),
    [
        ("attachments", "get", 5),
        ("attachment", "get", 5),
        ("attachment_delete", "get", 5),
        ("attachment", "post", 11),
        ("read", "get", 12),
    ],
)
def test_attachments(attached, author, visit, name, method, queries):
    client, own = visit(author), name in {"attachment", "attachment_delete"}
    url = reverse(name, args=[attached.report_id, *([attached.pk] if own else [])])
    sent = {"version": 1, "tab": "a", "heading": "表", "body": "乙。"} if method == "post" else {}
    status = 302 if method == "post" else 200
    assert count(lambda: getattr(client, method)(url, sent), status) == queries


@pytest.mark.parametrize(
    ("change", "as_json", "queries"),
    [
        ({"body": "铺设【管网长度】公里。"}, False, 15),
        ({"管网长度": "40"}, False, 13),
        ({"body": "铺设【管网长度】公里。"}, True, 20),
        ({"管网长度": "40"}, True, 14),
    ],
    ids=["words", "value", "words of a script", "value of a script"],
)
def test_saving(long_report, author, visit, form_of, change, as_json, queries):
    client, section = visit(author), long_report.sections.get(position=3)
    url, sent = reverse("section", args=[long_report.pk, section.pk]), form_of(section, **change)
    headers, status = (JSON, 200) if as_json else ({}, 302)
    assert count(lambda: client.post(url, sent, headers=headers), status) == queries
