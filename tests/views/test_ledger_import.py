"""Rows of a ledger from a list, page by page."""

from io import BytesIO

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from reports.actions.ledger import begin_ledger, change_kind
from reports.actions.ledger_row import LedgerRowEdit, add_row, save_row
from reports.ledgers.columns import LedgerShape
from reports.models import Event, LedgerImport, LedgerRow
from reports.models.event import Verb

from ..documents.spreadsheets.building import text_of, xlsx
from ..factories import MOMENT
from .test_queries import count

HEADS = ["序号", "日 期", "批次", "人次（人次）", "事项", "办理结果"]
ROWS = [
    ["1", "2026.3.8", "１", "3", "土地流转", "已化解"],
    ["2", "3月9日", "2", "1,004", "灌溉用水", "督办中"],
    ["3", "去年", "一", "2", "电", "化解了"],
]
CELLS = {"日期": "2026-03-08", "形式": "接访", "批次": "1", "人次": "30", "事项": "土地流转", "办理结果": "已化解"}


@pytest.fixture
def ledger(author):
    return begin_ledger(slug="reception", person=author, by=author, at=MOMENT)


@pytest.fixture
def page(ledger):
    return reverse("ledger_import", args=[ledger.pk])


@pytest.fixture
def client(author, visit):
    return visit(author)


@pytest.fixture
def upload(client, page):
    """The address of the page that follows."""

    def post(*rows, name="接访.csv", year=2026):
        data = xlsx(*rows) if name.endswith("x") else text_of(*rows).encode("gb18030")
        answer = client.post(page, {"file": SimpleUploadedFile(name, data), "year": year})
        assert answer.status_code == 302, answer.context["form"].errors
        return answer.url

    return post


def confirm(client, preview):
    return client.post(preview, {"digest": client.get(preview).context["plan"].digest})


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def rows_of(answer):
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    return [[cell.value or "" for cell in row] for row in sheet.iter_rows()]


def put(ledger, author, **cells):
    return add_row(ledger=ledger, edit=LedgerRowEdit(CELLS | cells, 0, ""), by=author, at=MOMENT)


@pytest.mark.parametrize("name", ["接访.csv", "接访.xlsx"])
def test_from_the_file_to_the_ledger(client, upload, author, ledger, name):
    preview = upload(["接访台账"], HEADS, *ROWS, name=name)
    shown = client.get(preview)
    assert [(row.number, row.kind) for row in shown.context["page"]] == [
        (3, "created"),
        (4, "created"),
        (5, "refused"),
    ]
    assert LedgerRow.objects.count() == 0
    answer = confirm(client, preview)
    assert (answer.url, told(answer)) == (preview, ["Done: 2 new rows, 0 changed, 0 unchanged."])
    assert [row.cells for row in LedgerRow.objects.order_by("day")] == [
        {"日期": "2026-03-08", "批次": "1", "人次": "3", "事项": "土地流转", "办理结果": "已化解"},
        {"日期": "2026-03-09", "批次": "2", "人次": "1004", "事项": "灌溉用水", "办理结果": "督办中"},
    ]
    event = Event.objects.get(verb=Verb.LEDGER_IMPORTED)
    assert (event.actor, event.detail) == (author, f"{ledger} · +2 ~0 · {name}")
    assert client.get(preview).status_code == 200


def test_the_same_list_once_more_changes_nothing(client, upload):
    confirm(client, upload(HEADS, *ROWS[:2]))
    before = list(LedgerRow.objects.order_by("pk").values())
    preview = upload(HEADS, *ROWS[:2])
    assert client.get(preview).context["plan"].counts == {"created": 0, "changed": 0, "unchanged": 2}
    confirm(client, preview)
    assert list(LedgerRow.objects.order_by("pk").values()) == before


def test_what_the_list_does_not_have_stays(client, upload, ledger, author):
    """The list has no column 形式, and 办理结果 is empty in it."""
    row = put(ledger, author)
    preview = upload(HEADS, [*ROWS[0][:5], ""])
    shown = client.get(preview).context["page"][0]
    assert [tuple(change) for change in shown.changes] == [("人次", "30", "3"), ("办理结果", "已化解", "")]
    confirm(client, preview)
    row.refresh_from_db()
    expected = {name: text for name, text in (CELLS | {"人次": "3"}).items() if name != "办理结果"}
    assert (row.cells, row.version, LedgerRow.objects.count()) == (expected, 2, 1)


def test_looking_stores_nothing(client, upload):
    preview = upload(HEADS, *ROWS)
    before = list(LedgerImport.objects.values())
    for address in (preview, preview + "?show=refused", preview + "columns/", preview + "refused/"):
        assert client.get(address).status_code == 200
    assert list(LedgerImport.objects.values()) == before


def test_a_row_that_somebody_saved_after_the_look_is_not_saved_over(client, upload, ledger, author):
    row = put(ledger, author)
    preview = upload(HEADS, ROWS[0])
    digest = client.get(preview).context["plan"].digest
    save_row(row=row, edit=LedgerRowEdit(CELLS | {"人次": "77"}, 1, ""), by=author, at=MOMENT)
    assert len(told(client.post(preview, {"digest": digest}))) == 1
    row.refresh_from_db()
    assert row.cells["人次"] == "77"
    assert client.get(preview).context["page"][0].changes[0].old == "77"
    confirm(client, preview)
    row.refresh_from_db()
    assert row.cells["人次"] == "3"


@pytest.mark.parametrize("digest", ["", "x"])
def test_a_plan_that_was_not_looked_at_is_not_done(client, upload, digest):
    client.post(upload(HEADS, ROWS[0]), {"digest": digest})
    assert LedgerRow.objects.count() == 0


def test_confirming_twice_does_it_once(client, upload):
    preview = upload(HEADS, ROWS[0])
    digest = client.get(preview).context["plan"].digest
    for _ in range(2):
        client.post(preview, {"digest": digest})
    assert LedgerRow.objects.count() == 1


def test_doubtful_columns_are_asked_about_once(client, upload):
    heads = ["来访日期", "批次", "人次", "反映事项", "血型"]
    columns = upload(heads, ["3月8日", "1", "2", "水", "A"])
    assert columns.endswith("/columns/")
    form = client.get(columns).context["form"]
    assert [(field.label, field.initial) for field in form] == [
        ("来访日期", "日期"),
        ("反映事项", "事项"),
        ("血型", ""),
        ("批次", "批次"),
        ("人次", "人次"),
    ]
    wrong = {"column-0": "日期", "column-1": "批次", "column-2": "批次", "column-3": "", "column-4": ""}
    assert client.post(columns, wrong).status_code == 422
    assert client.post(columns, wrong | {"column-2": "人次"}).status_code == 422
    right = wrong | {"column-2": "人次", "column-3": "事项"}
    confirm(client, client.post(columns, right).url)
    assert LedgerRow.objects.get().cells["事项"] == "水"
    assert not upload(heads, ["3月9日", "1", "2", "电", "B"]).endswith("/columns/")


def test_a_plan_is_not_shown_before_the_columns_are_said(client, upload):
    preview = upload(["来访日期", "批次", "人次", "反映事项"], ["3月8日", "1", "2", "水"]).removesuffix("columns/")
    for address in (preview, preview + "refused/"):
        assert client.get(address).url == preview + "columns/"
    assert client.post(preview, {"digest": ""}).url == preview + "columns/"


def test_numbers_in_another_unit_are_refused_at_the_file(author, client):
    projects = begin_ledger(slug="projects", person=author, by=author, at=MOMENT)
    page = reverse("ledger_import", args=[projects.pk])
    rows = [["签约日期", "项目名称", "协议投资额（万元）", "状态"], ["3月8日", "粮食烘干中心", "3200", "已签约"]]
    file = SimpleUploadedFile("a.csv", text_of(*rows).encode())
    answer = client.post(page, {"file": file, "year": 2026})
    assert (answer.url, "亿元" in told(answer)[0], LedgerImport.objects.count()) == (page, True, 0)


def test_refused_rows_come_back_with_their_reasons_and_are_imported_when_corrected(client, upload, page):
    preview = upload(HEADS, *ROWS)
    before = rows_of(client.get(preview + "refused/"))
    confirm(client, preview)
    answer = client.get(preview + "refused/")
    assert rows_of(answer) == before
    assert [row[:7] for row in before] == [[*HEADS, "行号"], [*ROWS[2], "4"]]
    book = load_workbook(BytesIO(answer.content))
    for cell, text in {"B2": "3月10日", "C2": "1", "F2": "未结"}.items():
        book.worksheets[0][cell] = text
    stream = BytesIO()
    book.save(stream)
    again = client.post(page, {"file": SimpleUploadedFile("a.xlsx", stream.getvalue()), "year": 2026})
    confirm(client, again.url)
    assert sorted(row.cells["事项"] for row in LedgerRow.objects.all()) == ["土地流转", "灌溉用水", "电"]


def test_a_row_is_not_closed_by_who_did_it_through_half_a_list(author, client):
    """The list names who closes it; who did it stands in the ledger already."""
    ledger = begin_ledger(slug="rectification", person=author, by=author, at=MOMENT)
    cells = {"发现日期": "2026-03-08", "问题": "路灯不亮", "责任人": "林晓峰", "状态": "整改中"}
    put_cells = LedgerRowEdit(cells, 0, "")
    add_row(ledger=ledger, edit=put_cells, by=author, at=MOMENT)
    rows = [["发现日期", "问题", "责任人", "状态", "销号人"], ["3月8日", "路灯不亮", "林晓峰", "已销号", "林 晓峰"]]
    file = SimpleUploadedFile("a.csv", text_of(*rows).encode())
    answer = client.post(reverse("ledger_import", args=[ledger.pk]), {"file": file, "year": 2026})
    assert [row.kind for row in client.get(answer.url).context["page"]] == ["refused"]


def test_what_is_no_list_is_said_at_the_field(client, page):
    for file in (SimpleUploadedFile("a.pdf", b"%PDF"), SimpleUploadedFile("a.xlsx", b"x")):
        answer = client.post(page, {"file": file, "year": 2026})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])
    file = SimpleUploadedFile("a.csv", text_of(HEADS, ROWS[0]).encode())
    assert client.post(page, {"file": file, "year": "1"}).status_code == 422
    assert LedgerImport.objects.count() == 0


def test_a_kind_that_changed_after_the_look_is_planned_anew(client, upload, ledger, author):
    preview = upload(HEADS, ROWS[0])
    digest = client.get(preview).context["plan"].digest
    shape = ledger.kind.newest.shape.to_dict()
    shape["columns"] = [column for column in shape["columns"] if column["name"] != "人次"]
    change_kind(kind=ledger.kind, shape=LedgerShape.from_dict(shape), reason="不再计人次。", by=author, at=MOMENT)
    client.post(preview, {"digest": digest})
    assert LedgerRow.objects.count() == 0
    confirm(client, preview)
    assert "人次" not in LedgerRow.objects.get().cells


def test_hostile_words_do_no_harm(client, upload):
    preview = upload(HEADS, ["1", "3月8日", "1", "<b>", "<script>alert(1)</script>", ""])
    content = client.get(preview).content.decode()
    assert ("<script>alert(1)" in content, "&lt;script&gt;" in content) == (False, True)


def test_an_assistant_does_not_open_the_list_of_the_author(visit, upload, assistant):
    preview = upload(HEADS, ROWS[0])
    for address in (preview, preview + "columns/", preview + "refused/"):
        assert visit(assistant).get(address).status_code == 404


def test_how_often_a_page_asks(client, upload, page):
    """The same for one row and for hundreds."""
    asked = []
    for rows in (1, 300):
        preview = upload(HEADS, *(["", "3月8日", "1", str(n + 1), f"事{n}", ""] for n in range(rows)))
        asked.append([count(lambda a=a: client.get(a)) for a in (page, preview, preview + "columns/")])
    assert asked[0] == asked[1]
