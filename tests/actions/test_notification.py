"""Who is told of what: never who did it, never who may not see it."""

from datetime import timedelta

import pytest

from reports.actions.comment import add_comment, delete_comment, reopen_comment, resolve_comment
from reports.actions.decision import decide_comment
from reports.actions.notification import tell_person
from reports.actions.reply import reply_to_comment
from reports.actions.report import submit_report, withdraw_report
from reports.actions.review import agree, return_report
from reports.actions.reviewer import add_stage_reviewer, assign_reviewer
from reports.actions.suggestion import decline_suggestion
from reports.models import Notice, Report, Review, Stage

from ..factories import MOMENT, UserFactory, write_report

LATER = MOMENT + timedelta(days=9)


@pytest.fixture
def told():
    """Who has been told what since the last time it was asked, by sign-in name."""

    def ask():
        rows = sorted(Notice.objects.values_list("recipient__username", "kind"))
        Notice.objects.all().delete()
        return rows

    return ask


@pytest.fixture
def second(report, stage, county):
    person = UserFactory.create(username="he", name="何二", unit=county)
    Review.objects.create(report=report, stage=stage, reviewer=person)
    return person


@pytest.fixture
def problems(second, assistant, in_review, told):
    told()
    section = in_review.sections.select_related("outline_section").get(position=4)
    section.report = in_review
    return section


def say(section, by, **fields):
    return add_comment(section=section, read=section.body, passage=None, text="请写具体。", by=by, at=LATER, **fields)


def test_submitting_asks_the_reviewers_and_tells_the_other_writers(report, author, assistant, reviewer, told):
    submit_report(report=report, by=author, at=LATER)
    assert told() == [("fang", "submitted"), ("zhao", "asked")]
    withdraw_report(report=report, by=author, at=LATER)
    assert told() == [("fang", "withdrew")]


def test_decisions_are_told_to_the_writers(in_review, author, assistant, reviewer, told):
    told()
    problems = in_review.sections.get(position=4)
    return_report(report=in_review, reasons={problems.pk: "太笼统。"}, by=reviewer, at=LATER)
    assert told() == [("fang", "returned"), ("lin", "returned")]
    submit_report(report=in_review, by=author, at=LATER + timedelta(hours=1))
    told()
    agree(report=in_review, by=reviewer, at=LATER + timedelta(hours=2))
    assert told() == [("fang", "approved"), ("lin", "approved")]


def test_comments_are_told_to_the_other_side(problems, reviewer, author, told):
    say(problems, reviewer)
    assert told() == [("fang", "commented"), ("lin", "commented")]
    say(problems, author)
    assert told() == [("fang", "commented"), ("he", "commented"), ("zhao", "commented")]
    say(problems, reviewer, for_reviewers_only=True)
    assert told() == [("he", "commented")]


def test_what_writers_say_in_a_draft_stays_among_them(report, assistant, author, second, told):
    section = report.sections.select_related("outline_section").get(position=4)
    say(section, assistant)
    assert told() == [("lin", "commented")]


def test_answers_are_told_to_those_who_take_part(problems, reviewer, second, author, told):
    comment = say(problems, reviewer)
    told()
    reply_to_comment(comment=comment, text="好。", by=author, at=LATER)
    assert told() == [("fang", "replied"), ("zhao", "replied")]
    reply_to_comment(comment=comment, text="我也这样看。", by=second, at=LATER)
    assert told() == [("fang", "replied"), ("lin", "replied"), ("zhao", "replied")]
    decide_comment(comment=comment, verdict="adopted", reason="", by=author, at=LATER)
    assert told() == [("fang", "answered"), ("he", "answered"), ("zhao", "answered")]
    resolve_comment(comment=comment, by=author, at=LATER)
    assert told() == [("fang", "resolved"), ("he", "resolved"), ("zhao", "resolved")]
    reopen_comment(comment=comment, by=reviewer, at=LATER)
    assert told() == [("fang", "reopened"), ("he", "reopened"), ("lin", "reopened")]


def test_answers_among_reviewers_stay_among_them(problems, reviewer, second, told):
    comment = say(problems, reviewer, for_reviewers_only=True)
    told()
    reply_to_comment(comment=comment, text="同意。", by=second, at=LATER)
    assert told() == [("zhao", "replied")]


def test_a_declined_suggestion_is_told_to_who_made_it(problems, reviewer, assistant, told):
    passage = (0, len(problems.body))
    fields = {"passage": passage, "text": "", "replacement": "另写。", "by": reviewer, "at": LATER}
    comment = add_comment(section=problems, read=problems.body, **fields)
    told()
    decline_suggestion(comment=comment, reason="原文更准。", by=assistant, at=LATER)
    assert told() == [("lin", "declined"), ("zhao", "declined")]


def test_who_is_mentioned_is_told_that_and_only_that(problems, reviewer, author, second, organiser, told):
    comment = say(problems, reviewer, mentioned=[author, organiser])
    assert told() == [("fang", "commented"), ("lin", "mentioned"), ("tang", "mentioned")]
    reply = reply_to_comment(comment=comment, text="请看。", mentioned=[second], by=author, at=LATER)
    assert told() == [("fang", "replied"), ("he", "mentioned"), ("zhao", "replied")]
    assert (set(comment.mentioned.all()), set(reply.mentioned.all())) == ({author, organiser}, {second})


def test_a_deleted_comment_takes_its_notices_along(problems, reviewer, told):
    delete_comment(comment=say(problems, reviewer), by=reviewer, at=LATER)
    assert told() == []


def test_an_account_that_is_closed_is_not_told(problems, reviewer, assistant, told):
    assistant.is_active = False
    assistant.save()
    say(problems, reviewer)
    assert told() == [("lin", "commented")]


# what may be seen of it later


def seen(person):
    return list(Notice.objects.seen_by(person).values_list("kind", flat=True))


def test_what_is_lost_from_sight_is_lost_from_the_notices(problems, reviewer, assistant, author):
    say(problems, reviewer)
    assert seen(assistant) == ["commented"]
    assistant.assisted.all().delete()
    assert (seen(assistant), seen(author)) == ([], ["commented"])


def test_a_reviewer_who_was_taken_off_sees_no_notice(problems, second, reviewer):
    say(problems, reviewer, for_reviewers_only=True)
    assert seen(second) == ["commented"]
    second.reviews.all().delete()
    assert seen(second) == []


def test_an_organiser_who_reviewed_sees_no_more_of_what_reviewers_tell_one_another(problems, second, reviewer, county):
    county.organisers.add(second)
    say(problems, reviewer, for_reviewers_only=True)
    say(problems, reviewer, mentioned=[second])
    assert seen(second) == ["mentioned", "commented"]
    second.reviews.all().delete()
    assert seen(second) == ["mentioned"]


def test_a_mention_of_words_not_yet_submitted_waits_for_them(returned, author, reviewer, assistant):
    section = returned.sections.select_related("outline_section").get(position=4)
    section.report = returned
    section.body = "到村组走了【走访次数】次，还不够。"
    section.save()
    Notice.objects.all().delete()
    say(section, author, mentioned=[reviewer])
    assert seen(reviewer) == []
    submit_report(report=returned, by=author, at=LATER)
    assert seen(reviewer) == ["asked", "mentioned"]


def test_a_withdrawn_report_asks_nobody(report, author, reviewer):
    submit_report(report=report, by=author, at=LATER)
    assert seen(reviewer) == ["asked"]
    withdraw_report(report=report, by=author, at=LATER)
    assert seen(reviewer) == []


# whose turn it is


@pytest.fixture
def leader(report, cycle, county):
    """Reviews in a second stage."""
    person = UserFactory.create(username="wen", name="文三", unit=county)
    stage = Stage.objects.create(cycle=cycle, name="终审", position=2)
    Review.objects.create(report=report, stage=stage, reviewer=person)
    return person


def test_who_reviews_in_a_later_stage_is_asked_when_it_comes(report, leader, author, assistant, reviewer, told):
    submit_report(report=report, by=author, at=LATER)
    assert told() == [("fang", "submitted"), ("zhao", "asked")]
    agree(report=report, by=reviewer, at=LATER)
    assert told() == [("wen", "asked")]
    agree(report=report, by=leader, at=LATER)
    assert told() == [("fang", "approved"), ("lin", "approved")]


def test_who_is_named_reviewer_is_asked_once_it_is_their_turn(submitted, leader, organiser, stranger, county, told):
    told()
    first, last = submitted.cycle.stages.order_by("position")
    assign = {"report": submitted, "due": None, "by": organiser, "at": LATER}
    assign_reviewer(**assign, stage=last, reviewer=stranger)
    assert told() == []
    assign_reviewer(**assign, stage=first, reviewer=stranger)
    assert told() == [("su", "asked")]


def test_a_new_rule_asks_who_has_to_review_what_waits_in_its_stage(cycle, stage, author, organiser, stranger, told):
    report = write_report(cycle, author)
    submit_report(report=report, by=author, at=LATER)
    told()
    add_stage_reviewer(stage=stage, unit=cycle.unit, reviewer=stranger, by=organiser, at=LATER)
    assert told() == [("su", "asked")]
    add_stage_reviewer(stage=stage, unit=author.unit, reviewer=organiser, by=organiser, at=LATER)
    assert told() == []


@pytest.fixture
def many(cycle, stage, bureau):
    """Three reports that wait in the stage."""
    reports = [write_report(cycle, UserFactory.create(unit=bureau), stage=stage) for _number in range(3)]
    Report.objects.update(state="submitted", submitted_at=MOMENT)
    return reports


def asked(person):
    return [(one.count, one.report_id, one.place) for one in Notice.objects.filter(recipient=person).order_by("pk")]


def test_a_reviewer_of_many_is_told_once(many, cycle, stage, organiser, stranger):
    add_stage_reviewer(stage=stage, unit=cycle.unit, reviewer=stranger, by=organiser, at=LATER)
    assert asked(stranger) == [(3, None, [cycle.name, "3 reports"])]


def test_one_by_one_in_a_burst_is_one_too(many, cycle, stage, organiser, stranger):
    for minutes, report in enumerate(many):
        at = LATER + timedelta(minutes=10 * minutes)
        assign_reviewer(report=report, stage=stage, reviewer=stranger, due=None, by=organiser, at=at)
    assert asked(stranger) == [(3, None, [cycle.name, "3 reports"])]
    assert Notice.objects.get().at == LATER + timedelta(minutes=20)


@pytest.mark.parametrize("between", ["read", "later", "another"])
def test_what_is_read_or_old_or_of_somebody_else_stays(many, stage, organiser, stranger, county, between):
    told = {"stage": stage, "reviewer": stranger, "due": None}
    assign_reviewer(report=many[0], **told, by=organiser, at=LATER)
    by, at = organiser, LATER + timedelta(minutes=5)
    if between == "read":
        Notice.objects.update(read_at=LATER)
    elif between == "later":
        at = LATER + timedelta(hours=1)
    else:
        by = UserFactory.create(unit=county)
    assign_reviewer(report=many[1], **told, by=by, at=at)
    assert [(count, report) for count, report, _place in asked(stranger)] == [(1, many[0].pk), (1, many[1].pk)]


def test_what_the_roll_says_is_told_once_in_a_burst(cycle, author, organiser):
    for minutes in (0, 10, 60):
        at = LATER + timedelta(minutes=minutes)
        tell_person(author, Notice.Kind.ROLL, by=organiser, at=at, cycle=cycle)
    days = Notice.objects.filter(recipient=author).order_by("pk").values_list("at", flat=True)
    assert list(days) == [LATER + timedelta(minutes=10), LATER + timedelta(minutes=60)]
