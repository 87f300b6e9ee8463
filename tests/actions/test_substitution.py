"""A reviewer's work handed over: what goes, to whom, what stays, and what is refused."""

from datetime import timedelta

import pytest

from reports import access
from reports.access.permissions import ReportPermissions
from reports.actions.errors import PlanChanged, Refused
from reports.actions.publication import agree_and_publish
from reports.actions.report import submit_report
from reports.actions.review import agree, open_review, return_report
from reports.actions.substitution import HandOver, hand_over_reviews, plan_hand_over
from reports.models import (
    Assistance,
    Event,
    Notice,
    Opinion,
    Participant,
    Report,
    Review,
    StageReviewer,
    Substitution,
)

from ..factories import MOMENT, UserFactory, enrol, write_report

LATER = MOMENT + timedelta(days=9)
WHY = "外出学习"


@pytest.fixture
def second_stage(cycle):
    return cycle.stages.create(position=2, name="领导审定")


@pytest.fixture
def colleague(county):
    return UserFactory.create(username="qian", name="钱宁", staff_number="1", unit=county)


@pytest.fixture
def other(county):
    return UserFactory.create(username="wu", name="吴江", staff_number="2", unit=county)


@pytest.fixture
def hand_over(cycle, organiser):
    """Looked at and confirmed."""

    def confirm(former, *people, reviews=None, by=organiser, digest=None):
        told = {"cycle": cycle, "participants": Participant.objects.all(), "by": by}
        wanted = HandOver(former, people, reviews)
        digest = digest or plan_hand_over(hand_over=wanted, **told).digest
        return hand_over_reviews(hand_over=wanted, reason=WHY, digest=digest, at=LATER, **told)

    return confirm


def reviewing():
    rows = Review.objects.order_by("report", "stage__position", "reviewer__username")
    return list(rows.values_list("report__author__username", "stage__position", "reviewer__username"))


def kept():
    rows = Substitution.objects.values_list("former__username", "substitute__username", "by__username", "reason", "at")
    return list(rows)


def test_a_review_is_handed_over_and_its_history_kept(hand_over, in_review, stage, reviewer, organiser, colleague, log):
    hand_over(reviewer, colleague)
    assert (reviewing(), kept()) == ([("lin", 1, "qian")], [("zhao", "qian", "tang", WHY, LATER)])
    assert log()[-2:] == [
        ("review_handed_over", "tang", in_review.pk, f"{stage} · 赵桥 → 钱宁"),
        ("review_handed_over", "tang", None, "赵桥 → 钱宁 · 1"),
    ]
    told = Notice.objects.filter(kind__in=["entrusted", "relieved"]).order_by("kind")
    assert [(one.kind, one.recipient.username, one.place) for one in told] == [
        ("entrusted", "qian", ["2026年度述职"]),
        ("relieved", "zhao", ["2026年度述职"]),
    ]
    assert [Notice.objects.seen_by(person).filter(pk__in=told).count() for person in (reviewer, colleague)] == [1, 1]


def test_the_former_reviewer_reads_no_more_and_the_new_one_begins_anew(hand_over, in_review, reviewer, colleague):
    hand_over(reviewer, colleague)
    report = Report.objects.get()
    assert not ReportPermissions(reviewer, report).may_read
    assert not Report.objects.read_by(reviewer).exists()
    assert ReportPermissions(colleague, report).may_decide
    assert Review.objects.get().is_unopened
    with pytest.raises(Refused, match="not your turn"):
        agree(report=report, by=reviewer, at=LATER)
    assert (Opinion.objects.count(), Report.objects.get().state) == (0, "in_review")
    assert agree(report=report, by=colleague, at=LATER).state == "approved"


def test_the_former_reviewer_keeps_another_right(hand_over, in_review, bureau, reviewer, colleague, second_stage):
    bureau.organisers.add(reviewer)
    Review.objects.create(report=in_review, stage=second_stage, reviewer=reviewer)
    hand_over(reviewer, colleague, reviews=frozenset({in_review.reviews.get(stage__position=1).pk}))
    permissions = ReportPermissions(reviewer, Report.objects.get())
    assert (permissions.may_read, permissions.is_reviewer, permissions.may_decide) == (True, True, False)


def test_opinions_stay_whose_they_are(hand_over, returned, reviewer, colleague, author, organiser):
    """A returned report goes on under the substitute; what the former one said is still theirs, read by all."""
    hand_over(reviewer, colleague)
    submit_report(report=Report.objects.get(), by=author, at=LATER)
    report = Report.objects.get()
    agree(report=report, by=colleague, at=LATER, opinion="同意。")
    opinions = access.opinions_to_read(organiser, report, ReportPermissions(organiser, report))
    assert [(one.by.username, one.decision) for one in opinions] == [("zhao", "returned"), ("qian", "agreed")]
    assert {one.review.reviewer.username for one in opinions} == {"qian"}


def test_a_grade_of_the_former_one_is_not_the_substitutes(hand_over, returned, reviewer, colleague):
    review = returned.reviews.get()
    given = {"review": review, "revision": returned.revisions.latest("number"), "by": reviewer, "at": MOMENT}
    Opinion.objects.create(decision="agreed", grade="好", **given)
    hand_over(reviewer, colleague)
    assert Review.objects.get().grade == ""
    assert Review.objects.with_grade().get().last_grade is None


def test_what_has_been_decided_is_not_handed_over(hand_over, in_review, stage, reviewer, colleague, other):
    """Nor an approved one."""
    Review.objects.create(report=in_review, stage=stage, reviewer=other)
    agree(report=in_review, by=reviewer, at=LATER)
    with pytest.raises(Refused, match="Nothing of this"):
        hand_over(reviewer, colleague)
    agree(report=in_review, by=other, at=LATER)
    assert Report.objects.get().state == "approved"
    for person in (reviewer, other):
        with pytest.raises(Refused, match="Nothing of this"):
            hand_over(person, colleague)
    assert (reviewing(), kept()) == ([("lin", 1, "wu"), ("lin", 1, "zhao")], [])


def test_two_reviews_of_one_stage_become_one(hand_over, returned, stage, reviewer, colleague, author):
    """Both have decided before: both opinions are kept, each its own."""
    review = Review.objects.create(report=returned, stage=stage, reviewer=colleague)
    revision = returned.revisions.get(number=1)
    Opinion.objects.create(review=review, revision=revision, by=colleague, decision="agreed", at=MOMENT)
    plan = hand_over(reviewer, colleague)
    assert [one.merges for one in plan.tasks] == [True]
    assert (reviewing(), len(kept())) == ([("lin", 1, "qian")], 1)
    said = Opinion.objects.order_by("by__username").values_list(
        "by__username", "decision", "review", "revision__number"
    )
    assert list(said) == [("qian", "agreed", review.pk, 1), ("zhao", "returned", review.pk, 1)]
    submit_report(report=Report.objects.get(), by=author, at=LATER)
    assert agree(report=Report.objects.get(), by=colleague, at=LATER).state == "approved"


def test_a_group_takes_over_evenly_and_merges_only_where_nobody_else_can(
    hand_over, cycle, stage, bureau, reviewer, colleague, other
):
    reports = [write_report(cycle, UserFactory.create(unit=bureau)) for _ in range(4)]
    for report in reports:
        Review.objects.create(report=report, stage=stage, reviewer=reviewer)
    Review.objects.create(report=reports[0], stage=stage, reviewer=colleague)
    plan = hand_over(reviewer, colleague, other)
    assert [one.merges for one in plan.tasks] == [False] * 4
    assert [(load.person.username, load.before, load.after) for load in plan.loads] == [("qian", 1, 3), ("wu", 0, 2)]
    assert Review.objects.filter(report=reports[0]).count() == 2


def test_whoever_has_decided_on_this_version_does_not_take_over(
    hand_over, in_review, stage, reviewer, colleague, other
):
    """The report would else wait for nobody."""
    Review.objects.create(report=in_review, stage=stage, reviewer=colleague)
    agree(report=in_review, by=colleague, at=LATER)
    with pytest.raises(Refused, match="Nothing of this"):
        hand_over(reviewer, colleague)
    plan = hand_over(reviewer, colleague, other)
    assert [person.username for _one, person in plan.given] == ["wu"]
    assert [review.reviewer.username for review in Review.objects.waiting()] == ["wu"]


@pytest.mark.parametrize("who", ["author", "assistant", "superior's"])
def test_nobody_takes_over_what_they_may_not_review(hand_over, cycle, stage, county, bureau, report, reviewer, who):
    """The author, whoever helps to write, and somebody below the author's unit."""
    person = report.author if who == "author" else UserFactory.create(unit=bureau)
    if who == "assistant":
        Assistance.objects.create(author=report.author, assistant=person, accepted_at=MOMENT)
    if who == "superior's":
        Participant.objects.filter(pk=report.participant_id).update(unit=county)
    before = reviewing()
    with pytest.raises(Refused, match="Nothing of this"):
        hand_over(reviewer, person)
    assert (reviewing(), kept()) == (before, [])


def test_an_organiser_does_not_hand_over_the_review_of_the_own_report(
    hand_over, bureau, report, author, reviewer, colleague, organiser
):
    bureau.organisers.add(author)
    with pytest.raises(Refused, match="Nothing of this"):
        hand_over(reviewer, colleague, by=author)
    hand_over(reviewer, colleague, by=organiser)
    assert reviewing() == [("lin", 1, "qian")]


def test_only_the_chosen_ones(hand_over, cycle, stage, bureau, report, reviewer, colleague):
    second = write_report(cycle, UserFactory.create(username="bai", unit=bureau))
    chosen = Review.objects.create(report=second, stage=stage, reviewer=reviewer)
    StageReviewer.objects.create(stage=stage, unit=bureau, reviewer=reviewer)
    hand_over(reviewer, colleague, reviews=frozenset({chosen.pk}))
    assert reviewing() == [("lin", 1, "zhao"), ("bai", 1, "qian")]
    assert StageReviewer.objects.get().reviewer == reviewer


def test_rules_go_with_all_to_one_person(
    hand_over, stage, second_stage, county, author, reviewer, colleague, organiser
):
    """Those of units as they are; those of participants by name; nobody else's."""
    report = write_report(stage.cycle, author)
    StageReviewer.objects.create(stage=stage, unit=county, reviewer=reviewer)
    StageReviewer.objects.create(stage=second_stage, participant=report.participant, reviewer=reviewer)
    StageReviewer.objects.create(stage=second_stage, participant=report.participant, reviewer=organiser)
    plan = hand_over(reviewer, colleague)
    assert [str(rule.unit) for rule in plan.rules] == ["石桥县"]
    submit_report(report=report, by=author, at=LATER)
    assert reviewing() == [("lin", 1, "qian"), ("lin", 2, "qian"), ("lin", 2, "tang")]


def test_what_rules_will_bring_is_spread_over_a_group(
    hand_over, cycle, stage, bureau, reviewer, colleague, other, organiser
):
    """Whoever is named beside the former one stays named, also where the former one has left."""
    people = [UserFactory.create(username=f"ren{n}", staff_number=f"{n}0", unit=bureau) for n in range(4)]
    for person in people:
        enrol(cycle, person)
    for person in (reviewer, organiser):
        StageReviewer.objects.create(stage=stage, unit=bureau, reviewer=person)
    reviewer.is_active = False
    reviewer.save()
    plan = hand_over(reviewer, colleague, other)
    assert [(load.person.username, load.after) for load in plan.loads] == [("qian", 2), ("wu", 2)]
    for person in people:
        submit_report(report=write_report(cycle, person), by=person, at=LATER)
    assert [sum(1 for row in reviewing() if row[2] == name) for name in ("qian", "wu", "tang", "zhao")] == [2, 2, 4, 0]


def test_reviews_of_who_has_left_need_a_substitute_until_they_are_handed_over(
    hand_over, in_review, second_stage, reviewer, colleague
):
    """Also those of a later stage."""
    Review.objects.create(report=in_review, stage=second_stage, reviewer=reviewer)
    assert Review.objects.needing_substitute().count() == 0
    reviewer.is_active = False
    reviewer.save()
    assert Review.objects.needing_substitute().count() == 2
    hand_over(reviewer, colleague)
    assert Review.objects.needing_substitute().count() == 0
    assert [review.reviewer.username for review in Review.objects.waiting()] == ["qian"]


@pytest.mark.parametrize("change", ["decided", "returned", "submitted", "added", "taken back", "handed over"])
def test_where_something_has_changed_nothing_is_written(
    hand_over, stage, organiser, submitted, reviewer, colleague, other, change
):
    bureau, cycle = submitted.unit, submitted.cycle
    told = {"cycle": cycle, "participants": Participant.objects.all(), "by": organiser}
    seen = plan_hand_over(hand_over=HandOver(reviewer, (colleague,)), **told).digest
    StageReviewer.objects.create(stage=stage, unit=bureau, reviewer=other)
    if change == "decided":
        agree(report=submitted, by=reviewer, at=LATER)
    elif change == "returned":
        section = submitted.sections.first()
        return_report(report=submitted, reasons={section.pk: "再写。"}, by=reviewer, at=LATER)
        Review.objects.create(report=submitted, stage=stage, reviewer=colleague)
    elif change == "submitted":
        person = UserFactory.create(unit=bureau)
        Review.objects.create(report=write_report(cycle, person), stage=stage, reviewer=reviewer)
    elif change == "added":
        Review.objects.create(report=submitted, stage=stage, reviewer=colleague)
    elif change == "taken back":
        Review.objects.all().delete()
    else:
        hand_over(reviewer, other)
    before, history = reviewing(), kept()
    with pytest.raises(PlanChanged):
        hand_over(reviewer, colleague, digest=seen)
    assert (reviewing(), kept()) == (before, history)


def test_what_was_agreed_to_by_the_substitute_is_published_under_their_name(hand_over, in_review, reviewer, colleague):
    hand_over(reviewer, colleague)
    open_review(report=Report.objects.get(), by=colleague, at=LATER)
    agree_and_publish(report=Report.objects.get(), by=colleague, at=LATER)
    assert Opinion.objects.get().by == colleague


@pytest.fixture(params=[1, 40])
def many(request, cycle, stage, bureau, reviewer):
    reports = [write_report(cycle, UserFactory.create(unit=bureau)) for _ in range(request.param)]
    return [Review.objects.create(report=report, stage=stage, reviewer=reviewer) for report in reports]


def test_statements(hand_over, many, cycle, organiser, reviewer, colleague, other, django_assert_num_queries):
    told = {"cycle": cycle, "participants": Participant.objects.all(), "by": organiser}
    with django_assert_num_queries(9):
        digest = plan_hand_over(hand_over=HandOver(reviewer, (colleague, other)), **told).digest
    with django_assert_num_queries(23):
        hand_over(reviewer, colleague, other, digest=digest)
    assert Event.objects.filter(verb="review_handed_over").count() == len(many) + 1
