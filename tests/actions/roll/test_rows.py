from datetime import date

import pytest

from reports.actions.roll.columns import RollColumn, match_columns
from reports.actions.roll.rows import RollRow, read_row
from reports.documents.spreadsheets.cells import NO_VALUE

NAMED = {RollColumn.NAME: 0}


def read(column, text):
    """What the row says, or the reason why not."""
    row = read_row(7, ["张三", text], NAMED | {column: 1}, year=2026)
    if isinstance(row, list):
        assert [(problem.row, problem.column) for problem in row] == [(7, column)]
        return None
    return row


def test_heads_in_any_order_under_usual_synonyms():
    heads = [
        "序号",
        "职务",
        "部门",
        "*姓 名",
        "人员编号",
        "分管",
        "登录名",
        "手机号",
        "邮箱",
        "代填人",
        "审阅人",
        "起始",
        "截止",
        "状态",
        "备注",
    ]
    matched = match_columns(heads, {})
    expected = "post unit name staff_number duties username phone email assistant reviewer since until state reason"
    assert matched == (dict(zip(map(RollColumn, expected.split()), range(1, 15), strict=True)), {})


def test_unknown_heads_are_doubtful_and_those_that_sound_alike_are_proposed():
    matched = match_columns(["姓名", "现职务名", "性别", "部门", "单位"], {})
    assert matched.columns == {RollColumn.NAME: 0, RollColumn.UNIT: 3}
    assert matched.doubtful == {1: RollColumn.POST, 2: None, 4: None}


def test_what_was_said_before_is_remembered_and_wins():
    remembered = {"现职务名": "post", "性别": "", "备注": ""}
    matched = match_columns(["姓名", "现职务名", "性别", "备注"], remembered)
    assert matched == ({RollColumn.NAME: 0, RollColumn.POST: 1}, {})


def test_a_row_as_it_is_written():
    cells = {
        "unit": "财 政 局",
        "name": "张　三",
        "staff_number": "００１２",
        "since": "3月8日",
        "until": "2026.9",
        "state": "免述",
        "assistant": "李四、王五,李四",
        "phone": "+86 138-0000",
    }
    columns = {RollColumn(name): place for place, name in enumerate(cells)}
    assert read_row(3, list(cells.values()), columns, year=2026) == RollRow(
        3,
        unit="财政局",
        name="张三",
        staff_number="0012",
        since=date(2026, 3, 8),
        until=date(2026, 9, 30),
        state="exempt",
        assistants=("李四", "王五"),
        phone="+86138-0000",
    )


def test_names_of_other_scripts_keep_their_spaces():
    row = read_row(1, ["Anna  Maria Lee"], NAMED, year=2026)
    assert row.name == "Anna  Maria Lee"


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (RollColumn.STAFF_NUMBER, "1.38E+10"),
        (RollColumn.STAFF_NUMBER, "9" * 41),
        (RollColumn.STAFF_NUMBER, NO_VALUE),
        (RollColumn.USERNAME, "zhang san"),
        (RollColumn.USERNAME, "a" * 61),
        (RollColumn.PHONE, "问办公室"),
        (RollColumn.PHONE, "13800001111 13900002222"),
        (RollColumn.EMAIL, "zhang@"),
        (RollColumn.SINCE, "去年"),
        (RollColumn.UNTIL, "2026-02-30"),
        (RollColumn.STATE, "休假"),
        (RollColumn.POST, "长" * 101),
        (RollColumn.DUTIES, "长" * 2001),
        (RollColumn.ASSISTANT, "、".join(f"张{n}" for n in range(11))),
    ],
)
def test_cells_that_are_refused(column, text):
    assert read(column, text) is None


def test_a_number_in_the_office_with_its_extension_is_one():
    assert read(RollColumn.PHONE, "0311-8888 8888-8012").phone == "0311-88888888-8012"


def test_until_today_is_no_day():
    assert read(RollColumn.UNTIL, "至今").until is None


@pytest.mark.parametrize("name", ["", " ", "42", "长" * 61, NO_VALUE])
def test_a_row_without_a_name(name):
    (problem,) = read_row(1, [name], NAMED, year=2026)
    assert problem.column == RollColumn.NAME


def test_all_that_is_wrong_is_said_at_once():
    problems = read_row(1, ["", "x"], NAMED | {RollColumn.EMAIL: 1}, year=2026)
    assert [problem.column for problem in problems] == [RollColumn.NAME, RollColumn.EMAIL]


def test_a_period_the_wrong_way_round():
    columns = NAMED | {RollColumn.SINCE: 1, RollColumn.UNTIL: 2}
    (problem,) = read_row(1, ["张三", "2026.9.1", "2026.3.1"], columns, year=2026)
    assert problem.column == RollColumn.UNTIL
