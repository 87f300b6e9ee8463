"""Where nothing works in the background, the pages that wait for it say so, and whom to call."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from lxml import html

from reports.actions.batch import begin_batch
from reports.actions.conditions import Party
from reports.actions.heartbeat import beat
from reports.actions.publication import publish_soon
from reports.actions.publishing import plan_publishing
from reports.models import Heartbeat, Report
from reports.models.heartbeat import SILENT

from ..factories import UserFactory

WORKS, LAST = timedelta(seconds=30), SILENT + timedelta(minutes=2)


def alerts(answer):
    found = html.fromstring(answer.content).xpath("//main//*[@role='alert']")
    return [" ".join(alert.text_content().split()) for alert in found]


@pytest.fixture
def waiting(approved, organiser, settings):
    """Its publication waits for the work in the background."""
    settings.DOCUMENT_PROCESSES = 2
    publish_soon(report=approved, by=organiser, party=Party.ORGANISER, at=timezone.now())
    return approved


@pytest.fixture
def batch(approved, organiser):
    now = timezone.now()
    plan = plan_publishing(Report.objects.filter(pk=approved.pk), by=organiser, at=now)
    cycle = approved.cycle
    return begin_batch(kind="publish", cycle=cycle, plan=plan, digest=plan.digest, by=organiser, at=now)


@pytest.fixture
def addresses(waiting, batch):
    cycle = waiting.cycle
    return [
        reverse("cycle", args=[cycle.pk]),
        reverse("reviewers", args=[waiting.pk]),
        reverse("pdf", args=[waiting.pk]),
        reverse("batch", args=[cycle.pk, batch.pk]),
    ]


def test_where_none_ever_worked_they_say_so_and_name_the_administrators(addresses, organiser, visit):
    for name, fields in [("王强", {"phone": "0731-88880000"}), ("已离岗", {"is_active": False}), ("李敏", {})]:
        UserFactory.create(name=name, is_staff=True, **fields)
    said = (
        "Nothing works in the background on this site yet. What was asked for is kept and waits. Tell the "
        "administrator to start it (manage.py work). 李敏 王强 0731-88880000"
    )
    browser = visit(organiser)
    assert [alerts(browser.get(address)) for address in addresses] == [[said]] * 4
    assert not Heartbeat.objects.exists()


@pytest.mark.parametrize(("ago", "silent"), [(WORKS, False), (LAST, True)])
def test_where_one_answers_they_say_nothing_and_else_since_when(addresses, organiser, visit, ago, silent):
    beat(at=timezone.now() - ago)
    browser = visit(organiser)
    told = [alerts(browser.get(address)) for address in addresses]
    assert [len(each) for each in told] == [silent] * 4
    assert {each[0][:40] for each in told if each} == (
        {"Nothing has worked in the background sin"} if silent else set()
    )


def test_what_is_published_waits_for_nothing(published, organiser, visit):
    answers = [visit(organiser).get(reverse(name, args=[published.pk])) for name in ("reviewers", "pdf")]
    assert [alerts(answer) for answer in answers] == [[], []]


def test_the_site_has_one(transactional_db):
    beat(at=timezone.now())
    beat(at=timezone.now())
    assert Heartbeat.objects.count() == 1
    with pytest.raises(IntegrityError):
        Heartbeat.objects.create(pk=2, at=timezone.now())
