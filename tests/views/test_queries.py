"""How often a request asks the database: literal numbers, the same for one row and for hundreds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.actions.read_receipt import record_read_receipts
from reports.actions.report import add_revision
from reports.models import (
    Assistance,
    Attachment,
    Comment,
    Cycle,
    Event,
    Figure,
    Notice,
    PromiseAnswer,
    Reply,
    Report,
    Review,
    Revision,
    Section,
    Shortcoming,
)
from reports.models.content import content_today
from reports.models.promise import promises_of_reports, reports_of_last_year
from reports.models.revision import Milestone
from reports.models.tally_upkeep import keeps_tallies
from reports.prose.numbering import chinese_number

from ..factories import MOMENT, many_reports

JSON = {"accept": "application/json"}


def count(call, status=200):
    with CaptureQueriesContext(connection) as captured:
        assert call().status_code == status
    return len(captured)


@pytest.fixture(params=[1, 300])
def many(request, report, cycle, assistant, reviewer):
    """So many reports, of as many authors, all written by one assistant and read by one reviewer."""
    reports = many_reports(cycle, request.param, state="submitted", submitted_at=MOMENT, first_submitted_at=MOMENT)
    Assistance.objects.bulk_create(
        Assistance(author=r.author, assistant=assistant, accepted_at=MOMENT) for r in reports
    )
    stage = cycle.stages.get()
    Review.objects.bulk_create(Review(report=r, stage=stage, reviewer=reviewer) for r in reports)
    Notice.objects.bulk_create(
        Notice(recipient=reviewer, kind="asked", report=r, actor=r.author, at=MOMENT) for r in reports
    )
    Event.objects.bulk_create(Event(at=MOMENT, actor=r.author, verb="submitted", report=r) for r in reports)
    return reports


@pytest.mark.parametrize(
    ("name", "person", "queries"),
    [
        ("home", "assistant", 19),
        ("home", "reviewer", 13),
        ("reports", "assistant", 5),
        ("reviews", "reviewer", 14),
        ("notices", "reviewer", 7),
        ("log", "auditor", 5),
        ("cycle", "organiser", 30 if keeps_tallies() else 18),  # with what has changed since it was last counted
        ("participants", "organiser", 13),
        ("cycle_reports", "organiser", 16),
        ("cycle_reviews", "organiser", 13),
        ("reconciliation", "organiser", 8),
        ("collect", "organiser", 10),
        ("publish_many", "organiser", 8),
        ("extend_many", "organiser", 8),
        ("exempt_many", "organiser", 8),
        ("remind_many", "organiser", 9),
        ("assign_many", "organiser", 10),
        ("remind_reviewers", "organiser", 9),
        ("substitute_many", "organiser", 8),
        ("batches", "organiser", 7),
        ("reminders", "organiser", 10),
        ("participant_new", "organiser", 5),
        ("roll_proposal", "organiser", 10),
    ],
)
def test_lists(request, many, cycle, visit, name, person, queries):
    client = visit(request.getfixturevalue(person))
    url = reverse(name, args=[cycle.pk] if person == "organiser" else [])
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
    ("name", "queries"),
    [
        ("report", 16),
        ("check", 25),
        ("read", 17),
        ("section", 11),
        ("section_table", 7),
        ("fill", 10),
        ("fill_report", 10),
        ("submit", 10),
    ],
)
def test_pages_of_a_report(long_report, author, visit, name, queries):
    client, section = visit(author), long_report.sections.get(position=3)
    places = {"section": [section.pk], "fill": [section.pk], "section_table": [section.pk, 1]}
    url = reverse(name, args=[long_report.pk, *places.get(name, [])])
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
        ("attachments", "get", 6),
        ("attachment", "get", 6),
        ("attachment_delete", "get", 6),
        ("attachment_table", "get", 6),
        ("attachment", "post", 14),
        ("read", "get", 17),
    ],
)
def test_attachments(attached, author, visit, name, method, queries):
    client, own = visit(author), {"attachment": [], "attachment_delete": [], "attachment_table": [1]}
    url = reverse(name, args=[attached.report_id, *([attached.pk, *own[name]] if name in own else [])])
    sent = {"version": 1, "tab": "a", "heading": "表", "body": "乙。"} if method == "post" else {}
    status = 302 if method == "post" else 200
    assert count(lambda: getattr(client, method)(url, sent), status) == queries


@pytest.fixture(params=[1, 60])
def promised(request, report, last_year, author):
    """So many next steps a year ago; all but one answered."""
    steps = "".join(f"{chinese_number(number)}是修好第{number}条渠。\n" for number in range(1, request.param + 1))
    Section.objects.filter(report=last_year, position=5).update(body=steps)
    add_revision(last_year, content_today(last_year), Milestone.APPROVED, by=author, at=MOMENT)
    Report.objects.filter(pk=last_year.pk).update(state="approved", submitted_at=MOMENT)
    promises = promises_of_reports(reports_of_last_year(report))
    told = {"report": report, "state": "done", "saved_at": MOMENT, "saved_by": author}
    PromiseAnswer.objects.bulk_create(PromiseAnswer(key=one.key, origin=one.origin, **told) for one in promises[1:])
    return report, promises


@pytest.mark.parametrize("person", ["author", "assistant"])
@pytest.mark.parametrize(
    ("name", "method", "queries"),
    [
        ("promises", "get", {"author": 12, "assistant": 13}),
        ("promise", "get", {"author": 14, "assistant": 16}),
        ("promise", "post", {"author": 19, "assistant": 21}),
        ("promise_passage", "get", {"author": 13, "assistant": 15}),
        ("check", "get", {"author": 29, "assistant": 32}),
    ],
)
def test_promises(promised, request, visit, name, method, queries, person):
    (report, promises), client = promised, visit(request.getfixturevalue(person))
    url = reverse(name, args=[report.pk, *([promises[0].key] if name == "promise" else [])])
    sent = {"version": 0, "tab": "a", "state": "done", "text": "已办。"} if method == "post" else {}
    status = 302 if method == "post" else 200
    assert count(lambda: getattr(client, method)(url, sent), status) == queries[person]


@pytest.mark.parametrize("rows", [1, 60])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("shortcomings", 7), ("shortcoming_mark", 7), ("shortcoming_passage", 7), ("check", 26)],
)
def test_shortcomings(report, author, visit, name, queries, rows):
    """Where the round asks for them with cause and measure."""
    Cycle.objects.filter(pk=report.cycle_id).update(problems_need_measures=True)
    saved = {"report": report, "saved_at": MOMENT, "saved_by": author}
    Shortcoming.objects.bulk_create(Shortcoming(problem=f"第{n}条。", position=n, **saved) for n in range(1, rows + 1))
    client, url = visit(author), reverse(name, args=[report.pk])
    assert count(lambda: client.get(url)) == queries


@pytest.mark.parametrize(
    ("change", "as_json", "queries"),
    [
        ({"body": "铺设【管网长度】公里。"}, False, 16),
        ({"管网长度": "40"}, False, 13),
        ({"body": "铺设【管网长度】公里。"}, True, 22),
        ({"管网长度": "40"}, True, 15),
    ],
    ids=["words", "value", "words of a script", "value of a script"],
)
def test_saving(long_report, author, visit, form_of, change, as_json, queries):
    client, section = visit(author), long_report.sections.get(position=3)
    url, sent = reverse("section", args=[long_report.pk, section.pk]), form_of(section, **change)
    headers, status = (JSON, 200) if as_json else ({}, 302)
    assert count(lambda: client.post(url, sent, headers=headers), status) == queries


@pytest.mark.parametrize("comments", [1, 60])
def test_the_closing_list(returned, author, reviewer, visit, comments):
    """Half of them decided."""
    section = returned.sections.get(position=4)
    of = {"section": section, "author": reviewer, "made_on": returned.revisions.first(), "text": "请写具体。"}
    rows = [Comment(**of, created_at=MOMENT, changed_at=MOMENT) for _ in range(2 * comments)]
    made = Comment.objects.bulk_create(rows)
    for comment in made[::2]:
        comment.answer = comment.replies.create(author=author, verdict="adopted", created_at=MOMENT)
    Comment.objects.bulk_update(made, ["answer"])
    client = visit(author)
    assert count(lambda: client.get(reverse("answers", args=[returned.pk]))) == 18


@pytest.fixture(params=[2, 60])
def long_history(request, in_review, author, reviewer, organiser):
    """The report returned and submitted again and again; each version was commented on and opened by three people."""
    first, section = in_review.revisions.get(), in_review.sections.get(position=4)
    common = {"report": in_review, "created_at": MOMENT, "created_by": author}
    changed = first.data | {"title": "又一个题目"}
    Revision.objects.bulk_create(
        Revision(number=n, milestone="submitted" if n % 2 else "returned", data=changed, sha256=f"{n:064}", **common)
        for n in range(2, request.param + 2)
    )
    revisions = in_review.revisions.order_by("number")
    said = {"section": section, "author": reviewer, "text": "再写。", "created_at": MOMENT, "changed_at": MOMENT}
    comments = Comment.objects.bulk_create(Comment(made_on=revision, **said) for revision in revisions)
    Reply.objects.bulk_create(Reply(comment=c, author=author, text="好。", created_at=MOMENT) for c in comments)
    for person in (author, organiser, reviewer):
        record_read_receipts(revisions=revisions, by=person, at=MOMENT)
    return in_review


@pytest.mark.parametrize(
    ("name", "person", "queries"),
    [("revisions", "author", 9), ("revisions", "reviewer", 13), ("compare", "author", 20), ("compare", "reviewer", 27)],
)
def test_pages_of_versions(request, long_history, visit, name, person, queries):
    client, url = visit(request.getfixturevalue(person)), reverse(name, args=[long_history.pk])
    assert count(lambda: client.get(url)) == queries


def test_the_reading_page_of_a_reviewer(long_history, reviewer, visit):
    client, url = visit(reviewer), reverse("read", args=[long_history.pk])
    assert count(lambda: client.get(url)) == 27
