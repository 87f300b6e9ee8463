import pytest
from django.utils import translation

from reports.models import Event


@pytest.fixture(autouse=True)
def english():
    """Refusals are compared in the language of the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def log():
    """What was logged, oldest first: verb, actor, report, detail."""
    return lambda: [(e.verb, e.actor.username, e.report_id, e.detail) for e in Event.objects.order_by("pk")]


@pytest.fixture
def problems(returned):
    """存在问题, unlocked, so that its text can change under the comments: 到村组走得不够多，调研还不够深入。"""
    section = returned.sections.select_related("outline_section").get(position=4)
    section.report = returned
    return section
