"""Many are reminded at once: each once a day, of what is open, and nobody of what is done."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.actions.batch import begin_batch, undo_batch
from reports.actions.batch_act import ACTS
from reports.actions.errors import Refused
from reports.models import Notice, Participant, Report, Review, User
from reports.models.batch import BatchKind

from ..factories import UserFactory, enrol
from .test_batch import LATER, finish, submitted_by
from .test_roll_batch import settled


def rows(cycle, by, kind):
    if kind == BatchKind.REMIND:
        return Participant.objects.filter(cycle=cycle).organised_by(by).for_cycle_list()
    reports = Report.objects.filter(cycle=cycle).in_units_of(by)
    return Review.objects.filter(report__in=reports.values("pk")).for_cycle_list()


@pytest.fixture
def plan(cycle, organiser):
    def plan(kind, at=LATER):
        return ACTS[kind].plan(rows(cycle, organiser, kind), by=organiser, at=at)

    return plan


@pytest.fixture
def begin(cycle, organiser, plan, on_disk):
    def begin(kind, at=LATER):
        planned = plan(kind, at)
        return begin_batch(kind=kind, cycle=cycle, plan=planned, digest=planned.digest, by=organiser, at=at)

    return begin


@pytest.fixture
def waiting(cycle, bureau, stage, reviewer):
    """Three reports that wait for one reviewer."""
    reports = [submitted_by(cycle, bureau, f"陈{number}") for number in "一二三"]
    for report in reports:
        Review.objects.create(report=report, stage=stage, reviewer=reviewer)
    Report.objects.update(stage=stage)
    return reports


def told():
    return sorted(Notice.objects.values_list("recipient__name", "kind", "cycle__name", "actor"))


def left_out(plan):
    return {why: len(there) for why, there in plan.left_out}


def test_who_has_still_to_write_is_reminded_and_nobody_else(cycle, bureau, begin, plan, mailoutbox):
    submitted_by(cycle, bureau, "交过")
    enrol(cycle, UserFactory.create(name="免述", unit=bureau), state="exempt", reason="退休")
    enrol(cycle, UserFactory.create(name="停用", unit=bureau, is_active=False))
    enrol(cycle, UserFactory.create(name="未写", unit=bureau, email="a@example.org"))
    assert left_out(plan(BatchKind.REMIND)) == {
        "handed in already": 1,
        "no report is asked for": 1,
        "the account is not active": 1,
    }
    assert [row.what for row in plan(BatchKind.REMIND).acts] == ["due Dec. 20, 2026 · by mail too"]
    begin(BatchKind.REMIND)
    finish()
    assert told() == [("未写", "to_write", cycle.name, None)]
    assert [mail.to for mail in mailoutbox] == [["a@example.org"]]


def test_once_a_day(cycle, bureau, begin, plan):
    enrol(cycle, UserFactory.create(name="未写", unit=bureau))
    begin(BatchKind.REMIND)
    finish()
    assert left_out(plan(BatchKind.REMIND)) == {"reminded today already": 1}
    assert left_out(plan(BatchKind.REMIND, LATER + timedelta(days=1))) == {}


def test_two_batches_of_one_moment_remind_once(cycle, bureau, begin):
    enrol(cycle, UserFactory.create(name="未写", unit=bureau))
    first, second = begin(BatchKind.REMIND), begin(BatchKind.REMIND)
    finish()
    assert len(told()) == 1
    assert (settled(first), settled(second)) == (
        [("未写", "done", "")],
        [("未写", "left_out", "reminded today already")],
    )


def test_who_takes_part_twice_is_reminded_once(cycle, bureau, office, plan):
    person = UserFactory.create(name="未写", unit=bureau)
    enrol(cycle, person), enrol(cycle, person, unit=office, post="科员")
    Participant.objects.get_or_create(cycle=cycle, person=person, unit=office, post="科员")
    assert (len(plan(BatchKind.REMIND).acts), left_out(plan(BatchKind.REMIND))) == (1, {"reminded today already": 1})


def test_who_has_handed_in_meanwhile_is_left_alone(cycle, bureau, begin, report):
    batch = begin(BatchKind.REMIND)
    Report.objects.update(state="submitted", submitted_at=LATER)
    finish()
    assert (settled(batch), told()) == ([("林晓", "left_out", "handed in already")], [])


def test_a_reviewer_of_many_is_told_once(waiting, cycle, begin, plan):
    assert [(row.named, row.what) for row in plan(BatchKind.REMIND_REVIEWERS).acts] == [
        ("赵桥", "3 reports wait · in the site")
    ]
    batch = begin(BatchKind.REMIND_REVIEWERS)
    finish()
    assert (told(), settled(batch)) == ([("赵桥", "to_review", cycle.name, None)], [("赵桥", "done", "")])
    assert left_out(plan(BatchKind.REMIND_REVIEWERS)) == {"reminded today already": 3}


def test_a_reviewer_for_whom_nothing_waits_any_more_is_left_alone(waiting, begin):
    batch = begin(BatchKind.REMIND_REVIEWERS)
    Report.objects.update(state="approved")
    finish()
    assert (told(), settled(batch)) == ([], [("赵桥", "left_out", "nothing waits for them any more")])


def test_who_was_deactivated_between_looking_and_doing_is_left_alone_and_named(cycle, bureau, begin, mailoutbox):
    stays, leaves = (UserFactory.create(name=name, unit=bureau, email="a@example.org") for name in ("未写", "停用"))
    enrol(cycle, stays), enrol(cycle, leaves)
    batch = begin(BatchKind.REMIND)
    User.objects.filter(pk=leaves.pk).update(is_active=False)
    finish()
    assert sorted(settled(batch)) == [("停用", "left_out", "the account is not active"), ("未写", "done", "")]
    assert told() == [("未写", "to_write", cycle.name, None)]
    assert len(mailoutbox) == 1


def test_a_reviewer_who_was_deactivated_meanwhile_is_left_alone(waiting, begin, reviewer):
    batch = begin(BatchKind.REMIND_REVIEWERS)
    User.objects.filter(pk=reviewer.pk).update(is_active=False)
    finish()
    assert (told(), settled(batch)) == ([], [("赵桥", "left_out", "nothing waits for them any more")])


@pytest.mark.exhaustive  # ten thousand rows take seconds
def test_ten_thousand_chosen_by_one_click_are_kept_in_a_few_statements(cycle, bureau, organiser, on_disk):
    people = User.objects.bulk_create(User(username=f"u{n}", name=f"干部{n}", unit=bureau) for n in range(10_000))
    Participant.objects.bulk_create(Participant(cycle=cycle, person=person, unit=bureau) for person in people)
    planned = ACTS[BatchKind.REMIND].plan(rows(cycle, organiser, BatchKind.REMIND), by=organiser, at=LATER)
    told_to = {"kind": BatchKind.REMIND, "cycle": cycle, "plan": planned, "digest": planned.digest}
    with CaptureQueriesContext(connection) as queries:
        batch = begin_batch(**told_to, by=organiser, at=LATER)
    assert batch.items.count() == 10_000
    assert len(queries) < 200


def test_only_reports_of_the_organisers_units_count(waiting, begin, organiser, county, office):
    batch = begin(BatchKind.REMIND_REVIEWERS)
    county.organisers.remove(organiser)
    office.organisers.add(organiser)
    finish()
    assert (told(), settled(batch)) == ([], [("赵桥", "left_out", "nothing waits for them any more")])


def test_what_was_sent_is_not_taken_back(waiting, begin, organiser):
    batch = begin(BatchKind.REMIND_REVIEWERS)
    finish()
    batch.refresh_from_db()
    with pytest.raises(Refused, match="cannot be undone"):
        undo_batch(batch=batch, by=organiser, at=LATER)
