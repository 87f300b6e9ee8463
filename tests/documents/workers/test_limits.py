"""One worker is ended by its limits; the site says why, and the next job is done."""

import io
import os
import signal
import time

import pikepdf
import pytest
from django.utils import translation

from reports.documents.importing import UnreadableFile
from reports.documents.rendering import render_pdf
from reports.documents.restoring import CannotRestore
from reports.documents.uploads import read_upload
from reports.documents.workers import NotDone, make, read
from reports.gongwen.pdf import Unprintable, Variant
from tests.gongwen.sample_report import short_report
from tests.workers import renew_pool

from . import jobs

pytestmark = [pytest.mark.processes, pytest.mark.usefixtures("workers")]


def why_not(job, *args):
    with pytest.raises(NotDone) as caught:
        read(job, *args)
    assert "%(" not in str(caught.value)
    assert read(jobs.double, 21) == 42  # the next one is done
    return caught.value.code


def is_running(pid):
    """A dead process that nobody has waited for is not."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_work_is_done_by_another_process_that_is_used_again():
    first = read(jobs.pid)
    assert first != os.getpid()
    assert make(jobs.pid) == first


@pytest.mark.parametrize("job", [jobs.go_on_in_python, jobs.go_on_in_c])
def test_what_takes_too_long_is_stopped(job, workers):
    worker = read(jobs.pid)
    workers.READING_SECONDS = 1
    started = time.monotonic()
    with pytest.raises(NotDone) as caught:
        read(job)
    assert time.monotonic() - started < 10
    assert caught.value.code == "slow"
    assert "1 s" in str(caught.value)
    assert not is_running(worker)
    workers.READING_SECONDS = 20
    assert read(jobs.double, 21) == 42


def test_making_has_a_limit_of_its_own(workers):
    workers.READING_SECONDS, workers.MAKING_SECONDS = 20, 1
    with pytest.raises(NotDone) as caught:
        make(jobs.nap, 15)
    assert caught.value.code == "slow"


def test_making_is_limited_by_the_time_of_the_processor_not_by_the_clock(workers):
    workers.MAKING_SECONDS = 1
    assert make(jobs.nap, 2) == make(jobs.pid)
    with pytest.raises(NotDone) as caught:
        make(jobs.go_on_in_c)
    assert caught.value.code == "slow"


def test_what_needs_too_much_memory_is_stopped():
    assert why_not(jobs.eat) == "large"


@pytest.mark.parametrize("job", [jobs.crash, jobs.kill, jobs.leave])
def test_a_worker_that_dies_is_replaced(job):
    assert why_not(job) == "died"


def test_a_worker_that_died_between_two_jobs_is_replaced():
    for _ in range(3):
        worker = read(jobs.pid)
        os.kill(worker, signal.SIGKILL)
        while is_running(worker):
            time.sleep(0.01)
        assert read(jobs.double, 21) == 42


def test_a_mistake_in_our_code_is_told_and_logged(caplog):
    assert why_not(jobs.be_mistaken) == "failed"
    assert "Traceback" in caplog.text


def test_an_answer_that_cannot_be_sent_ends_the_worker():
    assert why_not(jobs.answer_with_what_cannot_be_sent) == "died"


def test_a_refusal_arrives_as_it_was_raised():
    with pytest.raises(UnreadableFile) as caught:
        read(jobs.refuse)
    assert (caught.value.code, caught.value.params) == ("too_long", {"limit": 200_000})
    assert "200000" in str(caught.value)


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "文件是空的。"), ("en", "The file is empty.")])
def test_a_worker_speaks_the_reader_s_language(language, said):
    with translation.override(language):
        assert read(jobs.speak) == said


def test_a_worker_is_renewed_after_so_many_jobs(monkeypatch):
    monkeypatch.setattr("reports.documents.workers.process._JOBS", 3)
    pids = [read(jobs.pid) for _ in range(7)]
    assert len(set(pids)) == 3
    assert not is_running(pids[0])


def test_a_worker_that_grew_large_is_renewed(other_workers):
    other_workers.DOCUMENT_MEMORY_MB = 512
    before = read(jobs.pid)
    assert read(jobs.swell, 150_000_000) == before  # with the site's own 70 MB or so, less than half of what it may
    assert read(jobs.pid) == before
    assert read(jobs.swell, 300_000_000) == before
    assert read(jobs.pid) != before


def test_threads_of_a_library_reserve_no_more_than_their_stacks(workers):
    assert read(jobs.start_threads, 8) < 8 * 32_000_000  # an arena for each would be 64 MB and more


def test_a_pdf_is_the_same_as_made_here(other_workers):
    other_workers.DOCUMENT_MEMORY_MB = 1024
    content = short_report()
    assert make(render_pdf, content, variant=Variant.FINAL) == render_pdf(content, variant=Variant.FINAL)
    with pytest.raises(Unprintable) as caught:
        make(render_pdf, short_report("【空】"), variant=Variant.FINAL)
    assert caught.value.code == "unfilled"


def packed_pdf(size):
    """Its objects are packed, so that opening it unpacks them."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Names = pdf.make_indirect(pikepdf.Dictionary(Notes=pikepdf.String(" " * size)))
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def code_of(data):
    with pytest.raises(CannotRestore) as refused:
        read_upload("report.pdf", data)
    return refused.value.code


def test_a_pdf_that_unpacks_to_more_than_memory_is_given_for(other_workers):
    other_workers.DOCUMENT_MEMORY_MB = 256
    bomb = packed_pdf(100_000_000)
    assert len(bomb) < 1_000_000
    assert code_of(bomb) == "unreadable"
    other_workers.DOCUMENT_MEMORY_MB = 1024
    renew_pool()
    assert code_of(bomb) == "foreign"  # it needs no more than that
    content = short_report()
    assert read_upload("report.pdf", render_pdf(content)) == content
