"""Lists that were kept when their address still held a reviewer's key."""

from importlib import import_module

import pytest
from django.apps import apps

from reports.models import SavedView

from ..factories import UserFactory

MIGRATION = import_module("reports.migrations.0086_reviewers_by_name")


@pytest.mark.parametrize(
    ("kept", "wanted"),
    [
        ("turn=waiting&reviewer={pk}&sort=-due", "turn=waiting&sort=-due&reviewer=zhaoqiao"),
        ("reviewer=999999&late=on", "late=on"),
        ("reviewer=x&late=on", "late=on"),
        (f"q={'x' * 1981}&reviewer={{pk}}", f"q={'x' * 1981}"),
        ("q=reviewer%3D{pk}", "q=reviewer%3D{pk}"),
        ("late=on", "late=on"),
    ],
)
def test_a_kept_list_asks_for_the_same_reviewer_by_sign_in_name(organiser, kept, wanted):
    person = UserFactory.create(username="zhaoqiao")
    view = SavedView.objects.create(person=organiser, list="cycle_reviews", name="甲", query=kept.format(pk=person.pk))
    MIGRATION.name_reviewers(apps, None)
    view.refresh_from_db()
    assert view.query == wanted.format(pk=person.pk)
