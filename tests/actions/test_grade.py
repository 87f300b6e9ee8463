"""The quota of the best grade, and what an organiser settles."""

from datetime import timedelta

import pytest

from reports.actions.errors import Refused
from reports.actions.grade import settle_grade
from reports.actions.review import agree
from reports.models import Event, GradeScale, Opinion, Participant, Report, Review, Stage
from reports.models.grade import best_places, best_taken, with_final_grade

from ..factories import MOMENT, UserFactory, enrol, many_reports

LATER = MOMENT + timedelta(days=9)


@pytest.fixture
def graded(cycle):
    cycle.grade_scale = GradeScale.of_labels(["优秀", "称职", "基本称职", "不称职"])
    cycle.best_grade_quota = 20
    cycle.save()
    return cycle


def fill(cycle, count):
    """So many take part, whoever does already among them."""
    missing = count - cycle.participants.count()
    people = UserFactory.create_batch(missing, unit=cycle.unit, password="!")
    Participant.objects.bulk_create(
        Participant(cycle=cycle, person=person, unit=cycle.unit, post=person.post) for person in people
    )


def give(cycle, reviewer, count, grade="优秀"):
    """So many reports whose last stage has given the grade."""
    reports = many_reports(cycle, count, state="approved", submitted_at=MOMENT)
    stage = cycle.stages.order_by("position").last()
    reviews = Review.objects.bulk_create(Review(report=one, stage=stage, reviewer=reviewer) for one in reports)
    for review in reviews:
        revision = review.report.revisions.create(
            number=1, milestone="submitted", data={}, sha256="", created_at=MOMENT, created_by=reviewer
        )
        Opinion.objects.create(review=review, revision=revision, by=reviewer, decision="agreed", grade=grade, at=MOMENT)
    return reports


@pytest.mark.parametrize(
    ("count", "places"), [(0, 0), (1, 0), (4, 0), (5, 1), (9, 1), (10, 2), (99, 19), (100, 20), (101, 20)]
)
def test_places_are_rounded_down(graded, count, places):
    fill(graded, count)
    assert best_places(graded) == places


@pytest.mark.parametrize("quota", [None, 0])
def test_without_a_quota_there_is_no_limit(graded, in_review, reviewer, quota):
    graded.best_grade_quota = quota
    graded.save()
    assert best_places(graded) is None
    agree(report=in_review, grade="优秀", by=reviewer, at=LATER)
    assert Opinion.objects.get().grade == "优秀"


@pytest.mark.parametrize("outside", [{"state": "exempt"}, {"is_ungraded": True}])
def test_who_is_not_graded_makes_no_place(graded, outside):
    fill(graded, 5)
    one = graded.participants.first()
    Participant.objects.filter(pk=one.pk).update(**outside)
    assert best_places(graded) == 0


@pytest.mark.parametrize(("given", "fits"), [(19, True), (20, False)])
def test_of_a_hundred_the_twenty_first_is_refused_with_the_rule(graded, in_review, reviewer, organiser, given, fits):
    give(graded, reviewer, given)
    fill(graded, 100)
    if fits:
        agree(report=in_review, grade="优秀", by=reviewer, at=LATER)
        assert best_taken(graded) == 20
        return
    with pytest.raises(Refused) as refused:
        agree(report=in_review, grade="优秀", by=reviewer, at=LATER)
    said = str(refused.value)
    assert [words in said for words in ("20%", "“优秀”", "20 in this round", organiser.name)] == [True] * 4
    in_review.refresh_from_db()
    assert (in_review.state, in_review.reviews.get().opinions.count()) == ("in_review", 0)
    agree(report=in_review, grade="称职", by=reviewer, at=LATER)
    in_review.refresh_from_db()
    assert in_review.state == "approved"


def test_only_the_last_stage_takes_a_place(graded, in_review, reviewer):
    """One takes part: there is no place at all, and the first stage may still propose the best grade."""
    leader = UserFactory.create(unit=graded.unit)
    last = Stage.objects.create(cycle=graded, position=2, name="领导审定")
    Review.objects.create(report=in_review, stage=last, reviewer=leader)
    agree(report=in_review, grade="优秀", by=reviewer, at=LATER)
    in_review.refresh_from_db()
    assert (in_review.stage, best_taken(graded)) == (last, 0)
    with pytest.raises(Refused, match="20%"):
        agree(report=in_review, grade="优秀", by=leader, at=LATER)


def test_two_reviewers_of_one_report_take_one_place(graded, in_review, reviewer):
    fill(graded, 5)
    other = UserFactory.create(unit=graded.unit)
    Review.objects.create(report=in_review, stage=in_review.stage, reviewer=other)
    agree(report=in_review, grade="优秀", by=reviewer, at=LATER)
    agree(report=in_review, grade="优秀", by=other, at=LATER)
    assert best_taken(graded) == 1


def final(participant):
    return with_final_grade(Participant.objects.filter(pk=participant.pk)).get().final_grade


def test_a_report_has_the_final_grade_once_it_is_approved(graded, in_review, reviewer):
    """Not what a later opinion of an earlier stage says, and nothing before the approval."""
    leader = UserFactory.create(unit=graded.unit)
    last = Stage.objects.create(cycle=graded, position=2, name="领导审定")
    Review.objects.create(report=in_review, stage=last, reviewer=leader)
    agree(report=in_review, grade="称职", by=reviewer, at=LATER + timedelta(days=1))
    in_review.refresh_from_db()
    found = Report.objects.with_final_grade().filter(pk=in_review.pk).values_list("final_grade", flat=True)
    assert found.get() == ""
    agree(report=in_review, grade="基本称职", by=leader, at=LATER)
    assert (found.get(), final(in_review.participant)) == ("基本称职", "基本称职")


def test_where_reviewers_differ_the_organiser_settles(graded, in_review, reviewer, organiser):
    fill(graded, 5)
    other = UserFactory.create(unit=graded.unit)
    Review.objects.create(report=in_review, stage=in_review.stage, reviewer=other)
    agree(report=in_review, grade="优秀", by=reviewer, at=LATER)
    agree(report=in_review, grade="称职", by=other, at=LATER)
    participant = in_review.participant
    assert (final(participant), best_taken(graded)) == ("", 1)
    assert Report.objects.with_final_grade().get(pk=in_review.pk).final_grade == ""
    told = {"participant": participant, "is_ungraded": False, "by": organiser, "at": LATER}
    with pytest.raises(Refused, match="Write why"):
        settle_grade(grade="称职", reason="", **told)
    settle_grade(grade="称职", reason="集体研究。", **told)
    assert (final(participant), best_taken(graded)) == ("称职", 0)
    assert Event.objects.filter(verb="grade_settled", actor=organiser).count() == 1
    settle_grade(participant=participant, grade="", is_ungraded=True, reason="受处分。", by=organiser, at=LATER)
    assert (final(participant), best_places(graded)) == ("", 0)


def test_settling_keeps_the_quota_too(graded, report, reviewer, organiser):
    give(graded, reviewer, 1)
    fill(graded, 5)
    told = {"is_ungraded": False, "reason": "集体研究。", "by": organiser, "at": LATER}
    with pytest.raises(Refused, match="all of them are taken"):
        settle_grade(participant=report.participant, grade="优秀", **told)
    holder = graded.participants.exclude(report=None).exclude(report=report).get()
    settle_grade(participant=holder, grade="称职", **told)
    settle_grade(participant=report.participant, grade="优秀", **told)
    with pytest.raises(Refused, match="all of them are taken"):  # the reviewers had given it the best one
        settle_grade(participant=holder, grade="", **told)
    assert final(holder) == "称职"


def test_a_grade_of_another_scale_is_refused(graded, report, organiser):
    with pytest.raises(Refused, match="does not give that grade"):
        settle_grade(participant=report.participant, grade="好", is_ungraded=False, reason="x", by=organiser, at=LATER)


def test_nobody_settles_their_own_grade(graded, organiser):
    own = enrol(graded, organiser)
    with pytest.raises(Refused, match="Nobody decides about their own participation"):
        settle_grade(participant=own, grade="称职", is_ungraded=False, reason="x", by=organiser, at=LATER)
    own.refresh_from_db()
    assert (own.grade, own.is_ungraded) == ("", False)
