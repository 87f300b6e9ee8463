"""Rules and dates: set while a round is prepared, changed by number once it is open; and other due days."""

from datetime import date, timedelta

import pytest

from reports.actions.cycle_change import ChangedMeanwhile, change_cycle, extend
from reports.actions.errors import Refused
from reports.actions.report import submit_report
from reports.actions.review import agree
from reports.models import Cycle, CycleChange, Event, GradeScale, Notice, Participant

from ..factories import MOMENT, UserFactory, enrol

LATER = MOMENT + timedelta(days=9)
DUE, NEW = date(2026, 12, 20), date(2026, 12, 31)


@pytest.fixture
def change(cycle, organiser):
    def change(base=None, stages=None, reason="雪灾。", **fields):
        shown = {name: getattr(cycle, name) for name in fields} | (base or {})
        told = {"by": organiser, "at": LATER, "reason": reason}
        return change_cycle(cycle=cycle, fields=fields, base=shown, stages=stages or {}, **told)

    return change


def told(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient__username", flat=True))


def test_a_change_has_a_number_before_after_and_a_reason(cycle, report, author, organiser, change):
    first = change(max_characters=3000)
    second = change(max_characters=3500, accepts_late=False, base={"max_characters": 3000})
    assert [(one.number, one.before, one.after, one.reason, one.by) for one in (first, second)] == [
        (1, {"max_characters": 0}, {"max_characters": 3000}, "雪灾。", organiser),
        (
            2,
            {"max_characters": 3000, "accepts_late": True},
            {"max_characters": 3500, "accepts_late": False},
            "雪灾。",
            organiser,
        ),
    ]
    assert Event.objects.filter(verb="cycle_changed", cycle=cycle).count() == 2
    assert told("cycle_changed") == [author.username] * 2


def test_a_kept_change_is_never_changed(change):
    one = change(max_characters=3000)
    with pytest.raises(TypeError):
        CycleChange.objects.filter(pk=one.pk).update(reason="别的")
    with pytest.raises(TypeError):
        one.delete()


def test_without_a_reason_nothing_is_changed(cycle, change):
    with pytest.raises(Refused, match="Write the reason"):
        change(max_characters=3000, reason="  ")
    cycle.refresh_from_db()
    assert (cycle.max_characters, CycleChange.objects.count()) == (0, 0)


def test_before_the_opening_it_is_set_without_a_number(cycle, change):
    Cycle.objects.filter(pk=cycle.pk).update(opened_at=None)
    assert change(max_characters=3000, reason="") is None
    cycle.refresh_from_db()
    assert (cycle.max_characters, CycleChange.objects.count(), Notice.objects.count()) == (3000, 0, 0)


def test_sent_twice_it_is_changed_once(change):
    assert change(max_characters=3000) is not None
    assert change(max_characters=3000, base={"max_characters": 0}) is None


def test_two_organisers_who_change_the_same_collide(cycle, change):
    change(max_characters=3000)
    with pytest.raises(ChangedMeanwhile, match="Somebody else has changed"):
        change(max_characters=2000, accepts_late=False, base={"max_characters": 0})
    cycle.refresh_from_db()
    assert (cycle.max_characters, cycle.accepts_late) == (3000, True)
    change(accepts_late=False)
    cycle.refresh_from_db()
    assert (cycle.max_characters, cycle.accepts_late) == (3000, False)


def test_a_stages_day_is_told_to_who_reviews_in_it(cycle, stage, report, reviewer, change):
    one = change(stages={stage.pk: NEW})
    assert (one.before, one.after) == ({"stage:初审": "2027-01-10"}, {"stage:初审": "2026-12-31"})
    assert told("cycle_changed") == [reviewer.username]


def test_a_scale_stays_once_it_is_used(cycle, in_review, reviewer, change):
    cycle.grade_scale, cycle.best_grade_quota = GradeScale.of_labels(["好", "差"]), None
    cycle.save()
    agree(report=in_review, grade="差", by=reviewer, at=LATER)
    with pytest.raises(Refused, match="scale stays"):
        change(grade_scale=GradeScale.of_labels(["优", "劣"]))


def test_extended_for_all(cycle, report, author, organiser):
    assert extend(cycle=cycle, due=NEW, reason="雪灾。", by=organiser, at=LATER) == 1
    cycle.refresh_from_db()
    report.refresh_from_db()
    assert (cycle.due, report.due_on, CycleChange.objects.get().before) == (NEW, NEW, {"due": "2026-12-20"})
    assert told("extended") == [author.username]


def test_extended_for_a_unit_with_all_below_it(cycle, report, author, organiser, bureau, office, elsewhere, county):
    below, beside, handed_in = (enrol(cycle, UserFactory.create(unit=unit)) for unit in (office, county, bureau))
    write = Participant.objects.get(report=report)
    count = extend(cycle=cycle, unit=bureau, due=NEW, reason="防汛。", by=organiser, at=LATER)
    assert count == 3
    days = {row.pk: row.due for row in cycle.participants.all()}
    assert [days[row.pk] for row in (below, write, handed_in, beside)] == [NEW, NEW, NEW, None]
    assert Participant.objects.get(pk=below.pk).due_reason == "防汛。"


def test_who_has_handed_in_gets_no_other_day(cycle, submitted, author, organiser, bureau):
    with pytest.raises(Refused, match="Nobody here is still to write"):
        extend(cycle=cycle, unit=bureau, due=NEW, reason="x", by=organiser, at=LATER)


def test_extended_for_one(cycle, report, author, organiser):
    participant = report.participant
    extend(cycle=cycle, participant=participant, due=NEW, reason="住院。", by=organiser, at=LATER)
    participant.refresh_from_db()
    assert (participant.due, participant.due_reason) == (NEW, "住院。")
    assert CycleChange.objects.get().after == {"due:林晓": "2026-12-31"}


@pytest.mark.parametrize("day", [date(2026, 12, 20), date(2026, 12, 1)])
def test_an_earlier_day_is_no_extension(cycle, report, organiser, bureau, day):
    for whom in ({}, {"unit": bureau}, {"participant": report.participant}):
        with pytest.raises(Refused, match="must be later"):
            extend(cycle=cycle, due=day, reason="x", by=organiser, at=LATER, **whom)
    assert CycleChange.objects.count() == 0


def test_nobody_extends_for_themselves(cycle, report, organiser, county, bureau):
    own = enrol(cycle, organiser)
    with pytest.raises(Refused, match="own participation"):
        extend(cycle=cycle, participant=own, due=NEW, reason="x", by=organiser, at=LATER)
    extend(cycle=cycle, unit=county, due=NEW, reason="x", by=organiser, at=LATER)
    own.refresh_from_db()
    assert (own.due, Participant.objects.get(report=report).due) == (None, NEW)


AFTER = MOMENT.replace(year=2026, month=12, day=20, hour=16)  # midnight in Shanghai: the day after


def test_due_means_the_end_of_that_day(cycle, report, author):
    cycle.accepts_late = False
    cycle.save()
    with pytest.raises(Refused, match="accepts no late ones"):
        submit_report(report=report, by=author, at=AFTER)
    report.refresh_from_db()
    assert report.state == "draft"
    submit_report(report=report, by=author, at=AFTER - timedelta(minutes=1))
    report.refresh_from_db()
    assert (report.state, report.is_late) == ("submitted", False)


def test_an_own_day_lets_one_hand_in(cycle, report, author, organiser):
    cycle.accepts_late = False
    cycle.save()
    extend(cycle=cycle, participant=report.participant, due=NEW, reason="住院。", by=organiser, at=LATER)
    submit_report(report=report, by=author, at=AFTER)
    report.refresh_from_db()
    assert (report.state, report.is_late) == ("submitted", False)


def test_late_ones_are_taken_and_marked_where_the_round_accepts_them(cycle, report, author):
    submit_report(report=report, by=author, at=AFTER)
    report.refresh_from_db()
    assert (report.state, report.is_late) == ("submitted", True)


def test_a_return_makes_no_report_late(cycle, returned, author):
    cycle.accepts_late = False
    cycle.save()
    submit_report(report=returned, by=author, at=AFTER)
    returned.refresh_from_db()
    assert (returned.state, returned.is_late) == ("submitted", False)
