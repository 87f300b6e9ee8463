"""A stage spread evenly over a group: who gets whom, who never, and that it is done as it was shown or not at all."""

from datetime import timedelta

import pytest

from reports.actions import spread_batch
from reports.actions.assistance import name_assistant
from reports.actions.batch import cancel_batch, work_once
from reports.actions.errors import PlanChanged, Refused
from reports.actions.report import submit_report
from reports.actions.spread import SpreadOrder, plan_spread, spread_reviews
from reports.actions.spread_batch import begin_spread
from reports.models import Assistance, Batch, Participant, Report, Review, StageReviewer, Unit, User

from ..factories import MOMENT, UserFactory, enrol, many_reports, write_report

LATER = MOMENT + timedelta(days=9)


@pytest.fixture
def offices(county):
    return [Unit.objects.create(name=f"局{n}", parent=county) for n in range(3)]


@pytest.fixture
def roll(cycle, offices):
    """Three offices of five people each, enrolled; by staff number."""
    people = [
        UserFactory.create(staff_number=f"{n:03}", name=f"人{n}", username=f"ren{n}", unit=offices[n % 3])
        for n in range(15)
    ]
    return [enrol(cycle, person) for person in people]


@pytest.fixture
def group(offices):
    """One of each office, and one of the county's second branch."""
    return tuple(
        UserFactory.create(staff_number=f"9{n}", name=f"审{n}", username=f"shen{n}", unit=unit)
        for n, unit in enumerate(offices)
    )


def everybody():
    return Participant.objects.all()


@pytest.fixture
def plan(cycle, organiser):
    return lambda order: plan_spread(cycle=cycle, participants=everybody(), order=order, by=organiser)


@pytest.fixture
def spread(cycle, organiser, plan):
    """Looked at and confirmed."""

    def confirm(order, digest=None):
        told = {"cycle": cycle, "participants": everybody(), "by": organiser, "at": LATER}
        return spread_reviews(order=order, digest=digest or plan(order).digest, **told)

    return confirm


def given(plan):
    return [(row.participant.person.username, row.reviewer.username) for row in plan.rows]


def named():
    rows = StageReviewer.objects.exclude(participant=None).order_by("participant__person__staff_number")
    return list(rows.values_list("participant__person__username", "reviewer__username"))


def loads(plan):
    return [(load.person.username, load.before, load.after) for load in plan.loads]


def test_all_have_equally_much_and_ties_go_by_staff_number(plan, stage, group, roll):
    order = SpreadOrder(stage, group[::-1], spares_own_unit=False)
    shown = plan(order)
    assert given(shown)[:4] == [("ren0", "shen0"), ("ren1", "shen1"), ("ren2", "shen2"), ("ren3", "shen0")]
    assert loads(shown) == [("shen0", 0, 5), ("shen1", 0, 5), ("shen2", 0, 5)]
    assert plan(order).digest == shown.digest
    assert StageReviewer.objects.count() == 0


def test_nobody_reviews_the_own_unit_where_that_is_asked(plan, stage, group, roll):
    shown = plan(SpreadOrder(stage, group))
    assert [row for row in shown.rows if row.participant.unit_id == row.reviewer.unit_id] == []
    assert loads(shown) == [("shen0", 0, 5), ("shen1", 0, 5), ("shen2", 0, 5)]


def test_nobody_reviews_their_own_report_a_superiors_or_one_they_help_to_write(
    cycle, plan, stage, county, offices, group, roll
):
    """The county's own leader stands above all offices; of one's own unit and of others nobody does."""
    leader = enrol(cycle, UserFactory.create(username="lingdao", staff_number="0", unit=county))
    own = enrol(cycle, group[0])
    Assistance.objects.create(author=roll[1].person, assistant=group[1], accepted_at=MOMENT)
    shown = plan(SpreadOrder(stage, group, spares_own_unit=False))
    left = [(reason.value, [one.person.username for one in there]) for reason, there in shown.left_out]
    assert left == [("nobody", ["lingdao"])]
    pairs = dict(given(shown))
    assert pairs[own.person.username] != "shen0"
    assert pairs["ren1"] != "shen1"
    above = UserFactory.create(username="fu", staff_number="999", unit=county)
    pairs = dict(given(plan(SpreadOrder(stage, (*group, above), spares_own_unit=False))))
    assert pairs["lingdao"] == "fu"
    assert leader.pk


def test_what_each_has_already_counts(plan, cycle, stage, group, roll, county):
    """Also in another stage, and what the rules of units will bring."""
    second = cycle.stages.create(position=2, name="二审")
    for participant in roll[:4]:
        StageReviewer.objects.create(stage=second, participant=participant, reviewer=group[0])
    shown = plan(SpreadOrder(stage, group, spares_own_unit=False))
    assert loads(shown) == [("shen0", 4, 7), ("shen1", 0, 6), ("shen2", 0, 6)]


def test_confirmed_it_is_what_the_submission_finds(spread, cycle, stage, group, roll, log):
    """Before a report is begun, while it is a draft, and for what waits without a reviewer already."""
    early, draft = roll[0], write_report(cycle, roll[1].person)
    waiting = write_report(cycle, roll[2].person)
    submit_report(report=waiting, by=waiting.author, at=MOMENT)
    shown = spread(SpreadOrder(stage, group, spares_own_unit=False))
    assert (len(shown.rows), named()) == (15, given(shown))
    assert reviewing(waiting) == ["shen2"]
    assert Report.objects.get(pk=waiting.pk).stage == stage
    submit_report(report=draft, by=draft.author, at=LATER)
    late = write_report(cycle, early.person)
    submit_report(report=late, by=late.author, at=LATER)
    assert (reviewing(draft), reviewing(late)) == (["shen1"], ["shen0"])
    events = [(verb, detail) for verb, actor, report, detail in log() if verb == "reviews_spread"]
    assert events == [("reviews_spread", f"{stage} · 15 · 审0, 审1, 审2")]


def reviewing(report):
    return list(report.reviews.order_by("reviewer__username").values_list("reviewer__username", flat=True))


def test_a_unit_with_all_below_it_or_only_some_people(plan, stage, county, offices, group, roll):
    of_one = plan(SpreadOrder(stage, group, unit=offices[0]))
    assert sorted(dict(given(of_one))) == ["ren0", "ren12", "ren3", "ren6", "ren9"]
    assert len(plan(SpreadOrder(stage, group, unit=county)).rows) == 15
    by_hand = plan(SpreadOrder(stage, group[:1], only=(roll[1].pk,)))
    assert given(by_hand) == [("ren1", "shen0")]


def test_who_has_a_reviewer_is_left_alone_unless_it_is_done_again(spread, plan, cycle, stage, group, roll):
    spread(SpreadOrder(stage, group[:1], only=tuple(one.pk for one in roll[:6]), spares_own_unit=False))
    report = write_report(cycle, roll[0].person)
    submit_report(report=report, by=report.author, at=LATER)
    shown = plan(SpreadOrder(stage, group, spares_own_unit=False))
    assert loads(shown) == [("shen0", 6, 6), ("shen1", 0, 5), ("shen2", 0, 4)]
    left = {reason.value: len(there) for reason, there in shown.left_out}
    assert left == {"reviewed": 1, "named": 5}
    anew = spread(SpreadOrder(stage, group, spares_own_unit=False, again=True))
    assert loads(anew) == [("shen0", 1, 5), ("shen1", 0, 5), ("shen2", 0, 5)]
    assert (anew.rows[0].until_now, anew.rows[-1].until_now) == (("审0",), ())
    assert (reviewing(report), len(named())) == (["shen0"], 15)


def test_who_writes_no_report_or_is_past_the_stage_gets_nobody(plan, cycle, stage, group, roll, organiser):
    second = cycle.stages.create(position=2, name="二审")
    Participant.objects.filter(pk=roll[0].pk).update(state="exempt")
    done, ahead = write_report(cycle, roll[1].person), write_report(cycle, roll[2].person)
    Report.objects.filter(pk=done.pk).update(state="approved", submitted_at=MOMENT)
    Report.objects.filter(pk=ahead.pk).update(state="in_review", submitted_at=MOMENT, stage=second)
    enrol(cycle, organiser)
    shown = plan(SpreadOrder(stage, group))
    left = {reason.value: sorted(one.person.username for one in there) for reason, there in shown.left_out}
    assert left == {"own": ["tang"], "passed": ["ren1", "ren2"]}
    assert len(shown.rows) == 12


@pytest.mark.parametrize("change", ["enrolled", "left", "named", "submitted", "assisting", "moved"])
def test_where_something_has_changed_nothing_is_written(plan, spread, cycle, stage, group, roll, offices, change):
    order = SpreadOrder(stage, group, spares_own_unit=False)
    seen = plan(order).digest
    if change == "enrolled":
        enrol(cycle, UserFactory.create(unit=offices[0]))
    elif change == "left":
        Participant.objects.filter(pk=roll[3].pk).update(state="exempt")
    elif change == "named":
        StageReviewer.objects.create(stage=stage, participant=roll[3], reviewer=group[1])
    elif change == "submitted":
        report = write_report(cycle, roll[3].person)
        Review.objects.create(report=report, stage=stage, reviewer=group[1])
    elif change == "assisting":
        Assistance.objects.create(author=roll[0].person, assistant=group[0], accepted_at=MOMENT)
    else:
        User.objects.filter(pk=group[0].pk).update(staff_number="99")
        order = SpreadOrder(stage, tuple(User.objects.filter(pk__in=[one.pk for one in group])), spares_own_unit=False)
    before = named()
    with pytest.raises(PlanChanged):
        spread(order, seen)
    assert named() == before


def test_where_nobody_gets_anybody_it_says_so(spread, stage, group, roll):
    with pytest.raises(Refused, match="Nobody of these"):
        spread(SpreadOrder(stage, group[:1], only=(enrol(roll[0].cycle, group[0]).pk,)))


def test_who_is_spread_over_does_not_become_an_assistant(spread, stage, group, roll):
    spread(SpreadOrder(stage, group[:1], only=(roll[1].pk,)))
    with pytest.raises(Refused, match="reviews your report"):
        name_assistant(author=roll[1].person, assistant=group[0], may_submit=False, at=LATER)


@pytest.mark.parametrize("people", [1, 60])
def test_statements(cycle, stage, group, organiser, offices, django_assert_num_queries, people):
    for _ in range(people):
        enrol(cycle, UserFactory.create(unit=offices[0]))
    order = SpreadOrder(stage, group)
    told = {"cycle": cycle, "participants": everybody(), "by": organiser}
    with django_assert_num_queries(11):
        digest = plan_spread(order=order, **told).digest
    with django_assert_num_queries(19):
        spread_reviews(order=order, digest=digest, at=LATER, **told)


@pytest.mark.parametrize("count", [1, 40])
def test_statements_where_all_are_submitted(cycle, stage, group, organiser, offices, django_assert_num_queries, count):
    many_reports(cycle, count, state="submitted", stage=stage, submitted_at=MOMENT, first_submitted_at=MOMENT)
    Participant.objects.update(unit=offices[0])
    order = SpreadOrder(stage, group)
    told = {"cycle": cycle, "participants": everybody(), "by": organiser}
    digest = plan_spread(order=order, **told).digest
    with django_assert_num_queries(29):
        spread_reviews(order=order, digest=digest, at=LATER, **told)
    assert Review.objects.filter(reviewer__in=group).count() == count


# Over many, in the background


@pytest.fixture
def begin(cycle, stage, group, roll, organiser, plan, settings, monkeypatch):
    """Looked at and confirmed. What the background does is done in this process."""

    def confirm(**changed):
        order = SpreadOrder(stage, group, **changed)
        told = {"cycle": cycle, "participants": everybody(), "order": order, "digest": plan(order).digest}
        monkeypatch.setattr(spread_batch, "LONG", len(roll) - 1)
        settings.DOCUMENT_PROCESSES = 1
        batch = begin_spread(**told, by=organiser, at=LATER)
        settings.DOCUMENT_PROCESSES = 0
        return batch

    return confirm


def work(batch):
    while work_once(at=LATER):
        pass
    batch.refresh_from_db()
    return batch


@pytest.mark.parametrize("changed", [{}, {"again": True}, {"spares_own_unit": False}])
def test_over_many_it_is_done_after_the_answer_as_it_was_shown(begin, plan, stage, group, roll, offices, log, changed):
    wanted = plan(SpreadOrder(stage, group, **changed))
    batch = begin(**changed)
    assert (StageReviewer.objects.count(), batch.ended_at) == (0, None)
    work(batch)
    named = dict(StageReviewer.objects.values_list("participant", "reviewer"))
    assert named == {row.participant.pk: row.reviewer.pk for row in wanted.rows}
    assert (batch.problem, batch.options, batch.ended_at) == ("", {"given": len(roll)}, LATER)
    assert batch.by.events.filter(verb="reviews_spread").count() == 1


def test_a_unit_and_some_people_are_kept_with_it(begin, county, offices, roll, group):
    work(begin(unit=offices[0], only=tuple(one.pk for one in roll[:6])))
    assert {*StageReviewer.objects.values_list("participant", flat=True)} == {roll[0].pk, roll[3].pk}


def test_few_are_spread_at_once(cycle, stage, group, roll, organiser, plan, settings):
    settings.DOCUMENT_PROCESSES = 1
    order = SpreadOrder(stage, group)
    told = {"cycle": cycle, "participants": everybody(), "order": order, "digest": plan(order).digest}
    assert len(begin_spread(**told, by=organiser, at=LATER).rows) == len(roll)
    assert Batch.objects.count() == 0


@pytest.mark.parametrize("meanwhile", ["enrolled", "dismissed", "deactivated", "left", "stage", "unit", "cancelled"])
def test_nothing_is_spread_that_is_not_as_it_was_shown(
    begin, cycle, stage, group, county, offices, organiser, meanwhile
):
    batch = begin(unit=Unit.objects.create(name="空局", parent=county) if meanwhile == "unit" else None)
    change = {
        "enrolled": lambda: enrol(cycle, UserFactory.create(unit=offices[0])),
        "dismissed": county.organisers.clear,
        "deactivated": lambda: User.objects.filter(pk=organiser.pk).update(is_active=False),
        "left": lambda: User.objects.filter(pk=group[0].pk).update(is_active=False),
        "stage": stage.delete,
        "unit": lambda: Unit.objects.filter(name="空局").delete(),
        "cancelled": lambda: cancel_batch(batch=batch, by=organiser, at=LATER),
    }
    change[meanwhile]()
    work(batch)
    assert (StageReviewer.objects.count(), batch.ended_at, batch.cancelled) == (0, LATER, meanwhile == "cancelled")
    assert ("nothing was written" in batch.problem) is (meanwhile != "cancelled")


def test_a_worker_that_is_killed_in_the_end_has_done_nothing_or_all(begin, roll, monkeypatch):
    batch = begin()
    done = spread_batch.spread_reviews

    def spread_and_die(**told):
        done(**told)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(spread_batch, "spread_reviews", spread_and_die)
        with pytest.raises(KeyboardInterrupt):
            work(batch)
    assert StageReviewer.objects.count() == 0
    work(batch)
    assert (StageReviewer.objects.count(), batch.problem) == (len(roll), "")
