"""A NUL comes along with what is copied out of damaged files; PostgreSQL stores none."""

import pytest
from django.urls import reverse

from reports.actions.ledger import begin_ledger
from reports.models import Comment, LedgerRow, Section

from ..factories import MOMENT
from .test_ledger import TYPED

SAID = "There is a character in it that cannot be seen and is not stored (NUL)."


def test_the_text_of_a_section_stays_as_it_was_and_comes_back(report, author, visit, form_of):
    section = report.sections.get(position=5)
    sent = form_of(section) | {"body": "每月\x00走访【走访次数】次，听取意见。"}
    answer = visit(author).post(reverse("section", args=[report.pk, section.pk]), sent)
    page = answer.content.decode()
    assert (answer.status_code, SAID in page, "次，听取意见。" in page) == (422, True, True)
    assert Section.objects.get(pk=section.pk).body == "每月到村组走访【走访次数】次。"


def test_a_script_is_told_the_same(report, author, visit, form_of):
    section = report.sections.get(position=5)
    sent = form_of(section) | {"body": "每月\x00走访【走访次数】次。"}
    address, asks = reverse("section", args=[report.pk, section.pk]), {"accept": "application/json"}
    answer = visit(author).post(address, sent, headers=asks)
    assert (answer.status_code, answer.json()["message"].startswith(SAID)) == (422, True)


@pytest.mark.parametrize("cell", ["cell-0", "cell-3", "cell-4"])
def test_no_cell_of_a_ledger_takes_it(author, visit, cell):
    ledger = begin_ledger(slug="reception", person=author, by=author, at=MOMENT)
    sent = TYPED | {cell: f"{TYPED.get(cell, '')}\x00"}
    answer = visit(author).post(reverse("ledger_row_new", args=[ledger.pk]), sent)
    assert (answer.status_code, SAID in answer.content.decode(), LedgerRow.objects.count()) == (422, True, 0)


def test_no_comment_takes_it(submitted, reviewer, visit):
    section = submitted.sections.get(position=5)
    client = visit(reviewer)
    client.post(reverse("open", args=[submitted.pk]))
    answer = client.post(reverse("comment", args=[submitted.pk, section.pk]), {"text": "请补\x00充。"})
    assert (answer.status_code, SAID in answer.content.decode(), Comment.objects.count()) == (422, True, 0)
