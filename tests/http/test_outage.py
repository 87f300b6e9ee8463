"""A full disk, a database that is away: words are kept, no traceback is shown, what succeeded is not called failed."""

import errno
import sqlite3
from contextlib import closing
from io import BytesIO

import pikepdf
import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.urls import reverse

from reports.actions.ledger import begin_ledger
from reports.actions.ledger_row import LedgerRowEdit, add_row
from reports.http.outage import is_database_away, is_disk_full
from reports.models import Evidence, Report

from ..documents.disks import files_in
from ..factories import MOMENT


def test_a_full_disk_is_known_by_the_errors_it_really_raises(full_disk):
    (full_disk / "filling").write_bytes(b"0" * 200_000)
    with closing(sqlite3.connect(full_disk / "db.sqlite3")) as database:
        database.execute("CREATE TABLE t (words TEXT)")
        with pytest.raises(sqlite3.OperationalError) as full, database:
            database.execute("INSERT INTO t VALUES (?)", ["字" * 100_000])
    with pytest.raises(OSError) as file_full:  # noqa: PT011 - its number is what is asked below
        (full_disk / "x").write_bytes(b"0" * 300_000)
    wrapped = OperationalError("database or disk is full")
    wrapped.__cause__ = full.value
    assert [is_disk_full(error) for error in (full.value, file_full.value, wrapped)] == [True, True, True]


def test_a_full_disk_is_known_too_where_a_database_is_opened_that_nobody_had_open(full_disk):
    """The file beside it that all who have it open share has to be made anew then."""
    path = full_disk / "db.sqlite3"
    (full_disk / "filling").write_bytes(b"0" * 100_000)
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE t (words TEXT)")
    with pytest.raises(OSError), (full_disk / "filling").open("wb", buffering=0) as filling:  # noqa: PT011 - as above
        while True:
            filling.write(b"0" * 4096)
    with closing(sqlite3.connect(path)) as database, pytest.raises(sqlite3.OperationalError) as full:
        database.execute("SELECT * FROM t")
    assert (full.value.sqlite_errorname, is_disk_full(full.value)) == ("SQLITE_IOERR_SHMSIZE", True)


@pytest.mark.parametrize(
    ("error", "full"),
    [
        (psycopg.errors.DiskFull("could not extend file"), True),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), True),
        (PermissionError(errno.EACCES, "Permission denied"), False),
        (sqlite3.OperationalError("database is locked"), False),
        (OperationalError("server closed the connection"), False),
        (RuntimeError("full"), False),
        (None, False),
    ],
)
def test_other_errors_are_none_of_it(error, full):
    assert is_disk_full(error) is full


@pytest.fixture
def full_database(transactional_db):
    """SQLite with no page to spare: the error is the one of a full disk. What is stored can still be read."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no such limit; its error is tried above.")

    def fill():
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            (pages,) = cursor.execute("PRAGMA page_count").fetchone()
            cursor.execute(f"PRAGMA max_page_count = {pages}")

    yield fill
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823")


def test_a_section_on_a_full_disk_is_shown_to_be_copied(full_database, report, author, visit):
    client = visit(author, raise_request_exception=False)
    section = report.sections.get(position=4)
    before = section.body
    full_database()
    words = "写了很久的一段。" * 5000
    typed = {"version": section.version, "tab": "a", "heading": "", "body": words, "password": "geheim"}
    answer = client.post(reverse("section", args=[report.pk, section.pk]), typed)
    page = answer.content.decode()
    assert answer.status_code == 507
    assert "The server’s disk is full: nothing was saved." in page
    assert [text in page for text in (words, "geheim", "Traceback", "OperationalError")] == [True, False, False, False]
    assert report.sections.get(position=4).body == before
    url = reverse("section", args=[report.pk, section.pk])
    script = client.post(url, typed, headers={"accept": "application/json"})
    said = {"to": url, "message": "The server’s disk is full: nothing was saved."}
    assert (script.status_code, script.json()) == (507, said)
    assert client.get(url).status_code == 200


# a database that is away


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (psycopg.OperationalError("connection failed: Connection refused"), True),
        (psycopg.errors.CannotConnectNow("the database system is starting up"), True),
        (psycopg.errors.AdminShutdown("terminating connection"), True),
        (psycopg.errors.CrashShutdown("terminating connection"), True),
        (psycopg.errors.TooManyConnections("sorry, too many clients already"), True),
        (psycopg.errors.ConnectionFailure("connection failure"), True),
        (psycopg.errors.DeadlockDetected("deadlock detected"), True),
        (psycopg.InterfaceError("the connection is closed"), True),
        (psycopg.errors.QueryCanceled("canceling statement due to statement timeout"), False),
        (psycopg.errors.UndefinedColumn("column does not exist"), False),
        (psycopg.errors.UniqueViolation("duplicate key"), False),
        (sqlite3.OperationalError("no such table"), False),
        (OSError(errno.ENOSPC, "No space left"), False),
        (RuntimeError("away"), False),
        (None, False),
    ],
)
def test_away_is_what_may_answer_in_a_minute(error, away):
    wrapped = OperationalError("as Django wraps it")
    wrapped.__cause__ = error
    assert (is_database_away(error), is_database_away(wrapped)) == (away, away)


@pytest.fixture
def away(transactional_db):
    """Takes the database away, as an office's server may: SQLite is locked by somebody else, PostgreSQL ends."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
            yield lambda: (connection.cursor().execute("PRAGMA busy_timeout = 10"), other.execute("BEGIN EXCLUSIVE"))
            other.rollback()
    else:
        mine = connection.connection.info.backend_pid
        with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as other:
            yield lambda: other.execute("SELECT pg_terminate_backend(%s, 5000)", [mine])
    connection.close()


def test_what_was_sent_to_a_database_that_is_away_is_shown_to_be_copied(away, report, author, visit):
    client = visit(author, raise_request_exception=False)
    section = report.sections.get(position=4)
    url = reverse("section", args=[report.pk, section.pk])
    typed = {"version": section.version, "tab": "a", "heading": "", "body": "写了很久的一段。", "password": "geheim"}
    away()
    answer = client.post(url, typed)
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "The database of this site does not answer just now: nothing was saved." in page
    assert [text in page for text in ("写了很久的一段。", "geheim", "Traceback")] == [True, False, False]


def test_a_script_that_saves_is_told_to_try_again(away, report, author, visit):
    client = visit(author, raise_request_exception=False)
    section = report.sections.get(position=4)
    url = reverse("section", args=[report.pk, section.pk])
    typed = {"version": section.version, "tab": "a", "heading": "", "body": "写了很久的一段。"}
    away()
    script = client.post(url, typed, headers={"accept": "application/json"})
    said = {"to": url, "message": "The database of this site does not answer just now: nothing was saved."}
    assert (script.status_code, script["Retry-After"], script.json()) == (503, "10", said)


# the last agreement


def agree(client, report):
    return client.post(reverse("agree", args=[report.pk]), {"opinion": "同意。"}, follow=True)


def told(answer):
    return [str(message) for message in answer.context["messages"]]


def test_the_last_agreement_on_a_full_disk_is_kept_and_the_copy_is_delivered(
    full_disk, settings, in_review, author, reviewer, visit
):
    storage = {"BACKEND": "reports.documents.whole_files.WholeFileStorage"}
    settings.MEDIA_ROOT, settings.STORAGES = full_disk, {**settings.STORAGES, "default": storage}
    answer = agree(visit(reviewer), in_review)
    assert told(answer) == [
        "Approved, but not published: the final copy could not be stored. Tell the administrator: "
        "No space left on device",
        "Your agreement is kept, and the report is approved.",
    ]
    assert Report.objects.get(pk=in_review.pk).state == "approved"
    copy = visit(author).get(reverse("file", args=[in_review.pk, "final"]))
    assert (copy.status_code, copy.content[:5], copy.content[-6:]) == (200, b"%PDF-", b"%%EOF\n")
    assert files_in(full_disk) == {"filling"}


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left"), MemoryError(), RuntimeError("secret")])
def test_an_agreement_that_is_kept_is_never_called_failed(monkeypatch, in_review, reviewer, visit, error):
    def fail(*_args, **_options):
        raise error

    monkeypatch.setattr("reports.actions.publication.stored_sheets", fail)
    answer = agree(visit(reviewer), in_review)
    assert (answer.status_code, Report.objects.get(pk=in_review.pk).state) == (200, "approved")
    assert told(answer) == [
        "Not published yet: something went wrong on our side. An organiser can publish it later.",
        "Your agreement is kept, and the report is approved.",
    ]


def test_an_organiser_who_was_faster_does_not_make_the_agreement_fail(
    monkeypatch, in_review, reviewer, organiser, visit
):
    def publish_first(*_args, **_options):
        Report.objects.filter(pk=in_review.pk).update(state="published")
        return b'{"en": {"checks": []}}'

    monkeypatch.setattr("reports.actions.publication.stored_sheets", publish_first)
    answer = agree(visit(reviewer), in_review)
    assert (answer.status_code, told(answer)[-1]) == (200, "Your agreement is kept, and the report is approved.")


# a store of documents that is away


@pytest.fixture
def store_away(settings, in_bucket):
    """In a bucket whose server does not answer."""
    options = in_bucket.storage["OPTIONS"] | {"endpoint_url": "http://127.0.0.1:9"}
    settings.STORAGES = {**settings.STORAGES, "default": in_bucket.storage | {"OPTIONS": options}}


def test_a_published_file_is_not_called_lost_while_its_store_is_away(published, store_away, author, visit):
    client = visit(author, raise_request_exception=False)
    answer = client.get(reverse("file", args=[published.pk, "final"]))
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "The store of this site’s files does not answer just now: nothing was done." in page
    assert [text in page for text in ("Traceback", "127.0.0.1:9", "backup")] == [False, False, False]


def test_evidence_that_cannot_be_stored_hangs_nowhere(store_away, author, visit, db):
    ledger = begin_ledger(slug="reception", person=author, by=author, at=MOMENT)
    cells = {"日期": "2026-03-08", "批次": "1", "人次": "3", "事项": "上访", "办理结果": "已化解"}
    row = add_row(ledger=ledger, edit=LedgerRowEdit(cells, 0, ""), by=author, at=MOMENT)
    client = visit(author, raise_request_exception=False)
    file = SimpleUploadedFile("证明.pdf", make_pdf())
    answer = client.post(reverse("evidence_add", args=[ledger.pk, row.pk]), {"file": file})
    assert (answer.status_code, Evidence.objects.count()) == (503, 0)
    assert "does not answer just now: nothing was done." in answer.content.decode()


def make_pdf():
    made = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(made)
    return made.getvalue()


def test_a_draft_is_handed_out_while_the_store_is_away(store_away, report, author, visit):
    answer = visit(author).get(reverse("file", args=[report.pk, "draft"]))
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
