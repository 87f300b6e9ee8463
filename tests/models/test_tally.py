"""Tallies say what counting says, after whatever was changed by whatever statement. They are kept on PostgreSQL."""

from datetime import timedelta
from random import Random

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from reports.access import OrganisedCycle
from reports.models import Cycle, GradeScale, Opinion, Participant, Report, Review, Stage, TallyMark, Unit, User
from reports.models.branch import sum_by_branch
from reports.models.tally_count import count_by_unit
from reports.models.tally_marks import mark_changes
from reports.models.tally_numbers import TallyNumbers, together
from reports.models.tally_upkeep import count_ahead, keeps_tallies, refresh_tallies, tallied, tallied_progress

from ..factories import MOMENT, UserFactory
from ..views.rounds import fill_round, give_grade, take_part

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="kept on PostgreSQL alone")
GRADES = ["好", "较好", "一般", "差"]


@pytest.fixture
def school(county):
    return Unit.objects.create(name="教育局", parent=county)


@pytest.fixture
def full(cycle, stage, bureau, office, school, reviewer):
    cycle.grade_scale = GradeScale.of_labels(GRADES)
    cycle.save()
    fill_round(cycle, stage, bureau, office, school, reviewer)
    return cycle


def counted(cycle, tops):
    below = Unit.objects.none()
    for top in tops:
        below |= Unit.objects.within(top.pk)
    participants, reports = (model.objects.filter(cycle=cycle, unit__in=below) for model in (Participant, Report))
    numbers = together(count_by_unit(participants, reports, Review.objects.filter(report__in=reports)))
    return {key: number for key, number in numbers.items() if number}


def stored(cycle, units):
    assert refresh_tallies(cycle)
    return tallied(cycle, units)


def assert_right(cycle):
    """For each unit with what is below it."""
    units = Unit.objects.all()
    for unit in units:
        assert dict(stored(cycle, [unit])) == counted(cycle, [unit]), unit
    progress = sum_by_branch(Participant.objects.filter(cycle=cycle).with_progress(), "progress", tops=units)
    assert {**tallied_progress(cycle, units)} == progress
    assert not TallyMark.objects.filter(cycle=cycle).exists()


class Changes:
    """Each as a statement of its own, past all actions."""

    def __init__(self, random, cycle):
        self.random, self.cycle = random, cycle

    def one(self, model, **rule):
        rows = model.objects.filter(**rule).order_by("pk")
        return self.random.choice([*rows]) if rows else None

    def choose(self):
        names = sorted(name for name in dir(self) if name.startswith("do_"))
        getattr(self, self.random.choice(names))()

    def do_take_part(self):
        progress = self.random.choice(["not_begun", "draft", "submitted", "returned", "published"])
        take_part(self.cycle, self.one(Unit), progress, days=self.random.randrange(40))

    def do_report_state(self):
        report = self.one(Report, cycle=self.cycle)
        state = self.random.choice(Report.State.values)
        stage = self.random.choice([None, *self.cycle.stages.all()])
        sent = report.submitted_at or timezone.now()
        first = self.random.choice([sent, sent + timedelta(days=60), None])
        Report.objects.filter(pk=report.pk).update(
            state=state, stage=stage, submitted_at=sent, first_submitted_at=first
        )

    def do_participant(self):
        participant = self.one(Participant, cycle=self.cycle)
        participant.state = self.random.choice(["writing", "exempt"])
        participant.due = self.random.choice([None, timezone.localdate() + timedelta(days=self.random.randint(-9, 9))])
        participant.closing = self.random.choice(["", "kept", "missing"])
        participant.is_ungraded = self.random.choice([True, False])
        participant.grade = "" if participant.is_ungraded else self.random.choice(["", *GRADES])
        participant.unit = self.one(Unit)
        participant.save()

    def do_many_participants_move(self):
        Participant.objects.filter(cycle=self.cycle, unit=self.one(Unit)).update(unit=self.one(Unit))

    def do_report_moves(self):
        Report.objects.filter(pk=self.one(Report, cycle=self.cycle).pk).update(unit=self.one(Unit))

    def do_leave_or_come_back(self):
        User.objects.filter(pk=self.one(User).pk).update(is_active=self.random.choice([True, False]))

    def do_sign_in(self):
        User.objects.filter(pk=self.one(User).pk).update(last_login=self.random.choice([None, MOMENT]))

    def do_review(self):
        report = self.one(Report, cycle=self.cycle)
        Review.objects.get_or_create(report=report, stage=self.one(Stage, cycle=self.cycle), reviewer=self.one(User))

    def do_review_is_taken_back(self):
        Review.objects.filter(pk__in=[*Review.objects.filter(opinions=None).values_list("pk", flat=True)[:1]]).delete()

    def do_review_passes_on(self):
        review = self.one(Review, opinions=None)
        if (
            review
            and not Review.objects.filter(report=review.report, stage=review.stage, reviewer__name="新人").exists()
        ):
            Review.objects.filter(pk=review.pk).update(reviewer=UserFactory.create())

    def do_opinion(self):
        report = self.one(Report, cycle=self.cycle, revisions=None)
        if report and report.is_submitted:
            give_grade(report, UserFactory.create(), self.one(Stage, cycle=self.cycle), self.random.choice(GRADES))

    def do_due_day(self):
        Cycle.objects.filter(pk=self.cycle.pk).update(due=self.cycle.due + timedelta(days=self.random.randint(-40, 9)))

    def do_stages_change_places(self):
        first, second = Stage.objects.filter(cycle=self.cycle).order_by("position")[:2]
        for stage, position in [(first, 99), (second, first.position), (first, second.position)]:
            Stage.objects.filter(pk=stage.pk).update(position=position)

    def do_unit_moves(self):
        bureau, school = Unit.objects.get(name="水务局"), Unit.objects.get(name="教育局")
        above = self.random.choice([Unit.objects.get(name="石桥县"), school])
        Unit.objects.filter(pk=bureau.pk).update(parent=above)

    def do_strike(self):
        participant = self.one(Participant, cycle=self.cycle, report=None)
        if participant:
            participant.delete()

    def do_delete_a_draft(self):
        report = self.one(Report, cycle=self.cycle, state="draft", reviews=None, revisions=None)
        if report:
            report.delete()

    def do_undone(self):
        """Nothing of what is rolled back is counted."""
        with transaction.atomic():
            take_part(self.cycle, self.one(Unit), "submitted")
            transaction.set_rollback(True)


@pytest.mark.parametrize("seed", range(12))
def test_after_any_changes_they_are_what_counting_says(full, seed):
    changes = Changes(Random(seed), full)  # noqa: S311 - the same each time
    for _round in range(6):
        for _change in range(changes.random.randint(1, 6)):
            changes.choose()
        assert_right(full)


@pytest.mark.parametrize("name", sorted(name for name in dir(Changes) if name.startswith("do_")))
def test_after_each_change_alone(full, name):
    assert_right(full)
    changes = Changes(Random(name), full)  # noqa: S311
    for _time in range(4):
        getattr(changes, name)()
    assert_right(full)


def test_what_no_number_depends_on_leaves_no_mark(full, organiser):
    stored(full, [full.unit])
    Report.objects.update(title="改了题目")
    Participant.objects.update(post="主任科员")
    User.objects.exclude(last_login=None).update(last_login=timezone.now())
    Opinion.objects.create(
        **Opinion.objects.values("review_id", "revision_id", "decision", "at")[0] | {"by": organiser}
    ).refresh_from_db()
    assert TallyMark.objects.filter(cycle=full).count() == 1  # the opinion


def test_an_organisers_own_report_is_not_among_those_they_run(full, organiser, stage, reviewer):
    own = take_part(full, full.unit, "in_review")
    Report.objects.filter(participant=own).update(author=organiser, stage=stage)
    Review.objects.create(report=own.report, stage=stage, reviewer=reviewer)
    organised = OrganisedCycle(organiser, full)
    plain = TallyNumbers(together(count_by_unit(organised.participants, organised.reports, organised.reviews)))
    kept = organised.numbers
    assert keeps_tallies()
    assert (kept.submitted, kept.waiting, kept.vacant) == (plain.submitted, plain.waiting, plain.vacant)
    assert kept.waiting == {reviewer.pk: 5}


def test_who_organises_two_branches_one_in_the_other_counts_nobody_twice(full, county, office, organiser):
    office.organisers.add(organiser)
    assert [unit.pk for unit in OrganisedCycle(organiser, full).tops] == [county.pk]
    assert sum(dict(stored(full, [county])).values()) == sum(counted(full, [county]).values())


def test_a_ring_of_units_is_counted_once(full, county, office, organiser):
    Unit.objects.filter(pk=county.pk).update(parent=office)
    organised = OrganisedCycle(organiser, full)
    assert [unit.pk for unit in organised.tops] == [county.pk]
    plain = together(count_by_unit(organised.participants, organised.reports, organised.reviews))
    assert dict(stored(full, organised.tops)) == {key: number for key, number in plain.items() if number}


def test_only_who_asks_after_a_change_counts(full, organiser, visit, django_assert_num_queries):
    client, url = visit(organiser), reverse("cycle", args=[full.pk])
    client.get(url)
    with django_assert_num_queries(2):
        stored(full, [])
    with django_assert_num_queries(3):
        stored(full, [full.unit])


def test_a_database_that_takes_nothing_is_counted_all_the_same(full, organiser, caplog):
    """Its disk is full, or it is the one that stands by."""
    plain = counted(full, OrganisedCycle(organiser, full).tops)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL transaction_read_only = on")
        seen = OrganisedCycle(organiser, full)
        found = seen.numbers, seen.submitted, dict(seen.progress_below(Unit.objects.filter(pk=full.unit_id)))
        transaction.set_rollback(True)
    numbers = TallyNumbers(plain)
    assert TallyMark.objects.filter(cycle=full).exists()
    assert (found[0].waiting, found[0].submitted, found[1]) == (numbers.waiting, numbers.submitted, numbers.submitted)
    asked = seen.participants.with_progress()
    assert found[2] == {**sum_by_branch(asked, "progress", tops=Unit.objects.filter(pk=full.unit_id))}
    assert "could not be stored" in caplog.text


def test_what_works_in_the_background_has_counted_before_anybody_looks(full, county, django_assert_num_queries):
    """After an update, which marks all of every round, and after a change of one unit."""
    mark_changes(using=connection.alias)
    assert TallyMark.objects.filter(cycle=full, unit=None).exists()
    count_ahead()
    with django_assert_num_queries(2):  # is it counted, is anything marked
        refresh_tallies(full)
    assert dict(tallied(full, [county])) == counted(full, [county])
    Participant.objects.filter(cycle=full).update(due=MOMENT.date())
    count_ahead()
    assert not TallyMark.objects.exists()
    assert dict(tallied(full, [county])) == counted(full, [county])
