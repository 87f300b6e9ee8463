"""A round from its creation to the day on which writing begins."""

from datetime import date, timedelta

import pytest

from reports.actions.cycle import create_cycle, open_cycle, take_back_opening
from reports.actions.errors import Refused
from reports.actions.manuscript import start_report
from reports.actions.outline import begin_correction, delete_outline_section, discard_correction, outline_to_edit
from reports.models import Cycle, Event, GradeScale, Notice, StageReviewer

from ..factories import MOMENT, create_outline, enrol

DUE = date(2027, 12, 20)
NEXT = {"year": 2027, "name": "2027年度述职", "report_title": "2027年度述职报告", "due": DUE}


@pytest.fixture
def rich(cycle, stage, bureau, reviewer, organiser, author):
    """A round with rules of every kind."""
    cycle.grade_scale, cycle.min_problems_share = GradeScale.of_labels(["好", "差"]), 30
    cycle.accepts_late, cycle.shows_grades = False, True
    cycle.rounding_method, cycle.rounding_places = "half_even", 2
    cycle.save()
    section = cycle.outline.sections.first()
    sample = "现将2026年度履职情况报告如下，比2025年多【走访次数】次。"
    type(section).objects.filter(pk=section.pk).update(
        sample=sample, figures=[{"label": "走访次数", "unit": "次", "kind": "number"}]
    )
    StageReviewer.objects.create(stage=stage, unit=bureau, reviewer=reviewer, set_by=organiser)
    enrol(cycle, author, duties="水利")
    return cycle


def test_next_years_round_takes_over_all(rich, county, organiser, author, reviewer):
    author.post = "调研员"
    author.save()
    new = create_cycle(unit=county, source=rich, by=organiser, at=MOMENT, **NEXT)
    assert (new.opened_at, new.grade_scale, new.min_problems_share) == (None, rich.grade_scale, 30)
    assert (new.accepts_late, new.shows_grades) == (False, True)
    assert new.rounding == ("half_even", 2)
    assert new.outline != rich.outline
    old, copied = rich.outline.sections.first(), new.outline.sections.first()
    assert (copied.title, copied.figures) == (old.title, old.figures)
    assert copied.sample == "现将2027年度履职情况报告如下，比2025年多【走访次数】次。"
    assert [section.title for section in new.outline.sections.all()] == [
        section.title for section in rich.outline.sections.all()
    ]
    (stage,) = new.stages.all()
    assert stage.due - new.due == rich.stages.get().due - rich.due
    assert [(rule.reviewer, rule.set_by) for rule in stage.reviewers.all()] == [(reviewer, organiser)]
    row = new.participants.get(person=author)
    assert (row.post, row.duties) == ("调研员", "水利")
    assert rich.participants.get(person=author).post == "局长"


def test_who_took_part_twice_is_reviewed_by_the_same_person_once(rich, stage, county, organiser, author, reviewer):
    for post in ("局长", "调研员"):
        row = rich.participants.create(person=author, unit=county, post=post)
        StageReviewer.objects.create(stage=stage, participant=row, reviewer=reviewer, set_by=organiser)
    new = create_cycle(unit=county, source=rich, by=organiser, at=MOMENT, **NEXT)
    rules = new.stages.get().reviewers.filter(unit=None)
    assert [(rule.participant.person, rule.reviewer) for rule in rules] == [(author, reviewer)]


def test_a_new_round_has_an_empty_outline(county, organiser, author):
    new = create_cycle(unit=county, source=None, by=organiser, at=MOMENT, **NEXT)
    assert (new.outline.sections.count(), new.participants.filter(person=author).count()) == (0, 1)
    with pytest.raises(Refused, match="no sections yet"):
        open_cycle(cycle=new, by=organiser, at=MOMENT)


def test_clicked_twice_it_is_created_once(rich, county, organiser):
    create_cycle(unit=county, source=rich, by=organiser, at=MOMENT, **NEXT)
    with pytest.raises(Refused, match="already"):
        create_cycle(unit=county, source=rich, by=organiser, at=MOMENT, **NEXT)
    assert Cycle.objects.filter(year=2027).count() == 1


@pytest.fixture
def prepared(rich, county, organiser):
    return create_cycle(unit=county, source=rich, by=organiser, at=MOMENT, **NEXT)


def test_opened_at_once_it_tells_who_writes_once(prepared, organiser, author):
    for _click in range(2):
        open_cycle(cycle=prepared, by=organiser, at=MOMENT)
    prepared.refresh_from_db()
    assert (prepared.opened_at, prepared.outline.is_frozen) == (MOMENT, True)
    assert Notice.objects.filter(kind="announced", recipient=author, cycle=prepared).count() == 1
    assert Event.objects.filter(verb="cycle_opened").count() == 1


def test_on_a_day_it_opens_with_that_day(prepared, organiser, author):
    day = date(2026, 11, 10)
    open_cycle(cycle=prepared, by=organiser, at=MOMENT, on=day)
    participant = prepared.participants.get(person=author)
    with pytest.raises(Refused, match="not open"):
        start_report(participant=participant, by=author, at=MOMENT + timedelta(days=7))
    start_report(participant=participant, by=author, at=MOMENT + timedelta(days=8))
    prepared.refresh_from_db()
    assert (prepared.opens, prepared.outline.is_frozen) == (day, True)


def test_an_opening_to_come_is_taken_back(prepared, organiser):
    open_cycle(cycle=prepared, by=organiser, at=MOMENT, on=date(2026, 11, 10))
    take_back_opening(cycle=prepared, by=organiser, at=MOMENT)
    prepared.refresh_from_db()
    assert (prepared.opened_at, outline_to_edit(prepared)) == (None, prepared.outline)
    open_cycle(cycle=prepared, by=organiser, at=MOMENT)
    with pytest.raises(Refused, match="Writing has begun"):
        take_back_opening(cycle=prepared, by=organiser, at=MOMENT)


def test_an_opening_is_not_taken_back_under_a_correction(prepared, organiser):
    """It would lie hidden, and come back over what is changed until the round opens again."""
    told = {"cycle": prepared, "by": organiser, "at": MOMENT}
    open_cycle(**told, on=date(2026, 11, 10))
    begin_correction(**told)
    with pytest.raises(Refused, match="Apply it or discard it first"):
        take_back_opening(**told)
    discard_correction(**told)
    take_back_opening(**told)
    prepared.refresh_from_db()
    assert (prepared.opened_at, prepared.corrected_outline) == (None, None)


@pytest.mark.parametrize(
    ("on", "why"), [(date(2026, 11, 1), "has passed"), (date(2027, 12, 21), "after reports are due")]
)
def test_days_that_make_no_sense_are_refused(prepared, organiser, on, why):
    with pytest.raises(Refused, match=why):
        open_cycle(cycle=prepared, by=organiser, at=MOMENT, on=on)
    prepared.refresh_from_db()
    assert prepared.opened_at is None


def test_an_open_outline_is_not_edited(prepared, organiser):
    open_cycle(cycle=prepared, by=organiser, at=MOMENT)
    with pytest.raises(Refused, match="in use"):
        delete_outline_section(cycle=prepared, pk=prepared.outline.sections.first().pk, by=organiser, at=MOMENT)


def test_an_outline_that_another_round_has_is_not_edited(county, cycle, organiser):
    shared = create_outline("共用提纲")
    one, other = (
        Cycle.objects.create(year=2028, name=name, report_title="述职", unit=county, outline=shared, due=DUE)
        for name in "甲乙"
    )
    with pytest.raises(Refused, match="in use"):
        delete_outline_section(cycle=one, pk=shared.sections.first().pk, by=organiser, at=MOMENT)
    other.delete()
    delete_outline_section(cycle=one, pk=shared.sections.first().pk, by=organiser, at=MOMENT)
