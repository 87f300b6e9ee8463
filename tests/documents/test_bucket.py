"""Documents in a bucket, on a server that really speaks S3: whole or not at all, and clear words where it is away."""

import hashlib
import os
import signal
import subprocess
import sys
import time
import tracemalloc
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from threading import Thread
from zipfile import ZipFile

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from reports.documents.archive import Archive, ArchivedFile, Unstored, clear_folder, free_space, store, store_bytes
from reports.documents.cache import keep, read_kept
from reports.documents.published import NoPublishedFile, path_of, read_published, store_published
from reports.documents.store import StoreAway, clear_unfinished, documents_folder, require_store
from scripts.with_bucket import free_port

PDF = b"%PDF-1.7\n" + b"0" * 1000 + b"%%EOF\n"


def test_a_file_lies_under_the_path_that_it_has_in_a_folder(in_bucket):
    sha256 = store_published(PDF)
    assert in_bucket.objects() == {f"published/{sha256[:2]}/{sha256}.pdf": PDF}


def test_what_was_copied_from_a_folder_is_found(in_bucket):
    """A site moves: its folder is copied as it is."""
    sha256 = hashlib.sha256(PDF).hexdigest()
    in_bucket.put(f"published/{sha256[:2]}/{sha256}.pdf", PDF)
    assert read_published(sha256) == PDF


def test_saving_replaces_and_deleting_twice_is_once(in_bucket):
    for data in (b"old", b"new and longer"):
        assert default_storage.save("pdf/ab/x.pdf", ContentFile(data)) == "pdf/ab/x.pdf"
        with default_storage.open("pdf/ab/x.pdf") as file:
            assert file.read() == data
    assert (default_storage.exists("pdf/ab/x.pdf"), default_storage.size("pdf/ab/x.pdf")) == (True, 14)
    assert default_storage.get_modified_time("pdf/ab/x.pdf") > timezone.now() - timedelta(minutes=5)
    default_storage.delete("pdf/ab/x.pdf")
    default_storage.delete("pdf/ab/x.pdf")
    assert (default_storage.exists("pdf/ab/x.pdf"), in_bucket.objects()) == (False, {})


def test_a_file_that_is_not_there_is_missing_as_in_a_folder(in_bucket):
    for ask in (default_storage.open, default_storage.size, default_storage.get_modified_time):
        with pytest.raises(FileNotFoundError):
            ask("nowhere/x.pdf")
    assert (read_kept("nowhere/x.pdf"), default_storage.listdir("nowhere")) == (b"", ([], []))


def test_what_lies_in_a_folder_is_listed_and_nothing_below_it(in_bucket):
    for path in ("pdf/ab/x.pdf", "pdf/cd/y.pdf", "pdf/here.pdf", "pdfs/ef/z.pdf"):
        in_bucket.put(path, b"")
    assert default_storage.listdir("pdf") == (["ab", "cd"], ["here.pdf"])


@pytest.mark.parametrize("path", ["../x.pdf", "pdf/../../x"])
def test_no_path_leads_outwards(in_bucket, path):
    with pytest.raises(SuspiciousFileOperation):
        default_storage.save(path, ContentFile(b"x"))
    assert in_bucket.objects() == {}


# whole or not at all


def test_published_bytes_that_were_changed_there_are_never_given_out(in_bucket):
    sha256 = store_published(PDF)
    for changed in (PDF[:-1], b"", PDF + b"?"):
        in_bucket.put(path_of(sha256), changed)
        with pytest.raises(NoPublishedFile):
            read_published(sha256)
    assert (store_published(PDF), read_published(sha256)) == (sha256, PDF)


def test_a_zip_of_many_parts_is_whole_and_no_more_than_two_of_them_are_in_memory(in_bucket):
    """Forty files of a megabyte that nothing makes smaller; a part has eight."""
    piece = hashlib.shake_128(b"x").digest(1_000_000)
    path, sha256 = store_bytes("a/1", piece)
    archive = Archive([ArchivedFile(f"{n}.pdf", path, sha256) for n in range(40)])
    tracemalloc.start()
    try:
        store("b/x.zip", archive)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    data = in_bucket.objects()["b/x.zip"]
    assert (hashlib.sha256(data).hexdigest(), len(data)) == (archive.sha256, archive.written)
    with ZipFile(BytesIO(data)) as opened:
        assert (opened.testzip(), len(opened.namelist()), len(data) > 40_000_000) == (None, 40, True)
    assert most < 30_000_000


def test_a_zip_that_fails_in_the_middle_leaves_nothing(in_bucket):
    piece = hashlib.shake_128(b"x").digest(1_000_000)
    path, sha256 = store_bytes("a/1", piece)
    files = [ArchivedFile(f"{n}.pdf", path, sha256) for n in range(20)] + [ArchivedFile("20.pdf", "a/gone", sha256)]
    with pytest.raises(Unstored) as problem:
        store("b/x.zip", Archive(files))
    assert (problem.value.code, {*in_bucket.objects()}, in_bucket.unfinished()) == ("changed", {"a/1"}, [])


KILLED = """
import os, signal, sys, django
django.setup()
from django.core.files.base import File
from django.core.files.storage import default_storage

class Killed(File):
    def __init__(self):
        super().__init__(None, "x")
    def chunks(self, chunk_size=None):
        yield from [b"0" * 1_000_000] * 20
        os.kill(os.getpid(), signal.SIGKILL)

default_storage.save("b/x.zip", Killed())
"""


def test_what_a_killed_process_leaves_is_never_taken_for_the_file_and_cleared_away(in_bucket):
    site = {"ENV_FILE": os.devnull, "DJANGO_SETTINGS_MODULE": "reportsite.settings", "SECRET_KEY": "k" * 60}
    site = os.environ | in_bucket.environment | site
    killed = subprocess.run([sys.executable, "-c", KILLED], env=site, check=False)  # noqa: S603
    assert (killed.returncode, in_bucket.objects()) == (-signal.SIGKILL, {})
    assert in_bucket.unfinished() == ["b/x.zip"]
    clear_unfinished(before=datetime(2010, 11, 10, tzinfo=UTC))  # this server says of all that they began a day later
    assert in_bucket.unfinished() == ["b/x.zip"]
    clear_unfinished(before=datetime(2010, 11, 12, tzinfo=UTC))
    assert in_bucket.unfinished() == []


def test_a_folder_is_cleared_whole_and_no_other(in_bucket):
    for path in ("batches/1/a", "batches/1/b", "batches/11/a"):
        in_bucket.put(path, b"a")
    clear_folder("batches/1")
    clear_folder("batches/2")
    assert {*in_bucket.objects()} == {"batches/11/a"}


def test_its_room_is_on_no_disk_of_this_machine(in_bucket):
    assert (documents_folder(), free_space()) == ("", None)


def test_threads_have_connections_of_their_own(in_bucket):
    wrong = []

    def work(number):
        for turn in range(5):
            data = f"{number} {turn}".encode()
            default_storage.save(f"a/{number}", ContentFile(data))
            with default_storage.open(f"a/{number}") as file:
                wrong.extend([number] if file.read() != data else [])

    threads = [Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (wrong, len(in_bucket.objects())) == ([], 8)


# a server that is away, or refuses


@pytest.fixture
def away(in_bucket, settings):
    """Nobody listens there."""
    _lead_to(settings, f"http://127.0.0.1:{free_port()}")


def _lead_to(settings, endpoint, **changed):
    storage = settings.STORAGES["default"]
    options = storage["OPTIONS"] | {"endpoint_url": endpoint} | changed
    settings.STORAGES = {**settings.STORAGES, "default": storage | {"OPTIONS": options}}


def test_a_server_that_is_away_is_not_a_file_that_is_lost(away):
    for ask in (
        lambda: read_published("0" * 64),
        lambda: store_published(PDF),
        lambda: store("b/x.zip", Archive([])),
        lambda: default_storage.delete("a"),
        lambda: default_storage.exists("a"),
        lambda: default_storage.listdir("a"),
        require_store,
    ):
        with pytest.raises(StoreAway) as problem:
            ask()
        assert str(problem.value).endswith("the store of the documents does not answer (EndpointConnectionError)")


def test_a_draft_is_made_and_handed_out_while_the_server_is_away(away, caplog):
    assert (read_kept("pdf/ab/x.pdf"), keep("pdf/ab/x.pdf", PDF)) == (b"", PDF)
    assert len(caplog.records) == 2


def test_a_bucket_that_there_is_not_is_no_lost_file(in_bucket, settings):
    _lead_to(settings, in_bucket.endpoint, bucket_name="nowhere")
    for ask in (lambda: read_published("0" * 64), lambda: store_published(PDF), require_store):
        with pytest.raises(StoreAway, match="NoSuchBucket"):
            ask()


class _Answering(BaseHTTPRequestHandler):
    """Says to everything what its server was told to."""

    def _answer(self):
        status, code = self.server.said
        body = f"<Error><Code>{code}</Code></Error>".encode()
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_PUT = do_POST = do_DELETE = _answer  # noqa: N815

    def log_message(self, *_arguments):
        return


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ((403, "AccessDenied"), StoreAway),
        ((403, "InvalidAccessKeyId"), StoreAway),
        ((503, "SlowDown"), StoreAway),
        ((500, "InternalError"), StoreAway),
        ((403, "QuotaExceeded"), OSError),
        ((507, "XMinioStorageFull"), OSError),
    ],
)
def test_what_a_server_refuses_is_told_apart(in_bucket, settings, said, error):
    with HTTPServer(("127.0.0.1", 0), _Answering) as server:
        server.said = said
        Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        _lead_to(settings, f"http://127.0.0.1:{server.server_port}")
        with pytest.raises(OSError) as problem:  # noqa: PT011 - told apart below
            default_storage.save("a", ContentFile(b"a"))
        server.shutdown()
    assert (type(problem.value), said[1] in str(problem.value)) == (error, True)


def test_a_server_that_takes_the_question_and_is_silent_is_given_up(in_bucket, settings, monkeypatch):
    """Within seconds, not with the request's end. The wait is shortened here."""
    monkeypatch.setattr("reports.documents.bucket._CLIENT.read_timeout", 0.5)
    with HTTPServer(("127.0.0.1", 0), _Answering) as silent:
        _lead_to(settings, f"http://127.0.0.1:{silent.server_port}")
        begun = time.monotonic()
        with pytest.raises(StoreAway):
            require_store()
    assert time.monotonic() - begun < 10
