import json
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from reports.models import Event, Ledger, LedgerRow

HEADS = ["序号", "日 期", "形式", "批次", "人次（人次）", "事项*", "办理结果"]
ROWS = [
    [1, "2026.3.8", "接访", "1", "３", "土地流转", "已化解"],
    [2, "4月5日", "", "1", "1,004", "灌溉用水", "未结"],
    [3, 46188, "下访", 1, 2, "农机补贴", "督办中"],
]


@pytest.fixture
def write(tmp_path):
    def save(rows=ROWS, heads=HEADS, name="接访.xlsx", hidden=()):
        path = tmp_path / name
        if name.endswith(".csv"):
            text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in [heads, *rows])
            path.write_bytes(text.encode("gb18030"))
        else:
            book, stream = Workbook(), BytesIO()
            for row in [["云溪县接访台账"], heads, *rows]:
                book.worksheets[0].append(row)
            for number in hidden:
                book.worksheets[0].row_dimensions[number].hidden = True
            book.save(stream)
            path.write_bytes(stream.getvalue())
        return path

    return save


def run(path, *options, kind="接访下访", author="lin"):
    out = StringIO()
    owner = [] if "--unit" in options else ["--author", author]
    call_command("import_ledger", str(path), "--kind", kind, *owner, "--cycle", "2026", "--json", *options, stdout=out)
    return json.loads(out.getvalue())


def counts(said):
    return [said[name] for name in ("rows", "created", "changed", "unchanged")]


def test_other_sheets_and_hidden_columns_are_named(author, tmp_path):
    book = Workbook()
    for row in [HEADS, *ROWS]:
        book.worksheets[0].append(row)
    book.worksheets[0].column_dimensions["A"].hidden = True  # which is not read
    book.worksheets[0].column_dimensions["E"].hidden = True
    for row in [["日期", "事项"], ["2026-04-01", "另外的"]]:
        (book["五月"] if "五月" in book else book.create_sheet("五月")).append(row)
    book.save(tmp_path / "接访.xlsx")
    said = run(tmp_path / "接访.xlsx")
    assert (counts(said), [(one["row"], one["column"]) for one in said["warnings"]]) == (
        [3, 3, 0, 0],
        [(1, "序号"), (1, "人次（人次）"), (0, "五月")],
    )


@pytest.mark.parametrize("name", ["接访.xlsx", "接访.csv"])
def test_a_list_is_read_and_the_same_list_again_changes_nothing(author, write, name):
    rows = ROWS if name.endswith("xlsx") else [[*ROWS[0]], [*ROWS[1]], [3, "46188", *ROWS[2][2:]]]
    path = write(rows, name=name)
    said = run(path)
    assert (counts(said), said["refused"]) == ([3, 3, 0, 0], [])
    assert said["warnings"] == [
        {"row": 2 if name.endswith("xlsx") else 1, "column": "序号", "reason": said["warnings"][0]["reason"]}
    ]
    stored = list(LedgerRow.objects.order_by("day").values_list("cells", "version"))
    assert [cells["人次"] for cells, _version in stored] == ["3", "1004", "2"]
    assert [str(row.day) for row in LedgerRow.objects.order_by("day")] == ["2026-03-08", "2026-04-05", "2026-06-15"]
    assert counts(run(path)) == [3, 0, 0, 3]
    assert list(LedgerRow.objects.order_by("day").values_list("cells", "version")) == stored
    assert Event.objects.filter(verb="ledger_imported").count() == 1


def test_a_dry_run_writes_nothing_at_all(author, write):
    assert counts(run(write(), "--dry-run")) == [3, 3, 0, 0]
    assert (LedgerRow.objects.count(), Ledger.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_a_row_that_says_more_now_is_changed(author, write):
    run(write())
    later = [ROWS[0], [*ROWS[1][:-1], "已化解"], ROWS[2]]
    assert counts(run(write(later))) == [3, 0, 1, 2]
    assert LedgerRow.objects.get(cells__事项="灌溉用水").cells["办理结果"] == "已化解"
    assert LedgerRow.objects.count() == 3


def test_two_rows_alike_are_two_rows(author, write):
    path = write([ROWS[0], ROWS[0]])
    assert (counts(run(path)), counts(run(path))) == ([2, 2, 0, 0], [2, 0, 0, 2])


def test_of_rows_that_cannot_be_told_apart_none_is_written_over(author, write):
    run(write([ROWS[0], [*ROWS[0][:4], "5", *ROWS[0][5:]]]))
    assert counts(run(write([[*ROWS[0][:4], "9", *ROWS[0][5:]]]))) == [1, 1, 0, 0]
    assert sorted(row.cells["人次"] for row in LedgerRow.objects.all()) == ["3", "5", "9"]


def test_refused_rows_are_said_with_their_place(author, write):
    said = run(write([ROWS[0], [2, "去年", "接访", "一", "2", "水", "化解了"]]))
    assert counts(said) == [2, 1, 0, 0]
    assert [(one["row"], one["column"]) for one in said["refused"]] == [(4, "日 期"), (4, "批次"), (4, "办理结果")]


def test_a_day_of_another_year_is_asked_about(author, write):
    said = run(write([[1, "2025.3.8", *ROWS[0][2:]]]))
    assert [(one["row"], one["column"]) for one in said["warnings"]] == [(2, "序号"), (3, "日 期")]


def test_a_row_that_is_hidden_in_the_file_is_asked_about(author, write):
    said = run(write(hidden=[1, 4]))
    hidden = [one for one in said["warnings"] if "被隐藏" in one["reason"]]
    assert (counts(said), [(one["row"], one["column"]) for one in hidden]) == ([3, 3, 0, 0], [(4, "日 期")])


def test_another_unit_of_measure_is_refused_before_it_is_wrong_by_four_digits(author, write):
    heads = ["签约日期", "项目名称", "协议投资额（万元）", "状态"]
    path = write([["3月8日", "粮食烘干中心", "3200", "已签约"]], heads)
    with pytest.raises(CommandError, match="亿元"):
        run(path, kind="项目")
    right = write([["3月8日", "粮食烘干中心", "0.32", "已签约"]], [*heads[:2], "协议投资额（亿元）", "状态"])
    assert counts(run(right, kind="projects")) == [1, 1, 0, 0]


def test_what_a_list_must_have(author, write):
    with pytest.raises(CommandError, match="事项"):
        run(write([["3月8日", "1", "2"]], ["日期", "批次", "人次"]))
    assert Ledger.objects.count() == 0


def test_of_two_columns_with_one_head_none_is_guessed(author, write):
    with pytest.raises(CommandError, match="人次"):
        run(write([["3月8日", "1", "2", "3", "水"]], ["日期", "批次", "人次", "人 次", "事项"]))
    assert Ledger.objects.count() == 0
    twice_unknown = write([["3月8日", "1", "2", "水", "好", "好"]], ["日期", "批次", "人次", "事项", "附注", "附注"])
    assert counts(run(twice_unknown)) == [1, 1, 0, 0]


def test_the_ledger_of_a_unit(author, administrator, bureau, write):
    assert counts(run(write(), "--unit", bureau.name)) == [3, 3, 0, 0]
    assert Ledger.objects.get().unit == bureau
    assert counts(run(write(), "--unit", str(bureau.pk))) == [3, 0, 0, 3]


@pytest.mark.parametrize(
    ("options", "kind", "author_name"),
    [([], "没有", "lin"), ([], "接访下访", "nobody"), (["--unit", "²"], "接访下访", "")],
)
def test_what_there_is_not(author, write, options, kind, author_name):
    with pytest.raises(CommandError):
        run(write(), *options, kind=kind, author=author_name)


def test_no_file_and_no_list(author, tmp_path):
    with pytest.raises(CommandError):
        run(tmp_path / "none.xlsx")
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04nothing")
    with pytest.raises(CommandError):
        run(broken)
    assert Ledger.objects.count() == 0
