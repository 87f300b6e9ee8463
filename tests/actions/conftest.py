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
