"""What is approved is published, many at once: each as if by itself, changed ones left out and named."""

from datetime import timedelta

import pytest

from reports.actions.batch import begin_batch, work_once
from reports.actions.errors import PlanChanged, Refused
from reports.actions.publishing import plan_publishing
from reports.models import Batch, BatchItem, Report
from reports.models.batch import BatchKind

from ..factories import MOMENT
from .test_batch import finish, settled, submitted_by

LATER = MOMENT + timedelta(days=5)


def plan(cycle, by):
    return plan_publishing(Report.objects.filter(cycle=cycle).in_units_of(by), by=by, at=LATER)


@pytest.fixture
def begin(cycle, organiser, on_disk):
    def begin(**changed):
        planned = plan(cycle, organiser)
        asked = {"cycle": cycle, "plan": planned, "digest": planned.digest, "by": organiser, "at": LATER} | changed
        return begin_batch(kind=BatchKind.PUBLISH, **asked)

    return begin


def test_what_is_approved_is_published_and_nothing_else(on_disk, approved, cycle, bureau, begin, log):
    submitted_by(cycle, bureau, "陈一")
    batch = begin()
    assert finish() == 2  # the report, the end
    assert sorted(settled(batch)) == [("林晓", "done", ""), ("陈一", "left_out", "not approved yet")]
    approved.refresh_from_db()
    publication = approved.publications.get()
    assert (approved.state, publication.published_by.username, publication.published_at) == ("published", "tang", LATER)
    assert [entry[:3] for entry in log()[-2:]] == [
        ("many_published", "tang", None),
        ("published", "tang", approved.pk),
    ]
    assert (batch.problem, batch.file, batch.ended_at) == ("", "", LATER)


def test_one_that_misses_the_page_standard_is_named_and_stays_approved(on_letter_paper, begin):
    batch = begin()
    finish()
    ((name, state, why),) = settled(batch)
    assert (name, state, why[:59]) == (
        "林晓",
        "left_out",
        "Approved, but not published: the final copy misses the page",
    )
    on_letter_paper.refresh_from_db()
    assert (on_letter_paper.state, on_letter_paper.publications.count()) == ("approved", 0)


def test_one_that_was_changed_meanwhile_is_named(on_disk, approved, begin):
    batch = begin()
    Report.objects.filter(pk=approved.pk).update(state="in_review")
    finish()
    assert settled(batch) == [("林晓", "left_out", "Only an approved report is published, and only once.")]


def test_who_lost_the_unit_publishes_nothing(on_disk, approved, organiser, county, begin):
    batch = begin()
    county.organisers.remove(organiser)
    finish()
    assert settled(batch) == [("林晓", "left_out", "you do not organise its unit any more")]
    assert approved.publications.count() == 0


def test_a_killed_process_may_have_published_it_already(on_disk, approved, begin):
    """Killed after the report was published and before that was noted, it is published once all the same."""
    batch = begin()
    work_once(at=LATER)
    BatchItem.objects.update(state="waiting")
    finish()
    assert (settled(batch), approved.publications.count()) == ([("林晓", "done", "")], 1)


def test_what_is_confirmed_is_what_was_shown(on_disk, approved, cycle, organiser, begin):
    shown = plan(cycle, organiser).digest
    Report.objects.filter(pk=approved.pk).update(state="in_review")
    with pytest.raises(PlanChanged):
        begin(digest=shown)
    with pytest.raises(Refused, match="every report is left out"):
        begin()
    assert Batch.objects.count() == 0


def test_what_is_published_is_not_published_again(on_disk, published, cycle, organiser):
    assert plan(cycle, organiser).left_out == [("published already", [published])]
