"""What travels along in the address of a report's pages: the reviewer's list and the filter of the comments."""

import pytest
from django.urls import reverse

from reports.actions.comment import add_comment
from reports.http.queue import LONGEST, with_filter, with_query, with_queue

from ..factories import MOMENT

ASKED = {"queue": "sort=name", "show": "open", "section": "7", "start": "3"}
CARRIED = "queue=sort%3Dname&show=open&section=7"


def test_the_filter_belongs_to_one_report_and_the_list_to_all(rf):
    request = rf.get("/", ASKED)
    assert with_filter(request, "/reports/1/read/") == f"/reports/1/read/?{CARRIED}"
    assert with_queue(request, "/reports/2/read/") == "/reports/2/read/?queue=sort%3Dname"
    assert with_filter(rf.get("/"), "/reports/1/read/") == "/reports/1/read/"
    assert len(with_filter(rf.get("/", {"show": "x" * 9999}), "/")) == len("/?show=") + LONGEST


def test_an_address_may_have_a_query_already():
    assert with_query("/a/?b=1", {"c": 0, "d": "", "e": None}) == "/a/?b=1&c=0"


@pytest.fixture
def comment(in_review, reviewer):
    section = in_review.sections.select_related("report", "outline_section").get(position=4)
    return add_comment(section=section, read=section.body, passage=None, text="请写具体。", by=reviewer, at=MOMENT)


def test_every_way_from_a_comment_and_back_keeps_the_filter(comment, reviewer, visit):
    client, report = visit(reviewer), comment.section.report_id
    query = {"queue": "sort=name", "show": "open", "section": str(comment.section_id)}
    page = client.get(reverse("read", args=[report], query=query)).content.decode()
    carried = f"queue=sort%3Dname&amp;show=open&amp;section={comment.section_id}"
    for name in ("comment_reply", "comment_resolve", "comment_edit"):
        assert f'"{reverse(name, args=[report, comment.pk])}?{carried}"' in page
    reply = reverse("comment_reply", args=[report, comment.pk], query=query)
    form = client.get(reply).content.decode()
    assert f'action="{reverse("comment_reply", args=[report, comment.pk])}?{carried}"' in form
    there = reverse("read", args=[report], query=query)
    assert client.post(reply, {"text": "好。"}).url == f"{there}#comment-{comment.pk}"


def test_a_comment_that_the_filter_hides_now_leads_to_its_section(comment, reviewer, visit):
    client, report = visit(reviewer), comment.section.report_id
    resolve = reverse("comment_resolve", args=[report, comment.pk], query={"show": "open"})
    there = reverse("read", args=[report], query={"show": "open"})
    assert client.post(resolve).url == f"{there}#section-4"
    comment.refresh_from_db()
    reopen = reverse("comment_reopen", args=[report, comment.pk])
    assert client.post(reopen).url == f"{reverse('read', args=[report])}#comment-{comment.pk}"


def test_a_deleted_comment_leads_to_its_section(comment, reviewer, visit):
    report = comment.section.report_id
    answer = visit(reviewer).post(reverse("comment_delete", args=[report, comment.pk]))
    assert answer.url == f"{reverse('read', args=[report])}#section-4"
