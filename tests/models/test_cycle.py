from datetime import timedelta

import pytest

from reports.models import Cycle

from ..factories import MOMENT


@pytest.mark.parametrize(
    ("opened", "closed", "is_open"),
    [(None, None, False), (-1, None, True), (0, None, True), (1, None, False), (-2, 1, True), (-2, 0, False)],
)
def test_open_at(cycle, opened, closed, is_open):
    moments = [None if days is None else MOMENT + timedelta(days=days) for days in (opened, closed)]
    cycle.opened_at, cycle.closed_at = moments
    cycle.save()
    assert list(Cycle.objects.open_at(MOMENT)) == ([cycle] if is_open else [])


@pytest.mark.parametrize(("person", "takes_part"), [("author", True), ("reviewer", True), ("stranger", False)])
def test_for_person(request, cycle, person, takes_part):
    found = Cycle.objects.for_person(request.getfixturevalue(person))
    assert list(found) == ([cycle] if takes_part else [])


def test_for_somebody_without_a_unit(cycle, author):
    author.unit = None
    assert list(Cycle.objects.for_person(author)) == []
