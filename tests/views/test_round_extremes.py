"""Every page of a round with nobody in it, with one, with names as long as they may be, with HTML, in a deep tree."""

import re

import pytest
from django.urls import reverse

from reports.models import Cycle, Participant, Unit, User

from ..access.addresses import names_of_a_round
from ..access.conftest import ROLES
from ..access.test_table import DRAFT
from ..factories import UserFactory, enrol

ORGANISER = ROLES.index("organiser")
NO_PAGES = {"outline_pdf", "outline_apply"}  # a file; and what leads back where nothing is corrected
PAGES = [name for name in names_of_a_round() if DRAFT[name]["GET"][ORGANISER] == 200 and name not in NO_PAGES]
TAG = "<b onmouseover=alert(1)>'\"&amp;{{7*7}}"
ODD = [{}, {"page": "999999"}, {"page": "-1", "sort": "garbage", "columns": "garbage", "order": "garbage"}]
ODD += [{"since": "2026-02-30", "until": "9999-99-99"}, {"q": "长" * 3_000, "unit": "9" * 500}]


def look_at_all(client, cycle, queries=ODD):
    """The statuses that are none of a page or a wrong question, and all that was shown."""
    wrong, shown = {}, {}
    for name in PAGES:
        for number, query in enumerate(queries):
            answer = client.get(reverse(name, args=[cycle.pk]), query)
            if answer.status_code not in {200, 404, 422}:
                wrong[name, number] = answer.status_code
            if not answer.streaming:
                shown[name] = answer.content.decode("utf-8", "replace")
    return wrong, shown


@pytest.mark.exhaustive
def test_nobody_takes_part(cycle, organiser, visit):
    assert look_at_all(visit(organiser), cycle)[0] == {}


def test_nothing_is_in_the_round(cycle, organiser, visit):
    """No stage, no section, not opened."""
    cycle.stages.all().delete()
    cycle.outline.sections.all().delete()
    Cycle.objects.filter(pk=cycle.pk).update(opened_at=None, name="年" * 100)
    assert look_at_all(visit(organiser), cycle)[0] == {}


@pytest.fixture
def hostile(submitted, author, bureau, stage, cycle):
    """Whatever people name is HTML, and as long as it may be."""
    long = (TAG + "长" * 200)[:60]
    User.objects.filter(pk=author.pk).update(name=long, post=(TAG + "岗" * 200)[:100], staff_number=TAG[:40])
    Unit.objects.filter(pk=bureau.pk).update(name=(TAG + "局" * 200)[:100])
    told = {"duties": TAG + "管" * 2000, "category": long, "post": (TAG + "岗" * 200)[:100], "due_reason": TAG}
    Participant.objects.filter(person=author).update(due=cycle.due, **told)
    stage.name = (TAG + "审" * 200)[: stage._meta.get_field("name").max_length]
    stage.save()
    cycle.name = (TAG + "年" * 200)[:100]
    cycle.save()
    return submitted


def test_names_are_text_however_long(hostile, cycle, organiser, author, reviewer, visit):
    wrong, shown = look_at_all(visit(organiser), cycle)
    places = [reverse("participant", args=[hostile.participant_id]), reverse("person", args=[author.pk])]
    places += [reverse("slip", args=[author.pk]), reverse("hand_over", args=[cycle.pk, reviewer.pk])]
    shown |= {place: visit(organiser).get(place).content.decode() for place in places}
    shown["reviews"] = visit(reviewer).get(reverse("reviews")).content.decode()
    raw = [name for name, body in shown.items() if re.search(r"<b onmouseover", body)]
    assert (wrong, raw) == ({}, [])
    assert sum("&lt;b onmouseover" in body for body in shown.values()) > 10


@pytest.mark.exhaustive
def test_a_tree_thirty_deep(cycle, county, organiser, visit):
    unit = county
    for depth in range(30):
        unit = Unit.objects.create(name=f"第{depth}层", parent=unit)
        enrol(cycle, UserFactory.create(unit=unit, post="科长"))
    client = visit(organiser)
    assert look_at_all(client, cycle, [{}, {"under": unit.pk}, {"unit": unit.pk}])[0] == {}
    shown = client.get(reverse("cycle", args=[cycle.pk]), {"under": unit.parent_id}).context["level"]
    assert (len(shown.line), [row.whole.number for row in shown.rows]) == (30, [1, 1])


@pytest.mark.exhaustive
def test_a_ring_in_the_tree(cycle, county, bureau, office, organiser, author, visit):
    """Two administrators at once can make one."""
    enrol(cycle, author)
    Unit.objects.filter(pk=bureau.pk).update(parent=office)
    Unit.objects.filter(pk=county.pk).update(parent=office)
    assert look_at_all(visit(organiser), cycle, [{}, {"under": office.pk}, {"unit": bureau.pk}])[0] == {}
