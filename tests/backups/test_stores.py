"""Documents are backed up from a folder or from a bucket, and come back into either."""

import shutil

import pytest

from reports.backups.folder import find_backups
from reports.documents.published import read_published
from reports.models import Publication

from .conftest import back_up, kept, restored, rows, run


@pytest.fixture
def move(settings, site, in_bucket):
    """The site's documents are in the folder, or in the bucket, with the same paths."""
    in_folder = {**settings.STORAGES, "default": {"BACKEND": "reports.documents.whole_files.WholeFileStorage"}}
    stores = {"folder": in_folder, "bucket": settings.STORAGES}

    def move(where, *, documents):
        settings.STORAGES = stores[where]
        for path, data in documents.items():
            in_bucket.put(path, data)

    return move


def in_the_bucket(in_bucket):
    return {path: data for path, data in in_bucket.objects().items() if path.startswith(("published/", "evidence/"))}


def test_from_a_bucket_into_a_folder(site, move, target, key, in_bucket):
    before = rows(), kept(site)
    move("bucket", documents=before[1])
    shutil.rmtree(site)
    back_up(target)
    move("folder", documents={})
    assert restored(target, key, replace=True) == ""
    assert (rows(), kept(site)) == before


def test_from_a_folder_into_a_bucket(site, move, target, key, in_bucket):
    before = rows(), kept(site)
    move("folder", documents={})
    back_up(target)
    shutil.rmtree(site)
    move("bucket", documents={})
    assert restored(target, key, replace=True) == ""
    assert (rows(), in_the_bucket(in_bucket)) == before
    assert read_published(Publication.objects.get().sha256).startswith(b"%PDF-")


def test_while_the_bucket_is_away_nothing_is_backed_up_and_nothing_restored(
    site, move, target, key, in_bucket, tmp_path
):
    move("folder", documents={})
    back_up(target)
    before = rows()
    move("bucket", documents={})
    in_bucket.client.delete_bucket(Bucket="documents")
    other = tmp_path / "other"
    other.mkdir()
    why = "the store of the documents does not answer (NoSuchBucket)"
    said = run("backup", other)[1], restored(target, key, replace=True)
    assert said == (
        f"The backup could not be written: {why}. What stood there before stands there still.",
        f"The documents could not be written: {why}. The database was not changed.",
    )
    assert (find_backups(other), rows()) == ([], before)
