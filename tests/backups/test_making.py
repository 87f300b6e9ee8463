"""A backup is whole or does not count; what a broken one has copied is not copied again."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from threading import Thread

import pytest
from django.conf import settings as site_settings
from django.db import connection
from django.utils import timezone
from psycopg.conninfo import conninfo_to_dict

from reports.backups import making, snapshot
from reports.backups.folder import SUMS, find_backup, find_backups
from reports.backups.making import back_up as make
from reports.backups.postgresql import connection_string
from reports.documents.evidence import store_evidence
from reports.models import Evidence, Section

from ..documents.disks import files_in, small_disk
from .conftest import back_up, kept, make_key, public, restored, rows, run


def names(target):
    return sorted(files_in(target))


def test_a_second_one_copies_no_document_again(site, target):
    now = timezone.now()
    first, second = make(target, at=now), make(target, at=now + timedelta(days=1))
    assert (first.added, second.added, first.manifest.documents) == (2, 0, second.manifest.documents)
    assert [backup.verify() for backup in find_backups(target)] == [4, 4]


def test_a_document_that_rotted_in_the_backup_is_written_anew(site, target):
    now = timezone.now()
    make(target, at=now)
    rotten = next(target.glob("documents-*/evidence/*/*.age"))
    rotten.write_bytes(rotten.read_bytes()[:-1] + b"?")
    second = make(target, at=now + timedelta(days=1))
    assert (second.added, second.backup.verify()) == (1, 4)


def test_a_new_key_encrypts_all_anew(site, target, settings, tmp_path):
    make(target, at=timezone.now())
    other = make_key(tmp_path / "other")
    settings.BACKUP_RECIPIENTS = [public(other)]
    assert make(target, at=timezone.now() + timedelta(days=1)).added == 2
    assert restored(target, other, replace=True) == ""


@pytest.mark.parametrize(
    ("recipients", "said"),
    [([], "Nothing says who may read the backup."), (["age1nonsense"], "BACKUP_RECIPIENTS holds something")],
)
def test_without_a_key_nothing_is_written(site, target, settings, recipients, said):
    settings.BACKUP_RECIPIENTS = recipients
    assert (run("backup", target)[1].startswith(said), names(target)) == (True, [])


def test_a_disk_that_is_not_mounted_is_told(site, tmp_path):
    assert run("backup", tmp_path / "none")[1].startswith("There is no folder ")
    assert not (tmp_path / "none").exists()


def test_a_full_disk_keeps_what_stood_there(site, tmp_path, key):
    with small_disk(tmp_path / "small", size="8m") as folder:
        first = back_up(folder)
        (folder / "filling").write_bytes(b"0" * (os.statvfs(folder).f_bavail * 4096 - 200_000))
        said = "The backup could not be written: No space left on device. What stood there before stands there still."
        assert run("backup", folder)[1] == said
        assert [backup.folder for backup in find_backups(folder)] == [first]
        (folder / "filling").unlink()
        back_up(folder)
        assert ([backup.verify() for backup in find_backups(folder)], list(folder.glob("*.unfinished"))) == ([4, 4], [])


def test_a_document_that_is_missing_is_named_and_all_else_is_kept(site, target, key):
    (gone,) = site.glob("evidence/*/*")
    gone.write_bytes(b"changed")
    said = f"Not in the store, or changed there, and so not backed up: {gone.relative_to(site)}"
    assert run("backup", target)[1] == said
    gone.unlink()
    before = rows(), kept(site)
    assert restored(target, key, replace=True) == ""
    assert (rows(), kept(site)) == before


def test_a_document_that_goes_while_it_is_copied_begins_a_new_snapshot(site, target, monkeypatch):
    """Its row went with it: the database that is kept does not name it."""
    read = making.by_hash.read_path

    def lose(path):
        Evidence.objects.all().delete()
        return None if path.startswith("evidence/") else read(path)

    monkeypatch.setattr(making.by_hash, "read_path", lose)
    made = make(target, at=timezone.now())
    assert (len(made.manifest.documents), made.manifest.missing) == (1, [])


def test_documents_and_database_are_of_one_moment(site, target, key, monkeypatch, author):
    """Between the list of documents and the dump somebody adds one, and changes words."""
    row = Evidence.objects.get().row
    vendor = snapshot.DATABASES[connection.vendor]
    dump = vendor._dump

    def write():
        late = Evidence(row=row, name="后.pdf", ending="pdf", size=2, sha256=store_evidence("后来".encode()))
        late.uploaded_at, late.uploaded_by = timezone.now(), author
        late.save()
        Section.objects.update(body="后来写的")
        connection.close()

    def dump_later(source):
        writing = Thread(target=write)
        writing.start()
        writing.join()
        return dump(source)

    monkeypatch.setattr(vendor, "_dump", dump_later)
    before = rows()
    made = make(target, at=timezone.now())
    assert (len(made.manifest.documents), Evidence.objects.count()) == (2, 2)
    assert restored(target, key, replace=True) == ""
    assert rows() == before


def test_old_ones_go_but_never_the_newest(site, target, settings):
    settings.BACKUP_DAYS = 30
    long_ago = timezone.now() - timedelta(days=400)
    first = make(target, at=long_ago)
    assert first.pruned == 0
    Evidence.objects.all().delete()
    second = make(target, at=long_ago + timedelta(days=31))
    assert (second.pruned, [backup.folder for backup in find_backups(target)]) == (1, [second.backup.folder])
    assert (list(target.glob("documents-*/evidence/*/*")), second.backup.verify()) == ([], 3)


def test_the_mark_is_touched_by_a_whole_one_alone(site, target, settings, tmp_path):
    mark = settings.BACKUP_MARK = tmp_path / "mark"
    (gone,) = site.glob("evidence/*/*")
    data = gone.read_bytes()
    gone.unlink()
    run("backup", target)
    assert not mark.exists()
    gone.write_bytes(data)
    back_up(target)
    assert mark.exists()


def test_a_mark_that_cannot_be_written_is_said_of_a_whole_backup(site, target, settings, tmp_path):
    settings.BACKUP_MARK = str(tmp_path / "not there" / "mark")
    said = run("backup", target)[1]
    assert said.startswith("The backup is whole, but BACKUP_MARK, which says so, could not be written: ")
    assert find_backup(target).verify() == 4


def test_two_at_once(site, target):
    with making.alone(target):
        assert run("backup", target)[1] == f"Another backup into {target} is under way."
    assert names(target) == []


KILLED = """
import django; django.setup()
from pathlib import Path
from django.core.management import call_command
from reports.backups import making, snapshot
taken = making._Shelf.take
def slow(shelf, path):
    done = taken(shelf, path)
    print("copied", flush=True)
    __import__("time").sleep(60)
    return done
making._Shelf.take = slow
call_command("backup", r"%s")
"""


def test_killed_midway_it_does_not_count_and_the_next_goes_on(site, target, key, settings):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.backups.settings",
        "TEST_NAME": str(connection.settings_dict["NAME"]),
        "TEST_DOCUMENTS": str(site),
        "BACKUP_RECIPIENTS": public(key),
        "POSTGRESQL_PROGRAMS": settings.POSTGRESQL_PROGRAMS,
    }
    command = [sys.executable, "-c", KILLED % target]
    folder = site_settings.BASE_DIR
    with subprocess.Popen(command, env=environment, cwd=folder, stdout=subprocess.PIPE) as child:  # noqa: S603
        assert child.stdout.readline() == b"copied\n"
        child.send_signal(signal.SIGKILL)
    assert (find_backups(target), len([*target.glob("*.unfinished")]), len([*target.rglob(SUMS)])) == ([], 1, 0)
    assert restored(target, key, replace=True) == f"There is no finished backup in {target}."
    made = make(target, at=timezone.now())
    assert (made.added, made.backup.verify(), [*target.glob("*.unfinished")]) == (1, 4, [])


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL's programs")
def test_programs_of_an_older_release_are_told_what_the_site_was_told_alone(db):
    """The site's own libpq is newer, and pg_dump 15 refuses an option that it does not know."""
    connection.ensure_connection()
    filled_in = {*connection.connection.info.get_parameters()}
    told = {*conninfo_to_dict(connection_string())}
    said_by_the_site = {"host", "user", "dbname", "client_encoding", "options"}
    assert (told - {"port"}, "sslcertmode" in filled_in) == (said_by_the_site, True)
