"""Only what nothing refers to is taken away."""

import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from reports.actions.leftover import find_leftovers, prune_documents
from reports.documents.files import FileKind, conformance_sheet, make_file
from reports.documents.published import path_of, store_published
from reports.models import Batch
from reports.models.batch import BatchKind
from reports.models.content import content_today

NOW = timezone.now()
LATER = NOW + timedelta(days=2)


@pytest.fixture
def draft(on_disk, report):
    """The draft that is kept of a report, and its sheet."""
    make_file(content_today(report), FileKind.DRAFT, cycle=report.cycle, reader="", at=NOW)
    conformance_sheet(content_today(report), FileKind.DRAFT, cycle=report.cycle)
    return {path.relative_to(on_disk).as_posix() for path in on_disk.rglob("*.*")}


def left(at=LATER):
    return {leftover.path for leftover in find_leftovers(at=at)}


def test_what_a_report_would_be_downloaded_as_stays(draft):
    assert (len(draft), left()) == (2, set())


def test_a_draft_of_words_that_were_changed_since_goes_with_its_sheet(draft, report, on_disk):
    report.sections.filter(position=4).update(body="另写的一段。")

    assert left() == draft
    assert sum(leftover.size for leftover in prune_documents(at=LATER)) > 10_000
    assert [path for path in on_disk.rglob("*.*") if path.is_file()] == []


def test_a_published_file_stays_whatever_becomes_of_the_rest(on_disk, published):
    path = path_of(published.publications.get().sha256)
    published.sections.update(body="改了。")
    lost = store_published(b"%PDF of a publication that never came about")

    assert left() == {path_of(lost)}
    prune_documents(at=LATER)
    assert (on_disk / path).is_file()


def test_what_is_being_made_in_this_moment_stays(on_disk, db):
    store_published(b"%PDF")

    assert (left(at=NOW), len(left(at=LATER))) == (set(), 1)


def test_a_store_that_was_never_used_has_no_leftovers(on_disk, db):
    os.makedirs(on_disk, exist_ok=True)

    assert left() == set()


def collected(cycle, organiser, path, **ended):
    """A batch of which `path` is the file."""
    return Batch.objects.create(
        kind=BatchKind.COLLECT, cycle=cycle, by=organiser, language="en", asked_at=NOW, file=path, **ended
    )


def test_what_an_ended_batch_needs_no_more_is_a_leftover(on_disk, cycle, organiser, report):
    """What went into its ZIP, and what was left where the folder of a batch could not be cleared."""
    batch = collected(cycle, organiser, "", ended_at=NOW)
    named, item, bound, gone = (
        default_storage.save(path, ContentFile(b"%PDF"))
        for path in (
            f"batches/{batch.pk}/collected.zip",
            f"batches/{batch.pk}/1.pdf",
            f"batches/{batch.pk}/volume-1.pdf",
            f"batches/{batch.pk + 1}/collected.zip",
        )
    )
    batch.items.create(position=1, report=report, files=[{"path": item}])
    Batch.objects.filter(pk=batch.pk).update(file=named)

    assert (left(at=NOW), left()) == (set(), {bound, gone})
    prune_documents(at=LATER)
    assert [path for path in (named, item, bound, gone) if default_storage.exists(path)] == [named, item]


def test_what_is_made_for_a_batch_under_way_stays(on_disk, cycle, organiser):
    batch = collected(cycle, organiser, "")
    default_storage.save(f"batches/{batch.pk}/1.pdf", ContentFile(b"%PDF"))

    assert left() == set()
