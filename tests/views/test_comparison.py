"""What changed between two texts, what a reviewer is shown first, and who has opened which version."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django.asserts import assertInHTML

from reports.actions.comment import add_comment
from reports.actions.read_receipt import record_read_receipts
from reports.actions.report import submit_report, withdraw_report
from reports.actions.review import agree, open_review, return_report
from reports.models import Comment, Cycle, Figure, ReadReceipt, Reply, Review, Section

from ..factories import MOMENT, UserFactory

LATER = MOMENT + timedelta(days=9)
NEW_WORDS = "全年只到村组走了三回，调研还不够深入。"


@pytest.fixture
def rewrite(author):
    """Other words for 存在问题 and another value, without the pages in which they are typed."""

    def with_words(report, body=NEW_WORDS):
        Section.objects.filter(report=report, position=4).update(body=body)
        Figure.objects.filter(report=report, label="走访次数").update(value="6")

    return with_words


@pytest.fixture
def resubmitted(returned, author, reviewer, rewrite):
    """Version 1 read by its reviewer, 2 returned, 3 submitted with other words."""
    record_read_receipts(revisions=[returned.revisions.get(number=1)], by=reviewer, at=MOMENT)
    rewrite(returned)
    submit_report(report=returned, by=author, at=LATER)
    returned.refresh_from_db()
    return returned


@pytest.fixture
def reopened(resubmitted, reviewer):
    """Its review has begun again."""
    open_review(report=resubmitted, by=reviewer, at=LATER)
    return resubmitted


def ask(client, report, **asked):
    return client.get(reverse("compare", args=[report.pk]), asked)


def read(client, report):
    return client.get(reverse("read", args=[report.pk]))


def text(answer):
    return answer.content.decode()


def fates(answer):
    return [str(part.section.fate) for part in answer.context["parts"]]


def readings(report):
    listed = ReadReceipt.objects.filter(revision__report=report).order_by("revision__number", "reader__username")
    return list(listed.values_list("revision__number", "reader__username"))


# the page


def test_words_and_figures_side_by_side(resubmitted, author, visit):
    answer = ask(visit(author), resubmitted, **{"from": 1, "to": 3})
    assert answer.status_code == 200
    assert fates(answer) == ["same", "same", "same", "changed", "changed"]
    assert "Version 3, Submitted, Nov. 11, 2026, 9 a.m." in text(answer)  # the time of the office, not of the server
    pieces = answer.context["parts"][3].section.paragraphs[0].pieces
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("added", "全年只"),
        ("same", "到村组走"),
        ("removed", "得不够多"),
        ("added", "了三回"),
        ("same", "，调研还不够深入。"),
    ]
    changed = answer.context["comparison"].changed_figures
    assert [(f.label, f.old, f.new, f.change) for f in changed] == [("走访次数", "4", "6", "+50.0%")]
    assert '<del><span class="visually-hidden">removed: </span>得不够多</del>' in text(answer)


def test_a_return_changes_no_words(resubmitted, author, visit):
    answer = ask(visit(author), resubmitted, **{"from": 1, "to": 2})
    assert answer.context["comparison"].is_same
    assert "The words and figures of both are the same." in text(answer)


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [
        ({}, ("2", "3")),
        ({"to": "2"}, ("1", "2")),
        ({"from": "1"}, ("1", "3")),
        ({"from": "3", "to": "1"}, ("1", "3")),
    ],
)
def test_which_texts_are_compared(resubmitted, author, visit, asked, chosen):
    context = ask(visit(author), resubmitted, **asked).context
    assert (context["old"].key, context["new"].key) == chosen


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"from": "9", "to": "3"}, "There is no such text of this report."),
        ({"from": "x' OR 1", "to": "3"}, "There is no such text of this report."),
        ({"from": "1", "to": "-1"}, "There is no such text of this report."),
        ({"from": "2", "to": "2"}, "Choose two different texts."),
        ({"to": "1"}, "Choose two different texts."),
        ({"from": "last-year"}, "There is no such text of this report."),
    ],
)
def test_nonsense_is_told_in_words(resubmitted, author, visit, asked, message):
    answer = ask(visit(author), resubmitted, **asked)
    assert (answer.status_code, message in text(answer), "comparison" in answer.context) == (422, True, False)


def test_a_first_draft_has_nothing_to_be_compared_with(report, author, visit):
    answer = ask(visit(author), report)
    assert (answer.status_code, "There is nothing to compare yet" in text(answer)) == (200, True)


def test_a_table_is_compared_as_a_table_and_its_rows_are_told_in_words(returned, author, visit, rewrite):
    rewrite(returned, body="序号\t项目名称\n1\t清河水渠改造工程\n2\t东山水库除险加固")
    submit_report(report=returned, by=author, at=LATER)
    withdraw_report(report=returned, by=author, at=LATER)
    rewrite(returned, body="序号\t项目名称\n1\t清河水渠扩建工程\n3\t南岗通村公路硬化")
    page = text(ask(visit(author), returned, **{"from": 3, "to": "today"}))
    told = re.findall(r'<tr\s+class="changes-(\w+)"\s*>\s*<th scope="row">\s*([^<]*?)\s*</th>', page)
    assert told == [
        ("same", "unchanged"),
        ("changed", "row changed"),
        ("removed", "row removed"),
        ("added", "row added"),
    ]
    cells = [re.sub(r"<[^>]*>|\s", "", cell) for cell in re.findall(r"<td>(.*?)</td>", page, re.DOTALL)]
    assert cells[:4] == ["序号", "项目名称", "1", "清河水渠removed:改造added:扩建工程"]


# whose words


def test_todays_text_is_for_its_writers(returned, author, assistant, reviewer, organiser, visit, rewrite):
    rewrite(returned)
    for person, status in [(author, 200), (assistant, 200), (reviewer, 422), (organiser, 422)]:
        answer = ask(visit(person), returned, **{"from": 1, "to": "today"})
        assert (answer.status_code, "了三回" in text(answer)) == (status, status == 200)


def test_a_version_withdrawn_unread_is_for_its_writers(returned, author, reviewer, visit, rewrite):
    rewrite(returned)
    submit_report(report=returned, by=author, at=LATER)
    withdraw_report(report=returned, by=author, at=LATER)
    statuses = [ask(visit(p), returned, **{"from": 1, "to": 3}).status_code for p in (author, reviewer)]
    assert statuses == [200, 422]


def test_last_year_is_for_its_writers(in_review, last_year, author, reviewer, organiser, visit):
    answer = ask(visit(author), in_review, **{"from": "last-year"})
    assert answer.context["old"].is_last_years
    rows = {f.label: (f.old, f.new, f.change) for f in answer.context["comparison"].changed_figures}
    assert rows["管网长度"] == ("21", "31.5", "+50.0%")
    for person in (reviewer, organiser):  # a draft of last year that was never submitted
        refused = ask(visit(person), in_review, **{"from": "last-year"})
        assert ("comparison" in refused.context, "2025" in text(refused)) == (False, False)


def test_last_year_is_for_those_who_reviewed_it(in_review, last_year, author, reviewer, organiser, visit):
    Cycle.objects.filter(pk=last_year.cycle_id).update(closed_at=None)
    last_year.refresh_from_db()
    submit_report(report=last_year, by=author, at=MOMENT)
    other = UserFactory.create(username="he")
    Review.objects.create(report=in_review, stage=in_review.cycle.stages.get(), reviewer=other, opened_at=LATER)
    stage = last_year.cycle.stages.create(name="初审")
    Review.objects.create(report=last_year, stage=stage, reviewer=reviewer)
    open_review(report=last_year, by=reviewer, at=LATER)
    answers = [ask(visit(p), in_review, **{"from": "last-year"}) for p in (reviewer, organiser, other)]
    assert ["comparison" in answer.context for answer in answers] == [True, True, False]
    assert (1, "zhao") in readings(last_year)


# what a reviewer is shown first


def test_the_reviewer_first_sees_what_changed(resubmitted, reviewer, visit):
    client = visit(reviewer)
    changes = f"{reverse('compare', args=[resubmitted.pk])}?from=1&to=3"
    opened = client.post(reverse("open", args=[resubmitted.pk]))
    assert (opened.status_code, opened.url) == (302, reverse("read", args=[resubmitted.pk]))
    assert (read(client, resubmitted).status_code, read(client, resubmitted).url) == (302, changes)
    shown = client.get(changes)
    assert "The report was submitted again since you read version 1." in text(shown)
    whole = read(client, resubmitted)
    assert (whole.status_code, "了三回" in text(whole)) == (200, True)
    assert changes.replace("&", "&amp;") in text(whole)


def test_opening_the_new_version_itself_counts_too(reopened, reviewer, visit):
    client = visit(reviewer)
    client.get(reverse("revision", args=[reopened.pk, 3]))
    assert read(client, reopened).status_code == 200


def test_who_reads_it_for_the_first_time_sees_it_whole(resubmitted, organiser, visit):
    other = UserFactory.create(username="he")
    Review.objects.create(report=resubmitted, stage=resubmitted.cycle.stages.get(), reviewer=other)
    open_review(report=resubmitted, by=other, at=LATER)
    assert [read(visit(person), resubmitted).status_code for person in (other, organiser)] == [200, 200]


def test_a_return_or_an_approval_is_nothing_to_catch_up_with(reopened, reviewer, visit):
    client = visit(reviewer)
    ask(client, reopened, **{"from": 1, "to": 3})
    agree(report=reopened, by=reviewer, at=LATER)
    assert read(client, reopened).status_code == 200
    assert (4, "zhao") in readings(reopened)


def test_comments_stand_beside_with_their_answers(returned, author, reviewer, organiser, visit, rewrite):
    section = returned.sections.select_related("report").get(position=4)
    arguments = {"section": section, "read": section.body, "passage": (0, 3), "by": reviewer, "at": LATER}
    comment = add_comment(**arguments, text="请写具体次数。")
    add_comment(**arguments, text="同事之间说。", for_reviewers_only=True)
    answer = Reply.objects.create(comment=comment, author=author, verdict="partly", text="补了次数。", created_at=LATER)
    Comment.objects.filter(pk=comment.pk).update(answer=answer)
    rewrite(returned)
    submit_report(report=returned, by=author, at=LATER)
    open_review(report=returned, by=reviewer, at=LATER)
    said = {}
    for person in (reviewer, author, organiser):
        shown = text(ask(visit(person), returned, **{"from": 2, "to": 3}))
        words = ["请写具体次数。", "Adopted in part", "补了次数。", "同事之间说。", "问题写得太笼统。"]
        said[person.username] = [word in shown for word in words]
    assert said == {
        "zhao": [True, True, True, True, True],
        "lin": [True, True, True, False, True],
        "tang": [True, True, True, False, False],
    }


def test_nothing_is_said_beside_last_years_words(in_review, last_year, author, reviewer, visit):
    section = in_review.sections.select_related("report").get(position=4)
    add_comment(section=section, read=section.body, passage=None, text="请写具体。", by=reviewer, at=LATER)
    assert "请写具体。" not in text(ask(visit(author), in_review, **{"from": "last-year", "to": 1}))


def test_a_returned_section_that_was_not_touched_is_shown_with_its_reason(returned, author, reviewer, visit):
    """Not folded away as unchanged: it is what the reviewer has to see first."""
    submit_report(report=returned, by=author, at=LATER)
    open_review(report=returned, by=reviewer, at=LATER)
    for person, asked in [(reviewer, {"from": 1, "to": 3}), (author, {"from": 2, "to": 3})]:
        page = text(ask(visit(person), returned, **asked))
        assert page.count('<details class="changes-part"') == 4
        whole = page.split('<section class="changes-part" id="part-4"')[1].split("</section>")[0]
        assert ("问题写得太笼统。" in whole, "到村组走得不够多" in whole) == (True, True)
        assertInHTML('<span class="tag">unchanged</span>', whole)
        assert '<a href="#part-4">' in page


def test_reasons_stand_where_their_return_lies_between_the_two_texts(returned, author, reviewer, visit):
    """Of two returns each comparison shows its own; the whole way shows both."""
    submit_report(report=returned, by=author, at=LATER)
    problems = returned.sections.get(position=4)
    return_report(report=returned, reasons={problems.pk: "还是太笼统。"}, by=reviewer, at=LATER)
    submit_report(report=returned, by=author, at=LATER)
    shown = {}
    for pair in [(1, 2), (1, 3), (2, 3), (3, 4), (3, 5), (4, 5), (1, 5)]:
        parts = ask(visit(author), returned, **dict(zip(("from", "to"), pair, strict=True))).context["parts"]
        shown[pair] = [reason.text for part in parts for reason in part.reasons]
    first, second = "问题写得太笼统。", "还是太笼统。"
    assert shown == {
        (1, 2): [],
        (1, 3): [first],
        (2, 3): [first],
        (3, 4): [],
        (3, 5): [second],
        (4, 5): [second],
        (1, 5): [first, second],
    }


# who has opened what


def test_whoever_sees_a_versions_words_has_opened_it(resubmitted, author, organiser, visit):
    client = visit(organiser)
    read(client, resubmitted)
    client.get(reverse("revision", args=[resubmitted.pk, 2]))
    assert readings(resubmitted) == [(1, "zhao"), (2, "tang"), (3, "tang")]
    writer = visit(author)
    read(writer, resubmitted)  # the text as it stands is no version
    ask(writer, resubmitted, **{"from": 1, "to": 3})
    assert readings(resubmitted) == [(1, "lin"), (1, "zhao"), (2, "tang"), (3, "lin"), (3, "tang")]


def test_a_file_has_the_words_too(in_review, organiser, visit):
    visit(organiser).get(reverse("file", args=[in_review.pk, "txt"]))
    assert readings(in_review) == [(1, "tang")]


def test_the_list_of_versions_tells_who(resubmitted, author, visit):
    page = text(visit(author).get(reverse("revisions", args=[resubmitted.pk])))
    assert page.count("Opened by 1 person") == 1
    assert page.count("Nobody has opened this version yet.") == 2
    assert f"{reverse('compare', args=[resubmitted.pk])}?to=3" in page
