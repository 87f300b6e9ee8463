import dataclasses
from datetime import date, timedelta

import pytest

from reports import access
from reports.actions.errors import Refused
from reports.actions.ledger import begin_ledger, change_kind
from reports.actions.ledger_row import LedgerRowEdit, StaleRow, add_row, delete_row, restore_row, save_row
from reports.ledgers.columns import ColumnType, LedgerColumn
from reports.models import Event, Ledger, LedgerKindVersion, LedgerRow

from ..factories import MOMENT

CELLS = {"日期": "2026-03-08", "批次": "1", "人次": "3", "事项": "土地流转"}
LATER = MOMENT + timedelta(minutes=5)


@pytest.fixture
def ledger(author):
    return begin_ledger(slug="reception", person=author, by=author, at=MOMENT)


@pytest.fixture
def row(ledger, author):
    return add_row(ledger=ledger, edit=LedgerRowEdit(CELLS, 0, "tab"), by=author, at=MOMENT)


def events():
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def test_a_ledger_is_begun_once(ledger, author, assistant):
    again = begin_ledger(slug="reception", person=author, by=assistant, at=LATER)
    assert (again, LedgerKindVersion.objects.count()) == (ledger, 1)
    with pytest.raises(KeyError):
        begin_ledger(slug="nothing", person=author, by=author, at=MOMENT)


def test_a_row_is_entered_and_dated_by_its_column(row, author):
    stored = LedgerRow.objects.get()
    assert (stored.cells, stored.day, stored.version, stored.saved_by) == (CELLS, date(2026, 3, 8), 1, author)
    assert (events(), Event.objects.get().detail) == (["ledger_row_saved"], f"接访下访 · 林晓 · {row.pk}")


def test_the_same_page_sent_again_adds_nothing(row, ledger, author):
    assert add_row(ledger=ledger, edit=LedgerRowEdit(CELLS, 0, "tab"), by=author, at=LATER) == row
    add_row(ledger=ledger, edit=LedgerRowEdit(CELLS, 0, "another tab"), by=author, at=LATER)
    assert (LedgerRow.objects.count(), events()) == (2, ["ledger_row_saved"] * 2)


def test_of_two_people_on_one_row_the_second_is_told(row, author, assistant):
    first = LedgerRowEdit({**CELLS, "人次": "4"}, 1, "a")
    second = LedgerRowEdit({**CELLS, "人次": "5"}, 1, "b")
    save_row(row=row, edit=first, by=author, at=LATER)
    with pytest.raises(StaleRow) as stale:
        save_row(row=row, edit=second, by=assistant, at=LATER)
    assert (stale.value.stored.cells["人次"], LedgerRow.objects.get().cells["人次"]) == ("4", "4")
    assert save_row(row=row, edit=dataclasses.replace(second, version=2), by=assistant, at=LATER).version == 3


def test_who_saves_the_same_words_is_not_in_conflict(row, author, assistant):
    edit = LedgerRowEdit({**CELLS, "人次": "4"}, 1, "a")
    save_row(row=row, edit=edit, by=author, at=LATER)
    assert save_row(row=row, edit=dataclasses.replace(edit, tab="b"), by=assistant, at=LATER).version == 2


def test_a_deleted_row_is_kept_and_can_be_taken_back(row, author):
    delete_row(row=row, version=1, by=author, at=LATER)
    assert (LedgerRow.objects.current().count(), LedgerRow.objects.get().cells) == (0, CELLS)
    with pytest.raises(StaleRow):
        save_row(row=row, edit=LedgerRowEdit(CELLS, 2, "tab"), by=author, at=LATER)
    restore_row(row=row, by=author, at=LATER)
    restore_row(row=row, by=author, at=LATER)
    assert LedgerRow.objects.current().get().cells == CELLS
    assert events() == ["ledger_row_saved", "ledger_row_deleted", "ledger_row_restored"]


def test_a_row_that_was_changed_since_one_looked_is_not_deleted(row, author):
    save_row(row=row, edit=LedgerRowEdit({**CELLS, "人次": "4"}, 1, "a"), by=author, at=LATER)
    with pytest.raises(Refused):
        delete_row(row=row, version=1, by=author, at=LATER)
    assert LedgerRow.objects.current().count() == 1


def test_a_kind_in_use_changes_by_a_number_and_old_rows_stay_as_entered(row, ledger, author):
    old = ledger.kind.newest.shape
    columns = tuple(column for column in old.columns if column.name != "批次")
    shape = dataclasses.replace(old, columns=(*columns, LedgerColumn("地点", ColumnType.TEXT)))
    change_kind(kind=ledger.kind, shape=shape, reason="批次不再统计。", by=author, at=LATER)
    new = add_row(ledger=ledger, edit=LedgerRowEdit({**CELLS, "地点": "石桥村"}, 0, "b"), by=author, at=LATER)
    row.refresh_from_db()
    assert (row.kind_version.number, row.cells, new.kind_version.number) == (1, CELLS, 2)
    edited = save_row(row=row, edit=LedgerRowEdit({**CELLS, "人次": "9"}, 1, "c"), by=author, at=LATER)
    assert edited.kind_version.number == 1


def test_who_reads_and_who_writes(ledger, author, assistant, reviewer, organiser, auditor, administrator, stranger):
    everybody = [author, assistant, reviewer, organiser, auditor, administrator, stranger]
    assert [Ledger.objects.read_by(person).exists() for person in everybody] == [1, 1, 0, 1, 0, 0, 0]
    assert [Ledger.objects.written_by(person).exists() for person in everybody] == [1, 1, 0, 0, 0, 0, 0]


def test_the_rows_of_a_unit(author, organiser, stranger, county, bureau):
    of_bureau = begin_ledger(slug="projects", unit=bureau, by=organiser, at=MOMENT)
    of_county = begin_ledger(slug="projects", unit=county, by=organiser, at=MOMENT)
    assert set(Ledger.objects.read_by(author)) == {of_bureau}
    assert set(Ledger.objects.written_by(author)) == set()
    assert set(Ledger.objects.written_by(organiser)) == {of_bureau, of_county}
    assert set(Ledger.objects.read_by(stranger)) == set()


def test_an_assistant_who_has_a_duty_in_the_review_assists_no_more(ledger, assistant, author, bureau):
    bureau.organisers.add(assistant)
    assert Ledger.objects.written_by(assistant).count() == 0
    assert author.pk not in [owner.pk for key, owner in access.ledger_owners(assistant) if key.startswith("person")]


def test_nobody_assists_whose_word_was_taken_back(ledger, assistant, author):
    author.assistances.all().delete()
    assert Ledger.objects.read_by(assistant).count() == 0
