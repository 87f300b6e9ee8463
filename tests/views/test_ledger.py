import re
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from reports.actions.ledger import begin_ledger
from reports.actions.ledger_row import LedgerRowEdit, add_row
from reports.models import Ledger, LedgerRow

from ..factories import MOMENT
from .test_queries import count

YEAR = timezone.localdate().year
CELLS = {"日期": f"{YEAR}-03-08", "形式": "接访", "批次": "1", "人次": "3", "事项": "土地流转", "办理结果": "已化解"}
TYPED = {"version": 0, "tab": "a", "cell-0": "3月9日", "cell-2": "１", "cell-3": "1,004", "cell-4": "灌溉用水"}


@pytest.fixture
def ledger(author):
    return begin_ledger(slug="reception", person=author, by=author, at=MOMENT)


@pytest.fixture
def enter(ledger, author):
    def put(tab="", **cells):
        return add_row(ledger=ledger, edit=LedgerRowEdit(CELLS | cells, 0, tab), by=author, at=MOMENT)

    return put


def url(name, *args, **query):
    return reverse(name, args=args, query=query)


def test_begin_a_ledger_and_enter_the_first_row(author, visit):
    client = visit(author)
    begun = client.post(url("ledgers"), {"owner": f"person-{author.pk}", "kind": "reception"})
    ledger = Ledger.objects.get()
    assert begun.url == url("ledger_row_new", ledger.pk)
    page = client.get(begun.url).content.decode()
    assert f'value="{timezone.localdate().isoformat()}"' in page
    assert client.post(begun.url, TYPED).url == url("ledger", ledger.pk)
    row = LedgerRow.objects.get()
    assert row.cells == {"日期": f"{YEAR}-03-09", "批次": "1", "人次": "1004", "事项": "灌溉用水"}


@pytest.mark.parametrize("sent", [{}, {"owner": "x", "kind": "nothing"}, {"kind": "reception"}])
def test_a_ledger_that_is_begun_wrongly(author, visit, sent):
    assert visit(author).post(url("ledgers"), sent).url == url("ledgers")
    assert Ledger.objects.count() == 0


@pytest.mark.parametrize("owner", ["person-0", "unit-1", "unit-", "unit-99999999999999", "person-²", "", "someone"])
def test_nobody_begins_a_ledger_for_somebody_else(author, stranger, visit, owner, bureau):
    sent = {"owner": owner, "kind": "reception"}
    assert visit(author).post(url("ledgers"), sent).status_code in {404, 302}
    other = {"owner": f"person-{author.pk}", "kind": "reception"}
    assert visit(stranger).post(url("ledgers"), other).status_code == 404
    assert Ledger.objects.count() == 0


def test_an_organiser_begins_one_for_a_unit_below(organiser, visit, bureau):
    visit(organiser).post(url("ledgers"), {"owner": f"unit-{bureau.pk}", "kind": "projects"})
    assert Ledger.objects.get().unit == bureau


def test_all_that_is_wrong_is_said_and_nothing_typed_is_lost(ledger, author, visit):
    answer = visit(author).post(url("ledger_row_new", ledger.pk), TYPED | {"cell-0": "哪天", "cell-3": "约三十"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert [text in page for text in ("“哪天” is no day", "“约三十” is no number", 'value="灌溉用水"')] == [True] * 3
    assert LedgerRow.objects.count() == 0


@pytest.mark.parametrize("version", ["", "-1", "9" * 40, "x"])
def test_a_broken_request_stores_nothing(ledger, author, visit, version):
    answer = visit(author).post(url("ledger_row_new", ledger.pk), TYPED | {"version": version, "cell-3": "x"})
    assert (answer.status_code, LedgerRow.objects.count()) == (422, 0)


def test_one_more_like_this_begins_with_the_last_row_today(ledger, enter, author, visit):
    client = visit(author)
    answer = client.post(url("ledger_row_new", ledger.pk), TYPED | {"another": "1"})
    row = LedgerRow.objects.get()
    assert answer.url == url("ledger_row_new", ledger.pk, like=row.pk)
    page = client.get(answer.url).content.decode()
    assert 'value="灌溉用水"' in page
    assert f'value="{timezone.localdate().isoformat()}"' in page


@pytest.mark.parametrize("like", ["", "x", "0", "²", "9" * 50])
def test_one_more_like_no_row_is_a_new_one(ledger, author, visit, like):
    assert visit(author).get(url("ledger_row_new", ledger.pk, like=like)).status_code == 200


def test_a_row_of_another_ledger_is_not_shown_by_its_number(ledger, author, stranger, visit):
    theirs = begin_ledger(slug="reception", person=stranger, by=stranger, at=MOMENT)
    row = add_row(ledger=theirs, edit=LedgerRowEdit(CELLS | {"事项": "机密事项"}, 0, ""), by=stranger, at=MOMENT)
    client = visit(author)
    assert "机密事项" not in client.get(url("ledger_row_new", ledger.pk, like=row.pk)).content.decode()
    assert client.get(url("ledger_row", ledger.pk, row.pk)).status_code == 404
    assert client.post(url("ledger_row_delete", ledger.pk, row.pk), {"version": 1}).status_code == 404


def test_last_choices_come_first(ledger, enter, author, visit):
    enter(形式="带案下访")
    page = visit(author).get(url("ledger_row_new", ledger.pk)).content.decode()
    assert re.findall(r'name="cell-1" value="(.*?)"', page)[0] == "带案下访"
    assert '<option value="土地流转">' in page


def test_two_people_on_one_row(ledger, enter, author, assistant, visit):
    row = enter()
    here = url("ledger_row", ledger.pk, row.pk)
    assert visit(author).post(here, TYPED | {"version": 1, "tab": "b", "cell-3": "4"}).status_code == 302
    client = visit(assistant)
    mine = TYPED | {"version": 1, "tab": "c", "cell-3": "5"}
    answer = client.post(here, mine)
    page = answer.content.decode()
    assert (answer.status_code, LedgerRow.objects.get().cells["人次"]) == (409, "4")
    assert ("Somebody else saved" in page, 'value="5"' in page, 'name="version" value="2"' in page) == (True,) * 3
    assert client.post(here, mine | {"version": 2}).status_code == 302
    assert LedgerRow.objects.get().cells["人次"] == "5"


def test_deleted_and_taken_back(ledger, enter, author, visit):
    row, client = enter(事项="删去的事"), visit(author)
    client.post(url("ledger_row_delete", ledger.pk, row.pk), {"version": 1})
    assert "删去的事" not in client.get(url("ledger", ledger.pk)).content.decode()
    assert "删去的事" in client.get(url("ledger", ledger.pk, deleted="on")).content.decode()
    client.post(url("ledger_row_restore", ledger.pk, row.pk))
    assert "删去的事" in client.get(url("ledger", ledger.pk)).content.decode()


def test_a_reader_does_not_see_what_was_deleted(ledger, enter, author, organiser, visit):
    row = enter(事项="删去的事")
    visit(author).post(url("ledger_row_delete", ledger.pk, row.pk), {"version": 1})
    for query in ({}, {"deleted": "on"}):
        assert "删去的事" not in visit(organiser).get(url("ledger", ledger.pk, **query)).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["甲", "乙", "丙"]),
        ({"c1": "未结"}, ["乙"]),
        ({"c0": "接访", "c1": "已化解"}, ["甲", "丙"]),
        ({"since": f"{YEAR}-05-01"}, ["丙"]),
        ({"until": f"{YEAR}-04-30"}, ["甲", "乙"]),
        ({"until": f"{YEAR - 1}-12-31"}, ["丁"]),
        ({"since": f"{YEAR - 1}-01-01", "until": f"{YEAR}-12-31"}, ["甲", "乙", "丙", "丁"]),
        ({"q": "丙"}, ["丙"]),
        ({"page": "99"}, ["甲", "乙", "丙"]),
        ({"page": "x", "unknown": "1"}, ["甲", "乙", "丙"]),
    ],
)
def test_filters_are_in_the_address(ledger, enter, author, visit, query, found):
    enter(事项="甲字")
    enter(事项="乙字", 办理结果="未结", 日期=f"{YEAR}-04-30")
    enter(事项="丙字", 日期=f"{YEAR}-05-01")
    enter(事项="丁字", 日期=f"{YEAR - 1}-12-31")
    page = visit(author).get(url("ledger", ledger.pk, **query)).content.decode()
    assert [name for name in "甲乙丙丁" if f"<td>{name}字</td>" in page] == found


@pytest.mark.parametrize(
    "query",
    [{"since": "gestern"}, {"since": "2026-02-01", "until": "2026-01-01"}, {"c0": "x"}, {"since": "9999-01-01"}],
)
def test_what_is_asked_for_wrongly_shows_no_rows_and_says_why(ledger, enter, author, visit, query):
    enter()
    answer = visit(author).get(url("ledger", ledger.pk, **query))
    page = answer.content.decode()
    assert (answer.status_code, "There is a problem" in page, "<td>" in page) == (422, True, False)


def test_sums_and_months(ledger, enter, author, visit):
    enter(人次="3")
    enter(人次="5", 办理结果="未结", 日期=f"{YEAR}-04-01")
    page = visit(author).get(url("ledger", ledger.pk)).content.decode()
    numbers = re.findall(r"<dt>(.*?)</dt>\s*<dd>\s*(\d+)", page)
    assert numbers == [
        *(("Rows", "2"), ("批次", "2"), ("人次", "8")),
        *(("已化解", "1"), ("督办中", "0"), ("未结", "1"), ("长期稳控", "0")),
    ]
    assert re.findall(r'<th scope="row">(\d+)</th>\s*<td class="n">([1-9])</td>', page) == [("3", "1"), ("4", "1")]


def test_what_is_written_is_words_and_not_markup(ledger, enter, author, visit):
    enter(事项="<script>alert(1)</script>")
    page = visit(author).get(url("ledger", ledger.pk)).content.decode()
    assert ("<script>alert" in page, "&lt;script&gt;alert" in page) == (False, True)


def test_the_workbook_holds_the_rows_that_are_shown(ledger, enter, author, visit):
    enter(事项="=1+1")
    enter(事项="别的", 办理结果="未结")
    answer = visit(author).get(url("ledger", ledger.pk, c1="已化解", format="xlsx"))
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    heads, *rows = sheet.iter_rows(values_only=True)
    assert heads == ("日期", "形式", "批次", "人次", "事项", "办理结果", "责任单位")
    assert rows == [(f"{YEAR}-03-08", "接访", "1", "3", "=1+1", "已化解", None)]
    assert sheet["E2"].data_type == "s"


@pytest.mark.parametrize("rows", [1, 300])
@pytest.mark.parametrize(("name", "queries"), [("ledgers", 8), ("ledger", 10), ("ledger_row_new", 9)])
def test_queries(ledger, author, visit, rows, name, queries):
    version = ledger.kind.newest
    LedgerRow.objects.bulk_create(
        LedgerRow(ledger=ledger, kind_version=version, cells=CELLS, day=CELLS["日期"], saved_at=MOMENT, saved_by=author)
        for _ in range(rows)
    )
    client = visit(author)
    address = url(name, *([] if name == "ledgers" else [ledger.pk]))
    assert count(lambda: client.get(address)) == queries
