"""Lists kept under a name: a person's own."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from reports.actions.saved_view import MOST
from reports.models import SavedView

from ..factories import UserFactory

LISTS = ["participants", "cycle_reports"]


@pytest.fixture
def keep(cycle, organiser, visit):
    client = visit(organiser)

    def keep(name="迟交", query="late=on", kept="participants"):
        return client.post(reverse("view_save", args=[cycle.pk]), {"list": kept, "name": name, "query": query})

    return keep


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def views(person):
    return sorted(person.saved_views.values_list("list", "name", "query"))


def test_a_list_is_kept_without_its_page_and_what_is_empty(keep, organiser, cycle):
    answer = keep(query="q=&late=on&page=3&format=xlsx&columns=name&columns=post&sort=-due")
    assert views(organiser) == [("participants", "迟交", "late=on&columns=name&columns=post&sort=-due")]
    assert answer.url == f"{reverse('participants', args=[cycle.pk])}?late=on&columns=name&columns=post&sort=-due"


def test_it_is_offered_on_its_list_and_leads_there(keep, organiser, cycle, visit):
    keep()
    client = visit(organiser)
    pages = {name: client.get(reverse(name, args=[cycle.pk])).content.decode() for name in LISTS}
    link = f'<a href="{reverse("participants", args=[cycle.pk])}?late=on">迟交</a>'
    assert {name: link in body for name, body in pages.items()} == {"participants": True, "cycle_reports": False}


def test_the_same_name_replaces_what_was_kept(keep, organiser):
    keep()
    keep(query="progress=not_begun")
    keep(kept="cycle_reports")
    assert views(organiser) == [("cycle_reports", "迟交", "late=on"), ("participants", "迟交", "progress=not_begun")]


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "长" * 61}, {"kept": "elsewhere"}, {"query": "q=" + "x" * 2000}]
)
def test_what_cannot_be_kept_is_said(keep, organiser, wrong):
    answer = keep(**wrong)
    assert (answer.status_code, len(said(answer)), views(organiser)) == (302, 1, [])


def test_no_more_than_can_be_looked_through(keep, organiser):
    SavedView.objects.bulk_create(SavedView(person=organiser, list="participants", name=str(n)) for n in range(MOST))
    answer = keep()
    assert said(answer) == [f"You keep {MOST} views of this list: remove one first."]
    assert organiser.saved_views.count() == MOST
    keep(name="7")
    assert organiser.saved_views.get(name="7").query == "late=on"


def test_removing_is_for_who_kept_it(keep, cycle, county, organiser, visit):
    keep()
    view = organiser.saved_views.get()
    colleague = UserFactory.create(unit=county)
    county.organisers.add(colleague)
    url = reverse("view_remove", args=[cycle.pk, view.pk])
    assert (visit(colleague).post(url).status_code, organiser.saved_views.count()) == (404, 1)
    assert visit(colleague).get(reverse("participants", args=[cycle.pk])).context["views"].count() == 0
    assert (visit(organiser).post(url).status_code, organiser.saved_views.count()) == (302, 0)
