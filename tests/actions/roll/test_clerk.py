"""A workbook as a clerk keeps it, from its title to who signs below, to the plan."""

from datetime import datetime
from io import BytesIO

from openpyxl import Workbook

from reports.actions.roll.columns import KNOWN_HEADS, match_columns
from reports.actions.roll.existing import RollScope
from reports.actions.roll.planning import plan_import
from reports.documents.spreadsheets import read_table

HEADS = ["序号", "单位", "姓名", "工号", "职务", "手机", "任职情况", ""]
PEOPLE = [
    [1, "水务局", "张 三", "００１２", "局长", 13800001111, "2026.3.8", ""],
    [2, "", "李四", 13, "科长", "１３８００００２２２２", "3月8日", "至今"],
    [3, "财政局", "王五", "0014", "局长", 13800003333.0, 46089, "2026年10月"],
    ["小计", "", "3人"],
    [4, "财政局/办公室", "赵六", 110101199001011234, "主任", "", "", ""],
    [5, "财政局/办公室", "钱七", "0016", "主任", "", datetime(2026, 3, 8), ""],
    [6, "教育局/办公室", "孙八", "0017", "主任", "", "", ""],
    [7, "办公室", "周九", "0018", "科员", "", "", ""],
    [8, "水务局", "张三", "0012", "局长", "", "", ""],
    [9, "水务局", "吴十", "=A1+1", "科员", "", "", ""],
    ["合  计", "", "9人"],
    ["注：以上人员均须述职"],
    ["填表人：赵六", "", "", "审核人：钱七"],
]


def workbook():
    book = Workbook()
    sheet = book.worksheets[0]
    book.create_sheet("填表说明").append(["单位填全称"])
    below = [""] * 6 + ["起始", "截止"]
    for row in (["附件1"], ["石桥县2026年度述职人员名册"], ["填报单位：组织部"], HEADS, below, *PEOPLE):
        sheet.append(row)
    for merged in ("A2:H2", *(f"{column}4:{column}5" for column in "ABCDEF"), "G4:H4", "B6:B7"):
        sheet.merge_cells(merged)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_who_is_taken_and_what_is_refused(cycle, bureau):
    table = read_table("名册.xlsx", workbook(), KNOWN_HEADS)
    matched = match_columns(table.heads, {})
    plan = plan_import(table, matched.columns, RollScope(cycle, None))
    assert (matched.doubtful, table.passed_over, table.other_sheets) == ({}, (9, 16, 17, 18), ("填表说明",))
    assert [(row.number, [problem.column for problem in row.problems]) for row in plan.refused] == [
        (10, ["staff_number"]),  # of whose number the last digits are lost
        (13, ["unit"]),  # two new units are called so
        (14, ["name"]),  # the same person
        (15, ["staff_number"]),  # a formula that was never calculated
    ]
    taken = [(one.person.name, one.person.staff_number, one.person.phone) for one in plan.participants]
    assert taken == [
        ("张三", "0012", "13800001111"),
        ("李四", "13", "13800002222"),
        ("王五", "0014", "13800003333"),
        ("钱七", "0016", ""),
        ("孙八", "0017", ""),
    ]
    periods = [(str(one.since or ""), str(one.until or "")) for one in plan.participants]
    day = "2026-03-08"
    assert periods == [(day, ""), (day, ""), (day, "2026-10-31"), (day, ""), ("", "")]
    assert plan.unit_paths == ["石桥县/财政局", "石桥县/财政局/办公室", "石桥县/教育局", "石桥县/教育局/办公室"]
