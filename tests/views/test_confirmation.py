"""The page on which a second person confirms."""

import pytest
from django.urls import reverse

from reports.actions.appointment import set_right
from reports.models import Confirmation, User
from reports.models.confirmation import Subject

from ..factories import MOMENT


@pytest.fixture
def asked(administrator, auditor, author):
    return set_right(person=author, right=Subject.AUDITOR, held=True, by=administrator, at=MOMENT)


def page(client):
    return client.get(reverse("confirmations")).content.decode()


def test_it_is_shown_to_the_second_person_and_confirmed_there(asked, auditor, administrator, author, visit):
    client = visit(auditor)
    assert "auditor: 林晓 (lin)" in page(client).lower()
    answer = client.post(reverse("confirmation_confirm", args=[asked.pk]), follow=True)
    assert answer.redirect_chain == [(reverse("confirmations"), 302)]
    assert (User.objects.get(pk=author.pk).is_auditor, "Nothing waits for you." in page(client)) == (True, True)


def test_whoever_asked_takes_it_back(asked, auditor, administrator, author, visit):
    client = visit(administrator)
    assert "Take back" in page(client)
    assert client.post(reverse("confirmation_confirm", args=[asked.pk])).status_code == 404
    client.post(reverse("confirmation_decline", args=[asked.pk]))
    assert (Confirmation.objects.get().outcome, User.objects.get(pk=author.pk).is_auditor) == ("declined", False)


def test_the_administrators_pages_say_that_it_is_not_in_effect_yet(auditor, administrator, author, visit):
    sent = {"username": "lin", "name": "林晓", "mail": "never", "mail_language": "en", "is_active": "on"}
    address = reverse("admin:reports_user_change", args=[author.pk])
    answer = visit(administrator).post(address, sent | {"is_auditor": "on"}, follow=True)
    assert any("not in effect yet" in str(message) for message in answer.context["messages"])


def test_many_are_shown_in_the_same_number_of_queries(asked, auditor, administrator, visit, django_assert_num_queries):
    client = visit(auditor)
    page(client)
    with django_assert_num_queries(7):
        page(client)
    for right in Subject.AUDITOR, Subject.ADMINISTRATOR:
        for person in User.objects.exclude(pk__in=[auditor.pk, administrator.pk]):
            set_right(person=person, right=right, held=True, by=administrator, at=MOMENT)
    with django_assert_num_queries(7):
        page(client)
