"""Another due day, or an exemption, for many: shown first, each as if by itself, and taken back with one click."""

from datetime import date

import pytest

from reports.actions.batch import begin_batch, cancel_batch, undo_batch, work_once
from reports.actions.batch_act import ACTS
from reports.actions.errors import Refused
from reports.actions.roll_batch import extend_item
from reports.models import Batch, BatchItem, Notice, Participant
from reports.models.batch import BatchKind

from ..factories import UserFactory, enrol
from .test_batch import LATER, finish, submitted_by

NEW = date(2027, 1, 20)
EXTENSION = {"due": NEW, "due_reason": "值守防汛"}
EXEMPTION = {"state": "seconded", "reason": "援派"}


@pytest.fixture
def people(cycle, bureau):
    """Two who have not begun."""
    return [enrol(cycle, UserFactory.create(name=name, unit=bureau, post="科长")) for name in ("陈一", "李二")]


def plan(cycle, by, kind, order):
    rows = Participant.objects.filter(cycle=cycle).organised_by(by).for_cycle_list()
    return ACTS[kind].plan(rows, by=by, at=LATER, **order)


@pytest.fixture
def begin(cycle, organiser, on_disk):
    def begin(kind, order):
        planned = plan(cycle, organiser, kind, order)
        return begin_batch(kind=kind, cycle=cycle, plan=planned, digest=planned.digest, by=organiser, at=LATER)

    return begin


def settled(batch):
    return [(item.whom.split(" ")[0], item.state, item.why) for item in batch.items.order_by("whom")]


def days():
    return list(Participant.objects.order_by("person__name").values_list("due", "due_reason"))


def test_another_due_day_for_many_and_back(people, begin, organiser, log):
    batch = begin(BatchKind.EXTEND, EXTENSION)
    assert list(batch.items.values_list("whom", "what").order_by("whom")) == [
        ("李二 · 水务局 科长", "due Jan. 20, 2027 instead of Dec. 20, 2026"),
        ("陈一 · 水务局 科长", "due Jan. 20, 2027 instead of Dec. 20, 2026"),
    ]
    assert finish() == 3  # two people, the end
    assert (days(), settled(batch)) == ([(NEW, "值守防汛")] * 2, [("李二", "done", ""), ("陈一", "done", "")])
    assert Notice.objects.filter(kind="roll", recipient__in=[one.person for one in people]).count() == 2
    undoing = undo_batch(batch=Batch.objects.get(pk=batch.pk), by=organiser, at=LATER)
    finish()
    assert (days(), settled(undoing)) == ([(None, "")] * 2, [("李二", "done", ""), ("陈一", "done", "")])
    assert [entry[0] for entry in log()].count("many_changed") == 2


def test_an_exemption_for_many_and_back(people, begin, organiser):
    batch = begin(BatchKind.EXEMPT, EXEMPTION)
    finish()
    assert set(Participant.objects.values_list("state", "reason")) == {("seconded", "援派")}
    undo_batch(batch=Batch.objects.get(pk=batch.pk), by=organiser, at=LATER)
    finish()
    assert set(Participant.objects.values_list("state", "reason")) == {("writing", "")}


def test_who_is_left_out_and_why(people, cycle, bureau, organiser):
    submitted_by(cycle, bureau, "安六")
    enrol(cycle, organiser, unit=bureau)
    Participant.objects.filter(pk=people[0].pk).update(state="exempt", reason="退休")
    Participant.objects.filter(pk=people[1].pk).update(due=NEW, due_reason="x")

    def reasons(kind, order):
        return {why: [one.person.name for one in there] for why, there in plan(cycle, organiser, kind, order).left_out}

    own = "your own participation: another organiser decides about it"
    assert reasons(BatchKind.EXTEND, EXTENSION) == {
        "handed in already": ["安六"],
        "due on that day or later already": ["李二"],
        own: [organiser.name],
        "no report is asked for": ["陈一"],
    }
    assert reasons(BatchKind.EXEMPT, EXEMPTION) == {
        "handed in already, or published": ["安六"],
        own: [organiser.name],
        "no report is asked for": ["陈一"],
    }
    far = reasons(BatchKind.EXTEND, EXTENSION | {"due": date(2030, 1, 1)})
    assert far["the round allows no such day"] == ["李二"]
    cycle.closed_at = LATER
    cycle.save()
    assert list(reasons(BatchKind.EXTEND, EXTENSION)) == ["the round is closed"]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"due": date(2026, 12, 25), "due_reason": "别人改的"}, "Somebody has changed “own due day” to “2026-12-25”"),
        ({"state": "retired", "reason": "退休"}, "no report is asked for"),
        ({"due": NEW, "due_reason": "值守防汛"}, "due on that day or later already"),
    ],
)
def test_a_row_that_was_changed_meanwhile_is_left_out_and_named(people, begin, changed, why):
    batch = begin(BatchKind.EXTEND, EXTENSION)
    Participant.objects.filter(pk=people[0].pk).update(**changed)
    finish()
    (other, mine) = settled(batch)
    assert (other, mine[:2], mine[2].startswith(why)) == (("李二", "done", ""), ("陈一", "left_out"), True)


def test_a_row_that_is_gone_is_named(people, begin):
    batch = begin(BatchKind.EXEMPT, EXEMPTION)
    people[0].delete()
    finish()
    assert settled(batch)[1] == ("陈一", "left_out", "not on the roll of your units any more")


def test_who_was_moved_to_a_unit_beside_is_left_alone(people, begin, county, organiser, office):
    batch = begin(BatchKind.EXEMPT, EXEMPTION)
    county.organisers.remove(organiser)
    office.organisers.add(organiser)
    finish()
    assert {why for _name, _state, why in settled(batch)} == {"not on the roll of your units any more"}
    assert set(Participant.objects.values_list("state", flat=True)) == {"writing"}


def test_what_somebody_changed_since_is_not_taken_back(people, begin, organiser):
    batch = begin(BatchKind.EXTEND, EXTENSION)
    finish()
    Participant.objects.filter(pk=people[0].pk).update(due=date(2027, 1, 25))
    undoing = undo_batch(batch=Batch.objects.get(pk=batch.pk), by=organiser, at=LATER)
    finish()
    assert days() == [(None, ""), (date(2027, 1, 25), "值守防汛")]
    assert settled(undoing)[1][1] == "left_out"


def test_it_is_undone_once_and_only_what_was_done(people, begin, organiser):
    batch = begin(BatchKind.EXTEND, EXTENSION)
    with pytest.raises(Refused, match="still under way"):
        undo_batch(batch=batch, by=organiser, at=LATER)
    work_once(at=LATER)
    cancel_batch(batch=batch, by=organiser, at=LATER)
    undoing = undo_batch(batch=batch, by=organiser, at=LATER)
    assert undoing.items.count() == 1
    with pytest.raises(Refused, match="undone already"):
        undo_batch(batch=batch, by=organiser, at=LATER)
    assert Batch.objects.count() == 2


def test_publishing_cannot_be_undone(cycle, organiser):
    batch = Batch.objects.create(kind="publish", cycle=cycle, by=organiser, asked_at=LATER, ended_at=LATER)
    with pytest.raises(Refused, match="cannot be undone"):
        undo_batch(batch=batch, by=organiser, at=LATER)


def test_what_is_done_and_that_it_is_done_are_stored_together(people, begin, monkeypatch):
    """Killed between the two, it would say that somebody else has done it, and not take it back."""
    batch = begin(BatchKind.EXTEND, EXTENSION)

    class Killed(BaseException):
        pass

    def killed(item, *, at):
        extend_item(item, at=at)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setitem(ACTS, BatchKind.EXTEND, ACTS[BatchKind.EXTEND]._replace(perform=killed))
        with pytest.raises(Killed):
            work_once(at=LATER)
    assert (days(), set(BatchItem.objects.values_list("state", flat=True))) == ([(None, "")] * 2, {"waiting"})
    finish()
    assert settled(batch) == [("李二", "done", ""), ("陈一", "done", "")]


def test_every_kind_can_be_asked_for():
    assert set(ACTS) == set(BatchKind)
