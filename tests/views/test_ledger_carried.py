"""What is still open from earlier years stands in this year's list, and counts in its own."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from reports.actions.ledger import begin_ledger, change_kind
from reports.actions.ledger_row import LedgerRowEdit, add_row, delete_row
from reports.ledgers.columns import LedgerShape
from reports.models import LedgerRow

from ..factories import MOMENT
from .test_queries import count

CELLS = {"发现日期": "2026-03-08", "问题": "路灯不亮", "措施条数": "3", "责任人": "林晓", "状态": "整改中"}
OLD = {"发现日期": "2025-11-02", "问题": "渠道渗漏", "措施条数": "40"}


@pytest.fixture
def ledger(author):
    return begin_ledger(slug="rectification", person=author, by=author, at=MOMENT)


@pytest.fixture
def enter(ledger, author):
    def put(**cells):
        tab = f"t{LedgerRow.objects.count()}"
        return add_row(ledger=ledger, edit=LedgerRowEdit(CELLS | cells, 0, tab), by=author, at=MOMENT)

    return put


@pytest.fixture
def page(ledger, author, visit):
    def get(**query):
        address = reverse("ledger", args=[ledger.pk], query={"since": "2026-01-01", "until": "2026-12-31"} | query)
        return visit(author).get(address)

    return get


def listed(answer):
    return [(row.row.cells["问题"], row.carried) for row in answer.context["page"]]


def test_open_rows_of_earlier_years_stand_first_with_their_year(enter, page):
    enter()
    enter(发现日期="2026-05-01", 问题="桥面破损")
    enter(**OLD)
    enter(**OLD | {"发现日期": "2023-01-09", "问题": "围墙倾斜", "状态": "待销号"})
    answer = page()
    assert listed(answer) == [("围墙倾斜", 2023), ("渠道渗漏", 2025), ("桥面破损", None), ("路灯不亮", None)]
    assert ("open since 2023" in answer.content.decode(), "open since 2026" in answer.content.decode()) == (True, False)


@pytest.mark.parametrize("state", ["已销号", "长期推进"])
def test_what_is_closed_or_for_the_long_term_does_not(enter, page, state):
    enter(**OLD | {"状态": state})
    assert listed(page()) == []


def test_nor_what_was_deleted_nor_what_comes_later(enter, page, author):
    delete_row(row=enter(**OLD), version=1, by=author, at=MOMENT)
    enter(发现日期="2027-01-01")
    assert (listed(page()), listed(page(deleted="on"))) == ([], [])


def test_sums_months_and_numbers_are_of_the_period_alone(enter, page):
    enter()
    enter(**OLD)
    found = page().context["listed"]
    assert (found.count, [(one.column.name, one.value) for one in found.sums]) == (1, [("措施条数", "3")])
    assert (dict(found.states)["整改中"], sum(bar.value for bar in found.months), len(found.carried)) == (1, 1, 1)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["渠道渗漏", "路灯不亮"]),
        ({"carried": "only"}, ["渠道渗漏"]),
        ({"carried": "without"}, ["路灯不亮"]),
        ({"q": "渗漏"}, ["渠道渗漏"]),
        ({"q": "路灯"}, ["路灯不亮"]),
        ({"since": "2026-03-01"}, ["渠道渗漏", "路灯不亮"]),
        ({"since": "2025-01-01"}, ["路灯不亮", "渠道渗漏"]),
        ({"since": "2024-01-01", "until": "2024-12-31"}, []),
        ({"c1": "已销号"}, []),
    ],
)
def test_filters_hold_for_both(enter, page, query, names):
    enter()
    enter(**OLD)
    assert [name for name, _year in listed(page(**query))] == names


def test_a_wrong_choice_is_said(page):
    assert page(carried="x").status_code == 422


def test_it_is_edited_as_what_it_is_and_leaves_the_list_once_closed(ledger, enter, page, author, visit):
    enter()
    row = enter(**OLD)
    form = visit(author).get(reverse("ledger_row", args=[ledger.pk, row.pk])).context["form"]
    typed = {field.html_name: field.value() or "" for field in form}
    done = {form.names["状态"]: "已销号", form.names["销号日期"]: "3月1日", form.names["销号人"]: "赵桥"}
    assert visit(author).post(reverse("ledger_row", args=[ledger.pk, row.pk]), typed | done).status_code == 302
    row.refresh_from_db()
    assert (row.day, row.cells["状态"]) == (date(2025, 11, 2), "已销号")
    assert listed(page()) == [("路灯不亮", None)]


def test_the_state_is_read_as_the_row_was_entered(ledger, enter, page, author):
    """The kind calls it otherwise now: the old row is open by its own version, and closed by no other."""
    enter(**OLD)
    data = ledger.kind.newest.shape.to_dict()
    data["states"] = {"整改中": "done", "待销号": "open", "已销号": "done", "长期推进": "long_term"}
    change_kind(kind=ledger.kind, shape=LedgerShape.from_dict(data), reason="改", by=author, at=MOMENT)
    enter(**OLD | {"问题": "新版"})
    assert listed(page()) == [("渠道渗漏", 2025)]


def test_files_have_them_and_say_so(enter, page):
    enter()
    enter(**OLD)
    sheet = load_workbook(BytesIO(page(format="xlsx").content)).active
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["渠道渗漏", "路灯不亮"]
    assert page().context["listed"].paper().of == "林晓　2026年1月1日至2026年12月31日　共1条，另有往年未办结1条"
    assert page(carried="without").context["listed"].paper().of.endswith("共1条")


def test_only_open_ones_are_printed_though_the_year_has_none(enter, page):
    enter(**OLD)
    answer = page()
    assert "Download as .xlsx" in answer.content.decode()


def test_a_kind_without_states_has_nothing_to_carry(author, visit):
    ledger = begin_ledger(slug="research", person=author, by=author, at=MOMENT)
    cells = {"日期": "2025-01-02", "地点": "东村", "主题": "饮水"}
    add_row(ledger=ledger, edit=LedgerRowEdit(cells, 0, "a"), by=author, at=MOMENT)
    answer = visit(author).get(reverse("ledger", args=[ledger.pk], query={"since": "2026-01-01"}))
    assert ("carried" in answer.context["filters"].fields, listed(answer)) == (False, [])


@pytest.mark.parametrize("rows", [1, 120])
def test_queries_and_pages(ledger, enter, author, visit, rows):
    first = enter(**OLD)
    more = {"ledger": ledger, "kind_version": first.kind_version, "saved_at": MOMENT, "saved_by": author}
    LedgerRow.objects.bulk_create(LedgerRow(**more, cells=CELLS | OLD, day=OLD["发现日期"]) for _ in range(rows - 1))
    client, address = visit(author), reverse("ledger", args=[ledger.pk], query={"since": "2026-01-01"})
    assert count(lambda: client.get(address)) == 11
    assert len(client.get(address).context["page"]) == min(rows, 50)
