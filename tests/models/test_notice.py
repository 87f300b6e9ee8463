"""Who sees which notices: one rule for pages, lists, counts and mails, said over joins."""

from itertools import product

import pytest
from django.db.models import Exists, OuterRef

from reports.models import Comment, Notice, Report, Review, User
from reports.models.notice import NoticeKind

from ..factories import MOMENT


@pytest.fixture
def comments(returned, reviewer):
    """For all and for reviewers only, on words that were submitted and on words that were not."""
    section, version = returned.sections.get(position=4), returned.revisions.last()
    said = {"section": section, "author": reviewer, "text": "请写具体。", "created_at": MOMENT, "changed_at": MOMENT}
    return [
        Comment.objects.create(**said, made_on=made_on, for_reviewers_only=hidden)
        for made_on, hidden in product([version, None], [False, True])
    ]


@pytest.fixture
def notices(comments, returned, last_year, assistant, organiser, auditor, administrator, stranger):
    """Whatever anybody could be told, of a report, a comment or neither. The organiser reviews, too."""
    Notice.objects.all().delete()
    Review.objects.create(report=returned, stage=returned.stage, reviewer=organiser)
    about = [(None, None), (returned, None), (last_year, None), *((returned, comment) for comment in comments)]
    return Notice.objects.bulk_create(
        Notice(recipient=person, kind=kind, report=report, comment=comment, actor=stranger, at=MOMENT)
        for person in User.objects.all()
        for kind in (NoticeKind.COMMENTED, NoticeKind.UNREVIEWED)
        for report, comment in about
    )


def may_see(notice):
    """The rules of reports and of comments, asked one by one."""
    person = notice.recipient
    reports = Report.objects.filter(pk=notice.report_id)
    is_for_organisers = notice.kind == NoticeKind.UNREVIEWED and reports.in_units_of(person).exists()
    may_see_report = notice.report is None or is_for_organisers or reports.read_by(person).exists()
    comments = Comment.objects.filter(pk=notice.comment_id)
    return may_see_report and (notice.comment is None or comments.seen_by(person).exists())


def test_a_notice_is_seen_by_whoever_may_see_its_report_and_its_comment(notices):
    expected = {notice.pk for notice in notices if may_see(notice)}
    assert {notice.pk for person in User.objects.all() for notice in Notice.objects.seen_by(person)} == expected
    assert 0 < len(expected) < len(notices)


def test_who_sees_which_comments(comments, author, assistant, reviewer, organiser, stranger, cycle):
    """As literal numbers of `comments`: the other test would not find a rule that is wrong everywhere."""
    seen = {
        person.username: [number for number, comment in enumerate(comments) if comment in set(seen_by(person))]
        for person in (author, assistant, reviewer, organiser)
    }
    assert seen == {"lin": [0, 2], "fang": [0, 2], "zhao": [0, 1], "tang": [0]}


def seen_by(person):
    return Comment.objects.seen_by(person)


@pytest.mark.parametrize("rule", [Notice.objects.seen_by, Comment.objects.seen_by, Report.objects.read_by])
def test_there_is_room_for_more_rules_around_it(author, rule):
    """SQLite parses only so deep: as it stands, a query may be asked within three more."""
    query = rule(author)
    for _ in range(3):
        query = User.objects.filter(Exists(query), pk=OuterRef("pk"))
    assert list(User.objects.filter(Exists(query))) == []
