"""A ledger as PDF and as a page to be printed."""

from io import BytesIO

import pypdfium2
import pytest
from django.urls import reverse

from reports.actions.ledger import begin_ledger
from reports.models import LedgerRow

from ..factories import MOMENT

CELLS = {
    "发现日期": "2026-03-08",
    "问题": "路灯不亮，<b>群众</b>夜间出行不便",
    "原因": "巡查不到位\n责任不明确",
    "措施条数": "3",
    "责任人": "林晓峰",
    "状态": "整改中",
}


@pytest.fixture
def ledger(author):
    return begin_ledger(slug="rectification", person=author, by=author, at=MOMENT)


@pytest.fixture
def fill(ledger, author):
    version = ledger.kind.newest

    def put(count, **cells):
        LedgerRow.objects.bulk_create(
            LedgerRow(
                ledger=ledger,
                kind_version=version,
                cells=CELLS | {"问题": f"{CELLS['问题']}{number}"} | cells,
                day=CELLS["发现日期"],
                saved_at=MOMENT,
                saved_by=author,
            )
            for number in range(count)
        )

    return put


def address(ledger, form, **query):
    return reverse("ledger", args=[ledger.pk], query={"since": "2026-01-01", "format": form, **query})


def read(answer):
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(BytesIO(answer.content))]


def test_the_ledger_of_rectification_on_its_side_in_the_official_faces(ledger, fill, author, visit):
    fill(2)
    answer = visit(author).get(address(ledger, "pdf"))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    document = pypdfium2.PdfDocument(BytesIO(answer.content))
    width, height = document[0].get_size()
    assert (round(width), round(height)) == (842, 595)
    (text,) = read(answer)
    flat = "".join(text.split())
    assert flat.startswith("问题整改台账林晓2026年1月1日至2026年12月31日共2条序号发现日期问题")
    assert ("措施条数（条）" in flat, "<b>群众</b>" in flat, "销号人" in flat) == (True, True, False)
    assert "—1—" in flat


def test_heads_stand_on_every_page_and_no_row_is_lost(ledger, fill, author, visit):
    fill(60)
    pages = ["".join(page.split()) for page in read(visit(author).get(address(ledger, "pdf"), follow=True))]
    assert len(pages) > 1
    assert all("序号发现日期" in page for page in pages)
    assert [f"出行不便{number}" in "".join(pages) for number in range(60)] == [True] * 60


def test_filters_hold_on_paper_too(ledger, fill, author, visit):
    fill(1)
    fill(1, 状态="已销号", 问题="桥面破损")
    (text,) = read(visit(author).get(address(ledger, "pdf", q="桥面")))
    assert ("桥面破损" in text, "路灯" in text) == (True, False)


def test_too_many_rows_are_said_and_no_pdf_is_made(ledger, fill, author, visit, monkeypatch):
    fill(3)
    monkeypatch.setattr("reports.views.ledger.MOST_ROWS", 2)
    answer = visit(author).get(address(ledger, "pdf"))
    assert "A PDF has at most 2 rows: choose a shorter period." in " ".join(answer.content.decode().split())


def test_nothing_is_no_pdf(ledger, author, visit):
    assert visit(author).get(address(ledger, "pdf")).headers["Content-Type"].startswith("text/html")


def test_all_rows_on_one_page_to_be_printed(ledger, fill, author, visit):
    fill(70)
    client = visit(author)
    assert len(client.get(address(ledger, "print")).context["page"].object_list) == 70
    assert len(client.get(address(ledger, "")).context["page"].object_list) == 50


def test_a_checklist_keeps_its_name(author, visit):
    ledger = begin_ledger(slug="self_review", person=author, by=author, at=MOMENT)
    version = ledger.kind.newest
    cells = {"检视日期": "2026-03-08", "问题": "学习不够", "状态": "整改中"}
    LedgerRow.objects.create(
        ledger=ledger, kind_version=version, cells=cells, day="2026-03-08", saved_at=MOMENT, saved_by=author
    )
    (text,) = read(visit(author).get(address(ledger, "pdf")))
    assert "".join(text.split()).startswith("检视清单林晓")
