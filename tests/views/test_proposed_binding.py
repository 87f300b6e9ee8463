import re

import pytest
from django.urls import reverse

from reports.actions.ledger import begin_ledger
from reports.actions.ledger_row import LedgerRowEdit, add_row
from reports.models import Figure

from ..factories import MOMENT
from .test_figure_basis import CELLS, text, url
from .test_queries import count


@pytest.fixture
def figure(report):
    return Figure.objects.create(report=report, label="化解信访事项", unit="件")


@pytest.fixture
def ledger(author):
    ledger = begin_ledger(slug="reception", person=author, by=author, at=MOMENT)
    for cells in (CELLS, CELLS | {"办理结果": "未结"}):
        add_row(ledger=ledger, edit=LedgerRowEdit(cells, 0, ""), by=author, at=MOMENT)
    return ledger


def test_what_is_proposed_is_taken_over_by_one_click(figure, ledger, author, visit):
    client = visit(author)
    page = text(client.get(url("figure_ledgers", figure)))
    assert "办理结果为“已化解” · 行数 <strong>1件</strong>" in page
    form = page.partition('aria-labelledby="proposed"')[2].partition("</form>")[0]
    sent = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]+)"', form))
    sent.pop("csrfmiddlewaretoken")
    assert client.post(url("figure_bind", figure, ledger.pk), sent).url == url("figure_basis", figure)
    figure.refresh_from_db()
    assert (figure.value, figure.binding["conditions"]) == ("1", [["办理结果", "is", "已化解"]])


def test_looking_takes_nothing_over(figure, ledger, author, visit):
    visit(author).get(url("figure_ledgers", figure))
    figure.refresh_from_db()
    assert (figure.value, figure.binding) == ("", None)


def test_nothing_of_a_ledger_that_the_author_may_not_use(figure, stranger, author, visit):
    begin_ledger(slug="reception", person=stranger, by=stranger, at=MOMENT)
    assert "proposed" not in text(visit(author).get(url("figure_ledgers", figure)))


def test_the_words_before_the_blank_count(report, ledger, author, visit):
    report.sections.filter(position=4).update(body="全年接访有力，化解【化解数】件。")
    other = Figure.objects.create(report=report, label="化解数", unit="件")
    assert "已化解" in text(visit(author).get(url("figure_ledgers", other)))


def test_how_often_it_asks(figure, ledger, author, visit):
    client, address = visit(author), reverse("figure_ledgers", args=[figure.report_id, figure.pk])
    before = count(lambda: client.get(address))
    for slug in ("research", "meetings", "rectification", "projects"):
        begin_ledger(slug=slug, person=author, by=author, at=MOMENT)
    assert count(lambda: client.get(address)) == before
