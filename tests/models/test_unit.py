from random import Random

import pytest

from reports.models import Participant, Report, Unit

from ..factories import UserFactory, write_report


@pytest.fixture
def forest(county, bureau, office, elsewhere):
    return {unit.name: unit.pk for unit in [county, bureau, office, elsewhere]}


@pytest.mark.parametrize(
    ("organises", "reaches"),
    [
        ([], []),
        (["石桥县"], ["石桥县", "水务局", "灌溉科"]),
        (["水务局"], ["水务局", "灌溉科"]),
        (["灌溉科"], ["灌溉科"]),
        (["水务局", "邻县林业局"], ["水务局", "灌溉科", "邻县林业局"]),
    ],
)
def test_of_organiser(forest, organises, reaches):
    person = UserFactory.create()
    person.organised_units.set(forest[name] for name in organises)
    assert set(Unit.objects.of_organiser(person).values_list("pk", flat=True)) == {forest[name] for name in reaches}


def test_lines_of_some_units_are_those_of_all_and_no_other_unit_is_read(forest, django_assert_num_queries):
    whole = Unit.objects.lines_upward()
    for pk, line in whole.items():
        with django_assert_num_queries(1):
            found = Unit.objects.lines_upward({pk})
        assert found == {above: whole[above] for above in line}
    assert Unit.objects.lines_upward(set(whole)) == whole
    assert Unit.objects.lines_upward(set()) == {}


def test_lines_upward(forest):
    county, bureau, office, elsewhere = forest.values()
    assert Unit.objects.lines_upward() == {
        county: [county],
        bureau: [bureau, county],
        office: [office, bureau, county],
        elsewhere: [elsewhere],
    }


def test_a_ring_of_units_has_an_end(county, bureau, office):
    Unit.objects.filter(pk=county.pk).update(parent=office)

    lines = Unit.objects.lines_upward()

    assert lines[county.pk] == [county.pk, office.pk, bureau.pk]


def test_outside_is_all_but_the_unit_and_what_is_below_it(forest):
    """In trees at random, some of several roots; held to the lines upward."""
    randomly = Random(4)  # noqa: S311 - nothing secret
    units = [*Unit.objects.in_bulk().values()]
    for number in range(40):
        units.append(Unit.objects.create(name=f"第{number}", parent=randomly.choice([*units[:12], None])))
    lines = Unit.objects.lines_upward()
    for unit in units:
        outside = Unit.objects.outside(unit.pk, most=100)
        assert {*outside.values_list("pk", flat=True)} == {pk for pk, line in lines.items() if unit.pk not in line}
        assert Unit.objects.outside(unit.pk, most=3).count() == min(3, outside.count())
        below = {pk for pk, line in lines.items() if unit.pk in line}
        assert {*Unit.objects.within(unit.pk).values_list("pk", flat=True)} == below
        assert {*Unit.objects.at_or_above(unit.pk).values_list("pk", flat=True)} == {*lines[unit.pk]}


def test_no_row_of_others_is_reached_from_below(forest, cycle, bureau):
    """`reached_by` looks upward and `organised_by` downward: both find the same."""
    people = [UserFactory.create(unit_id=pk) for pk in forest.values()]
    for person, pk in zip(people, forest.values(), strict=True):
        Participant.objects.create(cycle=cycle, person=person, unit_id=pk)
        write_report(cycle, person)
    for organised in forest.values():
        organiser = people[0]
        organiser.organised_units.set([organised])
        for rows, of_units in [
            (Participant.objects, Participant.objects.organised_by(organiser)),
            (Report.objects, Report.objects.in_units_of(organiser)),
        ]:
            assert {*rows.reached_by(organiser)} == {*of_units}
