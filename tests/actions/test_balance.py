"""The most even spreading there is, found without trying them all."""

from itertools import product

from hypothesis import example, given
from hypothesis import strategies as st

from reports.actions.balance import balance

PEOPLE = 3
CHOICES = st.lists(st.lists(st.integers(0, PEOPLE - 1), unique=True).map(sorted), max_size=6)
LOADS = st.lists(st.integers(0, 4), min_size=PEOPLE, max_size=PEOPLE)


def loads_after(given_to, loads):
    return [load + sum(1 for one in given_to if one == person) for person, load in enumerate(loads)]


@given(CHOICES, LOADS)
@example([[0], [0, 1], [0, 1], [1, 2], [1, 2]], [0, 0, 0])
def test_no_way_of_spreading_is_more_even(choices, loads):
    """By the largest load, then the next, down to the smallest: against all ways there are."""
    given_to = balance(choices, dict(enumerate(loads)))
    every = [loads_after(way, loads) for way in product(*(able or [None] for able in choices))]
    assert sorted(loads_after(given_to, loads), reverse=True) == min(sorted(way, reverse=True) for way in every)
    assert [one is None for one in given_to] == [not able for able in choices]
    assert all(one is None or one in able for one, able in zip(given_to, choices, strict=True))


@given(CHOICES, LOADS)
def test_the_same_gives_the_same(choices, loads):
    assert balance(choices, dict(enumerate(loads))) == balance(choices, dict(enumerate(loads)))


def test_without_exclusions_loads_differ_by_one_at_most_and_ties_go_in_order():
    assert balance([[7, 5, 9]] * 7, {9: 0, 5: 0, 7: 0}) == [9, 5, 7, 9, 5, 7, 9]
    assert balance([[7, 5, 9]] * 4, {9: 3, 5: 0, 7: 0}) == [5, 7, 5, 7]


def test_a_chain_of_two_makes_it_even():
    """What only the first may have comes last: the others have to make room, one after the other."""
    choices = [[0, 1], [0, 1], [1, 2], [1, 2], [0], [0]]
    assert loads_after(balance(choices, {0: 0, 1: 0, 2: 0}), [0, 0, 0]) == [2, 2, 2]


def test_thousands_over_a_group():
    """Everybody is of one of forty units, and nobody may have those of the own unit."""
    people = dict.fromkeys(range(80), 0)
    choices = [[person for person in people if person % 40 != thing % 40] for thing in range(20_000)]
    given_to = balance(choices, people)
    assert set(loads_after(given_to, list(people.values()))) == {250}
