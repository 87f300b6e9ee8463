"""What a person is told when a file is not ready, whoever asks for it and wherever."""

from concurrent.futures import ThreadPoolExecutor

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from reports.actions.batch import work_once
from reports.documents.workers import after_the_answer, on_behalf_of, read
from reports.documents.workers.turns import turn
from reports.models import Report

from ..documents.test_importing import saved
from ..documents.workers import jobs
from ..factories import enrol
from ..workers import get_made

pytestmark = pytest.mark.processes
OWN = "Your earlier file is still being worked on. Wait until it is done, then try again."
OWN_IN_CHINESE = "您的上一个文件仍在处理，请待处理完成后再试。"
BUSY = "Many files are being worked on at the moment. Try again in a minute."
SLOW = "The work on this file takes longer than 0.01 seconds, so it was stopped."


@pytest.fixture(autouse=True)
def _workers(other_workers):
    other_workers.STORAGES = dict(other_workers.STORAGES)  # an empty one: what is stored is not made again


def file_of(report, kind="draft"):
    return reverse("file", args=[report.pk, kind])


def upload():
    document = docx.Document()
    document.add_paragraph("一、工作")
    return {"file": SimpleUploadedFile("report.docx", saved(document))}


@pytest.mark.parametrize("kind", ["draft", "docx", "annex"])
def test_a_file_is_made_by_a_worker(visit, author, report, kind):
    assert get_made(visit(author), file_of(report, kind)).status_code == 200


@pytest.mark.parametrize("address", [lambda report: reverse("pdf", args=[report.pk]), file_of])
def test_a_person_whose_turns_are_taken_is_told_when_to_come_again(visit, author, report, workers, address):
    workers.DOCUMENTS_PER_PERSON = 1
    browser = visit(author)
    with on_behalf_of(lambda: author.pk), turn():
        answer = browser.get(address(report))
        in_chinese = browser.get(address(report), headers={"accept-language": "zh-hans"})
    assert (answer.status_code, answer["Retry-After"]) == (429, "10")
    assert OWN in answer.content.decode()
    assert OWN_IN_CHINESE in in_chinese.content.decode()
    assert get_made(browser, address(report)).status_code == 200


def test_another_person_is_not_held_up(visit, author, report, reviewer, in_review, workers):
    workers.DOCUMENTS_PER_PERSON = 1
    with on_behalf_of(lambda: author.pk), turn():
        assert get_made(visit(reviewer), file_of(report)).status_code == 200


def test_a_script_is_told_in_its_own_form(visit, author, report, workers):
    workers.DOCUMENTS_PER_PERSON = 0
    answer = visit(author).get(file_of(report), headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()) == (429, {"to": file_of(report), "message": OWN})


def nap_after_the_answer():
    with after_the_answer():
        read(jobs.nap, 4)


def test_a_full_queue_is_told(visit, author, report, workers):
    """Of what is made after the answer, which has a queue of its own."""
    workers.DOCUMENT_PROCESSES, workers.DOCUMENT_QUEUE = 1, 0
    with ThreadPoolExecutor(1) as thread:
        read(jobs.pid)
        long = thread.submit(nap_after_the_answer)
        while not long.running():
            pass
        answer = visit(author).get(file_of(report))
        assert not long.done()
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert BUSY in answer.content.decode()


def test_what_takes_too_long_to_make_is_told(visit, author, report, workers):
    workers.MAKING_SECONDS = 0.01
    answer = get_made(visit(author), file_of(report))
    assert answer.status_code == 422
    assert SLOW in answer.content.decode()


def test_a_file_that_takes_too_long_to_read_is_told_beside_its_field(visit, author, cycle, workers):
    workers.READING_SECONDS = 0.01
    answer = visit(author).post(reverse("start", args=[enrol(cycle, author).pk]), upload())
    assert answer.status_code == 422
    assert SLOW in str(answer.context["form"].errors["file"])


def test_an_upload_while_another_is_read_may_be_tried_again(visit, author, cycle, workers):
    workers.DOCUMENTS_PER_PERSON = 0
    answer = visit(author).post(reverse("start", args=[enrol(cycle, author).pk]), upload())
    assert (answer.status_code, answer["Retry-After"]) == (429, "10")


@pytest.mark.django_db(transaction=True)
def test_the_last_agreement_counts_though_the_final_copy_takes_too_long(visit, reviewer, organiser, in_review, workers):
    workers.MAKING_SECONDS = 0.01
    version = in_review.revisions.get().number
    visit(reviewer).post(reverse("agree", args=[in_review.pk]), {"version": version, "opinion": "同意。"})
    assert work_once(at=timezone.now())
    assert Report.objects.get(pk=in_review.pk).state == Report.State.APPROVED
    shown = visit(organiser).get(reverse("reviewers", args=[in_review.pk])).content.decode()
    assert f"Not published: the final copy cannot be made. {SLOW}" in shown
