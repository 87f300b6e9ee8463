import pytest

from reports.models import Unit

from ..factories import UserFactory


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
