"""Whom a roll is proposed with, and why somebody is left out."""

import pytest

from reports.models import Cycle, Participant
from reports.models.proposal import plan_roll

from ..factories import UserFactory, create_outline, enrol


@pytest.fixture
def last(county, cycle):
    return Cycle.objects.create(
        year=2025, name="2025年度述职", report_title="述职", unit=county, outline=create_outline("旧"), due="2025-12-20"
    )


@pytest.fixture
def people(author, bureau, office):
    """One with a post in each unit, one without a post."""
    return [
        author,
        UserFactory.create(name="乙", unit=office, post="科长"),
        UserFactory.create(name="丙", unit=bureau, post=""),
    ]


def said(proposal):
    proposed = [(row.person.name, row.unit.name, row.post) for row in proposal.participants]
    return proposed, {reason: [p.name for p in found] for reason, found in proposal.left_out.items()}


def test_without_a_last_year_everybody_with_a_post(cycle, people, organiser, auditor, administrator, stranger):
    proposal = plan_roll(cycle)
    assert proposal.source == "posts"
    assert said(proposal) == (
        [("林晓", "水务局", "局长"), ("乙", "灌溉科", "科长")],
        {"no_post": ["丙"], "keeps": ["唐雅", "施海", "秦同"]},
    )


def test_last_years_with_todays_unit_and_post_and_their_duties(cycle, last, people, organiser, bureau, office):
    enrol(last, people[0], duties="灌溉", category="正职", state="seconded", reason="x")
    enrol(last, organiser)
    author = people[0]
    author.unit, author.post = office, "调研员"
    author.save()
    proposal = plan_roll(cycle)
    assert proposal.source == "last_year"
    assert said(proposal) == (
        [("林晓", "灌溉科", "调研员"), ("唐雅", "石桥县", "干部科科长")],
        {"new": ["乙"], "no_post": ["丙"]},
    )
    row = proposal.participants[0]
    assert (row.duties, row.category, row.state, row.reason) == ("灌溉", "正职", "writing", "")
    assert said(plan_roll(cycle, source="posts"))[0] == [("乙", "灌溉科", "科长"), ("林晓", "灌溉科", "调研员")]


def test_who_has_left_or_moved_away_is_told(cycle, last, bureau, elsewhere):
    for name, changes in {"走": {"is_active": False}, "外": {"unit": elsewhere}, "无": {"unit": None}}.items():
        person = UserFactory.create(name=name, unit=bureau)
        enrol(last, person)
        for field, value in changes.items():
            setattr(person, field, value)
        person.save()
    assert said(plan_roll(cycle)) == ([], {"deactivated": ["走"], "outside": ["外"], "no_unit": ["无"]})


def test_who_moved_twice_last_year_is_proposed_once_with_the_later_duties(cycle, last, author, county):
    enrol(last, author, duties="灌溉")
    Participant.objects.create(cycle=last, person=author, unit=county, post="副县长", duties="水利")
    assert [(row.post, row.duties) for row in plan_roll(cycle).participants] == [("局长", "水利")]


def test_who_is_on_the_roll_is_not_spoken_of(cycle, people):
    for person in people:
        enrol(cycle, person)
    assert said(plan_roll(cycle)) == ([], {})


def test_for_some_units_nothing_is_said_of_the_others(cycle, last, people, organiser, county, office):
    enrol(last, organiser)
    enrol(last, people[0])
    moved = UserFactory.create(name="调走", unit=office)
    enrol(last, moved)
    moved.unit = county
    moved.save()
    assert said(plan_roll(cycle, units=[office.pk])) == ([], {"new": ["乙"], "outside": ["调走"]})
    assert said(plan_roll(cycle, units=[office.pk], source="posts"))[0] == [("乙", "灌溉科", "科长")]


@pytest.mark.parametrize("count", [1, 200])
def test_queries(cycle, last, bureau, count, django_assert_num_queries):
    for person in UserFactory.create_batch(count, unit=bureau, password="!"):
        enrol(last, person)
    with django_assert_num_queries(5):
        assert len(plan_roll(cycle).participants) == count
