"""Work in the background with its documents in a bucket: the same, and where the bucket is away it waits."""

import hashlib
from datetime import timedelta

import pytest

from reports.actions.batch import prune_batches, work_once
from reports.actions.leftover import prune_documents
from reports.documents.published import path_of, store_published
from reports.documents.store import StoreAway
from reports.models import Publication, Report

from .test_batch import LATER, begin, contents, finish, settled, submitted_by  # noqa: F401 - a fixture

AWAY = "http://127.0.0.1:9"  # nobody may listen there


@pytest.fixture
def two(cycle, bureau):
    return [submitted_by(cycle, bureau, name) for name in ("陈一", "陈二")]


@pytest.fixture
def switch(settings, in_bucket):
    """Leads to the server, or to where there is none."""

    def switch(*, on):
        options = in_bucket.storage["OPTIONS"] | ({} if on else {"endpoint_url": AWAY})
        settings.STORAGES = {**settings.STORAGES, "default": in_bucket.storage | {"OPTIONS": options}}

    switch(on=True)
    return switch


def test_a_collection_is_whole_by_its_manifest(begin, switch, two, published):  # noqa: F811
    batch = begin("pdf", "docx")
    finish()
    inside = contents(batch)
    sums = inside["SHA256SUMS.txt"].decode().splitlines()
    assert len(sums) == 6
    assert all(hashlib.sha256(inside[line[66:]]).hexdigest() == line[:64] for line in sums)
    stored = Publication.objects.get()
    of_author = [data for name, data in inside.items() if "林晓" in name and name.endswith(".pdf")]
    assert [hashlib.sha256(data).hexdigest() for data in of_author] == [stored.sha256]


def test_its_files_go_with_it(two, begin, switch, in_bucket):  # noqa: F811
    begin("docx")
    finish()
    assert len(in_bucket.objects()) == 5  # two reports, the sums, the contents, and the ZIP of them
    prune_batches(at=LATER + timedelta(days=30))
    assert in_bucket.objects() == {}


@pytest.mark.parametrize("settled_before", [0, 1, 2])
def test_while_the_bucket_is_away_the_work_waits_and_no_row_is_lost(two, begin, switch, settled_before):  # noqa: F811
    """In the middle of the rows, and of the ZIP."""
    batch = begin("docx")
    for _time in range(settled_before):
        assert work_once(at=LATER)
    switch(on=False)
    for _time in range(5):
        with pytest.raises(StoreAway):
            work_once(at=LATER)
    batch.refresh_from_db()
    assert (batch.ended_at, batch.problem, batch.items.filter(state="left_out").count()) == (None, "", 0)
    switch(on=True)
    finish()
    assert {(state, why) for _name, state, why in settled(batch)} == {("done", "")}
    assert set(batch.items.values_list("attempts", flat=True)) == {1}
    assert sum(name.endswith(".docx") for name in contents(batch)) == 2


def test_what_nothing_refers_to_is_taken_away_and_what_is_published_stays(switch, published, in_bucket):
    kept = Publication.objects.get().sha256
    store_published(b"published")  # under its hash, of no publication
    in_bucket.put(path_of(kept), b"%PDF")
    gone = {leftover.path for leftover in prune_documents(at=LATER + timedelta(days=3000))}
    assert gone == {path_of(hashlib.sha256(b"published").hexdigest())}
    assert {path for path in in_bucket.objects() if path.startswith("published/")} == {path_of(kept)}
    assert Report.objects.get(pk=published.pk).state == "published"
