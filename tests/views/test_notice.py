"""The bell, the list, the way from a notice to its place, and naming people in a comment."""

import pytest
from django.db import transaction
from django.urls import reverse

from reports.actions.comment import add_comment
from reports.actions.notification import tell_person
from reports.models import Comment, Notice, Reply

from ..factories import MOMENT


@pytest.fixture
def problems(in_review, assistant):
    Notice.objects.all().delete()
    section = in_review.sections.select_related("outline_section").get(position=4)
    section.report = in_review
    return section


def say(section, by, **fields):
    return add_comment(section=section, read=section.body, passage=None, text="机密意见。", by=by, at=MOMENT, **fields)


def bell(client):
    page = client.get(reverse("password")).content.decode()
    return page.partition('class="bell"')[2].partition("</a>")[0].partition('<span class="count">')[2].partition("<")[0]


def listing(client):
    return client.get(reverse("notices")).content.decode()


def test_the_bell_counts_until_read(problems, visit, author, reviewer):
    client = visit(author)
    assert bell(client) == ""
    say(problems, reviewer)
    say(problems, reviewer)
    assert bell(client) == "2"
    client.get(reverse("notice", args=[Notice.objects.filter(recipient=author).first().pk]))
    assert bell(client) == "1"
    client.post(reverse("notices_read"))
    assert bell(client) == ""
    assert Notice.objects.filter(recipient=author, read_at=None).count() == 0


def test_marking_all_as_read_is_for_oneself(problems, visit, author, assistant, reviewer):
    say(problems, reviewer)
    visit(author).post(reverse("notices_read"))
    assert bell(visit(assistant)) == "1"


def test_the_list_says_who_what_and_where_without_words(problems, visit, author, reviewer):
    say(problems, reviewer)
    page = listing(visit(author))
    assert ("赵桥 commented" in page, "林晓 · 2026年度述职 · 存在问题" in page) == (True, True)
    assert "机密" not in page


def test_a_notice_leads_to_its_comment(problems, visit, author, reviewer):
    comment = say(problems, reviewer)
    notice = Notice.objects.get(recipient=author)
    answer = visit(author).get(reverse("notice", args=[notice.pk]))
    assert answer.url == f"{reverse('read', args=[comment.report.pk])}#comment-{comment.pk}"
    notice.refresh_from_db()
    first = notice.read_at
    visit(author).get(reverse("notice", args=[notice.pk]))
    notice.refresh_from_db()
    assert (first is None, notice.read_at) == (False, first)


def test_a_decision_leads_to_the_report(returned, visit, author):
    notice = Notice.objects.get(recipient=author, kind="returned")
    assert visit(author).get(reverse("notice", args=[notice.pk])).url == reverse("report", args=[returned.pk])


def test_what_may_not_be_read_any_more_is_neither_listed_nor_counted_nor_opened(problems, visit, assistant, reviewer):
    say(problems, reviewer)
    client, notice = visit(assistant), Notice.objects.get(recipient=assistant)
    assert (bell(client), "commented" in listing(client)) == ("1", True)
    assistant.assisted.all().delete()
    assert (bell(client), "commented" in listing(client), "林晓" in listing(client)) == ("", False, False)
    assert client.get(reverse("notice", args=[notice.pk])).status_code == 404


def test_the_list_has_pages(problems, visit, author, reviewer):
    rows = [
        Notice(recipient=author, kind="returned", report=problems.report, actor=reviewer, at=MOMENT) for _ in range(31)
    ]
    Notice.objects.bulk_create(rows)
    first = listing(visit(author))
    assert first.count("returned the report") == 30
    second = visit(author).get(reverse("notices"), {"page": 2}).content.decode()
    assert (second.count("returned the report"), 'start="31"' in second) == (1, True)


def test_choosing_when_to_be_mailed(author, visit):
    client = visit(author)
    assert "No mail address is known of you" in client.get(reverse("mail")).content.decode()
    assert client.post(reverse("mail"), {"mail": "daily", "mail_language": "en"}).url == reverse("mail")
    author.refresh_from_db()
    assert (author.mail, author.mail_language) == ("daily", "en")
    assert client.post(reverse("mail"), {"mail": "sometimes", "mail_language": "en"}).status_code == 200
    author.refresh_from_db()
    assert author.mail == "daily"


# naming people


def offered(client, url):
    context = client.get(url).context["form"].fields
    return [person.username for person in context["mentioned"].queryset] if "mentioned" in context else None


def test_the_circle_is_offered_without_oneself(problems, visit, author, reviewer, organiser, stranger):
    url = reverse("comment", args=[problems.report_id, problems.pk])
    assert sorted(offered(visit(reviewer), url)) == ["fang", "lin", "tang"]
    assert sorted(offered(visit(author), url)) == ["fang", "tang", "zhao"]


def test_in_a_draft_only_who_writes_it(report, visit, author, assistant, reviewer, organiser):
    section = report.sections.get(position=4)
    assert offered(visit(author), reverse("comment", args=[report.pk, section.pk])) == ["fang"]


def test_under_what_only_reviewers_see_only_reviewers(problems, visit, author, reviewer, organiser):
    comment = say(problems, reviewer, for_reviewers_only=True)
    assert offered(visit(reviewer), reverse("comment_reply", args=[problems.report_id, comment.pk])) == []


def test_a_mention_is_kept_told_and_shown(problems, visit, author, reviewer, assistant):
    url = reverse("comment", args=[problems.report_id, problems.pk])
    assert visit(reviewer).post(url, {"text": "请核对。", "mentioned": [assistant.pk]}).status_code == 302
    comment = Comment.objects.get()
    answer = {"text": "已核对。", "mentioned": [reviewer.pk]}
    visit(assistant).post(reverse("comment_reply", args=[problems.report_id, comment.pk]), answer)
    assert [list(comment.mentioned.all()), list(Reply.objects.get().mentioned.all())] == [[assistant], [reviewer]]
    page = visit(author).get(reverse("read", args=[problems.report_id])).content.decode()
    assert ("Told: 方原" in page, "Told: 赵桥" in page) == (True, True)
    assert bell(visit(assistant)) == "1"


@pytest.mark.parametrize("hidden", [True, False])
def test_nobody_outside_is_named(problems, visit, reviewer, stranger, author, hidden):
    """A stranger never; the author not where only reviewers see it."""
    url = reverse("comment", args=[problems.report_id, problems.pk])
    sent = {"text": "只说给审阅人。", "mentioned": [author.pk if hidden else stranger.pk]}
    answer = visit(reviewer).post(url, sent | ({"for_reviewers_only": "on"} if hidden else {}))
    assert (answer.status_code, Comment.objects.count(), Notice.objects.count()) == (422, 0, 0)
    assert ("Do not mention 林晓" in answer.content.decode()) == hidden


def test_a_notice_about_a_round_names_it_and_leads_home(cycle, author, organiser, visit):
    with transaction.atomic():
        tell_person(author, Notice.Kind.ROLL, cycle=cycle, by=organiser, at=MOMENT)
    client, notice = visit(author), Notice.objects.get()
    page = listing(client)
    assert ("唐雅 changed what the roll says of you" in page, "<small>2026年度述职</small>" in page) == (True, True)
    assert client.get(reverse("notice", args=[notice.pk])).url == reverse("home")
