"""Lists of many rows are made after the answer; the page says so and brings the file."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from reports.actions.ledger import begin_ledger
from reports.actions.ledger_row import LedgerRowEdit, add_row
from reports.documents import background
from reports.http import listing
from reports.models import Event, RollImport

from ..factories import MOMENT, UserFactory, many_reports
from ..workers import get_made, threads

pytestmark = [
    pytest.mark.processes,
    pytest.mark.usefixtures("on_disk", "other_workers"),
    pytest.mark.django_db(transaction=True),
]
ADDRESSES = ["participants", "cycle_reports", "roll_export"]


@pytest.fixture(autouse=True)
def _long_lists(monkeypatch, cycle):
    monkeypatch.setattr(background, "WAIT_SECONDS", 0)
    monkeypatch.setattr(listing, "AT_ONCE", 2)
    many_reports(cycle, 3)


def ask(browser, cycle, name):
    """The address under which the file will be."""
    answer = browser.get(reverse(name, args=[cycle.pk]), {"format": "xlsx"})
    assert answer.status_code == 302
    return answer.url


def rows_of(answer):
    return [list(row) for row in load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True)]


@pytest.mark.parametrize("name", ADDRESSES)
def test_the_page_says_that_it_is_being_made_and_then_brings_it(cycle, organiser, visit, name):
    browser = visit(organiser)
    address = ask(browser, cycle, name)
    first = browser.get(address)
    assert (first.status_code, first["Refresh"], "The file is being made" in first.content.decode()) == (202, "3", True)
    assert not Event.objects.filter(verb="exported").exists()
    made = get_made(browser, address)
    assert (made.status_code, len(rows_of(made))) == (200, 1 + 3)
    assert Event.objects.get(verb="exported").actor == organiser


def test_in_the_language_of_who_asked(cycle, organiser, visit):
    browser = visit(organiser)
    address = ask(browser, cycle, "participants")
    while (made := browser.get(address, headers={"accept-language": "zh-hans"})).status_code == 202:
        pass
    assert rows_of(made)[0][:2] == ["姓名", "工号"]


def test_few_rows_come_at_once(cycle, organiser, visit, monkeypatch):
    monkeypatch.setattr(listing, "AT_ONCE", 3)
    answer = visit(organiser).get(reverse("participants", args=[cycle.pk]), {"format": "xlsx"})
    assert (answer.status_code, len(rows_of(answer)), threads()) == (200, 1 + 3, [])


def test_what_is_asked_for_again_is_made_again(cycle, organiser, visit):
    browser = visit(organiser)
    assert len(rows_of(get_made(browser, ask(browser, cycle, "participants")))) == 1 + 3
    many_reports(cycle, 1)
    assert len(rows_of(get_made(browser, ask(browser, cycle, "participants")))) == 1 + 4


def test_nobody_finds_with_the_address_what_they_may_not_see(cycle, organiser, office, stranger, visit):
    address = ask(visit(organiser), cycle, "participants")
    assert len(rows_of(get_made(visit(organiser), address))) == 1 + 3
    assert visit(stranger).get(address).status_code == 404
    other = UserFactory.create(unit=office)
    office.organisers.add(other)
    assert len(rows_of(get_made(visit(other), address))) == 1
    organiser.organised_units.set([office])
    assert len(rows_of(get_made(visit(organiser), address))) == 1
    organiser.organised_units.clear()
    assert visit(organiser).get(address).status_code == 404


@pytest.fixture
def refused(cycle, organiser):
    """The address of the refused rows of a list that was imported, and what is said of it."""
    done = RollImport(cycle=cycle, uploaded_by=organiser, uploaded_at=MOMENT, imported_at=MOMENT, name="名单.xlsx")
    rows = [[number, [f"张{number}"]] for number in range(2, 5)]
    done.table = {"heads": ["姓名"], "rows": rows, "reasons": {number: "单位不明" for number, _cells in rows}}
    done.save()
    return reverse("roll_import_refused", args=[cycle.pk, done.pk])


@pytest.fixture
def ledger(organiser):
    begun = begin_ledger(slug="reception", person=organiser, by=organiser, at=MOMENT)
    for number in range(3):
        cells = {"日期": f"{timezone.localdate():%Y}-03-08", "批次": "1", "人次": str(number + 1)}
        add_row(ledger=begun, edit=LedgerRowEdit(cells, 0, f"{number}"), by=organiser, at=MOMENT)
    return reverse("ledger", args=[begun.pk]) + "?format=xlsx"


@pytest.mark.parametrize("name", ["refused", "ledger"])
def test_long_files_of_other_rows_are_made_after_the_answer_too(organiser, stranger, visit, request, name):
    address = request.getfixturevalue(name)
    browser = visit(organiser)
    asked = browser.get(address)
    assert (asked.status_code, browser.get(asked.url).status_code) == (302, 202)
    assert not Event.objects.filter(verb="exported").exists()
    assert len(rows_of(get_made(browser, asked.url))) == 1 + 3
    assert visit(stranger).get(asked.url).status_code == 404


@pytest.mark.parametrize("name", ["refused", "ledger"])
def test_short_ones_come_at_once(organiser, visit, monkeypatch, request, name):
    monkeypatch.setattr(listing, "AT_ONCE", 3)
    answer = visit(organiser).get(request.getfixturevalue(name))
    assert (answer.status_code, len(rows_of(answer)), threads()) == (200, 1 + 3, [])


@pytest.fixture
def paper(ledger, monkeypatch):
    monkeypatch.setattr("reports.views.ledger.AT_ONCE", 2)
    return ledger.replace("xlsx", "pdf")


def test_a_long_ledger_on_paper_is_made_after_the_answer(organiser, stranger, visit, paper):
    browser = visit(organiser)
    asked = browser.get(paper)
    first = browser.get(asked.url)
    assert (asked.status_code, first.status_code, first["Refresh"]) == (302, 202, "3")
    assert not Event.objects.filter(verb="exported").exists()
    made = get_made(browser, asked.url)
    assert (made["Content-Type"], made.content[:5]) == ("application/pdf", b"%PDF-")
    assert Event.objects.get(verb="exported").actor == organiser
    assert visit(stranger).get(asked.url).status_code == 404


def test_paper_that_takes_too_long_says_so_and_leaves_nothing_behind(organiser, visit, paper, settings):
    settings.MAKING_SECONDS = 0.01
    browser = visit(organiser)
    made = get_made(browser, browser.get(paper).url)
    assert (made.status_code, "so it was stopped" in made.content.decode()) == (422, True)
    assert (threads(), Event.objects.filter(verb="exported").exists()) == ([], False)
