"""Evidence on the rows of a ledger: put there, handed out, frozen with a version."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.contrib.messages import get_messages
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from reports.actions.evidence import remove_evidence
from reports.actions.figure_basis import bind_figure
from reports.actions.ledger import begin_ledger
from reports.actions.ledger_row import LedgerRowEdit, add_row, delete_row
from reports.actions.leftover import find_leftovers
from reports.actions.report import submit_report
from reports.documents.evidence import MAX_BYTES, path_of
from reports.ledgers.binding import Binding
from reports.models import Evidence
from reports.models.evidence import MOST_FILES

from ..documents.spreadsheets.building import xlsx
from ..factories import MOMENT

CELLS = {"日期": "2026-03-08", "批次": "1", "人次": "3", "事项": "土地流转", "办理结果": "已化解"}


def pdf(**options):
    stream = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(stream, **options)
    return stream.getvalue()


def picture(form, size=(3, 3)):
    stream = BytesIO()
    Image.new("RGB", size).save(stream, form)
    return stream.getvalue()


def archive(document, *more):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in [(document, b"<x/>"), *more]:
            made.writestr(name, data)
    return stream.getvalue()


@pytest.fixture
def row(author):
    ledger = begin_ledger(slug="reception", person=author, by=author, at=MOMENT)
    return add_row(ledger=ledger, edit=LedgerRowEdit(CELLS, 0, ""), by=author, at=MOMENT)


@pytest.fixture
def client(author, visit):
    return visit(author)


@pytest.fixture
def hang(client, row):
    """What was said of it."""

    def post(name, data):
        address = reverse("evidence_add", args=[row.ledger_id, row.pk])
        answer = client.post(address, {"file": SimpleUploadedFile(name, data)})
        assert answer.url == reverse("ledger_row", args=[row.ledger_id, row.pk])
        return [str(message) for message in get_messages(answer.wsgi_request)]

    return post


def url(row, one, name="evidence"):
    return reverse(name, args=[row.ledger_id, row.pk, one.pk])


@pytest.mark.parametrize(
    ("name", "data", "ending"),
    [
        ("纪要.PDF", pdf(), "pdf"),
        ("照片.jpeg", picture("JPEG"), "jpg"),
        ("照片.png", picture("PNG"), "png"),
        ("报告.docx", archive("word/document.xml"), "docx"),
        ("名单.xlsx", xlsx(["甲"]), "xlsx"),
    ],
)
def test_a_file_is_hung_and_handed_out_as_it_came(hang, client, row, name, data, ending):
    hang(name, data)
    one = Evidence.objects.get()
    assert (one.name, one.ending, one.size) == (name, ending, len(data))
    answer = client.get(url(row, one))
    assert answer.content == data
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    policy = "sandbox; default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    assert answer.headers["Content-Security-Policy"] == policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert name in client.get(reverse("ledger_row", args=[row.ledger_id, row.pk])).content.decode()


def bomb():
    return archive("word/document.xml", ("word/media/a.xml", b"0" * 60_000_000))


MACROS = archive("xl/workbook.xml", ("xl/vbaProject.bin", b"x"))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.html", b"<script>alert(1)</script>", "Evidence is a PDF"),
        ("a.svg", b"<svg onload='x'/>", "Evidence is a PDF"),
        ("a", pdf(), "Evidence is a PDF"),
        ("a.pdf", b"<html>%PDF-1.7", "not what its name says"),
        ("a.pdf", b"%PDF-1.7 nothing", "not what its name says"),
        ("a.pdf", picture("PNG"), "not what its name says"),
        ("a.pdf", pdf(encryption=pikepdf.Encryption(user="x", owner="y")), "protected by a password"),
        ("a.png", picture("JPEG"), "not what its name says"),
        ("a.png", picture("PNG")[:40], "not what its name says"),
        ("a.jpg", b"\xff\xd8\xff<script>", "not what its name says"),
        ("a.docx", xlsx(["甲"]), "not what its name says"),
        ("a.xlsx", b"PK\x03\x04nothing", "is damaged"),
        ("a.docx", bomb, "unpacks to far more"),
        ("a.xlsx", MACROS, "contains macros"),
        ("a.pdf", b"", "is empty"),
        ("a.pdf", b"%PDF-" + b"0" * MAX_BYTES, "larger than 10 MB"),
    ],
)
def test_what_is_no_evidence_is_refused_in_words(hang, name, data, said):
    assert said in hang(name, data() if callable(data) else data)[0]
    assert Evidence.objects.count() == 0


def test_the_same_file_once_more_is_the_same_and_too_many_are_refused(hang):
    for _ in range(2):
        hang("一.png", picture("PNG"))
    assert Evidence.objects.count() == 1
    for width in range(4, 4 + MOST_FILES):
        hang("多.png", picture("PNG", (width, 1)))
    assert Evidence.objects.count() == MOST_FILES


def test_nothing_is_hung_on_a_row_that_was_deleted(hang, row, author):
    delete_row(row=row, version=1, by=author, at=MOMENT)
    hang("一.png", picture("PNG"))
    assert Evidence.objects.count() == 0


def test_taken_away_it_is_not_handed_out_and_can_be_hung_again(hang, client, row):
    hang("一.png", picture("PNG"))
    one = Evidence.objects.get()
    for _ in range(2):
        client.post(url(row, one, "evidence_remove"))
    assert client.get(url(row, one)).status_code == 404
    hang("一.png", picture("PNG"))
    assert Evidence.objects.current().count() == 1


def test_another_row_or_ledger_in_the_address_leads_nowhere(hang, client, row, author, stranger):
    hang("一.png", picture("PNG"))
    one = Evidence.objects.get()
    other = add_row(ledger=row.ledger, edit=LedgerRowEdit(CELLS, 0, ""), by=author, at=MOMENT)
    assert client.get(url(other, one)).status_code == 404
    theirs = begin_ledger(slug="research", person=author, by=author, at=MOMENT)
    assert client.get(reverse("evidence", args=[theirs.pk, row.pk, one.pk])).status_code == 404


def test_bytes_that_were_changed_in_the_storage_are_not_handed_out(hang, client, row):
    hang("一.png", picture("PNG"))
    one = Evidence.objects.get()
    default_storage.delete(path_of(one.sha256))
    answer = client.get(url(row, one), follow=True)
    assert answer.redirect_chain == [(reverse("ledger", args=[row.ledger_id]), 302)]
    assert "Ask the administrator for a backup" in answer.content.decode()


def test_a_version_keeps_the_evidence_of_its_rows_for_its_readers(hang, row, report, author, reviewer, stranger, visit):
    hang("会议纪要.png", picture("PNG"))
    one = Evidence.objects.get()
    figure = report.figures.get(label="走访次数")
    data = {"since": "2026-01-01", "until": "2026-12-31", "measure": "count", "column": "", "conditions": []}
    bind_figure(figure=figure, ledger=row.ledger, binding=Binding.from_dict(data), by=author, at=MOMENT)
    page = reverse("figure_basis", args=[report.pk, figure.pk])
    assert url(row, one) in visit(author).get(page).content.decode()
    address = reverse("figure_evidence", args=[report.pk, figure.pk, one.pk])
    assert visit(reviewer).get(address).status_code == 404
    revision = submit_report(report=report, by=author, at=MOMENT)
    (frozen,) = revision.bases["走访次数"]["rows"]
    assert frozen["evidence"] == [{"evidence": one.pk, "name": "会议纪要.png", "sha256": one.sha256}]
    remove_evidence(evidence=one, by=author, at=MOMENT)
    assert address in visit(reviewer).get(page).content.decode()
    assert visit(reviewer).get(address).content == picture("PNG")
    assert visit(reviewer).get(url(row, one)).status_code == 404
    assert visit(stranger).get(address).status_code == 404
    later = Evidence.objects.create(
        row=row, name="后来.png", ending="png", size=1, sha256=one.sha256, uploaded_at=MOMENT, uploaded_by=author
    )
    assert visit(reviewer).get(reverse("figure_evidence", args=[report.pk, figure.pk, later.pk])).status_code == 404


def test_what_hangs_somewhere_is_never_a_leftover(hang, row, author):
    hang("一.png", picture("PNG"))
    one = Evidence.objects.get()
    remove_evidence(evidence=one, by=author, at=MOMENT)
    later = timezone.now() + timedelta(days=9)
    assert path_of(one.sha256) not in {leftover.path for leftover in find_leftovers(at=later)}
    Evidence.objects.all().delete()
    assert path_of(one.sha256) in {leftover.path for leftover in find_leftovers(at=later)}
