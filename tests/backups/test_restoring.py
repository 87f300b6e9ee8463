"""What was backed up comes back, byte by byte and row by row, or nothing is touched."""

import shutil
import subprocess

import pyrage
import pytest
from django.db import connection

from reports.backups.folder import DATABASE, MANIFEST, SUMS
from reports.backups.keys import read_identities
from reports.documents.by_hash import sha256_of
from reports.models import Event, Report, Section, User
from reports.models.append_only import missing_triggers

from ..documents.disks import fill, small_disk
from ..factories import UserFactory
from ..unprotected import unprotect
from .conftest import SECRET, back_up, files, kept, make_key, public, restored, rows, run

REFUSED = "People or rows of the log are in the database."


def destroy(site):
    """A disaster: rows changed, added and deleted, triggers and documents gone."""
    unprotect(connection)
    Event.objects.all()._raw_delete("default")
    Section.objects.all().update(body="")
    User.objects.update(name="谁也不是")
    UserFactory.create(username="later", name="后来的人")
    shutil.rmtree(site)


def test_all_comes_back_byte_by_byte_and_row_by_row(site, target, key):
    before = rows(), kept(site)
    assert (len(before[1]), sum(map(len, before[0].values())) > 100) == (2, True)
    back_up(target)
    destroy(site)
    assert rows() != before[0]
    said, problem = run("restore", target, key=key, replace=True)
    assert (rows(), kept(site), problem, missing_triggers(connection)) == (*before, "", [])
    assert said.splitlines()[1].endswith("Broken: 0.")


def test_what_is_written_next_gets_the_next_number_and_the_log_is_guarded(site, target, key):
    back_up(target)
    newest = Event.objects.values_list("pk", flat=True).first()
    destroy(site)
    assert restored(target, key, replace=True) == ""
    person = UserFactory.create(username="new", name="新人")
    assert person.pk == 1 + User.objects.exclude(pk=person.pk).values_list("pk", flat=True).order_by("-pk")[0]
    assert Event.objects.values_list("pk", flat=True).first() == newest
    with pytest.raises(Exception, match="never changed or deleted"):
        Event.objects.all()._raw_delete("default")


def test_whoever_was_signed_in_signs_in_anew(site, target, key, visit, author):
    browser = visit(author)
    back_up(target)
    assert restored(target, key, replace=True) == ""
    assert browser.get("/").status_code == 302


def test_people_in_the_database_are_never_replaced_unless_told(site, target, key):
    back_up(target)
    UserFactory.create(username="later", name="后来的人")
    before = rows()
    assert (restored(target, key)[: len(REFUSED)], rows()) == (REFUSED, before)


def _flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _cut(path):
    path.write_bytes(path.read_bytes()[:-1])


def _drop_line(number):
    def drop(path):
        lines = path.read_text().splitlines(keepends=True)
        del lines[number]
        path.write_text("".join(lines))

    return drop


def _lead_outside(path):
    lines = path.read_text().splitlines(keepends=True)
    lines[1] = lines[1].replace("/published/", "/../published/").replace("/evidence/", "/../evidence/")
    path.write_text("".join(lines))


@pytest.mark.parametrize("damage", [_flip, _cut, lambda path: path.write_bytes(b""), lambda path: path.unlink()])
@pytest.mark.parametrize("name", [DATABASE, MANIFEST, SUMS, "a document"])
def test_a_damaged_backup_is_refused_before_anything_is_touched(site, target, key, name, damage):
    day = back_up(target)
    damage(next(target.glob("documents-*/evidence/*/*.age")) if name == "a document" else day / name)
    shutil.rmtree(site)
    before = rows()
    problem = restored(day, key, replace=True)
    assert (problem.startswith("The backup is damaged, and nothing of it was used: "), rows()) == (True, before)
    assert (site.exists(), run("backup", day, verify=True)[1]) == (False, problem)


@pytest.mark.parametrize("damage", [_drop_line(0), _drop_line(1), _drop_line(-1), _lead_outside], ids=range(4))
def test_lines_that_are_missing_from_the_list_are_noticed(site, target, key, damage):
    day = back_up(target)
    damage(day / SUMS)
    assert restored(day, key, replace=True).startswith("The backup is damaged")


def test_another_key_opens_nothing(site, target, tmp_path):
    back_up(target)
    shutil.rmtree(site)
    before = rows()
    other = make_key(tmp_path / "other")
    assert restored(target, other, replace=True) == "This key does not open the backup. Nothing was changed."
    assert (rows(), site.exists()) == (before, False)
    for text in ("", "nonsense", "AGE-SECRET-KEY-1ABC"):
        other.write_text(text)
        assert "holds no private key of age" in restored(target, other, replace=True)
    assert "holds no private key of age" in restored(target, tmp_path / "none", replace=True)


def test_of_two_keys_each_opens_it(site, target, key, tmp_path, settings):
    other = make_key(tmp_path / "other")
    settings.BACKUP_RECIPIENTS = [public(key), public(other)]
    back_up(target)
    assert [restored(target, one, replace=True) for one in (key, other)] == ["", ""]


def test_a_full_disk_changes_nothing_in_the_database(site, target, key, tmp_path, settings):
    back_up(target)
    Section.objects.all().update(body="后来写的")
    before = rows()
    with small_disk(tmp_path / "small") as folder:
        fill(folder)
        settings.MEDIA_ROOT = folder / "documents"
        problem = restored(target, key, replace=True)
        assert problem == "The documents could not be written: No space left on device. The database was not changed."
    assert rows() == before
    settings.MEDIA_ROOT = site
    assert restored(target, key, replace=True) == ""
    assert Section.objects.filter(body="后来写的").count() == 0


def rewrite(day, name, change, key):
    """As whoever has the public key could: whole and encrypted, with a list that fits, but other contents."""
    (identity,) = read_identities(key)
    path = day / name
    old, changed = path.read_bytes(), change(pyrage.decrypt(path.read_bytes(), [identity]))
    path.write_bytes(pyrage.encrypt(changed, [identity.to_public()]))
    sums = (day / SUMS).read_text()
    (day / SUMS).write_text(sums.replace(sha256_of(old), sha256_of(path.read_bytes())))


@pytest.mark.parametrize(
    "change", [lambda data: data[: len(data) // 2], lambda data: b"", lambda data: b"nonsense"], ids=range(3)
)
def test_a_database_that_breaks_off_is_taken_back_to_its_first_byte(site, target, key, change):
    day = back_up(target)
    Section.objects.all().update(body="后来写的")
    before = rows()
    rewrite(day, DATABASE, change, key)
    assert restored(day, key, replace=True).startswith("The database refused the backup and is as it was before.")
    assert (rows(), missing_triggers(connection)) == (before, [])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (f'"vendor": "{connection.vendor}"', '"vendor": "oracle"', "The backup is of oracle, and this site uses "),
        ('"reports.0001_initial"', '"reports.9999_later"', "The backup is of a later release, with the migration"),
        ('"format": 1', '"format": 2', "The backup is damaged"),
        ('"documents": ["', '"documents": ["evidence/aa/aa", "', "The backup is damaged"),
    ],
    ids=range(4),
)
def test_what_does_not_fit_is_refused_before_anything_is_touched(site, target, key, old, new, said):
    day = back_up(target)
    shutil.rmtree(site)
    before = rows()
    rewrite(day, MANIFEST, lambda data: data.replace(old.encode(), new.encode()), key)
    assert (restored(day, key, replace=True)[: len(said)], rows(), site.exists()) == (said, before, False)


def test_the_tools_of_others_open_it_too(site, target, key):
    """Whoever has lost this program: sha256sum and age."""
    day = back_up(target)
    summing = ["sha256sum", "--check", "--quiet", SUMS]
    assert subprocess.run(summing, cwd=day, check=False).returncode == 0  # noqa: S603
    if shutil.which("age"):
        opening = ["age", "-d", "-i", key, day / MANIFEST]
        opened = subprocess.run(opening, capture_output=True, check=True).stdout  # noqa: S603
        assert opened.startswith(b'{"format": 1, ')


def test_no_plain_word_lies_in_the_target_or_the_temporary_folder(site, target, key, tmp_path, monkeypatch):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr("tempfile.tempdir", None)
    back_up(target)
    assert restored(target, key, replace=True) == ""
    report = Report.objects.get()
    for word in (SECRET, report.author.name, report.title, "CREATE TABLE", "%PDF"):
        assert [name for name, data in files(target).items() if word.encode() in data] == []
    assert files(temporary) == {}
