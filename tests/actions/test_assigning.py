"""One person reviews many reports, or takes many reviews over: shown first, each as if by itself, and back."""

import pytest

from reports.actions.batch import begin_batch, undo_batch
from reports.actions.batch_act import ACTS
from reports.models import Batch, Notice, Opinion, Report, Review, Substitution
from reports.models.batch import BatchKind

from ..factories import UserFactory
from .test_batch import LATER, finish, submitted_by
from .test_reminding import left_out, rows
from .test_roll_batch import settled


@pytest.fixture
def second(county):
    return UserFactory.create(name="钱二", unit=county, post="副县长")


@pytest.fixture
def reports(cycle, bureau, stage):
    there = [submitted_by(cycle, bureau, f"陈{number}") for number in "一二"]
    Report.objects.update(stage=stage)
    return there


@pytest.fixture
def plan(cycle, organiser):
    def plan(kind, **order):
        mine = Report.objects.filter(cycle=cycle).in_units_of(organiser).for_cycle_list()
        chosen = mine if kind == BatchKind.ASSIGN else rows(cycle, organiser, kind)
        return ACTS[kind].plan(chosen, by=organiser, at=LATER, **order)

    return plan


@pytest.fixture
def begin(cycle, organiser, plan, on_disk):
    def begin(kind, **order):
        planned = plan(kind, **order)
        return begin_batch(kind=kind, cycle=cycle, plan=planned, digest=planned.digest, by=organiser, at=LATER)

    return begin


@pytest.fixture
def undo(organiser):
    def undo(batch):
        undoing = undo_batch(batch=Batch.objects.get(pk=batch.pk), by=organiser, at=LATER)
        finish()
        return undoing

    return undo


def reviewers():
    return sorted(Review.objects.values_list("report__author__name", "reviewer__name"))


def test_a_reviewer_for_many_and_back(reports, stage, reviewer, second, begin, undo):
    for report in reports:
        Review.objects.create(report=report, stage=stage, reviewer=reviewer)
    batch = begin(BatchKind.ASSIGN, stage=stage, reviewer=second, due=None)
    assert batch.items.first().what == "钱二 reviews it in “初审”"
    finish()
    both = [("陈一", "赵桥"), ("陈一", "钱二"), ("陈二", "赵桥"), ("陈二", "钱二")]
    assert reviewers() == both
    undo(batch)
    assert reviewers() == [("陈一", "赵桥"), ("陈二", "赵桥")]


def test_who_gets_no_reviewer_and_why(reports, cycle, bureau, stage, reviewer, plan):
    Review.objects.create(report=reports[0], stage=stage, reviewer=reviewer)
    Report.objects.filter(pk=reports[1].pk).update(state="approved")
    theirs = submitted_by(cycle, bureau, "丙")
    Report.objects.filter(pk=theirs.pk).update(author=reviewer)
    assert left_out(plan(BatchKind.ASSIGN, stage=stage, reviewer=reviewer, due=None)) == {
        "they review it in this stage already": 1,
        "approved: its reviewers stay": 1,
        "they write it, or help to": 1,
    }


def test_a_reviewer_deactivated_meanwhile_gets_nothing(reports, stage, second, begin):
    batch = begin(BatchKind.ASSIGN, stage=stage, reviewer=second, due=None)
    second.is_active = False
    second.save()
    finish()
    assert (reviewers(), {why for _name, _state, why in settled(batch)}) == (
        [],
        {"the account of 钱二 was deactivated"},
    )


def test_a_review_with_an_opinion_is_not_taken_back(reports, stage, second, begin, undo):
    batch = begin(BatchKind.ASSIGN, stage=stage, reviewer=second, due=None)
    finish()
    review = Review.objects.get(report=reports[0])
    told = {"decision": "agreed", "at": LATER, "by": second, "revision": reports[0].revisions.latest("number")}
    Opinion.objects.create(review=review, **told)
    left = {name: why for name, state, why in settled(undo(batch)) if state == "left_out"}
    assert left["陈一"] == "This reviewer has given an opinion already; it is kept."


@pytest.fixture
def reviewed(reports, stage, reviewer):
    for report in reports:
        Review.objects.create(report=report, stage=stage, reviewer=reviewer)
    return reports


def test_many_reviews_are_handed_over_and_back(reviewed, second, reviewer, begin, undo):
    batch = begin(BatchKind.SUBSTITUTE, substitute=second, reason="出国考察")
    finish()
    assert reviewers() == [("陈一", "钱二"), ("陈二", "钱二")]
    assert sorted(Notice.objects.values_list("recipient__name", "kind")) == [
        ("赵桥", "relieved"),
        ("钱二", "entrusted"),
    ]
    assert [item.what for item in batch.items.all()] == ["赵桥 → 钱二"] * 2
    undo(batch)
    assert reviewers() == [("陈一", "赵桥"), ("陈二", "赵桥")]
    kept = Substitution.objects.order_by("pk").values_list("former__name", "substitute__name", "reason")
    assert list(kept) == [("赵桥", "钱二", "出国考察")] * 2 + [("钱二", "赵桥", "taken back: 出国考察")] * 2


def test_which_reviews_are_not_handed_over_and_why(reviewed, cycle, bureau, stage, second, reviewer, plan):
    below = UserFactory.create(name="下级", unit=bureau)
    Review.objects.create(report=reviewed[0], stage=stage, reviewer=below)
    Report.objects.filter(pk=reviewed[1].pk).update(state="approved")
    assert left_out(plan(BatchKind.SUBSTITUTE, substitute=below, reason="x")) == {
        "they review it in this stage already": 2,
        "decided already": 1,
    }
    own = plan(BatchKind.SUBSTITUTE, substitute=reviewed[0].author, reason="x")
    assert [why for why, _there in own.left_out] == [
        "decided already",
        "they may not review it: they write it, help to, or work below its author",
    ] or [why for why, _there in own.left_out] == [
        "they may not review it: they write it, help to, or work below its author",
        "decided already",
    ]


def test_a_review_handed_over_meanwhile_stays(reviewed, second, begin, county):
    batch = begin(BatchKind.SUBSTITUTE, substitute=second, reason="x")
    third = UserFactory.create(name="孙三", unit=county)
    Review.objects.filter(report=reviewed[0]).update(reviewer=third)
    finish()
    assert reviewers() == [("陈一", "孙三"), ("陈二", "钱二")]
    assert [why for _name, state, why in settled(batch) if state == "left_out"] == [
        "the review was taken back, or handed over, meanwhile"
    ]


def test_who_lost_the_unit_hands_nothing_over(reviewed, second, begin, county, organiser, office):
    begin(BatchKind.SUBSTITUTE, substitute=second, reason="x")
    begin(BatchKind.ASSIGN, stage=Review.objects.first().stage, reviewer=second, due=None)
    county.organisers.remove(organiser)
    office.organisers.add(organiser)
    finish()
    assert reviewers() == [("陈一", "赵桥"), ("陈二", "赵桥")]
