"""The table of transitions, tried exhaustively: every verb in every state, and every row with its conditions."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import translation

from reports.actions.conditions import Party
from reports.actions.errors import Refused
from reports.actions.publication import publish_report
from reports.actions.report import submit_report, withdraw_report
from reports.actions.review import agree, correct_report, open_review, return_report
from reports.actions.transitions import TABLE, require_row
from reports.models import Comment, Event, GradeScale, Opinion, Report, Review
from reports.models.report import ReportState

from ..factories import MOMENT, UserFactory

LATER = MOMENT + timedelta(days=9)
STATES = {
    ReportState.DRAFT: "report",
    ReportState.SUBMITTED: "submitted",
    ReportState.IN_REVIEW: "in_review",
    ReportState.RETURNED: "returned",
    ReportState.APPROVED: "approved",
    ReportState.PUBLISHED: "published",
}


@pytest.fixture
def steps(author, reviewer, organiser):
    """What a person does to a report; by the verb that the table has for it."""

    def back(report, **who):
        return_report(report=report, reasons={report.sections.first().pk: "再写。"}, **who)

    return {
        "submitted": lambda report: submit_report(report=report, by=author, at=LATER),
        "withdrew": lambda report: withdraw_report(report=report, by=author, at=LATER),
        "returned": partial(back, by=reviewer, at=LATER),
        "agreed": lambda report: agree(report=report, by=reviewer, at=LATER),
        "published": lambda report: publish_report(report=report, by=organiser, party=Party.ORGANISER, at=LATER),
        "corrected": lambda report: correct_report(
            report=report, sections=[report.sections.first().pk], reason="数字有误。", by=organiser, at=LATER
        ),
    }


def stored(report):
    fresh = Report.objects.get(pk=report.pk)
    return fresh.state, Event.objects.count(), report.revisions.count(), Opinion.objects.count()


# From each state, by each verb. A reviewer who decides has looked, so what was only submitted is in review by then;
# the one reviewer there is, is the last.
REACHED = {
    ("draft", "submitted"): "submitted",
    ("returned", "submitted"): "submitted",
    ("submitted", "withdrew"): "draft",
    ("submitted", "returned"): "returned",
    ("in_review", "returned"): "returned",
    ("submitted", "agreed"): "approved",
    ("in_review", "agreed"): "approved",
    ("approved", "published"): "published",
    ("published", "corrected"): "returned",
}


def test_the_states_of_this_test_are_all():
    assert set(STATES) == set(ReportState)


VERBS = ["submitted", "withdrew", "returned", "agreed", "published", "corrected"]


def test_the_verbs_of_this_test_are_those_of_its_steps(steps):
    assert [*steps] == VERBS


@pytest.mark.one_in(1)
@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", ReportState.values)
def test_every_verb_in_every_state(request, steps, state, verb):
    report = request.getfixturevalue(STATES[ReportState(state)])
    before = stored(report)
    if target := REACHED.get((state, verb)):
        steps[verb](report)
        assert stored(report)[0] == target
    else:
        with pytest.raises(Refused):
            steps[verb](report)
        assert stored(report) == before


def test_the_table_leads_nowhere_else():
    """Each row of the table is a step that is tried here, and the other way round."""
    looked = {("submitted", "opened"): "in_review"}
    among_several = {("in_review", "agreed"): "in_review"}
    approving = {(state, "approved" if verb == "agreed" else verb): to for (state, verb), to in REACHED.items()}
    opened_first = {
        key: to for key, to in approving.items() if key not in {("submitted", "returned"), ("submitted", "approved")}
    }
    expected = {(s, v, t) for part in (opened_first, looked, among_several) for (s, v), t in part.items()}
    withdrawn = {("submitted", "withdrew", "returned")}
    published_without_a_file = {("published", "published", "published")}  # by an early release
    rows = {(row.source.value, row.verb.value, row.target.value) for row in TABLE}
    assert rows == expected | withdrawn | published_without_a_file


@pytest.mark.parametrize("state", ReportState.values)
def test_looking_changes_only_what_was_submitted(request, reviewer, state):
    report = request.getfixturevalue(STATES[ReportState(state)])
    open_review(report=report, by=reviewer, at=LATER)
    assert stored(report)[0] == ("in_review" if state == "submitted" else state)


@pytest.mark.parametrize("state", ReportState.values)
def test_what_the_table_does_not_know_is_refused_beforehand(request, state):
    report = request.getfixturevalue(STATES[ReportState(state)])
    if state == "approved":
        require_row(report, Event.Verb.PUBLISHED, by=report.author, party=Party.ORGANISER, at=LATER)
    else:
        with pytest.raises(Refused, match="Only an approved report"):
            require_row(report, Event.Verb.PUBLISHED, by=report.author, party=Party.ORGANISER, at=LATER)


# what must hold


def test_every_comment_is_answered_before_it_is_submitted_again(returned, author, reviewer):
    made_on = returned.revisions.first()
    section = returned.sections.first()
    comment = Comment.objects.create(
        section=section, author=reviewer, text="再具体些。", made_on=made_on, created_at=MOMENT, changed_at=MOMENT
    )
    before = stored(returned)
    with pytest.raises(Refused, match="no answer yet"):
        submit_report(report=returned, by=author, at=LATER)
    assert stored(returned) == before
    comment.answer = comment.replies.create(author=author, verdict="adopted", created_at=LATER)
    comment.save()
    assert submit_report(report=returned, by=author, at=LATER).number == 3


def test_a_note_between_reviewers_needs_no_answer(returned, author, reviewer):
    made_on, section = returned.revisions.first(), returned.sections.first()
    Comment.objects.create(
        section=section,
        author=reviewer,
        text="问问。",
        made_on=made_on,
        created_at=MOMENT,
        changed_at=MOMENT,
        for_reviewers_only=True,
    )
    assert submit_report(report=returned, by=author, at=LATER).number == 3


def test_a_grade_is_asked_for_where_the_cycle_does(in_review, cycle, reviewer):
    cycle.grade_scale, cycle.best_grade_quota = GradeScale.of_labels(["好", "较好", "一般", "差"]), None
    cycle.save()
    before = stored(in_review)
    with pytest.raises(Refused, match="Choose a grade"):
        agree(report=in_review, by=reviewer, at=LATER)
    assert stored(in_review) == before
    agree(report=in_review, by=reviewer, at=LATER, grade="较好", opinion="工作扎实。")
    opinion = Opinion.objects.get()
    assert (opinion.decision, opinion.grade, opinion.text, opinion.revision.number) == (
        "agreed",
        "较好",
        "工作扎实。",
        1,
    )


def test_who_is_no_reviewer_decides_nothing(in_review, organiser):
    before = stored(in_review)
    with pytest.raises(Refused, match="not your turn"):
        agree(report=in_review, by=organiser, at=LATER)
    assert stored(in_review) == before


def test_a_copy_that_misses_the_standard_is_not_published_silently(approved, organiser, log, on_letter_paper):
    before = stored(approved)
    with pytest.raises(Refused, match="misses the page standard"):
        publish_report(report=approved, by=organiser, party=Party.ORGANISER, at=LATER)
    assert stored(approved) == before
    publish_report(report=approved, accepted_because="只有信纸。", by=organiser, party=Party.ORGANISER, at=LATER)
    (verb, who, about, detail) = log()[-1]
    assert (stored(approved)[0], verb, who, about) == ("published", "published", "tang", approved.pk)
    assert "215.9" in detail


# stages


@pytest.fixture
def second_stage(cycle):
    return cycle.stages.create(position=2, name="领导审定")


@pytest.fixture
def colleague(county):
    return UserFactory.create(username="qian", name="钱宁", unit=county)


@pytest.fixture
def leader(county):
    return UserFactory.create(username="wang", name="王文", unit=county)


def test_all_of_a_stage_agree_then_the_next_stage(submitted, stage, second_stage, reviewer, colleague, leader, log):
    Review.objects.create(report=submitted, stage=stage, reviewer=colleague)
    Review.objects.create(report=submitted, stage=second_stage, reviewer=leader)
    reached = []
    for person in (reviewer, colleague, leader):
        decided = agree(report=submitted, by=person, at=LATER)
        reached.append((decided.state, decided.stage))
    assert reached == [("in_review", stage), ("in_review", second_stage), ("approved", second_stage)]
    assert [row[0] for row in log()] == [
        "submitted",
        "opened",
        "agreed",
        "opened",
        "agreed",
        "opened",
        "approved",
    ]
    assert [row.milestone for row in submitted.revisions.order_by("number")] == ["submitted", "approved"]


def test_nobody_decides_out_of_turn(submitted, stage, second_stage, reviewer, colleague, leader):
    Review.objects.create(report=submitted, stage=stage, reviewer=colleague)
    Review.objects.create(report=submitted, stage=second_stage, reviewer=leader)
    with pytest.raises(Refused, match="not your turn"):
        agree(report=submitted, by=leader, at=LATER)
    agree(report=submitted, by=reviewer, at=LATER)
    with pytest.raises(Refused, match="not your turn"):
        agree(report=submitted, by=reviewer, at=LATER)
    with pytest.raises(Refused, match="not your turn"):
        return_report(report=submitted, reasons={submitted.sections.first().pk: "再写。"}, by=reviewer, at=LATER)
    assert Opinion.objects.count() == 1


def test_after_a_return_its_stage_decides_again_and_the_one_before_does_not(
    submitted, second_stage, author, reviewer, leader
):
    Review.objects.create(report=submitted, stage=second_stage, reviewer=leader)
    agree(report=submitted, by=reviewer, at=LATER)
    return_report(report=submitted, reasons={submitted.sections.first().pk: "再写。"}, by=leader, at=LATER)
    submit_report(report=submitted, by=author, at=LATER + timedelta(days=1))
    assert [review.reviewer for review in Review.objects.waiting()] == [leader]
    decided = agree(report=submitted, by=leader, at=LATER + timedelta(days=2))
    assert (decided.state, [o.decision for o in Opinion.objects.all()]) == (
        "approved",
        ["agreed", "returned", "agreed"],
    )


def test_the_refusals_are_in_the_readers_language(submitted, author):
    with translation.override("zh-hans"), pytest.raises(Refused) as refused:
        submit_report(report=submitted, by=author, at=LATER)
    assert str(refused.value) == "报告已经提交。"
